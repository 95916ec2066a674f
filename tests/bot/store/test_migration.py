from __future__ import annotations

import asyncio
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine

from bot.conversation import Vote, Votes
from bot.store import Store, StoreError, migrate
from bot.store.migration import _STEPS, open_database, parse_url
from bot.store.models import Base
from bot.telegram.handlers.people import asker_id
from bot.web.server import OWNER

OLD_ROWS = (
    "INSERT INTO answers VALUES ('abc', '{}', 1641805200)",
    "INSERT INTO feedback (answer_id, user_id, vote, voted_at) VALUES ('abc', 42, 1, 1641805200)",
    "INSERT INTO feedback (answer_id, user_id, vote, voted_at) VALUES ('abc', -1001, 1, 1641805200)",
    "INSERT INTO feedback (answer_id, user_id, vote, voted_at) VALUES ('abc', 0, -1, 1641805200)",
    "INSERT INTO question_counts (user_id, window_start, questions) VALUES (7000000001, 1641805200, 2)",
    "INSERT INTO audit (user_id, chat_id, act, outcome, happened_at) VALUES (42, -1001, 'reindex', '', 1)",
    "INSERT INTO chats (chat_id, gone_at) VALUES (42, 1641805200)",
    "INSERT INTO answer_messages VALUES (42, 1, 2, 1641805200)",
)
"""Rows that the first version of the database may hold: of two people, a group and the local page."""


def steps(connection: Connection) -> Config:
    """Alembic's configuration for the steps on a connection."""
    config = Config()
    config.set_main_option("script_location", str(_STEPS))
    config.attributes["connection"] = connection
    return config


async def write_old_database(url: str) -> None:
    """Make a database in its first version, with rows."""

    def write(connection: Connection) -> None:
        command.downgrade(steps(connection), "base")
        command.upgrade(steps(connection), "0001")
        for row in OLD_ROWS:
            connection.execute(text(row))

    engine = await open_database(url)
    async with engine.begin() as connection:
        await connection.run_sync(write)
    await engine.dispose()


async def rows_of(url: str, query: str) -> list[tuple[object, ...]]:
    """What a query finds."""
    engine = create_async_engine(parse_url(url))
    async with engine.connect() as connection:
        rows = [tuple(row) for row in await connection.execute(text(query))]
    await engine.dispose()
    return rows


def test_migrating_makes_a_database_and_the_folder_that_it_is_in(tmp_path: Path) -> None:
    file = tmp_path / "data" / "shahid.db"
    asyncio.run(migrate(f"sqlite+aiosqlite:///{file}"))
    assert file.is_file()


def test_the_steps_lead_to_the_very_tables_of_the_models(database_url: str) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))

    async def scenario() -> list[object]:
        engine = await open_database(database_url)
        async with engine.connect() as connection:
            found = await connection.run_sync(differences)
        await engine.dispose()
        return found

    assert asyncio.run(scenario()) == []


def test_migrating_twice_keeps_what_is_there(database_url: str) -> None:
    url = database_url

    async def scenario() -> dict[str, object] | None:
        store = await Store.open(url)
        await store.keep_answer("abc", {"line": None})
        await store.close()
        await migrate(url)
        store = await Store.open(url)
        body = await store.answer("abc")
        await store.close()
        return body

    assert asyncio.run(scenario()) == {"line": None}


def test_every_step_can_be_taken_back(database_url: str) -> None:
    def downgrade(connection: Connection) -> list[str]:
        command.downgrade(steps(connection), "base")
        return inspect(connection).get_table_names()

    async def scenario() -> list[str]:
        engine = await open_database(database_url)
        async with engine.begin() as connection:
            tables = await connection.run_sync(downgrade)
        await engine.dispose()
        return tables

    assert asyncio.run(scenario()) == ["alembic_version"]


def test_people_of_the_first_version_have_one_vote_each_after_the_upgrade(database_url: str) -> None:
    async def scenario() -> None:
        await write_old_database(database_url)
        store = await Store.open(database_url, lambda: datetime(2022, 1, 10, 9, 0, 30, tzinfo=UTC))
        assert await store.votes() == Votes(good=2, bad=1)
        assert await store.vote("abc", asker_id(42), Vote.BAD)
        assert await store.vote("abc", OWNER.asker_id, Vote.GOOD)
        assert await store.votes() == Votes(good=2, bad=1)
        assert await store.vote("abc", asker_id(-1001), Vote.BAD)
        assert await store.votes() == Votes(good=1, bad=2)
        await store.count_question(asker_id(7000000001), timedelta(minutes=1))
        assert await store.flush()
        assert await store.count_question(asker_id(7000000001), timedelta(minutes=1)) == 4
        assert await store.chat_is_gone(42)
        assert await store.answer_message(42, 1) == 2
        assert await rows_of(database_url, "SELECT asker_id, chat_id FROM audit") == [
            ("telegram:42", "telegram:-1001")
        ]
        await store.close()

    asyncio.run(scenario())


