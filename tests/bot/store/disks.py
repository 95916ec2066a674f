"""Small and read-only disks, for faults that cannot be made otherwise; they need root and `mount`."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, kibibytes: int) -> Iterator[None]:
    """A disk of so many kibibytes, mounted at a new folder."""
    folder.mkdir()
    _mount("-t", "tmpfs", "-o", f"size={kibibytes}k", "tmpfs", folder)
    try:
        yield
    finally:
        _umount(folder)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A folder that nobody can write into, root neither, until the block ends."""
    _mount("--bind", folder, folder)
    try:
        _mount("-o", "remount,bind,ro", folder)
        yield
    finally:
        _umount(folder)


def _mount(*arguments: str | Path) -> None:
    mount = shutil.which("mount")
    if mount is None or os.geteuid() != 0:
        pytest.skip("only root can mount a disk")
    done = subprocess.run([mount, *map(str, arguments)], check=False, capture_output=True)  # noqa: S603
    if done.returncode:
        pytest.skip("no disk can be mounted here")


def _umount(folder: Path) -> None:
    subprocess.run(["umount", "-l", str(folder)], check=True)  # noqa: S603, S607
