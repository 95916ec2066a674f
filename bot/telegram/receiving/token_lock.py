"""One process of a machine fetches the updates of a token: a lock file in the data folder.

The next process, as in a deployment that overlaps, waits until the lock is free and then goes on where
the other one stopped. The system frees the lock of a process that ends in whatever way.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
import logging
import os
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows has no such locks
    fcntl = None  # type: ignore[assignment]

_LOGGER = logging.getLogger(__name__)

PATIENCE = 90.0
"""Seconds to wait for another process: longer than the overlap of a deployment."""
_INTERVAL = 0.5
"""Seconds between two attempts."""
_TAKEN = frozenset({errno.EAGAIN, errno.EACCES})
"""Why a lock is refused where another process has it."""


class TokenLock:
    """A lock of one token, held by at most one process of this machine.

    Args:
        folder: Where the lock file is; two processes exclude each other only where it is the same.
        token: The bot's token, of which only a digest is in the name of the file.
    """

    def __init__(self, folder: Path, token: str) -> None:
        name = hashlib.blake2b(token.encode(), digest_size=6).hexdigest()
        self._file = folder / f"polling-{name}.lock"
        self._descriptor: int | None = None

    def take(self) -> bool:
        """Take the lock; returns whether no other process has it.

        Where no lock file can be written, there is no lock: that is logged, and counts as taken.
        """
        if fcntl is None or self._descriptor is not None:
            return True
        try:
            descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            _LOGGER.warning("no lock against a second instance: %s", error.strerror)
            return True
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(descriptor)
            return error.errno not in _TAKEN
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Let another process take the lock."""
        if self._descriptor is not None:
            with suppress(OSError):
                os.close(self._descriptor)
            self._descriptor = None


async def wait_for(
    lock: TokenLock, patience: float = PATIENCE, clock: Callable[[], float] = time.monotonic
) -> bool:
    """Wait until the lock is free, and take it.

    Args:
        lock: What is to be taken.
        patience: Seconds to wait at most.
        clock: A monotonic clock, in seconds.

    Returns:
        Whether it was taken in time.
    """
    if lock.take():
        return True
    _LOGGER.warning("another instance of this bot runs here: waiting up to %.0f s for its end", patience)
    began = clock()
    while clock() - began < patience:
        await asyncio.sleep(_INTERVAL)
        if lock.take():
            return True
    return False
