from __future__ import annotations

from datetime import date

import pytest
from hijridate import Hijri
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.dates.calendars import (
    hijri_day,
    hijri_month,
    hijri_years,
    iso_day,
    iso_month,
    iso_year,
    nearest_hijri_day,
)


def test_years_before_the_era_count_a_year_zero_as_iso_does() -> None:
    actual = [
        iso_year(333, before_era=True),
        iso_year(1, before_era=True),
        iso_year(1),
        iso_year(0),
        iso_year(10000),
    ]
    assert actual == ["-0332", "0000", "0001", None, None]


def test_days_and_months_that_do_not_exist_have_no_value() -> None:
    actual = [
        iso_day(2021, 2, 29),
        iso_day(2020, 2, 29),
        iso_month(0, 1),
        iso_day(0, 1, 1),
        iso_day(44, 3, 15, before_era=True),
    ]
    assert actual == [None, "2020-02-29", None, None, "-0043-03-15"]


@given(st.integers(1343, 1500), st.integers(1, 12), st.integers(1, 28))
def test_known_hijri_days_are_converted_as_the_library_does(year: int, month: int, day: int) -> None:
    expected = Hijri(year, month, day).to_gregorian()
    assert hijri_day(year, month, day) == date(expected.year, expected.month, expected.day)


def test_hijri_days_that_do_not_exist_or_are_not_convertible_have_no_date() -> None:
    assert [hijri_day(1342, 1, 1), hijri_day(1443, 2, 30), hijri_day(1443, 1, 0), hijri_month(1342, 1)] == [
        None
    ] * 4


def test_hijri_days_are_convertible_from_1343_to_1500() -> None:
    assert [hijri_day(1343, 1, 1), hijri_day(1500, 12, 29)] == [date(1924, 8, 1), date(2077, 11, 15)]
    assert [hijri_day(1342, 12, 29), hijri_day(1501, 1, 1)] == [None, None]


def test_hijri_months_have_29_or_30_days() -> None:
    assert [hijri_month(1443, 1), hijri_month(1443, 2)] == ["2021-08-09/2021-09-07", "2021-09-08/2021-10-06"]
    assert [hijri_day(1443, 1, 30), hijri_day(1443, 2, 29)] == [date(2021, 9, 7), date(2021, 10, 6)]
    assert [hijri_day(1443, 1, 31), hijri_day(1443, 2, 30)] == [None, None]


@pytest.mark.parametrize("month", range(1, 13))
def test_the_last_day_of_each_month_exists_and_the_next_does_not(month: int) -> None:
    last = {2: 28, 4: 30, 6: 30, 9: 30, 11: 30}.get(month, 31)
    assert [iso_day(2021, month, last), iso_day(2021, month, last + 1)] == [f"2021-{month:02d}-{last}", None]


def test_the_last_year_is_9999() -> None:
    assert [iso_year(9999), iso_year(10000), iso_month(9999, 12), iso_day(9999, 12, 31)] == [
        "9999",
        None,
        "9999-12",
        "9999-12-31",
    ]
    assert [iso_year(2, before_era=True), iso_year(0, before_era=True)] == ["-0001", None]


def test_hijri_years_before_1582_are_julian() -> None:
    assert [hijri_years(year, year) for year in (989, 990, 991)] == ["1581/1582", "1582/1583", "1583/1584"]


@given(st.integers(1343, 1499))
def test_the_arithmetic_years_contain_the_convertible_days(year: int) -> None:
    begins, ends = hijri_day(year, 1, 1), hijri_day(year + 1, 1, 1)
    years = hijri_years(year, year)
    assert begins is not None
    assert ends is not None
    assert years is not None
    first, _, last = years.partition("/")
    assert abs(int(first) - begins.year) <= 1
    assert abs(int(last or first) - ends.year) <= 1


@pytest.mark.parametrize(
    ("first", "last", "years"),
    [
        (1, 1, "0622/0623"),
        (656, 656, "1258"),
        (201, 300, "0816/0913"),
        (1157, 1157, "1744/1745"),
        (2, 1, None),
        (0, 1, None),
    ],
)
def test_hijri_years_have_the_gregorian_years_of_historians(first: int, last: int, years: str | None) -> None:
    assert hijri_years(first, last) == years


def test_the_nearest_hijri_day_is_looked_for_on_both_sides() -> None:
    assert nearest_hijri_day(9, 1, date(2022, 1, 1)) == date(2022, 4, 2)
    assert nearest_hijri_day(9, 1, date(2021, 6, 1)) == date(2021, 4, 13)
    assert nearest_hijri_day(9, 1, date(1500, 6, 1)) is None
