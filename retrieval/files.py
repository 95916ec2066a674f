"""Files written so that a reader, or a crash, sees all of one or what was there before.

In: a file's place and its bytes. Out: the file on disk. What is being written has a hidden name and is
held by its writer: what nobody holds was left behind by a writer that was killed, and is removed by the
next one in the same folder.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Final

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows has other locks
    fcntl = None  # type: ignore[assignment]

WRITING: Final = ".writing-"
"""How a name begins while a file or a folder is written: hidden, so that no reader takes it."""
ABANDONED_SECONDS: Final = 24 * 3600
"""Age from which a half-written file counts as abandoned on a file system that has no locks."""


def replace_file(place: Path, content: bytes, *, mode: int | None = None) -> None:
    """Write a file beside its place, flush it to disk, and rename it.

    Args:
        place: Where it is to stand; its folder must be there.
        content: All of it.
        mode: Its permissions, such as `0o644`; only the owner may read it where this is None.

    Raises:
        OSError: It cannot be written; what was there before is as it was.
    """
    _clear_once(place.parent)
    with locked(place.parent):  # nobody takes it for abandoned before it is held
        descriptor, hidden = tempfile.mkstemp(prefix=WRITING, dir=place.parent)
        _hold(descriptor, wait=False)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
            if mode is not None:
                Path(hidden).chmod(mode)
            Path(hidden).replace(place)  # before it is let go: it is never there and not held
    except BaseException:
        Path(hidden).unlink(missing_ok=True)
        raise


@contextmanager
def new_folder(parent: Path) -> Iterator[Path]:
    """A hidden folder to write into, held until the end; rename it before that, or it is removed.

    Args:
        parent: Where it stands; must be there.

    Raises:
        OSError: It cannot be made.
    """
    with locked(parent):
        hidden = Path(tempfile.mkdtemp(prefix=WRITING, dir=parent))
        descriptor = os.open(hidden, os.O_RDONLY)
        _hold(descriptor, wait=False)
    try:
        yield hidden
    finally:
        shutil.rmtree(hidden, ignore_errors=True)
        os.close(descriptor)


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Have a folder alone: other processes and threads that ask for it wait until the end.

    Nobody waits on a file system that has no locks.

    Raises:
        OSError: The folder is not there.
    """
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        _hold(descriptor, wait=True)
        yield
    finally:
        os.close(descriptor)


def clear_abandoned(folder: Path) -> None:
    """Remove what killed writers left behind in a folder, half-written; never raises."""
    with suppress(OSError), locked(folder):
        for path in folder.glob(f"{WRITING}*"):
            if _is_abandoned(path):
                shutil.rmtree(path, ignore_errors=True) if path.is_dir() else path.unlink(missing_ok=True)


@cache
def _clear_once(folder: Path) -> None:
    """As `clear_abandoned`, once in the life of this process: a folder may hold many files."""
    clear_abandoned(folder)


def _is_abandoned(path: Path) -> bool:
    """Whether nobody writes a file or folder any more."""
    try:
        descriptor = os.open(path, os.O_RDONLY)
    except OSError:  # its writer has just given it its name, or it is somebody else's
        return False
    try:
        held = _hold(descriptor, wait=False)
        if held is None:
            return os.fstat(descriptor).st_mtime < time.time() - ABANDONED_SECONDS
        return held
    finally:
        os.close(descriptor)


def _hold(descriptor: int, *, wait: bool) -> bool | None:
    """Lock an open file or folder; returns whether it is ours, None where there are no locks."""
    if fcntl is None:  # pragma: no cover - Windows
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def flush(path: Path) -> None:
    """Wait until a file or folder is on disk.

    Raises:
        OSError: It is not there, or the system refuses.
    """
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
