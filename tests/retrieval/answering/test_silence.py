from __future__ import annotations

import pytest

from retrieval.answering.reading import PassageReader
from retrieval.answering.silence import confidence, silence_features
from retrieval.answering.windows import judge_windows
from retrieval.index import QuestionMatcher, build_index
from retrieval.language.analyzer import Analyzer
from retrieval.types import AnswerKind, Question, QuestionWord
from tests.retrieval.answering.corpora import CITIES


def features_of(words: str) -> dict[str, float]:
    index = build_index(CITIES)
    question = Question(words, AnswerKind.OTHER, tuple(QuestionWord(word) for word in words.split()))
    matcher = QuestionMatcher(question, index)
    hits = index.search(question, 5)
    weights = {"covered": 1.0}
    windows = judge_windows(question, hits, matcher, PassageReader(Analyzer()), weights=weights, limit=300)
    return silence_features(question, hits, windows, matcher, len(index.passages))


def test_confidence_is_the_logistic_of_the_weighted_features() -> None:
    assert confidence({"a": 2.0, "unnamed": 9.0}, {"a": 0.5}, -1.0) == 0.5
    assert confidence({"a": 1.0}, {"a": 1e9}, 0.0) == pytest.approx(1.0)
    assert confidence({"a": 1.0}, {"a": -1e9}, 0.0) == pytest.approx(0.0)


def test_words_that_the_corpus_lacks_lower_what_is_covered() -> None:
    assert (
        features_of("بغداد المنصور")["covered_with_title"] > features_of("بغداد طوكيو")["covered_with_title"]
    )


def test_the_fewer_the_words_the_greater_the_brevity() -> None:
    assert features_of("بغداد")["brevity"] == 1.0
    assert features_of("بغداد دجلة")["brevity"] == 0.5


def test_the_last_word_is_told_where_it_is_missing() -> None:
    named = ("last_missing", "last_unknown")
    assert [features_of("بغداد دجلة")[name] for name in named] == [0.0, 0.0]
    assert [features_of("بغداد المنصور دجلة ضفاف الأزهر")[name] for name in named] == [1.0, 0.0]
    assert [features_of("بغداد طوكيو")[name] for name in named] == [1.0, 1.0]


def test_a_number_is_not_taken_for_what_is_asked_about() -> None:
    assert features_of("طوكيو 762")["last_missing"] == 1.0
    assert features_of("762")["last_missing"] == 0.0


def test_a_word_asked_twice_is_no_last_word() -> None:
    assert features_of("بغداد دجلة بغداد")["last_missing"] == 0.0


def test_a_word_among_the_first_of_its_window_leads_it() -> None:
    led = features_of("بغداد")
    assert led["leads"] == led["covered_with_title"] > 0
    assert features_of("المدورة")["leads"] == 0.0


def test_common_words_are_told_from_rare_ones() -> None:
    assert features_of("عاصمة")["commonness"] > features_of("فيكتوريا")["commonness"] >= 0.0
