from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import OperationalError

from bot.store.migration import migrate, open_database, open_file, parse_url
from bot.store.transactions import LoopTransactions, ThreadTransactions, Transactions


async def in_thread(folder: Path) -> Transactions:
    url = f"sqlite:///{folder / 'shahid.db'}"
    await migrate(url)
    return ThreadTransactions(open_file(parse_url(url)))


async def in_loop(_folder: Path) -> Transactions:
    return LoopTransactions(await open_database("sqlite://"))


def chats(connection: Connection) -> list[int]:
    return list(connection.execute(text("SELECT chat_id FROM chats ORDER BY chat_id")).scalars())


def add(*ids: int) -> Callable[[Connection], int]:
    def work(connection: Connection) -> int:
        for chat_id in ids:
            connection.execute(text("INSERT INTO chats (chat_id) VALUES (:id)"), {"id": chat_id})
        return len(ids)

    return work


def fail(connection: Connection) -> None:
    add(7)(connection)
    connection.execute(text("INSERT INTO nothing VALUES (1)"))


@pytest.mark.parametrize("make", [in_thread, in_loop])
def test_a_transaction_is_committed_whole_or_not_at_all(make: Callable[..., object], tmp_path: Path) -> None:
    async def scenario() -> None:
        made: Transactions = await make(tmp_path)  # type: ignore[misc]
        assert await made.run(add(1, 2)) == 2
        with pytest.raises(OperationalError, match="nothing"):
            await made.run(fail)
        assert await made.run(chats) == [1, 2]
        await made.dispose()

    asyncio.run(scenario())


def test_a_transaction_that_nobody_waits_for_any_more_is_still_whole(tmp_path: Path) -> None:
    async def scenario() -> None:
        made = await in_thread(tmp_path)
        task = asyncio.create_task(made.run(add(1, 2, 3)))
        await asyncio.sleep(0)
        task.cancel()
        assert await made.run(chats) in ([], [1, 2, 3])
        await made.dispose()

    asyncio.run(scenario())
