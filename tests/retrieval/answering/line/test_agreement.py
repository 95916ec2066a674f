from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.line.agreement import Agreement, Voices, agree, differs, gather_voices
from retrieval.answering.line.candidates import Candidate
from retrieval.language.numbers.units import UnitClass
from retrieval.types import Citation, Excerpt, LineKind, Source, Span


def day(value: str, excerpt: int = 0) -> Candidate:
    return Candidate(excerpt, Span(0, 1), LineKind.DATE, value)


def number(value: str, unit: str | None = None, unit_class: UnitClass | None = None) -> Candidate:
    return Candidate(0, Span(0, 1), LineKind.NUMBER, value, unit=unit, unit_class=unit_class)


def excerpt(name: str, *twins: str) -> Excerpt:
    source = Source("")
    return Excerpt(
        1, name, source, "", 0, 0, (), 1.0, None, tuple(Citation(twin, source, 0, 0) for twin in twins)
    )


@pytest.mark.parametrize(
    ("one", "other", "degree"),
    [
        ("2022-01-10", "2022-01-10", Agreement.FULL),
        ("2022-01-10", "2022-01-09/2022-01-10", Agreement.PART),
        ("2022-01-10", "2022-01", Agreement.PART),
        ("2022-01-10", "2022", Agreement.PART),
        ("2022-01-10", "2020/2029", Agreement.PART),
        ("--01-10", "2022-01-10", Agreement.PART),
        ("--01-10", "2022-01-12", Agreement.NONE),
        ("2022-01-10", "2022-01-12", Agreement.NONE),
        ("2022-01-10", "2021", Agreement.NONE),
        ("2022-01-11", "2022-01-09/2022-01-10", Agreement.NONE),
        ("-0332", "-0332", Agreement.FULL),
        ("-0332", "0332", Agreement.NONE),
    ],
)
def test_dates_agree_by_what_they_contain(one: str, other: str, degree: Agreement) -> None:
    assert [agree(day(one), day(other)), agree(day(other), day(one))] == [degree, degree]


@pytest.mark.parametrize(
    ("one", "other", "degree"),
    [
        (number("50"), number("50"), Agreement.FULL),
        (number("50", "minute", UnitClass.TIME), number("50"), Agreement.FULL),
        (number("50", "كتاب", UnitClass.COUNT), number("50", "مجلد", UnitClass.COUNT), Agreement.FULL),
        (number("50", "minute", UnitClass.TIME), number("50", "year", UnitClass.TIME), Agreement.NONE),
        (number("3/5"), number("4"), Agreement.PART),
        (number("3/5"), number("6"), Agreement.NONE),
        (number("50"), day("50"), Agreement.NONE),
    ],
)
def test_numbers_agree_by_value_and_unit(one: Candidate, other: Candidate, degree: Agreement) -> None:
    assert [agree(one, other), agree(other, one)] == [degree, degree]


def test_a_value_is_kept_once_with_its_documents_and_each_different_one_once() -> None:
    excerpts = [excerpt("a", "twin"), excerpt("b"), excerpt("c"), excerpt("a")]
    rivals = [day("2022-01-12", 1), day("2022-01-10", 2), day("2022-01-12", 3)]
    actual = gather_voices(day("2022-01-10"), rivals, excerpts)
    assert actual == Voices(("a", "twin", "c"), ("2022-01-12",))


@pytest.mark.parametrize(
    ("chosen", "other", "shown"),
    [
        ("2022-01-10", "2022-01-09/2022-01-10", True),
        ("2022-01-10", "2022", False),
        ("2022-01-10", "--01-10", False),
        ("2014", "2014-03-18", True),
        ("2022-01-10", "2022-01-12", True),
        ("2022-01-10", "2022-01-10", False),
    ],
)
def test_a_vaguer_value_is_not_shown_beside_the_chosen_one(chosen: str, other: str, shown: bool) -> None:  # noqa: FBT001
    assert differs(day(chosen), day(other)) is shown


def test_a_number_of_another_unit_is_not_shown_beside_the_chosen_one() -> None:
    minutes = number("50", "minute", UnitClass.TIME)
    assert [
        differs(minutes, number("8", "hour", UnitClass.TIME)),
        differs(minutes, number("45", "minute")),
    ] == [
        False,
        True,
    ]


VALUES = st.sampled_from(
    ["2022", "2022-01", "2022-01-10", "2022-01-09/2022-01-10", "--01-10", "--01", "-0332", "1801/1900"]
)


@given(VALUES, VALUES)
def test_agreement_does_not_depend_on_the_order(one: str, other: str) -> None:
    assert agree(day(one), day(other)) is agree(day(other), day(one))
    assert (agree(day(one), day(other)) is Agreement.FULL) is (one == other)


