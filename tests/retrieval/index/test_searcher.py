from __future__ import annotations

from dataclasses import replace

from retrieval.index import Searcher, build_index
from retrieval.types import Hit, Question
from tests.retrieval.index.corpora import ask, corpus_of

INDEX = build_index(corpus_of(*(f"جسر الوادي رقم {number}" for number in range(6))))


class Backwards:
    """Puts the last hit first."""

    depth = 4

    def __init__(self) -> None:
        self.seen: list[tuple[str, int]] = []

    def rerank(self, question: Question, hits: list[Hit]) -> list[Hit]:
        self.seen.append((question.text, len(hits)))
        return [replace(hit, rank=rank) for rank, hit in enumerate(reversed(hits), 1)]


def test_without_a_reranker_hits_stay_as_the_index_ranks_them() -> None:
    assert Searcher(INDEX).search(ask("جسر"), 3) == INDEX.search(ask("جسر"), 3)


def test_a_reranker_sees_as_many_hits_as_it_wants_and_the_best_of_its_order_are_returned() -> None:
    reranker = Backwards()
    hits = Searcher(INDEX, reranker).search(ask("جسر"), 2)
    assert reranker.seen == [(ask("جسر").text, 4)]
    assert [(hit.rank, hit.passage.ordinal) for hit in hits] == [(1, 3), (2, 2)]


def test_a_reranker_sees_all_hits_that_are_asked_for() -> None:
    reranker = Backwards()
    assert len(Searcher(INDEX, reranker).search(ask("جسر"), 6)) == 6
    assert reranker.seen == [(ask("جسر").text, 6)]


def test_without_a_limit_100_hits_are_returned() -> None:
    index = build_index(corpus_of(*("خبر جنيف",) * 102))
    assert len(Searcher(index).search(ask("خبر"))) == 100
    assert len(Searcher(index, Backwards()).search(ask("خبر"))) == 100
