from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from retrieval import Answer, Engine, IndexingError, IndexMismatchError, saved_index_problem
from retrieval.index import AUTO, BACKENDS, Backend, choose_backend
from retrieval.types import Corpus
from tests.retrieval.index.corpora import ask, corpus_of
from tests.retrieval.index.small_backend import SmallBackend

TEXTS = ("افتتح جسر الوادي سنة 1987 بعد خمس سنوات من البناء.", "يبيع المزارعون الخضر في السوق كل خميس.")


@pytest.fixture(params=[*BACKENDS.values(), SmallBackend()], ids=lambda backend: backend.name)
def backend(request: pytest.FixtureRequest) -> Backend[Any]:
    found: Backend[Any] = request.param
    return found


def test_what_was_saved_is_opened_and_finds_the_same(backend: Backend[Any], tmp_path: Path) -> None:
    index = backend.build(Corpus(corpus_of(*TEXTS).documents, digest="digest"))
    backend.save(index, tmp_path / "new" / "folder")
    opened = backend.open(tmp_path / "new" / "folder", corpus_digest="digest")
    assert opened.search(ask("جسر الوادي")) == index.search(ask("جسر الوادي")) != []
    assert (opened.documents, opened.passages) == (index.documents, index.passages)
    assert (opened.built_at, opened.corpus_digest) == (index.built_at, "digest")


def test_an_empty_corpus_is_an_index_without_hits(backend: Backend[Any], tmp_path: Path) -> None:
    backend.save(backend.build(Corpus(())), tmp_path)
    assert backend.open(tmp_path).search(ask("جسر")) == []


def test_hits_are_ranked_from_one_and_no_more_than_asked_for(backend: Backend[Any]) -> None:
    index = backend.build(corpus_of(*("جسر الوادي",) * 4))
    assert [hit.rank for hit in index.search(ask("جسر"), 3)] == [1, 2, 3]


def test_nothing_is_opened_from_a_missing_folder(backend: Backend[Any], tmp_path: Path) -> None:
    with pytest.raises(IndexMismatchError, match="no index is saved"):
        backend.open(tmp_path / "missing")


def test_an_index_of_another_corpus_is_not_opened(backend: Backend[Any], tmp_path: Path) -> None:
    backend.save(backend.build(corpus_of(*TEXTS)), tmp_path)
    with pytest.raises(IndexMismatchError, match="another corpus"):
        backend.open(tmp_path, corpus_digest="other")


def test_an_index_that_another_backend_saved_is_not_opened(tmp_path: Path) -> None:
    small, default = SmallBackend(), choose_backend()
    small.save(small.build(corpus_of(*TEXTS)), tmp_path)
    with pytest.raises(IndexMismatchError, match="another version"):
        default.open(tmp_path)
    default.save(default.build(corpus_of("نص آخر")), tmp_path)
    assert [document.text for document in small.open(tmp_path).documents] == list(TEXTS)


def test_the_engine_serves_any_backend(tmp_path: Path) -> None:
    corpus, data, backend = tmp_path / "corpus", tmp_path / "data", SmallBackend()
    corpus.mkdir()
    (corpus / "bridge.txt").write_text(TEXTS[0], encoding="utf-8")
    assert saved_index_problem(corpus, data, backend=backend) is not None
    answers = [Engine.open(corpus, data, backend=backend).answer("متى افتتح جسر الوادي؟") for _ in range(2)]
    assert all(isinstance(answer, Answer) and answer.excerpts[0].text == TEXTS[0] for answer in answers)
    assert backend.built == 1
    assert saved_index_problem(corpus, data, backend=backend) is None
    assert saved_index_problem(corpus, data, backend="rank-bm25") is not None


def test_a_backend_is_chosen_by_its_name() -> None:
    assert choose_backend("rank-bm25").name == choose_backend(AUTO).name == "rank-bm25"


def test_an_unknown_backend_is_an_error_that_lists_the_names(tmp_path: Path) -> None:
    with pytest.raises(IndexingError, match="no index backend 'tantivi': choose one of auto, rank-bm25"):
        Engine.open(tmp_path, tmp_path / "data", backend="tantivi")
