from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from retrieval.answering.line.asked_value import asked_value
from retrieval.answering.line.candidates import find_candidates, number_of
from retrieval.types import AnswerKind, Excerpt, Question, QuestionWord, Source


def values(question: str, kind: AnswerKind, text: str) -> list[tuple[str, str]]:
    """The words and values of what is found in a text."""
    words = tuple(QuestionWord(word) for word in question.split()[1:])
    excerpts = [Excerpt(1, "a", Source("", published=date(2022, 1, 1)), text, 0, len(text), (), 1.0)]
    found = find_candidates(kind, asked_value(Question(question, kind, words)), excerpts)
    return [(text[each.span.start : each.span.end], each.value) for each in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("بعد سنة 1354م عبروا", [("بعد سنة 1354م", "1354")]),
        ("في سنة 1354م عبروا", [("1354م", "1354")]),
        ("انعقد عام 1998", [("1998", "1998")]),
        ("مساء يوم الخميس", []),
        ("(1879 - 1955)", [("1879 - 1955", "1879/1955")]),
    ],
)
def test_a_date_is_shown_without_the_word_for_year_but_with_what_narrows_it(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert values("متى عبروا", AnswerKind.WHEN, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("العالم (1879 - 1955م) فيزيائي", [("1879", "1879"), ("1955", "1955")]),
        ("حكم من 300 إلى 250 قبل الميلاد", [("من 300 إلى 250 قبل الميلاد", "-0299/-0249")]),
        ("في القرن 19", [("القرن 19", "1801/1900")]),
        ("بين عامي 600 و 610 هـ", [("بين عامي 600 و 610 هـ", "1203/1214")]),
    ],
)
def test_a_pair_of_years_gives_its_ends_where_birth_is_asked_for(
    text: str, expected: list[tuple[str, str]]
) -> None:
    assert values("متى ولد العالم", AnswerKind.WHEN, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("في 10 يناير 2022 شارك 50 جنديا", [("50 جنديا", "50")]),
        ("شارك 2003 جنود", [("2003 جنود", "2003")]),
        ("في 2003 شارك كثيرون", []),
        ("بين 3 و5 وفود", [("بين 3 و5 وفود", "3/5")]),
        ("عام 2014 شارك خمسون", [("خمسون", "50")]),
    ],
)
def test_numbers_inside_of_dates_are_no_quantities(text: str, expected: list[tuple[str, str]]) -> None:
    assert values("كم جنديا شارك", AnswerKind.HOW_MANY, text) == expected


def test_two_dates_in_brackets_are_a_pair_with_places_beside_them() -> None:
    text = "الكاتب (دمشق، 13 أكتوبر 1958 - حلب، 2 أكتوبر 2018) صحفي، كتب عام 1990"
    excerpts = [Excerpt(1, "a", Source(""), text, 0, len(text), (), 1.0)]
    question = Question("متى ولد الكاتب", AnswerKind.WHEN, (QuestionWord("ولد"), QuestionWord("الكاتب")))
    found = find_candidates(AnswerKind.WHEN, asked_value(question), excerpts)
    assert [(each.value, each.pair, each.bracketed) for each in found] == [
        ("1958-10-13", "begin", True),
        ("2018-10-02", "end", True),
        ("1990", None, False),
    ]


def test_what_the_question_says_itself_is_no_answer() -> None:
    assert values("كم نسبة المشاركة عام 2011", AnswerKind.HOW_MUCH, "شارك 2011 شخصا أي 45%") == [
        ("45%", "45")
    ]


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("كم بطولة أحرز", "أحرز بطولتين في المدينة", [("بطولتين", "2")]),
        ("كم بطولة أحرز", "أحرز كأسين في فلسطين", []),
        ("كم سنة دام", "دام سنتين", [("سنتين", "2")]),
        ("كم", "بطولتين", []),
    ],
)
def test_the_dual_of_the_counted_noun_is_the_number_two(
    question: str, text: str, expected: list[tuple[str, str]]
) -> None:
    assert values(question, AnswerKind.HOW_MANY, text) == expected


def test_the_numbers_of_a_value_are_read_back() -> None:
    assert [number_of("50"), number_of("3/5.5")] == [
        (Decimal(50), Decimal(50)),
        (Decimal(3), Decimal("5.5")),
    ]
