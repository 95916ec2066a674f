"""Saved indexes as generations of a folder, each complete or not there; for any backend.

In: what writes the files of an index into a folder, or reads them from it. Out: a generation, or what
was read.

    <folder>/generation-000007/manifest.json   version, corpus digest, checksums of all other files
                               …               whatever files the backend writes

A generation is written beside the others under a hidden name, flushed to disk, and renamed: a reader
sees all of it or nothing. The newest and the one before it are kept.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Final, TypeVar
from zipfile import BadZipFile

from retrieval.errors import IndexingError, IndexMismatchError
from retrieval.files import flush

KEPT_GENERATIONS: Final = 2
"""The newest, and the one before it, which another process may still be reading."""
ABANDONED_SECONDS: Final = 24 * 3600
"""Age from which a half-written generation counts as abandoned; writing takes minutes at most."""
MANIFEST: Final = "manifest.json"

_GENERATION: Final = re.compile(r"generation-(\d{6,})")  # matches generation-000007
_HIDDEN: Final = ".writing-"
_DAMAGES: Final = (OSError, ValueError, KeyError, TypeError, BadZipFile)
"""What reading a damaged file raises."""

T = TypeVar("T")


def save_generation(folder: Path, write: Callable[[Path], None], *, version: str, corpus_digest: str) -> Path:
    """Save an index as the newest generation of a folder.

    Args:
        folder: Made where it is missing.
        write: Writes the files of the index into the folder that it is called with.
        version: What the index was made by: backend, format, code.
        corpus_digest: Digest of the corpus that was indexed.

    Returns:
        The folder of the new generation.

    Raises:
        IndexingError: The files cannot be written; the older generations are as they were.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        hidden = Path(tempfile.mkdtemp(prefix=_HIDDEN, dir=folder))
        try:
            write(hidden)
            _write_manifest(hidden, version, corpus_digest)
            generation = _rename_to_newest(hidden, folder)
        except BaseException:
            shutil.rmtree(hidden, ignore_errors=True)
            raise
        for old in (*list_generations(folder)[KEPT_GENERATIONS:], *_abandoned(folder)):
            shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise IndexingError(f"the index cannot be saved in {folder}: {error.strerror or error}") from error
    return generation


def open_generation(
    folder: Path, read: Callable[[Path], T], *, version: str, corpus_digest: str | None = None
) -> T:
    """Read the newest generation of a folder that is whole and fits.

    Args:
        folder: Where indexes were saved; may be missing.
        read: Reads the files of an index from the folder that it is called with.
        version: What the index must have been made by.
        corpus_digest: Digest of the corpus that it must be of; None takes any.

    Raises:
        IndexMismatchError: There is none; the message names what is wrong with the newest.
    """
    reasons = []
    for generation in list_generations(folder):
        try:
            _check_manifest(generation, version, corpus_digest)
            return read(generation)
        except IndexMismatchError as error:
            reasons.append(error)
        except _DAMAGES as error:
            reasons.append(IndexMismatchError(f"the index in {generation} is damaged: {error}"))
    if reasons:
        raise reasons[0]
    raise IndexMismatchError(f"no index is saved in {folder}")


def list_generations(folder: Path) -> list[Path]:
    """The generations of a folder, newest first; none where the folder is missing."""
    if not folder.is_dir():
        return []
    found = [path for path in folder.iterdir() if _GENERATION.fullmatch(path.name)]
    return sorted(found, key=_number, reverse=True)


def _write_manifest(folder: Path, version: str, corpus_digest: str) -> None:
    """Name what the index is of and made by, and wait until all of it is on disk."""
    files = _files(folder)
    manifest = {
        "version": version,
        "corpus_digest": corpus_digest,
        "checksums": {name: _checksum(folder / name) for name in files},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    folders = {(folder / name).parent for name in files} | {folder}
    for path in (*(folder / name for name in files), folder / MANIFEST, *folders):
        flush(path)


def _check_manifest(folder: Path, version: str, corpus_digest: str | None) -> None:
    """Raise IndexMismatchError where a generation does not fit, or anything of `_DAMAGES`."""
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    if manifest["version"] != version:
        raise IndexMismatchError(f"the index in {folder} is of another version")
    if corpus_digest is not None and manifest["corpus_digest"] != corpus_digest:
        raise IndexMismatchError(f"the index in {folder} is of another corpus")
    for name, checksum in manifest["checksums"].items():
        if _checksum(folder / name) != checksum:
            raise IndexMismatchError(f"the index in {folder} is damaged: {name} is not as it was written")


def _files(folder: Path) -> list[str]:
    """Names of all files in a folder and the folders inside it, relative to it, in order."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in found)


def _rename_to_newest(hidden: Path, folder: Path) -> Path:
    """Give a written generation its number: one above the highest, whoever else is saving."""
    while True:
        taken = list_generations(folder)
        number = 1 + (_number(taken[0]) if taken else 0)
        generation = folder / f"generation-{number:06d}"
        try:
            hidden.rename(generation)
        except OSError:
            if not generation.exists():
                raise
            continue
        flush(folder)
        return generation


def _abandoned(folder: Path) -> list[Path]:
    """Generations that were begun and never finished, by writers that could not clear up."""
    abandoned = []
    for path in folder.glob(f"{_HIDDEN}*"):
        with suppress(FileNotFoundError):  # its writer has just given it its name
            if path.stat().st_mtime < time.time() - ABANDONED_SECONDS:
                abandoned.append(path)
    return abandoned


def _number(generation: Path) -> int:
    return int(generation.name.partition("-")[2])


def _checksum(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
