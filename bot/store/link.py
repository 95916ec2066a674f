"""The connections to one database: one that writes, a few that read; opened anew after a failure.

A file that was deleted or replaced while it is open would swallow every write without an error, so its
identity is compared before each write.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    asynccontextmanager,
    contextmanager,
    nullcontext,
    suppress,
)
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, text
from sqlalchemy.engine import URL
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.conversation.ports import StoreTrouble
from bot.store.migration import is_file, open_file, open_reader, open_writer, parse_url
from bot.store.problems import StoreError, trouble_of
from bot.store.transactions import LoopTransactions, ThreadTransactions, Transactions

T = TypeVar("T")

_CLOSING_SECONDS = 3.0
_NO_FILE = (0, 0)


class Link:
    """Connects to a database.

    Args:
        url: Its URL.

    Raises:
        StoreError: The URL is of no known kind, or its driver is missing.
    """

    def __init__(self, url: str) -> None:
        self._url = parse_url(url)
        self._writer: Transactions | None = None
        self._in_memory: AsyncEngine | None = None
        self._readers: _Readers | None = _Readers(open_reader(self._url))
        self._identity: tuple[int, int] | None = None
        self._is_suspect = False
        self.can_read = True
        """Whether the last attempt to read succeeded, since the last attempt to open."""
        in_memory = self.kind == "sqlite" and not is_file(self._url)
        # A database in memory has one connection, on which a read must not end another's transaction.
        self._alone = asyncio.Lock() if in_memory else None

    @property
    def kind(self) -> str:
        """`sqlite` or `postgresql`."""
        return str(self._url.get_backend_name())

    @property
    def is_open(self) -> bool:
        """Whether the database was opened for writing, and has not failed since."""
        return self._writer is not None

    async def open(self) -> bool:
        """Open and migrate; returns whether the database was empty.

        Raises:
            StoreError: It cannot be opened or written.
        """
        await self.give_up()
        readers, self._readers = self._readers, _Readers(open_reader(self._url))
        await _close(readers)
        self.can_read = True
        if self._is_suspect and _identity_of(self._url) not in {None, _NO_FILE}:
            await self._check_pages()
        writer, was_empty = await open_writer(self._url)
        if is_file(self._url):
            await _dispose(writer)
            self._writer = ThreadTransactions(open_file(self._url))
        else:
            self._writer = LoopTransactions(writer)
            self._in_memory = writer if self._alone is not None else None
        self._is_suspect = False
        self._identity = _identity_of(self._url)
        return was_empty

    async def close(self) -> None:
        """Close all connections."""
        await self.give_up()
        readers, self._readers = self._readers, None
        await _close(readers)

    async def give_up(self, error: BaseException | None = None) -> None:
        """Close the connection that writes, after an error of it; reading goes on if it can."""
        if error is not None and trouble_of(error) is StoreTrouble.CORRUPT:
            self._is_suspect = True
        writer, self._writer, self._in_memory = self._writer, None, None
        await _dispose(writer)

    def check_identity(self) -> None:
        """Compare the file with the one that was opened.

        Raises:
            StoreError: It was deleted or replaced.
        """
        if self._identity is not None and _identity_of(self._url) != self._identity:
            message = f"the file {self._url.database} was deleted or replaced while it was open"
            raise StoreError(message, StoreTrouble.DELETED)

    async def write(self, work: Callable[[Connection], T]) -> T:
        """Do something in a transaction that writes, committed at the end; open the database first."""
        if self._writer is None:
            raise StoreError("the database is not open", StoreTrouble.OTHER)
        async with self._turn():
            return await self._writer.run(work)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A connection that reads what is committed."""
        if self._alone is not None:
            if self._in_memory is None:
                raise StoreError("the database is not open", StoreTrouble.OTHER)
            async with self._turn(), self._in_memory.begin() as connection:
                yield connection
            return
        pool = self._readers
        if pool is None:
            raise StoreError("the database is not open", StoreTrouble.OTHER)
        if _identity_of(self._url) == _NO_FILE:
            # SQLite would make an empty file here.
            raise StoreError(f"there is no file {self._url.database}", StoreTrouble.READ_ONLY)
        with pool.use() as engine:
            async with engine.connect() as connection:
                yield connection

    def _turn(self) -> AbstractAsyncContextManager[None]:
        return self._alone or nullcontext()

    async def _check_pages(self) -> None:
        """Have SQLite look at every page, after a sign of damage: a write elsewhere may still succeed."""
        async with self.reading() as connection:
            found = (await connection.execute(text("PRAGMA quick_check(1)"))).scalar_one()
        if found != "ok":
            message = f"the file {self._url.database} is malformed: {' '.join(str(found).split())}"
            raise StoreError(message, StoreTrouble.CORRUPT)


class _Readers:
    """Connections that read, and how many are in use: closing a pool leaves those open."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self._used = 0
        self.unused = asyncio.Event()
        self.unused.set()

    @contextmanager
    def use(self) -> Iterator[AsyncEngine]:
        """Read by one of them."""
        self._used += 1
        self.unused.clear()
        try:
            yield self.engine
        finally:
            self._used -= 1
            if not self._used:
                self.unused.set()


async def _close(readers: _Readers | None) -> None:
    """Close connections once nothing is read any more, or after a while."""
    if readers is not None:
        with suppress(TimeoutError):
            await asyncio.wait_for(readers.unused.wait(), _CLOSING_SECONDS)
        await _dispose(readers.engine)


async def _dispose(engine: AsyncEngine | Transactions | None) -> None:
    """Close the connections of an engine, but do not wait long for a server or a disk that hangs."""
    if engine is not None:
        closing = asyncio.ensure_future(engine.dispose())
        await asyncio.wait({closing}, timeout=_CLOSING_SECONDS)


def _identity_of(url: URL) -> tuple[int, int] | None:
    """Device and number of the file; None where the database is no file, zeros where it is gone."""
    if not is_file(url):
        return None
    try:
        found = Path(url.database or "").stat()
    except OSError:
        return _NO_FILE
    return found.st_dev, found.st_ino
