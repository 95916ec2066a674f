"""Connects to the database, and migrates it to the tables of `models`."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.engine import URL
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, InvalidRequestError, NoSuchModuleError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.conversation.ports import StoreTrouble
from bot.store.problems import StoreError, reason_of, trouble_of

_STEPS = Path(__file__).with_name("migrations")

# The driver for each kind of database, which a URL may leave out.
_DRIVERS = {"sqlite": "sqlite+aiosqlite", "postgresql": "postgresql+asyncpg"}

# WAL: readers never wait for the writer. NORMAL: commits can be lost in a power failure alone, and
# none is ever half written (sqlite.org/pragma.html#pragma_synchronous). The wait for another program
# comes first, for the change to WAL waits as well; it ends before the store's own limit of a second.
_PRAGMAS = (
    "PRAGMA busy_timeout = 800",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",
    "PRAGMA foreign_keys = ON",
)
_PRAGMAS_OF_READER = ("PRAGMA busy_timeout = 800", "PRAGMA query_only = ON")

_CONNECT_SECONDS, _COMMAND_SECONDS = 3.0, 10.0
"""How long a server may take; beyond that the connection is given up."""
_READERS = 2
# Of two workers that start at the same time, one migrates; any number that is nobody else's will do.
_MIGRATION_LOCK = 5_148_241_004


async def migrate(url: str) -> None:
    """Migrate the database at `url` to the newest version; create it where there is none.

    Raises:
        StoreError: The URL is of no known kind, the database cannot be reached or written, or it is
            of a newer Shahid.
    """
    engine = await open_database(url)
    await engine.dispose()


async def open_database(url: str) -> AsyncEngine:
    """Connect to the database for writing and migrate it; the caller disposes the engine.

    Raises:
        StoreError: As `migrate`.
    """
    engine, _ = await open_writer(parse_url(url))
    return engine


async def open_writer(url: URL) -> tuple[AsyncEngine, bool]:
    """Connect for writing and migrate; the engine has one connection.

    Returns:
        The engine, which the caller disposes, and whether the database had no tables before.

    Raises:
        StoreError: As `migrate`.
    """
    where = url.render_as_string(hide_password=True)
    if is_file(url):
        _make_folder(Path(url.database or ""))
    engine = _connect(url, _PRAGMAS, connections=1)
    if url.get_backend_name() == "sqlite":
        event.listen(engine.sync_engine, "begin", _begin_immediate)
    try:
        async with engine.begin() as connection:
            was_empty = await connection.run_sync(_upgrade)
            # A real write: a full or read-only disk shows here.
            await connection.execute(PROBE)
    except CommandError as error:
        await engine.dispose()
        message = f"database {where}: it was made by a newer Shahid ({error})"
        raise StoreError(message, StoreTrouble.NEWER) from error
    except Exception as error:
        await engine.dispose()
        message = f"database {where}: it cannot be opened ({reason_of(error)})"
        raise StoreError(message, trouble_of(error)) from error
    return engine, was_empty


def open_file(url: URL) -> Engine:
    """A connection for writing into a file of SQLite that is migrated already; none is made yet."""
    engine = create_engine(url.set(drivername="sqlite"), pool_size=1, max_overflow=0)
    _listen(engine, _PRAGMAS)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def open_reader(url: URL) -> AsyncEngine:
    """Connections for reading beside the writer; none is made yet."""
    return _connect(url, _PRAGMAS_OF_READER, connections=_READERS)


PROBE = text("UPDATE alembic_version SET version_num = version_num")
"""A write that changes nothing."""


def is_file(url: URL) -> bool:
    """Whether the database is a file of this machine."""
    return url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}


def parse_url(url: str) -> URL:
    """The URL of a database with its driver.

    Raises:
        StoreError: It is of no known kind.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StoreError("the database URL must look like sqlite:///data/shahid.db") from error
    kind = parsed.get_backend_name()
    if kind not in _DRIVERS:
        raise StoreError(f"a database of kind {kind!r} is not supported: use sqlite or postgresql")
    return parsed if "+" in parsed.drivername else parsed.set(drivername=_DRIVERS[kind])


def _make_folder(file: Path) -> None:
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        message = f"the folder of {file} cannot be made ({error.strerror})"
        raise StoreError(message, trouble_of(error)) from error


def _connect(url: URL, pragmas: tuple[str, ...], *, connections: int) -> AsyncEngine:
    """An engine that has not connected yet.

    Raises:
        StoreError: The driver is missing, or would block.
    """
    where = url.render_as_string(hide_password=True)
    options: dict[str, object] = {}
    if url.get_backend_name() != "sqlite" or is_file(url):
        options = {"pool_size": connections, "max_overflow": 0, "pool_timeout": _CONNECT_SECONDS}
    if url.drivername == "postgresql+asyncpg":
        options["connect_args"] = {"timeout": _CONNECT_SECONDS, "command_timeout": _COMMAND_SECONDS}
    try:
        engine = create_async_engine(url, **options)
    except ModuleNotFoundError as error:
        raise StoreError(f"database {where}: install the driver first (pip install {error.name})") from error
    except (NoSuchModuleError, InvalidRequestError) as error:
        raise StoreError(f"database {where}: the URL names no asynchronous driver ({error})") from error
    if url.get_backend_name() == "sqlite":
        _listen(engine.sync_engine, pragmas)
    return engine


def _listen(engine: Engine, pragmas: tuple[str, ...]) -> None:
    """Prepare each connection to SQLite."""

    def prepare(connection: DBAPIConnection, _record: object) -> None:
        # Transactions begin where we begin them (`_begin_immediate`), not where the driver does.
        connection.isolation_level = None
        try:
            cursor = connection.cursor()
            for pragma in pragmas:
                cursor.execute(pragma)
            cursor.close()
        except BaseException:
            connection.close()  # the pool does not know it yet; its thread would never end
            raise

    event.listen(engine, "connect", prepare)


def _begin_immediate(connection: Connection) -> None:
    """Begin as the writer: a transaction that reads first could not wait for another writer."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _upgrade(connection: Connection) -> bool:
    """Migrate; returns whether there were no tables before."""
    if connection.dialect.name == "postgresql":
        connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
    was_empty = not inspect(connection).has_table("alembic_version")
    config = Config()
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    return was_empty
