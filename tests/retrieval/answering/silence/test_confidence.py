from __future__ import annotations

import math

import pytest

from retrieval.answering.excerpts.passages import PassageAnalyzer
from retrieval.answering.excerpts.windows import Window, judge_windows
from retrieval.answering.silence.confidence import confidence, silence_features
from retrieval.index import QuestionMatcher, build_index
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import AnswerKind, Corpus, Document, Hit, Passage, Question, QuestionWord, Source, Span
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


def test_words_that_the_corpus_does_not_hold_lower_what_is_matched() -> None:
    full, part = features_of("بغداد المنصور"), features_of("بغداد طوكيو")
    assert full["matched"] == 1.0
    assert part["matched"] < 1.0


def test_the_word_that_the_passage_comes_least_near_to_is_lacking() -> None:
    assert features_of("بغداد المنصور")["missing"] == 0.0
    assert features_of("طوكيو بغداد")["missing"] == 1.0


def test_a_word_of_the_same_root_is_less_lacking() -> None:
    assert features_of("القاهرة عواصم")["missing"] < features_of("القاهرة طوكيو")["missing"]


def test_the_first_word_counts_where_it_is_missing_and_a_fact_is_asked_for() -> None:
    assert features_of("طوكيو بغداد", AnswerKind.WHEN)["first_missing"] == 1.0
    assert features_of("طوكيو بغداد", AnswerKind.WHY)["first_missing"] == 0.0
    assert features_of("بغداد طوكيو", AnswerKind.WHEN)["first_missing"] == 0.0


def test_the_fewer_the_words_the_greater_the_brevity() -> None:
    assert features_of("بغداد")["brevity"] == 1.0
    assert features_of("بغداد دجلة")["brevity"] == 0.5


def test_a_word_asked_again_makes_no_question_longer() -> None:
    assert features_of("بغداد بغداد دجلة بغداد")["brevity"] == 0.5


def test_the_last_word_counts_where_no_passage_has_it() -> None:
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


def test_common_words_are_separated_from_rare_ones() -> None:
    assert features_of("عاصمة")["commonness"] > features_of("فيكتوريا")["commonness"] >= 0.0


@pytest.mark.parametrize(
    ("logit", "steep"),
    [(-70.0, 60.0), (-60.0, 60.0), (-59.0, 59.0), (-1.0, 1.0), (0.0, 0.0), (2.0, -2.0), (1e9, -60.0)],
)
def test_a_logit_counts_up_to_sixty(logit: float, steep: float) -> None:
    expected = 1 / (1 + math.exp(steep))
    assert confidence({}, {}, logit) == pytest.approx(expected, rel=1e-9, abs=0)
    assert confidence({"a": logit}, {"a": 1.0}, 0.0) == pytest.approx(expected, rel=1e-9, abs=0)


def silence_of(
    words: tuple[QuestionWord, ...], kind: AnswerKind = AnswerKind.WHO
) -> tuple[dict[str, float], tuple[float, ...]]:
    """The features of a question to one document, and the weights of its words."""
    text = "زار سمير مدينة حمص. ثم عاد خالد إلى قلعة دمشق."
    index = build_index(Corpus((Document("d", text, Source("سيرة سمير")),)))
    question = Question("", kind, words)
    matcher, analyzer = QuestionMatcher(question, index), PassageAnalyzer(Analyzer())
    hits = [Hit(index.passages[0], 1, 0.625)]
    windows = judge_windows(question, hits, matcher, analyzer, weights={"covered": 1.0}, limit=100)
    found = silence_features(question, hits, windows, matcher, analyzer=analyzer, passages=7)
    return found, matcher.weights


def test_silence_has_all_the_features_of_a_question() -> None:
    found, weights = silence_of((QuestionWord("سمير"), QuestionWord("زرافة")))
    whole = sum(weights)
    assert found == pytest.approx(
        {
            "score": 0.625,
            "matched": weights[0] / whole,
            "leads": weights[0] / whole,
            "brevity": 0.5,
            "missing": 1.0,
            "first_missing": 0.0,
            "last_unknown": 1.0,
            "commonness": max(0.0, math.log(8) - whole / 2),
        }
    )
    assert 0 < found["commonness"] < math.log(8)


