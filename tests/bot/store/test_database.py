from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import event, text

from bot.store import BAD, GOOD, Store, Votes, utc_now

NOW = datetime(2022, 1, 10, 9, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


class Clock:
    """A clock that goes when it is told to."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def go(self, **by: float) -> None:
        self.now += timedelta(**by)


@pytest.fixture
def run(database_url: str) -> Callable[[Callable[[Store, Clock], Awaitable[None]]], None]:
    """Run a scenario with a store of its own, and close the store behind it."""

    def runner(scenario: Callable[[Store, Clock], Awaitable[None]]) -> None:
        async def whole() -> None:
            clock = Clock()
            store = await Store.open(database_url, clock)
            try:
                await scenario(store, clock)
            finally:
                await store.close()

        asyncio.run(whole())

    return runner


Run = Callable[[Callable[[Store, Clock], Awaitable[None]]], None]


def test_an_answer_is_kept_under_its_id(run: Run) -> None:
    async def scenario(store: Store, _: Clock) -> None:
        await store.keep_answer("abc", {"excerpts": [{"start": 3}], "line": None})
        assert await store.answer("abc") == {"excerpts": [{"start": 3}], "line": None}

    run(scenario)


def test_an_unknown_answer_is_none(run: Run) -> None:
    async def scenario(store: Store, _: Clock) -> None:
        assert await store.answer("abc") is None

    run(scenario)


def test_a_person_has_one_vote_on_an_answer_and_may_change_it(run: Run) -> None:
    async def scenario(store: Store, _: Clock) -> None:
        await store.keep_answer("abc", {})
        assert await store.vote("abc", 1, GOOD)
        assert await store.vote("abc", 1, GOOD)
        assert await store.vote("abc", 2, GOOD)
        assert await store.votes() == Votes(good=2, bad=0)
        assert await store.vote("abc", 1, BAD)
        assert await store.votes() == Votes(good=1, bad=1)

    run(scenario)


def test_a_vote_on_an_answer_that_is_gone_is_refused(run: Run) -> None:
    async def scenario(store: Store, _: Clock) -> None:
        assert not await store.vote("abc", 1, GOOD)
        assert await store.votes() == Votes()

    run(scenario)


def test_questions_are_counted_by_person_and_window(run: Run) -> None:
    async def scenario(store: Store, clock: Clock) -> None:
        assert [await store.count_question(1, MINUTE) for _ in range(3)] == [1, 2, 3]
        assert await store.count_question(2, MINUTE) == 1
        clock.go(minutes=1)
        assert await store.count_question(1, MINUTE) == 1

    run(scenario)


def test_questions_at_once_are_each_counted_once(run: Run) -> None:
    async def scenario(store: Store, _: Clock) -> None:
        counts = await asyncio.gather(*(store.count_question(1, MINUTE) for _ in range(20)))
        assert sorted(counts) == list(range(1, 21))

    run(scenario)


def test_a_chat_that_is_gone_lives_again_when_an_answer_arrives_in_it(run: Run) -> None:
    async def scenario(store: Store, _: Clock) -> None:
        assert not await store.chat_is_gone(7)
        await store.mark_chat_gone(7)
        await store.mark_chat_gone(7)
        assert await store.chat_is_gone(7)
        await store.remember_answer_message(7, 1, 2)
        assert not await store.chat_is_gone(7)

    run(scenario)


def test_a_group_that_moved_leaves_its_message_ids_behind(run: Run) -> None:
    async def scenario(store: Store, _: Clock) -> None:
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
    async def scenario(store: Store, _: Clock) -> None:
        assert await store.answer_message(7, 1) is None
        await store.remember_answer_message(7, 1, 2)
        await store.remember_answer_message(7, 1, 3)
        await store.remember_answer_message(8, 1, 4)
        assert await store.answer_message(7, 1) == 3
        assert await store.answer_message(8, 1) == 4

    run(scenario)


def test_an_update_is_first_seen_once_however_many_ask_at_once(run: Run) -> None:
    async def scenario(store: Store, _: Clock) -> None:
        seen = await asyncio.gather(*(store.first_seen(11) for _ in range(10)))
        assert sorted(seen) == [False] * 9 + [True]
        assert await store.first_seen(12)

    run(scenario)


def test_the_audit_tells_who_did_what_where_when_and_how_it_ended(run: Run) -> None:
    async def scenario(store: Store, _: Clock) -> None:
        await store.audit(42, 7, "reindex", "س" * 300)
        await store.audit(43, 7, "refused")
        async with store._engine.connect() as connection:
            rows = await connection.execute(
                text("SELECT user_id, chat_id, act, outcome, happened_at FROM audit ORDER BY audit_id")
            )
            at = int(NOW.timestamp())
            assert [tuple(row) for row in rows] == [
                (42, 7, "reindex", "س" * 200, at),
                (43, 7, "refused", "", at),
            ]

    run(scenario)


def test_pruning_takes_what_is_old_and_keeps_answers_that_were_voted_on(run: Run) -> None:
    async def scenario(store: Store, clock: Clock) -> None:
        for answer_id in ("plain", "voted"):
            await store.keep_answer(answer_id, {})
        await store.vote("voted", 1, BAD)
        await store.remember_answer_message(7, 1, 2)
        await store.first_seen(11)
        await store.count_question(1, MINUTE)
        assert await store.prune(timedelta(days=30)) == 0
        clock.go(days=31)
        await store.keep_answer("new", {})
        assert await store.prune(timedelta(days=30)) == 4
        assert await store.answer("plain") is None
        assert await store.answer("voted") == {}
        assert await store.answer("new") == {}
        assert await store.answer_message(7, 1) is None
        assert await store.first_seen(11)
        clock.go(days=400)
        assert await store.prune(timedelta(days=30)) == 4
        assert await store.answer("voted") is None
        assert await store.votes() == Votes()

    run(scenario)


def test_sqlite_lets_readers_and_a_writer_work_at_once_and_keeps_foreign_keys(tmp_path: Path) -> None:
    async def scenario() -> list[object]:
        store = await Store.open(f"sqlite:///{tmp_path / 'shahid.db'}")
        async with store._engine.connect() as connection:
            values = [
                (await connection.execute(text(f"PRAGMA {name}"))).scalar_one()
                for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
            ]
        await store.close()
        return values

    assert asyncio.run(scenario()) == ["wal", 1, 5000, 1]


def test_no_name_and_no_question_has_a_place_in_the_tables(run: Run) -> None:
    async def scenario(store: Store, _: Clock) -> None:
        statements: list[str] = []
        event.listen(
            store._engine.sync_engine,
            "before_cursor_execute",
            lambda _c, _k, statement, *_: statements.append(statement),
        )
        await store.keep_answer("abc", {"excerpts": []})
        await store.count_question(1, MINUTE)
        assert [
            statement for statement in statements if "name" in statement or "question_text" in statement
        ] == []

    run(scenario)


def test_the_time_now_is_told_in_utc() -> None:
    assert utc_now().utcoffset() == timedelta(0)