def test_the_upgrade_keeps_the_rules_of_the_tables(database_url: str) -> None:
    async def scenario() -> None:
        await write_old_database(database_url)
        engine = await open_database(database_url)
        with pytest.raises(IntegrityError, match="ck_feedback_vote"):
            async with engine.begin() as connection:
                await connection.execute(text("UPDATE feedback SET vote = 5"))
        await engine.dispose()
        store = await Store.open(database_url)
        assert not await store.vote("unknown", "telegram:42", Vote.GOOD)
        await store.close()

    asyncio.run(scenario())


def test_the_downgrade_gives_people_their_numbers_back_and_drops_those_without(database_url: str) -> None:
    def downgrade(connection: Connection) -> None:
        command.downgrade(steps(connection), "0001")

    async def scenario() -> None:
        await write_old_database(database_url)
        store = await Store.open(database_url)
        await store.vote("abc", "another:9", Vote.GOOD)
        await store.audit("another:9", "telegram:42", "reindex")
        await store.close()
        engine = await open_database(database_url)
        async with engine.begin() as connection:
            await connection.run_sync(downgrade)
        await engine.dispose()
        assert await rows_of(database_url, "SELECT user_id, vote FROM feedback ORDER BY user_id") == [
            (-1001, 1),
            (0, -1),
            (42, 1),
        ]
        assert await rows_of(database_url, "SELECT user_id, questions FROM question_counts") == [
            (7000000001, 2)
        ]
        assert await rows_of(database_url, "SELECT user_id, chat_id FROM audit") == [(42, -1001)]

    asyncio.run(scenario())


def test_a_database_of_a_newer_shahid_is_refused_with_a_clear_line(database_url: str) -> None:
    url = database_url

    async def scenario() -> None:
        engine = await open_database(url)
        async with engine.begin() as connection:
            await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        await engine.dispose()
        await migrate(url)

    with pytest.raises(StoreError, match="made by a newer Shahid"):
        asyncio.run(scenario())


def test_a_file_that_is_no_database_is_refused_with_a_clear_line(tmp_path: Path) -> None:
    file = tmp_path / "shahid.db"
    file.write_text("this is a letter, not a database\n" * 40, encoding="utf-8")
    with pytest.raises(StoreError, match=r"cannot be opened .*not a database"):
        asyncio.run(migrate(f"sqlite:///{file}"))


def test_a_folder_that_cannot_be_made_is_refused_with_a_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreError, match=r"the folder of .* cannot be made"):
        asyncio.run(migrate(f"sqlite:///{tmp_path}/file/shahid.db"))


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("shahid.db", "must look like sqlite:///data/shahid.db"),
        ("mysql://localhost/shahid", "'mysql' is not supported: use sqlite or postgresql"),
    ],
)
def test_a_url_of_another_kind_is_refused_with_a_clear_line(url: str, message: str) -> None:
    with pytest.raises(StoreError, match=message):
        asyncio.run(migrate(url))


def test_a_missing_driver_is_named_and_the_password_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "asyncpg", None)
    with pytest.raises(StoreError, match=r"pip install asyncpg") as caught:
        asyncio.run(migrate("postgresql://shahid:secret@127.0.0.1/shahid"))
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("url", ["postgresql+no_such://127.0.0.1/shahid", "sqlite+pysqlite:///shahid.db"])
def test_a_driver_that_is_unknown_or_would_block_is_refused_with_a_clear_line(url: str) -> None:
    with pytest.raises(StoreError, match="names no asynchronous driver"):
        asyncio.run(migrate(url))


def test_a_database_in_memory_needs_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    asyncio.run(migrate("sqlite://"))
    asyncio.run(migrate("sqlite:///:memory:"))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite:///a.db", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:///a.db", "sqlite+aiosqlite"),
        ("postgresql://127.0.0.1/shahid", "postgresql+asyncpg"),
        ("postgresql+psycopg://127.0.0.1/shahid", "postgresql+psycopg"),
    ],
)
def test_a_url_without_a_driver_gets_the_asynchronous_one(url: str, driver: str) -> None:
    assert parse_url(url).drivername == driver


def test_the_keys_of_the_tables_are_those_of_the_models(database_url: str) -> None:
    def keys(connection: Connection) -> dict[str, list[str]]:
        inspected = inspect(connection)
        return {
            name: sorted(inspected.get_pk_constraint(name)["constrained_columns"])
            for name in Base.metadata.tables
        }

    async def story() -> dict[str, list[str]]:
        engine = await open_database(database_url)
        async with engine.connect() as connection:
            found = await connection.run_sync(keys)
        await engine.dispose()
        return found

    wanted = {
        name: sorted(column.name for column in table.primary_key)
        for name, table in Base.metadata.tables.items()
    }
    assert wanted
    assert asyncio.run(story()) == wanted
