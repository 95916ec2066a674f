from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, inspect, text

from bot.store import Store, StoreError, migrate
from bot.store.migration import _STEPS, _parse, open_database
from bot.store.models import Base


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
        config = Config()
        config.set_main_option("script_location", str(_STEPS))
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
        return inspect(connection).get_table_names()

    async def scenario() -> list[str]:
        engine = await open_database(database_url)
        async with engine.begin() as connection:
            tables = await connection.run_sync(downgrade)
        await engine.dispose()
        return tables

    assert asyncio.run(scenario()) == ["alembic_version"]


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
    assert _parse(url).drivername == driver
