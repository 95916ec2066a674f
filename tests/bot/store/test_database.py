from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import JSON, String, text

from bot.conversation import Vote
from bot.store import AuditEntry, Store, list_audit
from bot.store.migration import open_database
from bot.store.models import Base
from tests.bot.conversation.fakes import NOW, FakeClock

SUAD = "telegram:42"
MINUTE = timedelta(minutes=1)


@pytest.fixture
def run(database_url: str) -> Callable[[Callable[[Store, FakeClock], Awaitable[None]]], None]:
    """Runs a scenario with an empty store, and closes the store at the end."""

    def runner(scenario: Callable[[Store, FakeClock], Awaitable[None]]) -> None:
        async def whole() -> None:
            clock = FakeClock()
            store = await Store.open(database_url, clock)
            try:
                await scenario(store, clock)
            finally:
                await store.close()

        asyncio.run(whole())

    return runner


Run = Callable[[Callable[[Store, FakeClock], Awaitable[None]]], None]


def test_questions_at_once_are_each_counted_once(run: Run) -> None:
    async def scenario(store: Store, _: FakeClock) -> None:
        counts = await asyncio.gather(*(store.count_question(SUAD, MINUTE) for _ in range(20)))
        assert sorted(counts) == list(range(1, 21))

    run(scenario)


def test_a_chat_that_is_gone_is_back_when_an_answer_arrives_in_it(run: Run) -> None:
    async def scenario(store: Store, _: FakeClock) -> None:
        assert not await store.chat_is_gone(7)
        await store.mark_chat_gone(7)
        await store.mark_chat_gone(7)
        assert await store.chat_is_gone(7)
        await store.remember_answer_message(7, 1, 2)
        assert not await store.chat_is_gone(7)

    run(scenario)


def test_a_group_that_moved_leaves_its_message_ids_behind(run: Run) -> None:
    async def scenario(store: Store, _: FakeClock) -> None:
        await store.remember_answer_message(-7, 1, 2)
        await store.mark_chat_gone(-7)
        assert await store.chat_moved_to(-7) is None
        await store.move_chat(-7, -1007)
        await store.move_chat(-7, -1007)
        assert await store.chat_moved_to(-7) == -1007
        assert not await store.chat_is_gone(-7)
        assert await store.answer_message(-7, 1) is None

    run(scenario)


def test_the_message_that_answers_a_question_is_remembered_and_replaced(run: Run) -> None:
    async def scenario(store: Store, _: FakeClock) -> None:
        assert await store.answer_message(7, 1) is None
        await store.remember_answer_message(7, 1, 2)
        await store.remember_answer_message(7, 1, 3)
        await store.remember_answer_message(8, 1, 4)
        assert await store.answer_message(7, 1) == 3
        assert await store.answer_message(8, 1) == 4

    run(scenario)


def test_an_update_is_first_seen_once_however_many_ask_at_once(run: Run) -> None:
    async def scenario(store: Store, _: FakeClock) -> None:
        seen = await asyncio.gather(*(store.first_seen(11) for _ in range(10)))
        assert sorted(seen) == [False] * 9 + [True]
        assert await store.first_seen(12)

    run(scenario)


def test_the_audit_records_who_did_what_where_when_and_how_it_ended(run: Run, database_url: str) -> None:
    async def scenario(store: Store, _: FakeClock) -> None:
        await store.audit(SUAD, "telegram:-7", "reindex", "س" * 300)
        await store.audit("page:owner", "page:owner", "refused")
        assert await store.flush()
        assert await list_audit(database_url, NOW) == (
            AuditEntry(NOW, SUAD, "telegram:-7", "reindex", "س" * 200),
            AuditEntry(NOW, "page:owner", "page:owner", "refused", ""),
        )
        assert await list_audit(database_url, NOW + timedelta(seconds=1)) == ()

    run(scenario)


def test_pruning_deletes_old_rows_of_every_table_that_grows(run: Run) -> None:
    async def scenario(store: Store, clock: FakeClock) -> None:
        for answer_id in ("plain", "voted"):
            await store.keep_answer(answer_id, {})
        await store.vote("voted", SUAD, Vote.BAD)
        await store.remember_answer_message(7, 1, 2)
        await store.first_seen(11)
        await store.count_question(SUAD, MINUTE)
        assert await store.prune(timedelta(days=30)) == 0
        clock.advance(days=31)
        await store.keep_answer("new", {})
        assert await store.prune(timedelta(days=30)) == 4
        assert await store.answer("plain") is None
        assert await store.answer("voted") == {}
        assert await store.answer("new") == {}
        assert await store.answer_message(7, 1) is None
        assert await store.first_seen(11)
        clock.advance(days=400)
        assert await store.prune(timedelta(days=30)) == 4
        assert await store.answer("voted") is None

    run(scenario)


def test_sqlite_lets_readers_and_a_writer_work_at_once_and_keeps_foreign_keys(tmp_path: Path) -> None:
    async def scenario() -> list[object]:
        engine = await open_database(f"sqlite:///{tmp_path / 'shahid.db'}")
        async with engine.connect() as connection:
            values = [
                (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
                for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
            ]
        await engine.dispose()
        return values

    assert asyncio.run(scenario()) == ["wal", 1, 800, 1]


def test_no_column_holds_a_name_or_a_question() -> None:
    columns = [column for table in Base.metadata.sorted_tables for column in table.columns]
    assert sorted(str(column) for column in columns if isinstance(column.type, JSON | String)) == [
        "answers.answer_id",
        "answers.body",
        "audit.act",
        "audit.asker_id",
        "audit.chat_id",
        "audit.outcome",
        "feedback.answer_id",
        "feedback.asker_id",
        "question_counts.asker_id",
    ]


def test_what_is_exactly_as_old_as_allowed_is_kept_and_what_is_a_second_older_goes(run: Run) -> None:
    async def scenario(store: Store, clock: FakeClock) -> None:
        await store.keep_answer("plain", {})
        await store.keep_answer("voted", {})
        await store.vote("voted", SUAD, Vote.GOOD)
        clock.advance(days=30)
        assert await store.prune(timedelta(days=30)) == 0
        clock.advance(seconds=1)
        assert await store.prune(timedelta(days=30)) == 1
        clock.advance(days=335, seconds=-1)
        assert await store.prune(timedelta(days=30)) == 0
        clock.advance(seconds=1)
        assert await store.prune(timedelta(days=30)) == 2

    run(scenario)