def test_a_word_of_a_near_form_is_missing_by_what_is_left() -> None:
    found, _ = silence_of((QuestionWord("قلاع"), QuestionWord("دمشق")))
    assert found["missing"] == pytest.approx(0.2)
    assert found["first_missing"] == pytest.approx(0.2)
    assert found["last_unknown"] == 0.0


@pytest.mark.parametrize(
    ("words", "missing"),
    [
        ((QuestionWord("زرافة", weight=0.75), QuestionWord("سمير")), 1.0),
        ((QuestionWord("زرافة", weight=0.74), QuestionWord("سمير")), 0.0),
        ((QuestionWord("زرافة", weight=0.5), QuestionWord("سمير", weight=0.5)), 1.0),
        ((QuestionWord("1950"), QuestionWord("سمير")), 0.0),
        ((QuestionWord("زرافة", ("سمير",)), QuestionWord("خالد")), 0.0),
        ((QuestionWord("زرافة", ("مدن",)), QuestionWord("خالد")), 0.2),
    ],
)
def test_a_word_of_three_quarters_of_its_weight_that_is_no_number_is_asked_about(
    words: tuple[QuestionWord, ...], missing: float
) -> None:
    found, _ = silence_of(words)
    assert [found["missing"], found["first_missing"]] == pytest.approx([missing, missing])


@pytest.mark.parametrize(
    ("kind", "is_fact"),
    [
        (AnswerKind.WHEN, True),
        (AnswerKind.WHERE, True),
        (AnswerKind.WHO, True),
        (AnswerKind.DEFINITION, True),
        (AnswerKind.HOW_MANY, True),
        (AnswerKind.HOW_MUCH, True),
        (AnswerKind.WHY, False),
        (AnswerKind.HOW, False),
        (AnswerKind.YES_NO, False),
        (AnswerKind.OTHER, False),
    ],
)
def test_facts_miss_their_first_word(kind: AnswerKind, is_fact: bool) -> None:  # noqa: FBT001
    found, _ = silence_of((QuestionWord("زرافة"), QuestionWord("سمير")), kind)
    assert found["first_missing"] == float(is_fact)


@pytest.mark.parametrize(
    ("word", "matched"),
    [("سمير", 0.8), ("خالد", 1.0), ("ليلى", 0.0), ("حمص", 0.0), ("قلاع", 0.8), ("بحار", 0.0)],
)
def test_only_the_best_window_and_the_title_match(word: str, matched: float) -> None:
    middle = "عاد خالد إلى قلعة دمشق"
    text = f"زار رجل مدينة حمص القديمة. {middle}. ثم سافرت ليلى إلى البحر."
    passage = Passage("d", 0, 0, len(text), text, (Span(0, len(text)),), "سمر")
    start = text.index(middle)
    index = build_index(Corpus((Document("d", text, Source("سمر")),)))
    question = Question("", AnswerKind.OTHER, (QuestionWord(word),))
    hits = [Hit(passage, 1, 0.5), Hit(passage, 2, 0.25)]
    features = {"leads": 1.0, "covered_with_title": 0.5}
    window = Window(hits[0], Span(start, start + len(middle)), features, 1.0, frozenset({0}))
    matcher, analyzer = QuestionMatcher(question, index), PassageAnalyzer(Analyzer())
    found = silence_features(question, hits, [window], matcher, analyzer=analyzer, passages=0)
    assert found == {
        "score": 0.5,
        "matched": pytest.approx(matched),
        "leads": 0.5,
        "brevity": 1.0,
        "missing": 0.0,
        "first_missing": 0.0,
        "last_unknown": 0.0,
        "commonness": 0.0,
    }
