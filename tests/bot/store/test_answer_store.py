"""The same checks over every implementation of the port `AnswerStore`: the fake and the database."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversation import AnswerStore, Vote, Votes
from bot.store import Store
from tests.bot.conversation.fake_store import FakeAnswerStore, store_is_a_port
from tests.bot.conversation.fakes import FakeClock

SUAD, MAGED = "telegram:1", "page:1"
MINUTE, MONTH = timedelta(minutes=1), timedelta(days=30)

Check = Callable[[AnswerStore, FakeClock], Awaitable[None]]
Run = Callable[[Check], None]


@asynccontextmanager
async def open_store(url: str | None, clock: FakeClock) -> AsyncIterator[AnswerStore]:
    """The fake, or a store over a database."""
    if url is None:
        yield store_is_a_port(FakeAnswerStore(clock))
        return
    store = await Store.open(url, clock)
    try:
        yield store
    finally:
        await store.close()


def runner(url: str | None) -> Run:
    """Runs a check over an empty store."""

    def run(check: Check) -> None:
        async def whole() -> None:
            clock = FakeClock()
            async with open_store(url, clock) as store:
                await check(store, clock)

        asyncio.run(whole())

    return run


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def run(request: pytest.FixtureRequest) -> Run:
    """Runs a check over a store that works."""
    is_fake = request.param == "fake"
    return runner(None if is_fake else request.getfixturevalue("new_database")(request.param))


@pytest.fixture(params=["fake", "sqlite", "postgresql", "failing"])
def run_anywhere(request: pytest.FixtureRequest, tmp_path: Path) -> Run:
    """Runs a check that holds in memory as well: the last store never gets its database."""
    if request.param != "failing":
        is_fake = request.param == "fake"
        return runner(None if is_fake else request.getfixturevalue("new_database")(request.param))
    (tmp_path / "file").touch()
    return runner(f"sqlite:///{tmp_path / 'file' / 'shahid.db'}")


def test_an_answer_is_kept_under_its_id(run_anywhere: Run) -> None:
    async def check(store: AnswerStore, _: FakeClock) -> None:
        body = {"excerpts": [{"start": 3, "page": None}], "line": None}
        await store.keep_answer("abc", body)
        body["line"] = []
        assert await store.answer("abc") == {"excerpts": [{"start": 3, "page": None}], "line": None}
        assert await store.answer("abcd") is None

    run_anywhere(check)


def test_a_person_has_one_vote_on_an_answer_and_may_change_it(run_anywhere: Run) -> None:
    async def check(store: AnswerStore, _: FakeClock) -> None:
        await store.keep_answer("abc", {})
        assert await store.vote("abc", SUAD, Vote.GOOD)
        assert await store.vote("abc", SUAD, Vote.GOOD)
        assert await store.vote("abc", MAGED, Vote.GOOD)
        assert await store.votes() == Votes(good=2, bad=0)
        assert await store.vote("abc", SUAD, Vote.BAD)
        assert await store.votes() == Votes(good=1, bad=1)

    run_anywhere(check)


def test_a_vote_on_an_unknown_answer_is_refused(run: Run) -> None:
    async def check(store: AnswerStore, _: FakeClock) -> None:
        assert not await store.vote("abc", SUAD, Vote.GOOD)
        assert await store.votes() == Votes()

    run(check)


def test_questions_are_counted_by_person_and_window(run_anywhere: Run) -> None:
    async def check(store: AnswerStore, clock: FakeClock) -> None:
        assert [await store.count_question(SUAD, MINUTE) for _ in range(3)] == [1, 2, 3]
        assert await store.count_question(MAGED, MINUTE) == 1
        clock.advance(seconds=59)
        assert await store.count_question(SUAD, MINUTE) == 4
        clock.advance(seconds=1)
        assert await store.count_question(SUAD, MINUTE) == 1

    run_anywhere(check)


def test_pruning_deletes_old_answers_but_those_with_votes_only_with_their_votes(run: Run) -> None:
    async def check(store: AnswerStore, clock: FakeClock) -> None:
        await store.keep_answer("plain", {})
        await store.keep_answer("voted", {})
        await store.vote("voted", SUAD, Vote.BAD)
        clock.advance(days=30)
        assert await store.prune(MONTH) == 0
        clock.advance(seconds=1)
        assert await store.prune(MONTH) == 1
        assert [await store.answer(answer_id) for answer_id in ("plain", "voted")] == [None, {}]
        clock.advance(days=336)
        assert await store.prune(MONTH) == 2
        assert await store.answer("voted") is None
        assert await store.votes() == Votes()

    run(check)


def test_pruning_deletes_counts_of_questions_after_a_day(run: Run) -> None:
    async def check(store: AnswerStore, clock: FakeClock) -> None:
        await store.count_question(SUAD, MINUTE)
        clock.advance(days=1)
        assert await store.prune(MONTH) == 0
        clock.advance(minutes=1)
        assert await store.prune(MONTH) == 1

    run(check)
