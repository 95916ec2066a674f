"""Disk, database and documents break, and answers go on: while the bot runs and when it starts again."""

from __future__ import annotations

import asyncio
from contextlib import nullcontext
from pathlib import Path

import pytest

from tests.faults import surroundings
from tests.faults.process import BotProcess, log_faults, new_folder
from tests.faults.surroundings import Surrounding
from tests.faults.town import WORDS, Town, until
from tests.telegram_server.server import TelegramServer

SAMPLE = ("geneva-talks", "library-opening-hours", "troops-near-ukraine", "winter-timeline", "dead-sea")
DATABASE = (
    surroundings.locked_database,
    surroundings.corrupt_database,
    surroundings.deleted_database,
    surroundings.newer_database,
    surroundings.full_disk,
    surroundings.read_only_data,
)
CORPUS = (surroundings.emptied_corpus, surroundings.halved_corpus, surroundings.missing_corpus)


async def answered(town: Town, count: int) -> None:
    """Ask questions in chats of their own, and wait until each has one answer and no apology."""
    asked = [await town.ask(town.person(), number) for number in range(count)]
    await until(lambda: all(town.answers(each) for each in asked), 30)
    assert [len(town.answers(each)) for each in asked] == [1] * count
    assert [len(town.apologies(each)) for each in asked] == [0] * count


@pytest.mark.parametrize("broken", [*DATABASE, *CORPUS], ids=lambda broken: broken.__name__)
def test_answers_go_on_whatever_breaks_around_the_bot(tmp_path: Path, broken: Surrounding) -> None:
    async def scenario() -> str:
        async with TelegramServer() as server:
            process = BotProcess(new_folder(tmp_path / "bot", SAMPLE), server.url, server.state.token)
            town, is_on_disk = Town(server), broken is surroundings.full_disk
            with surroundings.small_disk(process) if is_on_disk else nullcontext():
                try:
                    process.start()
                    await process.ready()
                    await answered(town, 2)
                    with broken(process):
                        await answered(town, 8)
                        assert await process.stop() == 0
                        process.start()
                        await process.ready()
                        await answered(town, 4)
                        assert await process.stop() == 0
                finally:
                    process.kill()
            return process.log.read_text(encoding="utf-8")

    log = asyncio.run(scenario())
    assert log_faults(log, "TEST-token", WORDS) == {"tracebacks": 0, "tokens": 0, "words": 0}
