"""Dates as Arabic sites write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.pages.published import has_date_words_only, parse_date
from retrieval.language.months import month_names


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("يوم 05 - 11 - 2012", date(2012, 11, 5)),
        ("2021 / 12 / 31 - 10:53", date(2021, 12, 31)),
        ("2022-01-31T10:00:00Z", date(2022, 1, 31)),
        ("٣١ كانون الثاني/يناير، ٢٠٢٢", date(2022, 1, 31)),
        ("7 كانون الأول (ديسمبر) 2021", date(2021, 12, 7)),
        ("يناير 31, 2022", date(2022, 1, 31)),
        ("January 31st, 2022", date(2022, 1, 31)),
        ("12 Sept 2020", date(2020, 9, 12)),
        ("3 من أيلول عام 2020", date(2020, 9, 3)),
        ("13 جانفي 2020", date(2020, 1, 13)),
        ("12/31/2021", date(2021, 12, 31)),
        ("3/6/2021", date(2021, 6, 3)),
        ("في 5 مايو 2019 ثم في 6 مايو 2020", date(2019, 5, 5)),
        ("31 شباط 2022", None),
        ("5 كانون الثاني 2022", date(2022, 1, 5)),
        ("5 كانون الأول 2022", date(2022, 12, 5)),
        ("5 كانون 2022", None),
        ("5 تشرين الثاني 2022", date(2022, 11, 5)),
        ("5 يناير / كانون الثاني 2022", date(2022, 1, 5)),
        ("5 كانون الثاني / يناير 2022", date(2022, 1, 5)),
        ("كانون الثاني 5, 2022", date(2022, 1, 5)),
        ("5 ماي 2022", date(2022, 5, 5)),
        ("5 مايو 2022", date(2022, 5, 5)),
        ("5 يونيه 2022", date(2022, 6, 5)),
        ("5 يوليوز 2022", date(2022, 7, 5)),
        ("5 Sep 2022", date(2022, 9, 5)),
        ("5 Sept 2022", date(2022, 9, 5)),
        ("5 September 2022", date(2022, 9, 5)),
        ("Sep 5, 2022", date(2022, 9, 5)),
        ("Sept 5, 2022", date(2022, 9, 5)),
        ("September 5, 2022", date(2022, 9, 5)),
        ("5 Mar 2022", date(2022, 3, 5)),
        ("5 March 2022", date(2022, 3, 5)),
        ("13/13/2022", None),
        ("12/13/2022", date(2022, 12, 13)),
        ("1/1/1899", None),
        ("1/1/1900", date(1900, 1, 1)),
        ("31/12/2099", date(2099, 12, 31)),
        ("1/1/2100", None),
        ("29 فبراير 2021", None),
        ("29 فبراير 2020", date(2020, 2, 29)),
        ("2022-13-45", None),
        ("3 مايو", None),
        ("", None),
    ],
)
def test_the_first_full_date_of_a_line_is_read(text: str, expected: date | None) -> None:
    assert parse_date(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("الجمعة 7 يناير 2022 - 10:53 ص", True),
        ("28 جمادى الأولى 1443 هـ - 01 يناير 2022", True),
        ("زار الوزير المدينة في 7 يناير 2022", False),
        ("7 كانون الثاني / يناير 2022", True),
        ("7 September 2022", True),
        ("كانون الثاني", True),
        ("المدينة 2022", False),
    ],
)
def test_a_line_of_date_words_only_is_recognized(text: str, expected: bool) -> None:  # noqa: FBT001
    assert has_date_words_only(text) == expected


@given(st.text(max_size=60))
def test_any_text_may_be_asked_for_a_date(text: str) -> None:
    assert parse_date(text) is None or isinstance(parse_date(text), date)


def test_every_name_of_a_month_is_read_whole_before_and_behind_its_day() -> None:
    names = [
        (row.month.number, name)
        for row in month_names()
        if row.month.calendar == "gregorian"
        for name in row.names
    ]
    assert len(names) > 50
    for number, name in names:
        for text in (f"28 {name} 2022", f"28 {name}/{name} 2022", f"{name} 28, 2022"):
            assert parse_date(text) == date(2022, number, 28), text
