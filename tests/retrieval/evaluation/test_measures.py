from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import EvaluationError
from retrieval.evaluation import measures
from retrieval.types import AnswerLine, LineKind, Span

scores = st.lists(st.floats(0, 1), min_size=1, max_size=30)


def line(text: str) -> AnswerLine:
    return AnswerLine(text, LineKind.DATE, "", (), 1, Span(0, 0))


def test_rankings_are_measured_by_their_first_relevant_document() -> None:
    measured = measures.measure_rankings(
        {"q1": {"a": 1}, "q2": {"a": 1}, "q3": {"a": 1}},
        {"q1": (("a", 2.0),), "q2": (("b", 2.0), ("a", 1.0))},
    )
    assert {topic: values["RR@10"] for topic, values in measured.items()} == {"q1": 1.0, "q2": 0.5, "q3": 0.0}
    assert measured["q2"] == pytest.approx(
        {"RR@10": 0.5, "nDCG@10": 0.6309, "Success@1": 0, "Success@3": 1, "Success@10": 1, "R@100": 1},
        abs=1e-4,
    )


def test_without_ir_measures_the_error_names_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    with pytest.raises(EvaluationError, match=r"pip install 'shahid\[evaluation\]'"):
        measures.measure_rankings({}, {})


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ("وُلِدَ فِي القَاهِرَةِ عام 1900", ["القاهره"], True),
        ("ولد في الإسكندرية", ["الاسكندرية"], True),
        ("مدينـــة  كبرى", ["مدينة\nكبري"], True),
        ("ولد في دمشق", ["حلب", "دمشق"], True),
        ("ولد في دمشق", ["حلب"], False),
        ("ولد في دمشق", ["", "َ"], False),
    ],
)
def test_an_answer_is_found_with_any_marks_and_letter_variants(
    text: str, answers: list[str], *, expected: bool
) -> None:
    assert measures.holds_answer(text, answers) is expected


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ("10 يناير 2022", ["يناير 2022،"], True),
        ("1958", ["عام ١٩٥٨م."], True),
        ("10", ["بـ10 سنوات"], True),
        ("1 يناير", ["11 يناير"], False),
        ("195", ["1958"], False),
        ("1959", ["1958", "1957"], False),
        ("1958", [], False),
    ],
)
def test_a_line_is_right_where_it_or_the_answer_contains_the_other(
    text: str, answers: list[str], *, expected: bool
) -> None:
    assert measures.line_is_right(line(text), answers) is expected


def test_auroc_counts_ties_half() -> None:
    assert measures.auroc([0.9, 0.5], [0.5, 0.1]) == 0.875
    assert measures.auroc([], [0.5]) == 0.5
    assert measures.auroc([0.5], []) == 0.5


@given(scores, scores)
def test_auroc_is_the_share_of_pairs_in_order(positives: list[float], negatives: list[float]) -> None:
    pairs = [(p > n) + (p == n) / 2 for p in positives for n in negatives]
    assert measures.auroc(positives, negatives) == pytest.approx(sum(pairs) / len(pairs))


def test_refused_counts_confidences_below_the_threshold_that_keeps_enough() -> None:
    answerable = [number / 100 for number in range(1, 101)]
    assert measures.refused_when_kept(answerable, [0.01, 0.05, 0.06, 0.5]) == 0.5
    assert measures.refused_when_kept([], [0.1]) == 0.0
    assert measures.refused_when_kept([0.1], []) == 0.0


@given(scores, scores)
def test_the_threshold_of_refusal_keeps_its_share(answerable: list[float], unanswerable: list[float]) -> None:
    refused = measures.refused_when_kept(answerable, unanswerable)
    thresholds = [t for t in answerable if sum(s >= t for s in answerable) >= 0.95 * len(answerable)]
    assert refused == max(sum(s < t for s in unanswerable) for t in thresholds) / len(unanswerable)


def test_the_mean_of_no_values_is_none() -> None:
    assert measures.mean([]) is None
    assert measures.mean([True, False]) == 0.5


@pytest.mark.parametrize(
    ("answerable", "kept", "refused"),
    [
        ([0.5, 0.9], 0.5, 1.0),  # one of two is to be kept
        ([0.5, 0.9], 0.51, 0.0),  # both are
        ([0.9], 0.01, 1.0),
        ([0.5, 0.9], 1.0, 0.0),
        ([0.6], 1.0, 0.0),  # as high as the threshold is kept
    ],
)
def test_as_many_are_kept_as_the_share_asks_for(answerable: list[float], kept: float, refused: float) -> None:
    assert measures.refused_when_kept(answerable, [0.6], kept) == refused


def test_95_percent_are_kept_unless_asked_otherwise() -> None:
    answerable = [number / 20 for number in range(20)]
    assert measures.refused_when_kept(answerable, [0.0, 0.04, 0.06]) == pytest.approx(2 / 3)
    assert measures.KEPT_SHARE == 0.95


def test_a_line_is_right_by_its_value_alone_too() -> None:
    shown = AnswerLine("11 فبراير 2011", LineKind.DATE, "2011-02-11", (), 1, Span(0, 1))
    assert measures.line_is_right(shown, ["11/2/2011"])
    assert not measures.line_is_right(shown, ["12/2/2011"])


@pytest.mark.parametrize(
    ("text", "answers", "expected"),
    [
        ("10", ["ب10"], True),
        ("10", ["بـ10م"], True),
        ("10", ["سب10"], False),
        ("10", ["10سم"], False),
        ("10", ["110"], False),
        ("10", ["101"], False),
        ("10", [" ،.؟"], False),
        ("…", ["10"], False),
        ("10 ، 20", ["،10 ، 20؟"], True),
    ],
)
def test_words_are_held_with_no_more_than_a_letter_beside_them(
    text: str, answers: list[str], *, expected: bool
) -> None:
    assert measures.line_is_right(line(text), answers) is expected


def test_folding_leaves_marks_tatweel_and_blanks_out() -> None:
    assert measures.fold(" أإآٱ ىة\u00a0ـكِتَابٌ\n") == "اااا يه كتاب"


def test_only_measured_questions_and_their_grades_count() -> None:
    measured = measures.measure_rankings({"q": {"a": 1, "b": 0}}, {"q": (("b", 2.0), ("a", 1.0)), "x": ()})
    assert {topic: values["RR@10"] for topic, values in measured.items()} == {"q": 0.5}
    assert list(measured["q"]) == ["RR@10", "nDCG@10", "Success@1", "Success@3", "Success@10", "R@100"]
