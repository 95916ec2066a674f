from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.wording.grammar import (
    DAY,
    DOCUMENT,
    PASSAGE,
    arabic_age,
    arabic_date,
    arabic_time,
    arabic_value,
    count,
    isolate,
    one_line,
)
from retrieval import LineKind
from tests.bot.conversation.fakes import bare


@pytest.mark.parametrize(
    ("number", "phrase"),
    [
        (0, "لا مقاطع"),
        (1, "مقطع واحد"),
        (2, "مقطعان"),
        (3, "3 مقاطع"),
        (10, "10 مقاطع"),
        (11, "11 مقطعا"),
        (99, "99 مقطعا"),
        (100, "100 مقطع"),
        (101, "101 مقطع"),
        (102, "102 مقطع"),
        (103, "103 مقاطع"),
        (111, "111 مقطعا"),
        (1000, "1000 مقطع"),
    ],
)
def test_a_counted_noun_takes_the_form_that_its_number_asks_for(number: int, phrase: str) -> None:
    assert bare(count(number, PASSAGE)) == phrase


def test_a_number_and_its_noun_are_isolated_as_one() -> None:
    assert count(3, DOCUMENT) == "\u20683 وثائق\u2069"


def test_nouns_after_prepositions_are_in_the_genitive() -> None:
    assert count(2, DAY) == "يومين"


@pytest.mark.parametrize("text", ["جريدة المدينة", "«عنوان»، ومكان", ""])
def test_arabic_alone_needs_no_isolate(text: str) -> None:
    assert isolate(text) == text


@pytest.mark.parametrize("text", ["Reuters", "10 يناير", "https://example.org", "١٠ يناير", "50%"])
def test_what_can_turn_the_words_around_it_is_isolated(text: str) -> None:
    assert isolate(text) == f"\u2068{text}\u2069"


@given(st.text())
def test_isolates_are_balanced_whatever_the_text(text: str) -> None:
    isolated = isolate(text)
    assert isolated.count("\u2068") == isolated.count("\u2069") <= 1
    assert not set(isolated) & set("\u2066\u2067")


@given(st.text(), st.integers(1, 80))
def test_one_line_is_one_line_and_no_longer_than_allowed(text: str, length: int) -> None:
    line = one_line(text, length)
    assert len(line) <= length
    assert len(line.splitlines()) <= 1


def test_a_line_that_is_cut_ends_with_an_ellipsis() -> None:
    assert one_line("لقاء\n جنيف  الثاني", 11) == "لقاء جنيف…"


def test_dates_and_times_are_written_in_words() -> None:
    assert arabic_date(date(2022, 1, 10)) == "10 يناير 2022"
    assert arabic_time(datetime(2022, 12, 1, 9, 5, tzinfo=UTC)) == "1 ديسمبر 2022، 09:05"


@pytest.mark.parametrize(
    ("kind", "value", "words"),
    [
        (LineKind.DATE, "2022-01-10", "10 يناير 2022"),
        (LineKind.DATE, "2022-01", "يناير 2022"),
        (LineKind.DATE, "2022", "2022"),
        (LineKind.DATE, "2022-01-09/2022-01-10", "9–10 يناير 2022"),
        (LineKind.DATE, "2022-01-31/2022-02-01", "31 يناير 2022 – 1 فبراير 2022"),
        (LineKind.DATE, "2021-12/2022-01", "ديسمبر 2021 – يناير 2022"),
        (LineKind.DATE, "--01-10", "10 يناير"),
        (LineKind.DATE, "--01", "يناير"),
        (LineKind.DATE, "--01-09/--01-10", "9–10 يناير"),
        (LineKind.DATE, "-0332", "333 ق.م"),
        (LineKind.DATE, "-0332/-0320", "333 ق.م – 321 ق.م"),
        (LineKind.DATE, "-", "-"),
        (LineKind.DATE, "2022-13-01", "2022-13-01"),
        (LineKind.DATE, "some day", "some day"),
        (LineKind.NUMBER, "14", "14"),
        (LineKind.NUMBER, "14.0", "14"),
        (LineKind.NUMBER, "14.5", "14.5"),
        (LineKind.NUMBER, "3/5", "3–5"),
    ],
)
def test_values_are_written_in_words(kind: LineKind, value: str, words: str) -> None:
    assert arabic_value(kind, value) == words


@given(st.text(), st.sampled_from(LineKind))
def test_any_value_can_be_written(value: str, kind: LineKind) -> None:
    assert isinstance(arabic_value(kind, value), str)


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=-5), "منذ أقل من دقيقة"),
        (timedelta(seconds=59), "منذ أقل من دقيقة"),
        (timedelta(minutes=1), "منذ دقيقة واحدة"),
        (timedelta(minutes=15), "منذ 15 دقيقة"),
        (timedelta(hours=2), "منذ ساعتين"),
        (timedelta(days=3, hours=5), "منذ 3 أيام"),
    ],
)
def test_an_age_is_given_in_its_largest_unit(age: timedelta, words: str) -> None:
    assert bare(arabic_age(age)) == words
