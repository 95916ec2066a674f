"""Opens the database, and migrates it to the tables of `models`."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, InvalidRequestError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

_STEPS = Path(__file__).with_name("migrations")

# The driver for each kind of database, which a URL may leave out.
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}

# WAL: readers never wait for the writer. NORMAL: commits can be lost in a power failure alone, and
# none is ever half written (sqlite.org/pragma.html#pragma_synchronous).
_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA busy_timeout = 5000",
    "PRAGMA foreign_keys = ON",
)


class StoreError(Exception):
    """The database cannot be opened or migrated; the message gives the reason."""


async def migrate(url: str) -> None:
    """Migrate the database at `url` to the newest version; create it where there is none.

    Raises:
        StoreError: The URL is of no known kind, the database cannot be reached, or it is of a
            newer Shahid.
    """
    engine = await open_database(url)
    await engine.dispose()


async def open_database(url: str) -> AsyncEngine:
    """Connect to the database and migrate it; the caller disposes the engine.

    Raises:
        StoreError: As `migrate`.
    """
    parsed = _parse(url)
    where = parsed.render_as_string(hide_password=True)
    try:
        engine = _connect(parsed)
    except ModuleNotFoundError as error:
        raise StoreError(f"database {where}: install the driver first (pip install {error.name})") from error
    except (NoSuchModuleError, InvalidRequestError) as error:
        raise StoreError(f"database {where}: the URL names no asynchronous driver ({error})") from error
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade)
    except CommandError as error:
        await engine.dispose()
        raise StoreError(f"database {where}: it was made by a newer Shahid ({error})") from error
    except (SQLAlchemyError, OSError) as error:
        await engine.dispose()
        reason = str(getattr(error, "orig", None) or error)
        raise StoreError(f"database {where}: it cannot be opened ({reason})") from error
    return engine


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError("the database URL must look like sqlite:///data/shahid.db") from error
    kind = parsed.get_backend_name()
    if kind not in _DRIVERS:
        raise StoreError(f"a database of kind {kind!r} is not supported: use sqlite or postgresql")
    return parsed if "+" in parsed.drivername else parsed.set(drivername=_DRIVERS[kind])


def _connect(url: URL) -> AsyncEngine:
    if url.get_backend_name() != "sqlite":
        return create_async_engine(url, pool_pre_ping=True)
    if url.database and url.database != ":memory:":
        try:
            Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"the folder of {url.database} cannot be made ({error.strerror})") from error
    engine = create_async_engine(url)
    event.listen(engine.sync_engine, "connect", _set_pragmas)
    return engine


def _set_pragmas(connection: DBAPIConnection, _record: object) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(pragma)
    cursor.close()


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