@pytest.mark.parametrize(
    ("one", "other", "degree"),
    [
        ("2022-01-09/2022-01-10", "2022-01-09", Agreement.PART),
        ("2022-01-09/2022-01-11", "2022-01-10", Agreement.PART),
        ("2022-01-09/2022-01-11", "2022-01-08", Agreement.NONE),
        ("2022-01-09/2022-01-11", "2022-01-12", Agreement.NONE),
        ("2022-01-09/2022-01-11", "2022-01-10/2022-01-12", Agreement.NONE),
        ("2022-01-09/2022-01-11", "2022-01-09/2022-01-10", Agreement.PART),
        ("2021/2022", "2022-05", Agreement.PART),
        ("2021/2022", "2020-12", Agreement.NONE),
        ("2021/2022", "2023-01", Agreement.NONE),
        ("-0299/-0249", "-0299", Agreement.NONE),
        ("-0299/-0249", "0249", Agreement.NONE),
        ("--01-10", "--01-12", Agreement.NONE),
        ("--01-10", "-0332", Agreement.NONE),
        ("--01", "2022-01", Agreement.PART),
    ],
)
def test_dates_that_are_longer_or_shorter_agree_where_one_holds_the_other(
    one: str, other: str, degree: Agreement
) -> None:
    assert [agree(day(one), day(other)), agree(day(other), day(one))] == [degree, degree]


MINUTE = ("minute", UnitClass.TIME)


@pytest.mark.parametrize(
    ("one", "other", "degree"),
    [
        (number("3/5"), number("3"), Agreement.PART),
        (number("3/5"), number("5"), Agreement.PART),
        (number("3/5"), number("2"), Agreement.NONE),
        (number("3/5"), number("3/5"), Agreement.FULL),
        (number("3/5"), number("3/4"), Agreement.PART),
        (number("3/5"), number("2/4"), Agreement.NONE),
        (number("3/5"), number("4/6"), Agreement.NONE),
        (number("3/5"), number("6/7"), Agreement.NONE),
        (number("50"), number("50.0"), Agreement.PART),
        (number("3/5", *MINUTE), number("4", "hour", UnitClass.TIME), Agreement.NONE),
        (number("3/5", *MINUTE), number("4", *MINUTE), Agreement.PART),
        (number("3/5", *MINUTE), number("4", "كتاب", UnitClass.COUNT), Agreement.PART),
        (number("50", *MINUTE), number("50", *MINUTE), Agreement.FULL),
        (number("50", *MINUTE), number("51", *MINUTE), Agreement.NONE),
    ],
)
def test_a_range_agrees_in_part_with_what_lies_in_it(
    one: Candidate, other: Candidate, degree: Agreement
) -> None:
    assert [agree(one, other), agree(other, one)] == [degree, degree]


def test_values_of_two_kinds_never_agree() -> None:
    assert agree(number("2022"), day("2022")) is Agreement.NONE
    assert agree(number("3/5"), day("4")) is Agreement.NONE


def test_the_degrees_of_agreement_are_none_a_half_and_one() -> None:
    assert [degree.value for degree in Agreement] == [0.0, 0.5, 1.0]


@pytest.mark.parametrize(
    ("chosen", "other", "stands"),
    [
        (day("2022-01-10"), day("2022-01"), False),
        (day("2022-01"), day("2022-01-10"), True),
        (day("2022-01-09/2022-01-10"), day("2022-01-10"), False),
        (day("--01-10"), day("2022-01-10"), True),
        (day("2022-01-10"), day("2020/2029"), True),
        (number("4"), number("3/5"), True),
        (number("3/5"), number("4"), False),
        (number("50"), number("51"), True),
        (number("50", *MINUTE), number("51", "hour", UnitClass.TIME), False),
        (number("50", *MINUTE), number("51", *MINUTE), True),
        (number("50", *MINUTE), number("50", *MINUTE), False),
        (number("50.0"), number("5/51"), True),
        (number("50"), number("50.0"), True),
        (day("2022"), day("2023"), True),
    ],
)
def test_a_value_stands_beside_the_chosen_one_where_it_differs(
    chosen: Candidate,
    other: Candidate,
    stands: bool,  # noqa: FBT001
) -> None:
    assert differs(chosen, other) is stands


def test_documents_come_in_the_order_of_their_excerpts_and_values_in_that_of_the_rivals() -> None:
    excerpts = [excerpt("a"), excerpt("b", "c"), excerpt("d", "a")]
    rivals = [day("2022-01-10", 2), day("2023", 0), day("2021", 0)]
    actual = gather_voices(day("2022-01-10", 1), rivals, excerpts)
    assert actual == Voices(("b", "c", "d", "a"), ("2023", "2021"))


def test_a_value_that_agrees_in_part_adds_no_document() -> None:
    actual = gather_voices(day("2022-01-10"), [day("2022", 1)], [excerpt("a"), excerpt("b")])
    assert actual == Voices(("a",), ())
