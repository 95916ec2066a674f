"""Saved indexes as generations of a folder, each complete or not there; for any backend.

In: what writes the files of an index into a folder, or reads them from it. Out: a generation, or what
was read.

    <folder>/generation-000007/manifest.json   version, digest and documents of the corpus, checksums
                               …               whatever files the backend writes

A generation is written beside the others under a hidden name, flushed to disk, and renamed: a reader
sees all of it or nothing. The newest and the one before it are kept; `going_back` goes back to that one.
Who adds, renames or removes a generation has the folder alone (`retrieval.files.locked`).
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar
from zipfile import BadZipFile

from retrieval.errors import IndexingError, IndexMismatchError
from retrieval.files import WRITING, clear_abandoned, flush, locked, new_folder
from retrieval.reasons import cause_of

KEPT_GENERATIONS: Final = 2
"""The newest, and the one before it, to go back to."""
MANIFEST: Final = "manifest.json"

_GENERATION: Final = re.compile(r"generation-(\d{6,})")  # matches generation-000007
DAMAGES: Final = (OSError, ValueError, KeyError, TypeError, BadZipFile)
"""What reading a damaged file raises."""

T = TypeVar("T")


def save_generation(
    folder: Path, write: Callable[[Path], None], *, version: str, corpus_digest: str, documents: int
) -> Path:
    """Save an index as the newest generation of a folder.

    Args:
        folder: Made where it is missing.
        write: Writes the files of the index into the folder that it is called with.
        version: What the index was made by: backend, format, code.
        corpus_digest: Digest of the corpus that was indexed.
        documents: Number of documents in it.

    Returns:
        The folder of the new generation.

    Raises:
        IndexingError: The files cannot be written; the older generations are as they were.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        clear_abandoned(folder)
        with new_folder(folder) as hidden:
            write(hidden)
            manifest = {"version": version, "corpus_digest": corpus_digest, "documents": documents}
            _write_manifest(hidden, manifest)
            with locked(folder):
                generation = rename_to_newest(hidden, folder)
                prune(folder)
    except OSError as error:
        raise IndexingError("index_unsaved", folder=folder, cause=cause_of(error)) from error
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
    listed: list[Path] | None = None
    reasons: list[IndexMismatchError] = []
    while listed != (generations := list_generations(folder)):  # again where one was renamed meanwhile
        listed, reasons = generations, []
        for generation in generations:
            try:
                _check_manifest(generation, version, corpus_digest)
                return read(generation)
            except IndexMismatchError as error:
                reasons.append(error)
            except DAMAGES as error:
                reasons.append(IndexMismatchError("index_unreadable", folder=generation, error=error))
    if reasons:
        raise reasons[0]
    raise IndexMismatchError("index_not_saved", folder=folder)


def list_generations(folder: Path) -> list[Path]:
    """The generations of a folder, newest first; none where the folder is missing."""
    if not folder.is_dir():
        return []
    found = [path for path in folder.iterdir() if _GENERATION.fullmatch(path.name)]
    return sorted(found, key=_number, reverse=True)


def tidy(folder: Path) -> None:
    """Remove what killed writers left behind and generations beyond the kept ones; never raises."""
    if not folder.is_dir():
        return
    clear_abandoned(folder)
    try:
        with locked(folder):
            prune(folder)
    except OSError:  # on a disk that cannot be written, nothing piles up
        return


def prune(folder: Path) -> None:
    """Remove all but the newest generations that are whole; the caller has the folder alone."""
    generations = list_generations(folder)
    if len(generations) <= KEPT_GENERATIONS:
        return
    whole = [path for path in generations if not _is_damaged(path)]
    for old in set(generations) - set(whole[:KEPT_GENERATIONS]):
        hidden = old.with_name(f"{WRITING}{old.name}")  # in one step, so that no half of it is ever seen
        shutil.rmtree(old.rename(hidden), ignore_errors=True)


def rename_to_newest(place: Path, folder: Path) -> Path:
    """Give a written folder the number above the highest; the caller has the folder alone.

    Raises:
        OSError: It cannot be renamed.
    """
    while True:
        taken = list_generations(folder)
        generation = folder / f"generation-{1 + (_number(taken[0]) if taken else 0):06d}"
        try:
            place.rename(generation)
        except OSError:  # another writer has taken the number, on a file system that has no locks
            if not generation.exists():
                raise
            continue
        flush(folder)
        return generation


def _check_manifest(folder: Path, version: str, corpus_digest: str | None) -> None:
    """Check that a generation fits and is whole.

    Raises:
        IndexMismatchError: It does not fit, or a file is not as it was written.
        Exception: Anything of `DAMAGES`.
    """
    manifest = load_manifest(folder)
    if manifest["version"] != version:
        raise IndexMismatchError("index_other_version", folder=folder)
    if corpus_digest is not None and manifest["corpus_digest"] != corpus_digest:
        raise IndexMismatchError("index_other_corpus", folder=folder)
    check_files(folder)


def load_manifest(folder: Path) -> dict[str, Any]:
    """The manifest of a generation; raises anything of `DAMAGES` where it is damaged."""
    manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    return manifest


def check_files(folder: Path) -> None:
    """Check that all files of a generation are as they were written; raises as `_check_manifest`."""
    for name, checksum in load_manifest(folder)["checksums"].items():
        if _checksum(folder / name) != checksum:
            raise IndexMismatchError("index_damaged", folder=folder, name=name)


def _is_damaged(generation: Path) -> bool:
    """Whether a generation is surely not whole; not where the system cannot read it just now."""
    try:
        check_files(generation)
    except (IndexMismatchError, FileNotFoundError, NotADirectoryError, AttributeError, *DAMAGES[1:]):
        return True
    except OSError:
        return False
    return False


def _write_manifest(folder: Path, manifest: dict[str, Any]) -> None:
    """Name what the index is of and made by, and wait until all of it is on disk."""
    files = _files(folder)
    manifest = manifest | {"checksums": {name: _checksum(folder / name) for name in files}}
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    folders = {(folder / name).parent for name in files} | {folder}
    for path in (*(folder / name for name in files), folder / MANIFEST, *folders):
        flush(path)


def _files(folder: Path) -> list[str]:
    """Names of all files in a folder and the folders inside it, relative to it, in order."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder).as_posix() for path in found)


def _number(generation: Path) -> int:
    return int(generation.name.partition("-")[2])


def _checksum(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
