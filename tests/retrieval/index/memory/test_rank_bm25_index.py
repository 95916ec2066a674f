from __future__ import annotations

import math
from datetime import UTC, datetime

import pytest

from retrieval.index import build_index
from retrieval.types import Corpus, Document, SkippedFile, Source
from tests.retrieval.index.corpora import ask, corpus_of
from tests.retrieval.wording import odd

DOCUMENTS = (Document("a", "خبر جنيف", Source("")), Document("b", "خبر", Source("طقس")))
CORPUS = Corpus(DOCUMENTS, (SkippedFile("c.pdf", odd("تالف")),), "digest")


def test_an_index_gives_what_it_was_built_from() -> None:
    before = datetime.now(UTC)
    index = build_index(CORPUS)
    assert (index.documents, index.skipped, index.corpus_digest) == (DOCUMENTS, CORPUS.skipped, "digest")
    assert [(one.document_id, one.ordinal, one.text) for one in index.passages] == [
        ("a", 0, "خبر جنيف"),
        ("b", 1, "خبر"),
    ]
    assert before <= index.built_at <= datetime.now(UTC)
    assert list(index.vocabulary.terms()) == ["خبر", "جنيف", "طقس"]


def test_the_idf_is_that_of_the_stem() -> None:
    index = build_index(CORPUS)
    expected = [math.log(1 + 0.5 / 2.5), math.log(1 + 1.5 / 1.5), math.log(1 + 2.5 / 0.5)]
    assert [index.idf(term) for term in ("والخبر", "جنيف", "طقس")] == pytest.approx(expected)


def test_without_a_limit_the_100_best_passages_are_returned() -> None:
    index = build_index(corpus_of(*("خبر جنيف",) * 102))
    assert len(index.search(ask("خبر"))) == 100
    assert len(index.search(ask("خبر"), 101)) == 101
