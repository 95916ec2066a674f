"""The index in memory on disk: the files of one generation (`retrieval.index.generations`).

In: an index, or a folder that holds saved ones. Out: files, or the index loaded.

    contents.json   documents, passages, terms
    arrays.npz      postings and arrangement

No file is a pickle, so that loading never runs what it reads.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np

from retrieval.index.generations import open_generation, save_generation
from retrieval.index.memory.contents import Contents
from retrieval.index.memory.encoding import decode_contents, encode_contents
from retrieval.index.memory.rank_bm25_index import RankBM25Index
from retrieval.language.terms.analyzer import Analyzer
from retrieval.resources import digest_package

FORMAT_VERSION: Final = 2
"""Raised with every change of the layout of these files."""

_CONTENTS: Final = "contents.json"
_ARRAYS: Final = "arrays.npz"


def save_index(index: RankBM25Index, folder: Path) -> Path:
    """Save an index as the newest generation of a folder; see `save_generation`."""
    contents = index.contents
    return save_generation(
        folder,
        lambda generation: _write(contents, generation),
        version=index_version(),
        corpus_digest=contents.corpus_digest,
        documents=len(contents.documents),
    )


def load_index(folder: Path, *, corpus_digest: str | None = None) -> RankBM25Index:
    """Load the newest generation of a folder that is whole and fits; see `open_generation`."""
    contents = open_generation(folder, _read, version=index_version(), corpus_digest=corpus_digest)
    return RankBM25Index(contents, Analyzer())


@cache
def index_version() -> str:
    """What a saved index must have been made by: backend, format, and all code and word lists.

    A better splitter or another stop word makes another index of the same files.
    """
    return f"rank-bm25-{FORMAT_VERSION}-{digest_package('retrieval.index')[:12]}-{Analyzer().version}"


def _write(contents: Contents, folder: Path) -> None:
    values, arrays = encode_contents(contents)
    (folder / _CONTENTS).write_text(json.dumps(values, ensure_ascii=False), encoding="utf-8")
    with (folder / _ARRAYS).open("wb") as file:
        np.savez(file, allow_pickle=False, **arrays)


def _read(folder: Path) -> Contents:
    values: dict[str, Any] = json.loads((folder / _CONTENTS).read_text(encoding="utf-8"))
    with np.load(folder / _ARRAYS, allow_pickle=False) as arrays:
        return decode_contents(values, dict(arrays))
