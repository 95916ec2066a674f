"""Passages → their vectors: only those that are not known yet, by one process or several.

In: the passages of an index, an embedder, the folder where vectors are kept. Out: `PassageVectors`.
What is made is kept batch by batch, so that a run that was stopped goes on where it was.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

import numpy as np

from retrieval.errors import IndexMismatchError
from retrieval.index.protocol import Progress
from retrieval.index.semantic.embedder import Embedder, Vectors
from retrieval.index.semantic.reranking import PassageVectors, passage_digest, passage_text
from retrieval.index.semantic.vector_store import VectorStore
from retrieval.types import Passage

BATCH: Final = 16
"""Passages that a process takes at a time: a few seconds of work, so that progress is seen."""
_KEPT_EVERY: Final = 16
"""Batches after which what is made is written: half a minute of work may be lost, no more."""

MakeEmbedder = Callable[[], Embedder]
"""Makes an embedder in each process: a class or a function of a module, which can be pickled."""


def build_vectors(
    passages: Sequence[Passage],
    make_embedder: MakeEmbedder,
    folder: Path,
    *,
    processes: int = 1,
    progress: Progress | None = None,
) -> PassageVectors:
    """Make the vectors of all passages, taking what is known from the folder and keeping the rest there.

    Args:
        passages: The passages of an index, in order of their ordinals.
        make_embedder: Makes the embedder.
        folder: Where vectors are kept, beside the index.
        processes: Processes that share the work, at least 1; with 1 it is done in this one.
        progress: Called with the number of different passages that have a vector, and of all.

    Returns:
        A row for each passage. Vectors of passages that are gone are dropped from the folder.

    Raises:
        IndexingError: The model cannot be loaded or the folder cannot be written.
    """
    embedder = make_embedder()
    store = VectorStore(folder, embedder.name, embedder.dimensions)
    known = store.load()
    digests = [passage_digest(embedder.name, passage) for passage in passages]
    texts = dict(zip(digests, map(passage_text, passages), strict=True))
    missing = [digest for digest in texts if digest not in known]
    report = progress or (lambda _done, _whole: None)
    report(len(texts) - len(missing), len(texts))
    fresh: dict[bytes, Vectors] = {}
    batches = _embed_batches([texts[digest] for digest in missing], make_embedder, embedder, processes)
    for number, rows in enumerate(batches, start=1):
        fresh.update(zip(missing[(number - 1) * BATCH : number * BATCH], rows, strict=True))
        if number % _KEPT_EVERY == 0:
            store.add(fresh)
            known |= fresh
            fresh = {}
        report(len(texts) - len(missing) + min(number * BATCH, len(missing)), len(texts))
    known |= fresh
    used = {digest: known[digest] for digest in texts}
    if missing or len(used) < len(known):
        store.keep_only(used)
    return _arrange(digests, used, embedder)


def load_vectors(passages: Sequence[Passage], embedder: Embedder, folder: Path) -> PassageVectors:
    """Load the vectors of all passages without making any.

    Raises:
        IndexMismatchError: Some passage has no vector of this model: build them.
    """
    known = VectorStore(folder, embedder.name, embedder.dimensions).load()
    digests = [passage_digest(embedder.name, passage) for passage in passages]
    missing = sum(digest not in known for digest in digests)
    if missing:
        raise IndexMismatchError("missing_vectors", missing=missing, count=len(passages), folder=folder)
    return _arrange(digests, known, embedder)


def _arrange(digests: Sequence[bytes], known: dict[bytes, Vectors], embedder: Embedder) -> PassageVectors:
    rows = np.array([known[digest] for digest in digests], np.float32).reshape(
        len(digests), embedder.dimensions
    )
    return PassageVectors(embedder.name, rows)


def _embed_batches(
    texts: Sequence[str], make_embedder: MakeEmbedder, embedder: Embedder, processes: int
) -> Iterator[Vectors]:
    """The vectors of batches of texts, in order."""
    batches = [texts[start : start + BATCH] for start in range(0, len(texts), BATCH)]
    if processes <= 1 or len(batches) <= 1:
        yield from map(embedder.embed_passages, batches)
        return
    # A fresh process, not a fork: the parent may hold threads and a loaded model.
    context = multiprocessing.get_context("spawn")
    workers = min(processes, len(batches))
    with ProcessPoolExecutor(workers, context, _start_worker, (make_embedder,)) as pool:
        yield from pool.map(_embed_in_worker, batches)


_worker_embedders: list[Embedder] = []
"""The embedder of a worker process, made when it starts; empty in any other process."""


def _start_worker(make_embedder: MakeEmbedder) -> None:
    _worker_embedders[:] = [make_embedder()]


def _embed_in_worker(texts: Sequence[str]) -> Vectors:
    return _worker_embedders[0].embed_passages(texts)
