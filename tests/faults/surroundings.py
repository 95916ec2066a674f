"""What surrounds the bot and breaks: its disk, its database, its folder of documents.

In: the process of a bot, `shahid run` on a folder. Each fault is a context: it breaks something when it
is entered and mends what it can at the end, since folders have to be removed afterwards.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path

import pytest

from tests.faults.process import BotProcess

Surrounding = Callable[[BotProcess], AbstractContextManager[None]]


@contextmanager
def locked_database(process: BotProcess) -> Iterator[None]:
    """Another program keeps the database locked."""
    with closing(sqlite3.connect(process.data / "shahid.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def corrupt_database(process: BotProcess) -> Iterator[None]:
    """The database holds something else."""
    _remove_database(process)
    (process.data / "shahid.db").write_bytes(b"letters " * 4096)
    yield


@contextmanager
def deleted_database(process: BotProcess) -> Iterator[None]:
    """Somebody deletes the database."""
    _remove_database(process)
    yield


@contextmanager
def newer_database(process: BotProcess) -> Iterator[None]:
    """The database was made by a newer Shahid."""
    with closing(sqlite3.connect(process.data / "shahid.db", timeout=20)) as other:
        other.execute("UPDATE alembic_version SET version_num = '9999'")
        other.commit()
    yield


@contextmanager
def small_disk(process: BotProcess) -> Iterator[None]:
    """The data folder is on a disk of its own, before the first start."""
    process.data.mkdir()
    with _mounted(process.data, "-t", "tmpfs", "-o", "size=12m", "tmpfs"):
        yield


@contextmanager
def full_disk(process: BotProcess) -> Iterator[None]:
    """No byte is left on the disk of the data folder; the folder is on a `small_disk`."""
    filling = process.data / "filling"
    with filling.open("wb", buffering=0) as stream, suppress(OSError):
        while True:
            stream.write(b"x" * 4096)
    yield
    filling.unlink(missing_ok=True)


@contextmanager
def read_only_data(process: BotProcess) -> Iterator[None]:
    """The data folder cannot be written to, from the next start on: what is open stays so."""
    with _mounted(process.data, "-t", "tmpfs", "tmpfs"):
        _mount("-o", "remount,ro", str(process.data))
        yield


@contextmanager
def emptied_corpus(process: BotProcess) -> Iterator[None]:
    """All documents are gone."""
    for file in process.corpus.iterdir():
        file.unlink()
    yield


@contextmanager
def halved_corpus(process: BotProcess) -> Iterator[None]:
    """Two of three documents are gone, and not the one that is asked about."""
    files = sorted(process.corpus.iterdir())
    gone = [file for file in files if "geneva" not in file.name]
    for file in gone[: len(files) * 2 // 3]:
        file.unlink()
    yield


@contextmanager
def missing_corpus(process: BotProcess) -> Iterator[None]:
    """The folder of documents is not mounted."""
    process.corpus.rename(process.folder / "elsewhere")
    yield


def _remove_database(process: BotProcess) -> None:
    for part in process.data.glob("shahid.db*"):
        part.unlink()


@contextmanager
def _mounted(place: Path, *what: str) -> Iterator[None]:
    """A file system in the place of a folder, with what the folder held."""
    if os.geteuid() != 0:
        pytest.skip("a file system can be mounted by root alone")
    before = place.with_name("before")
    shutil.copytree(place, before)
    _mount(*what, str(place))
    try:
        shutil.copytree(before, place, dirs_exist_ok=True)
        yield
    finally:
        _call("umount", "--lazy", str(place))


def _mount(*arguments: str) -> None:
    if _call("mount", *arguments) != 0:
        pytest.skip("nothing can be mounted here: run as root outside of a container")


def _call(*command: str) -> int:
    return subprocess.run(command, capture_output=True, check=False).returncode  # noqa: S603 - ours
