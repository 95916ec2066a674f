from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
from pathlib import Path

import pytest

from bot.telegram.receiving.token_lock import TokenLock, wait_for
from tests.telegram_server.state import TOKEN


def test_a_lock_is_held_by_one_and_free_once_it_is_released(tmp_path: Path) -> None:
    first, second = TokenLock(tmp_path, TOKEN), TokenLock(tmp_path, TOKEN)
    assert (first.take(), first.take(), second.take()) == (True, True, False)
    assert TokenLock(tmp_path, "1:another").take()
    first.release()
    first.release()
    assert second.take()
    second.release()


def test_the_token_is_not_in_the_name_of_the_file(tmp_path: Path) -> None:
    lock = TokenLock(tmp_path, TOKEN)
    lock.take()
    (file,) = tmp_path.iterdir()
    assert not any(part in file.name for part in TOKEN.split(":"))
    lock.release()


def test_a_process_that_is_killed_leaves_no_lock(tmp_path: Path) -> None:
    code = (
        "import os, sys\nfrom pathlib import Path\n"
        "from bot.telegram.receiving.token_lock import TokenLock\n"
        "TokenLock(Path(sys.argv[1]), '1:a').take()\nos.kill(os.getpid(), 9)"
    )
    command = [sys.executable, "-c", code, str(tmp_path)]
    assert subprocess.run(command, check=False).returncode == -9  # noqa: S603 - our own code
    assert list(tmp_path.iterdir())
    lock = TokenLock(tmp_path, "1:a")
    assert lock.take()
    lock.release()


def test_who_waits_takes_over_once_the_other_has_ended(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        first, second = TokenLock(tmp_path, TOKEN), TokenLock(tmp_path, TOKEN)
        assert await wait_for(first)
        waiting = asyncio.create_task(wait_for(second))
        await asyncio.sleep(0.1)
        first.release()
        assert await waiting
        assert not await wait_for(first, patience=0.1)
        second.release()

    with caplog.at_level(logging.WARNING, "bot"):
        asyncio.run(scenario())
    line = "another instance of this bot runs here: waiting up to {} s for its end"
    assert [record.getMessage() for record in caplog.records] == [line.format(90), line.format(0)]


def test_where_no_file_can_be_written_there_is_no_lock(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "bot"):
        assert TokenLock(tmp_path / "missing", TOKEN).take()
    assert caplog.messages == ["no lock against a second instance: No such file or directory"]
