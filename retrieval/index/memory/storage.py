"""The index on disk: generations of a folder, each complete or not there.

In: an index, or a folder that holds saved ones. Out: files, or the index loaded.

    <folder>/generation-000007/manifest.json   format, analyzer, corpus digest, checksums of the others
                               contents.json   documents, passages, terms
                               arrays.npz      postings and layout

A generation is written beside the others under a hidden name, flushed to disk, and renamed: a
reader sees all of it or nothing. The one before it is kept. No file is a pickle, so that loading
never runs what it reads.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np

from retrieval.errors import IndexingError, IndexMismatchError
from retrieval.index.memory.contents import Contents
from retrieval.index.memory.encoding import decode_contents, encode_contents
from retrieval.index.memory.rank_bm25_index import RankBM25Index
from retrieval.language.terms.analyzer import Analyzer
from retrieval.resources import digest_package

FORMAT_VERSION: Final = 1
"""Raised with every change of the layout of these files."""
KEPT_GENERATIONS: Final = 2
"""The newest, and the one before it, which another process may still be reading."""
ABANDONED_SECONDS: Final = 24 * 3600
"""Age from which a half-written generation is taken for abandoned; writing takes minutes at most."""

_GENERATION: Final = re.compile(r"generation-(\d{6,})")  # matches generation-000007
_HIDDEN: Final = ".writing-"
_MANIFEST: Final = "manifest.json"
_CONTENTS: Final = "contents.json"
_ARRAYS: Final = "arrays.npz"


def save_index(index: RankBM25Index, folder: Path) -> Path:
    """Save an index as the newest generation of a folder.

    Args:
        index: What to save.
        folder: Made where it is missing.

    Returns:
        The folder of the new generation.

    Raises:
        IndexingError: The files cannot be written; the older generations are as they were.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        hidden = Path(tempfile.mkdtemp(prefix=_HIDDEN, dir=folder))
        try:
            _write_generation(index.contents, hidden)
            generation = _rename_to_newest(hidden, folder)
        except BaseException:
            shutil.rmtree(hidden, ignore_errors=True)
            raise
        for old in (*_generations(folder)[KEPT_GENERATIONS:], *_abandoned(folder)):
            shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        raise IndexingError(f"the index cannot be saved in {folder}: {error.strerror or error}") from error
    return generation


def load_index(folder: Path, *, corpus_digest: str | None = None) -> RankBM25Index:
    """Load the newest generation of a folder that is whole and of this program.

    Args:
        folder: Where indexes were saved; may be missing.
        corpus_digest: What the corpus must have been; None takes any.

    Raises:
        IndexMismatchError: There is none; the message says what is wrong with the newest.
    """
    reasons = []
    for generation in _generations(folder):
        try:
            return RankBM25Index(_read_generation(generation, corpus_digest), Analyzer())
        except IndexMismatchError as error:
            reasons.append(error)
    if reasons:
        raise reasons[0]
    raise IndexMismatchError(f"no index is saved in {folder}")


@cache
def index_version() -> str:
    """What a saved index must have been made by: the format, the analyzer, and all code and word lists.

    A better reader or another stop word makes another index of the same files.
    """
    return f"{FORMAT_VERSION}-{digest_package('retrieval.index')[:12]}-{Analyzer().version}"


def _write_generation(contents: Contents, folder: Path) -> None:
    values, arrays = encode_contents(contents)
    (folder / _CONTENTS).write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    with (folder / _ARRAYS).open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)
    manifest = {
        "version": index_version(),
        "corpus_digest": contents.corpus_digest,
        "checksums": {name: _checksum(folder / name) for name in (_CONTENTS, _ARRAYS)},
    }
    (folder / _MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
    for name in (_CONTENTS, _ARRAYS, _MANIFEST, "."):
        _flush(folder / name)


def _rename_to_newest(hidden: Path, folder: Path) -> Path:
    """Give a written generation its number: one above the highest, whoever else is saving."""
    while True:
        taken = _generations(folder)
        number = 1 + (_number(taken[0]) if taken else 0)
        generation = folder / f"generation-{number:06d}"
        try:
            hidden.rename(generation)
        except OSError:
            if not generation.exists():
                raise
            continue
        _flush(folder)
        return generation


def _read_generation(folder: Path, corpus_digest: str | None) -> Contents:
    try:
        manifest = _read_json(folder / _MANIFEST)
        if manifest["version"] != index_version():
            raise IndexMismatchError(f"the index in {folder} is of another version")
        if corpus_digest is not None and manifest["corpus_digest"] != corpus_digest:
            raise IndexMismatchError(f"the index in {folder} is of another corpus")
        for name in (_CONTENTS, _ARRAYS):
            if _checksum(folder / name) != manifest["checksums"][name]:
                raise IndexMismatchError(f"the index in {folder} is damaged: {name} is not as it was written")
        with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
            return decode_contents(_read_json(folder / _CONTENTS), dict(arrays))
    except (OSError, ValueError, KeyError, TypeError, BadZipFile) as error:
        raise IndexMismatchError(f"the index in {folder} is damaged: {error}") from error


def _read_json(file: Path) -> dict[str, Any]:
    values: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return values


def _generations(folder: Path) -> list[Path]:
    """The generations of a folder, newest first."""
    if not folder.is_dir():
        return []
    found = [path for path in folder.iterdir() if _GENERATION.fullmatch(path.name)]
    return sorted(found, key=_number, reverse=True)


def _abandoned(folder: Path) -> list[Path]:
    """What writers left behind that broke off without a chance to clear up."""
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


def _flush(path: Path) -> None:
    """Wait until a file or folder is on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
