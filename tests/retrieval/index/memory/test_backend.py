from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.errors import IndexMismatchError
from retrieval.index.memory.backend import RankBM25Backend
from tests.retrieval.index.corpora import ask, corpus_of


def test_an_index_is_built_saved_and_opened(tmp_path: Path) -> None:
    backend = RankBM25Backend()
    steps: list[tuple[int, int]] = []
    index = backend.build(corpus_of("خبر جنيف", "طقس"), progress=lambda *step: steps.append(step))
    assert (backend.name, steps[-1]) == ("rank-bm25", (6, 6))
    backend.save(index, tmp_path)
    opened = backend.open(tmp_path, corpus_digest="digest")
    assert opened.search(ask("جنيف")) == index.search(ask("جنيف"))
    assert [hit.passage.ordinal for hit in opened.search(ask("جنيف"))] == [0]
    assert backend.open(tmp_path).passages == index.passages
    with pytest.raises(IndexMismatchError, match="another corpus"):
        backend.open(tmp_path, corpus_digest="other")
