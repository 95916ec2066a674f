from __future__ import annotations

import pytest

from retrieval.answering.excerpts.passages import PassageAnalyzer
from retrieval.answering.excerpts.windows import judge_windows
from retrieval.answering.silence.confidence import confidence, silence_features
from retrieval.index import QuestionMatcher, build_index
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import AnswerKind, Question, QuestionWord
from tests.retrieval.answering.corpora import CITIES


def features_of(words: str, kind: AnswerKind = AnswerKind.OTHER) -> dict[str, float]:
    index = build_index(CITIES)
    question = Question(words, kind, tuple(QuestionWord(word) for word in words.split()))
    matcher = QuestionMatcher(question, index)
    hits = index.search(question, 5)
    weights = {"covered": 1.0}
    analyzer = PassageAnalyzer(Analyzer())
    windows = judge_windows(question, hits, matcher, analyzer, weights=weights, limit=300)
    return silence_features(question, hits, windows, matcher, analyzer=analyzer, passages=len(index.passages))


def test_confidence_is_the_logistic_of_the_weighted_features() -> None:
    assert confidence({"a": 2.0, "unnamed": 9.0}, {"a": 0.5}, -1.0) == 0.5
    assert confidence({"a": 1.0}, {"a": 1e9}, 0.0) == pytest.approx(1.0)
    assert confidence({"a": 1.0}, {"a": -1e9}, 0.0) == pytest.approx(0.0)


def test_words_that_the_corpus_lacks_lower_what_is_told() -> None:
    full, part = features_of("بغداد المنصور"), features_of("بغداد طوكيو")
    assert full["matched"] == 1.0
    assert part["matched"] < 1.0


def test_the_word_that_the_passage_comes_least_near_to_is_lacking() -> None:
    assert features_of("بغداد المنصور")["missing"] == 0.0
    assert features_of("طوكيو بغداد")["missing"] == 1.0


def test_a_word_of_the_same_root_is_less_lacking() -> None:
    assert features_of("القاهرة عواصم")["missing"] < features_of("القاهرة طوكيو")["missing"]


def test_the_first_word_is_told_where_it_is_missing_and_a_fact_is_asked_for() -> None:
    assert features_of("طوكيو بغداد", AnswerKind.WHEN)["first_missing"] == 1.0
    assert features_of("طوكيو بغداد", AnswerKind.WHY)["first_missing"] == 0.0
    assert features_of("بغداد طوكيو", AnswerKind.WHEN)["first_missing"] == 0.0


def test_the_fewer_the_words_the_greater_the_brevity() -> None:
    assert features_of("بغداد")["brevity"] == 1.0
    assert features_of("بغداد دجلة")["brevity"] == 0.5


def test_a_word_asked_again_makes_no_question_longer() -> None:
    assert features_of("بغداد بغداد دجلة بغداد")["brevity"] == 0.5


def test_the_last_word_is_told_where_no_passage_has_it() -> None:
    assert features_of("بغداد دجلة")["last_unknown"] == 0.0
    assert features_of("بغداد المنصور دجلة ضفاف الأزهر")["last_unknown"] == 0.0
    assert features_of("بغداد طوكيو")["last_unknown"] == 1.0


def test_a_number_is_not_taken_for_what_is_asked_about() -> None:
    assert features_of("طوكيو 762")["missing"] == 1.0
    assert features_of("762")["missing"] == 0.0


def test_a_word_asked_twice_is_no_last_word() -> None:
    assert features_of("بغداد طوكيو بغداد")["last_unknown"] == 1.0


def test_a_word_among_the_first_of_its_window_leads_it() -> None:
    led = features_of("بغداد")
    assert led["leads"] == led["matched"] > 0
    assert features_of("المدورة")["leads"] == 0.0


def test_common_words_are_told_from_rare_ones() -> None:
    assert features_of("عاصمة")["commonness"] > features_of("فيكتوريا")["commonness"] >= 0.0
