"""Real faults of a PostgreSQL server: the store goes on from memory, says what is wrong, and recovers."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from bot.conversation import StoreTrouble
from tests.bot.store.failing import FAILS, WORKS, has_served, lines, opened, serve, until
from tests.bot.store.postgres_server import PostgresServer, running_server


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """A server that these tests break."""
    with running_server("broken-pg") as server:
        yield server


def test_a_server_that_stops_costs_no_answer_and_gets_everything_once_it_is_back(
    server: PostgresServer, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        async with opened(url) as store:
            await serve(store, 1)
            assert await store.flush()
            await asyncio.to_thread(server.stop)
            await until(lambda: not store.is_writable)
            assert store.trouble is StoreTrouble.UNREACHABLE
            assert max([await serve(store, number) for number in range(2, 20)]) < 0.5
            assert await store.answer("an answer of last week") is None
            assert not await store.chat_is_gone(99)
            await asyncio.to_thread(server.start)
            await until(lambda: store.is_writable)
            assert await store.flush()
        assert await has_served(url, *range(1, 20))

    url = server.create("stopped")
    asyncio.run(scenario())
    assert lines(caplog) == [FAILS, WORKS]


def test_a_server_that_is_down_at_start_is_named_without_its_password(server: PostgresServer) -> None:
    async def scenario() -> None:
        async with opened(url.replace("shahid@", "shahid:secret@")) as store:
            assert store.trouble is StoreTrouble.UNREACHABLE
            assert store.problem is not None
            assert "start the server, or correct SHAHID_DATABASE_URL" in store.problem
            assert "secret" not in store.problem
            assert await serve(store, 1) < 1
            await asyncio.to_thread(server.start)
            await until(lambda: store.is_writable)
        assert await has_served(url, 1)

    url = server.create("down_at_start")
    server.stop()
    asyncio.run(scenario())


def test_a_server_that_hangs_makes_a_question_wait_a_second_and_no_more(
    server: PostgresServer, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        async with opened(url) as store:
            await serve(store, 1)
            assert await store.flush()
            with server.frozen():
                assert await serve(store, 2) < 3
                assert store.trouble is StoreTrouble.UNREACHABLE
                assert max([await serve(store, number) for number in range(3, 20)]) < 0.5
            await until(lambda: store.is_writable)
            assert await store.flush()
        assert await has_served(url, *range(1, 20))

    url = server.create("hanging")
    asyncio.run(scenario())
    assert lines(caplog) == [FAILS, WORKS]


def test_a_database_that_the_server_does_not_have_is_waited_for(server: PostgresServer) -> None:
    async def scenario() -> None:
        async with opened(f"{server.url}/made_later") as store:
            assert store.trouble is StoreTrouble.UNREACHABLE
            assert await serve(store, 1) < 1
            await asyncio.to_thread(server.create, "made_later")
            await until(lambda: store.is_writable)
        assert await has_served(f"{server.url}/made_later", 1)

    asyncio.run(scenario())
