from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from retrieval.answering.line.asked_value import asked_value
from retrieval.answering.line.candidates import Candidate, find_candidates, number_of
from retrieval.language.dates.values import Precision
from retrieval.language.numbers.units import UnitClass
from retrieval.types import AnswerKind, Excerpt, LineKind, Question, QuestionWord, Source, Span


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


def found(question: str, kind: AnswerKind, *texts: str) -> list[Candidate]:
    """All that is found in some texts."""
    words = tuple(QuestionWord(word) for word in question.split()[1:])
    source = Source("", published=date(2022, 1, 1))
    excerpts = [Excerpt(1, "a", source, text, 0, len(text), (), 1.0) for text in texts]
    return find_candidates(kind, asked_value(Question(question, kind, words)), excerpts)


def a_date(start: int, end: int, value: str, precision: Precision = Precision.YEAR) -> Candidate:
    return Candidate(0, Span(start, end), LineKind.DATE, value, precision=precision)


def test_a_value_by_itself_is_certain_as_it_stands_and_of_no_unit() -> None:
    candidate = Candidate(0, Span(0, 1), LineKind.DATE, "2022")
    assert candidate == Candidate(
        excerpt=0,
        span=Span(0, 1),
        kind=LineKind.DATE,
        value="2022",
        inferred=False,
        precision=None,
        certain=True,
        unit=None,
        unit_class=None,
        pair=None,
        qualified=False,
        bracketed=False,
    )


def test_dates_have_their_precision_and_whether_they_are_inferred_qualified_or_in_brackets() -> None:
    texts = ["عبروا يوم 10 يناير، ثم عادوا نحو عام 1998", "قبل ذلك عام 1354م (عام 1355م) سنة 2001"]
    assert found("متى عبروا", AnswerKind.WHEN, *texts) == [
        replace(a_date(10, 18, "2022-01-10", Precision.DAY), inferred=True),
        replace(a_date(29, 41, "1998"), qualified=True),
        replace(a_date(12, 17, "1354"), excerpt=1),
        replace(a_date(23, 28, "1355"), excerpt=1, bracketed=True),
        replace(a_date(34, 38, "2001"), excerpt=1),
    ]


def test_a_date_without_a_value_is_passed_over() -> None:
    actual = found("متى عبروا", AnswerKind.WHEN, "مساء يوم الخميس ثم عام 1998")
    assert actual == [a_date(23, 27, "1998")]


def test_the_years_of_a_life_are_a_pair_without_their_marks() -> None:
    begin = replace(a_date(6, 9, "0900"), pair="begin", bracketed=True)
    end = replace(a_date(12, 15, "0955"), pair="end", bracketed=True)
    assert found("متى ولد سمير", AnswerKind.WHEN, "سمير (900 - 955م) عالم") == [begin, end]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("سمير (دمشق 1900 - 1955) عالم", [("1900", "begin", True), ("1955", "end", True)]),
        ("كان (أ) في 1900 - 1955 هنا", [("1900", "begin", False), ("1955", "end", False)]),
        ("سمير (1900 ثم 1955) عالم", [("1900", None, True), ("1955", None, True)]),
        ("سمير (1900) وخالد - 1955) عالم", [("1900", None, True), ("1955", None, False)]),
        ("سمير، 5 مايو 1900 - 6 مايو 1955", [("1900-05-05", None, False), ("1955-05-06", None, False)]),
        (
            "(5 مايو 1900 - 6 مايو 1955) (7 مايو 1960)",
            [("1900-05-05", "begin", True), ("1955-05-06", "end", True), ("1960-05-07", None, True)],
        ),
        ("عاش من 1998 إلى 2001", [("1998", "begin", False), ("2001", "end", False)]),
    ],
)
def test_dates_are_a_pair_where_a_dash_parts_them(
    text: str, expected: list[tuple[str, str | None, bool]]
) -> None:
    actual = found("متى ولد سمير", AnswerKind.WHEN, text)
    assert [(each.value, each.pair, each.bracketed) for each in actual] == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("متى عبروا", ["1998-05-10", "1998"]),
        ("متى عبروا 1998", ["1998-05-10"]),
        ("متى عبروا 1998 10", []),
        ("متى عبروا 10", ["1998-05-10", "1998"]),
        ("متى عبروا 1998 10 7", []),
    ],
)
def test_a_value_all_of_whose_numbers_the_question_holds_is_left_out(
    question: str, expected: list[str]
) -> None:
    actual = found(question, AnswerKind.WHEN, "في 10 مايو 1998 وعام 1998")
    assert [each.value for each in actual] == expected


def test_a_value_without_digits_is_never_what_the_question_holds() -> None:
    text = "عام 2014 شارك خمسون"
    assert [each.value for each in found("كم جنديا 2014", AnswerKind.HOW_MANY, text)] == ["50"]


def test_numbers_have_their_unit_and_whether_they_are_qualified() -> None:
    texts = ["شارك نحو 50 جنديا", "شارك 7 كتب و1500000 دينار"]
    assert found("كم جنديا شارك", AnswerKind.HOW_MANY, *texts) == [
        Candidate(
            0,
            Span(5, 17),
            LineKind.NUMBER,
            "50",
            unit="soldier",
            unit_class=UnitClass.PEOPLE,
            qualified=True,
        ),
        Candidate(1, Span(5, 10), LineKind.NUMBER, "7", unit="كتب", unit_class=UnitClass.COUNT),
        Candidate(1, Span(12, 25), LineKind.NUMBER, "1500000", unit="dinar", unit_class=UnitClass.MONEY),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("في 999 كان", ["999"]),
        ("في 1000 كان", []),
        ("في 2099 كان", []),
        ("في 2100 كان", ["2100"]),
        ("كان 1998 كتابا", []),
        ("كان 1998 شخصا", ["1998"]),
        ("نحو 1998", ["1998"]),
        ("شارك 1023 م", ["1023"]),
        ("بين 999 و2001 كتاب", ["999/2001"]),
        ("في 10 يناير 2022 و5 جنود", ["5"]),
        ("5 جنود في 10 يناير 2022", ["5"]),
        ("5 جنود 10 يناير 2022", ["5"]),
        ("10 يناير 2022 7 جنود", ["7"]),
    ],
)
def test_a_plain_number_of_a_year_is_no_quantity_unless_it_is_measured_or_qualified(
    text: str, expected: list[str]
) -> None:
    assert [each.value for each in found("كم جنديا شارك", AnswerKind.HOW_MANY, text)] == expected


def test_every_feminine_dual_of_the_counted_noun_is_two() -> None:
    two = Candidate(0, Span(5, 12), LineKind.NUMBER, "2", unit="بطولتين", unit_class=UnitClass.COUNT)
    assert found("كم بطولة أحرز", AnswerKind.HOW_MANY, "أحرز بُطولتين ثم بطولتان") == [
        replace(two, span=Span(5, 13)),
        replace(two, span=Span(17, 24), unit="بطولتان"),
    ]


def test_a_masculine_dual_is_no_number() -> None:
    assert found("كم كتاب ألف", AnswerKind.HOW_MANY, "ألف كتابين") == []


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [("50", "50", "50"), ("3/5", "3", "5"), ("0/7", "0", "7"), ("1.5", "1.5", "1.5")],
)
def test_a_single_number_is_its_own_range(value: str, low: str, high: str) -> None:
    assert number_of(value) == (Decimal(low), Decimal(high))
