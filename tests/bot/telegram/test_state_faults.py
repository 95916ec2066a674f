"""The complete bot answers on while its database fails, with no apology, and says so to moderators."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

import pytest

from bot.conversation.wording import texts
from tests.bot.telegram.complete_bot import CompleteBot, button, new_composition, running
from tests.bot.telegram.fakes import MODERATOR
from tests.telegram_server.server import TelegramServer

QUESTION = "متى اجتماع جنيف؟"
QUESTIONS = 12

Fault = Callable[[Path], AbstractContextManager[str]]


@contextmanager
def locked(file: Path) -> Iterator[str]:
    """Another program keeps the database locked."""
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield "locked"
        other.execute("ROLLBACK")


@contextmanager
def replaced_by_letters(file: Path) -> Iterator[str]:
    """The file is exchanged for something that is no database."""
    for part in file.parent.glob("shahid.db*"):
        part.unlink()
    file.write_bytes(b"letters " * 4096)
    yield "corrupt"


@pytest.mark.parametrize("fault", [locked, replaced_by_letters])
def test_a_failing_database_costs_no_answer_no_vote_and_no_apology(tmp_path: Path, fault: Fault) -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            composition = new_composition(tmp_path, server.state.token)
            async with running(server, composition, "polling") as bot:
                with fault(composition.data_dir / "shahid.db") as trouble:
                    await ask_and_vote(bot)
                    await becomes(lambda: bot.services.store.trouble == trouble)
                    await bot.person(MODERATOR).write("/status")
                    status = await bot.sent(QUESTIONS + 1)
                    assert texts.store_trouble(trouble) in status["text"]
            assert server.refused() == []

    asyncio.run(scenario())


async def ask_and_vote(bot: CompleteBot) -> None:
    """Twelve people ask, and one of them votes."""
    people = [bot.person(100 + number) for number in range(QUESTIONS)]
    await asyncio.gather(*(person.write(QUESTION) for person in people))
    answers = [await bot.sent(number + 1) for number in range(QUESTIONS)]
    assert sorted(answer["chat"]["id"] for answer in answers) == [person.user_id for person in people]
    assert all(bot.is_verbatim(answer) for answer in answers)
    voter = bot.person(answers[0]["chat"]["id"])
    await voter.press(answers[0]["message_id"], button(answers[0], "up"))
    assert await bot.noted(1) == texts.THANKS_GOOD


async def becomes(condition: Callable[[], bool]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110 - the store signals nothing
            await asyncio.sleep(0.01)
