"""Files written so that a reader, or a crash, sees all of one or what was there before.

In: a file's place and its bytes. Out: the file on disk.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import Final

_WRITING: Final = ".writing-"
"""How a file's name begins while it is written: hidden, so that no reader of the folder takes it."""


def replace_file(place: Path, content: bytes, *, mode: int | None = None) -> None:
    """Write a file beside its place, flush it to disk, and rename it.

    Args:
        place: Where it is to stand; its folder must be there.
        content: All of it.
        mode: Its permissions, such as `0o644`; only the owner may read it where this is None.

    Raises:
        OSError: It cannot be written; what was there before is as it was.
    """
    descriptor, hidden = tempfile.mkstemp(prefix=_WRITING, dir=place.parent)
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        if mode is not None:
            Path(hidden).chmod(mode)
        Path(hidden).replace(place)
    except BaseException:
        Path(hidden).unlink(missing_ok=True)
        raise


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
