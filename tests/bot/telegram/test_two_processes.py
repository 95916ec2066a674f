"""Two processes with one token: exactly one goes on, and nothing is lost or answered twice."""

from __future__ import annotations

import asyncio
import signal
from pathlib import Path

import pytest

from tests.bot.telegram.complete_bot import new_composition
from tests.bot.telegram.test_process import process
from tests.telegram_server.people import Person
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.state import TOKEN

QUESTION = "متى اجتماع جنيف؟"
STANDING_BY = "another instance of this bot runs here"
READY = "The bot is answering"


async def until(line: str, *logs: Path) -> None:
    """Wait until a line is in one of some logs."""
    async with asyncio.timeout(40):
        while not any(log.exists() and line in log.read_text(encoding="utf-8") for log in logs):  # noqa: ASYNC110
            await asyncio.sleep(0.1)


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL])
def test_a_second_process_waits_and_goes_on_where_the_first_one_stopped(
    tmp_path: Path, ending: signal.Signals
) -> None:
    async def scenario() -> list[int]:
        async with TelegramServer() as server:
            corpus = new_composition(tmp_path, TOKEN).corpus_dir
            people = [Person(server.state, 100 + number) for number in range(6)]
            async with process(server, corpus, tmp_path / "first") as first:
                await until(READY, tmp_path / "first")
                async with process(server, corpus, tmp_path / "second") as second:
                    await until(STANDING_BY, tmp_path / "second")
                    for person in people[:3]:
                        await person.write(QUESTION)
                    await server.called("sendMessage", 3, within=20)
                    first.send_signal(ending)
                    for person in people[3:]:
                        await person.write(QUESTION)
                    await first.wait()
                    await server.called("sendMessage", 6, within=20)
                    await until(READY, tmp_path / "second")
                    assert second.returncode is None
                    second.send_signal(signal.SIGTERM)
                    assert await asyncio.wait_for(second.wait(), 20) == 0
            answered = [call.parameters["chat_id"] for call in await server.called("sendMessage")]
            assert server.state.pending == []
            return sorted(answered)

    assert asyncio.run(scenario()) == [100 + number for number in range(6)]


def test_a_stop_is_heard_while_a_process_waits(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            corpus = new_composition(tmp_path, TOKEN).corpus_dir
            async with process(server, corpus, tmp_path / "first"):
                await until(READY, tmp_path / "first")
                async with process(server, corpus, tmp_path / "second") as second:
                    await until(STANDING_BY, tmp_path / "second")
                    second.send_signal(signal.SIGTERM)
                    assert await asyncio.wait_for(second.wait(), 10) == 0

    asyncio.run(scenario())


def test_without_a_common_folder_one_stands_back_and_questions_are_answered_once(tmp_path: Path) -> None:
    async def scenario() -> list[int]:
        async with TelegramServer() as server:
            (tmp_path / "a").mkdir()
            (tmp_path / "b").mkdir()
            one, other = (new_composition(tmp_path / name, TOKEN).corpus_dir for name in "ab")
            async with (
                process(server, one, tmp_path / "first"),
                process(server, other, tmp_path / "second"),
            ):
                await until(READY, tmp_path / "first")
                await until(READY, tmp_path / "second")
                await until("standing back", tmp_path / "first", tmp_path / "second")
                for number in range(5):
                    await Person(server.state, 100 + number).write(QUESTION)
                await server.called("sendMessage", 5, within=20)
                await asyncio.sleep(2)
                return sorted(call.parameters["chat_id"] for call in await server.called("sendMessage"))

    assert asyncio.run(scenario()) == [100 + number for number in range(5)]
