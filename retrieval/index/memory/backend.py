"""The default backend: an index in memory, scored by rank-bm25, for up to about 10,000 passages.

In: a corpus, or a folder. Out: a `RankBM25Index`, built or opened.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from retrieval.index.memory.building import build_index
from retrieval.index.memory.rank_bm25_index import RankBM25Index
from retrieval.index.memory.storage import index_version, load_index, save_index
from retrieval.index.protocol import Progress
from retrieval.types import Corpus


class RankBM25Backend:
    """Fulfills `retrieval.index.protocol.Backend`, whose docstrings hold here."""

    name: Final = "rank-bm25"

    @property
    def version(self) -> str:
        """What a saved index must have been made by."""
        return index_version()

    def build(self, corpus: Corpus, *, progress: Progress | None = None) -> RankBM25Index:
        """Index a corpus."""
        return build_index(corpus, progress=progress)

    def save(self, index: RankBM25Index, folder: Path) -> None:
        """Save an index as the newest generation of a folder."""
        save_index(index, folder)

    def open(self, folder: Path, *, corpus_digest: str | None = None) -> RankBM25Index:
        """Load the newest generation of a folder that fits."""
        return load_index(folder, corpus_digest=corpus_digest)
