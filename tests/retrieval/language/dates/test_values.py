from __future__ import annotations

from datetime import date

import pytest

from retrieval.language.dates.values import (
    DateValue,
    Precision,
    Year,
    resolve_full_date,
    resolve_yearless_month,
)

HIJRI = Year(1445, hijri=True)


@pytest.mark.parametrize(
    ("year", "month", "day", "hijri_month", "expected"),
    [
        (Year(2022), 1, 10, False, DateValue(Precision.DAY, "2022-01-10", resolved=True)),
        (Year(2022), 2, 30, False, DateValue(Precision.DAY, None, resolved=False)),
        (Year(2026), 9, 1, True, DateValue(Precision.YEAR, "2026", resolved=True, hijri=True)),
        (Year(0), 9, 1, True, DateValue(Precision.YEAR, None, resolved=False, hijri=True)),
        (
            HIJRI,
            3,
            12,
            True,
            DateValue(Precision.DAY, "2023-09-27", resolved=True, hijri=True),
        ),
        (HIJRI, 3, 31, True, DateValue(Precision.YEAR, None, resolved=False, hijri=True)),
    ],
)
def test_a_day_with_its_year_has_a_value_where_there_is_such_a_day(
    year: Year,
    month: int,
    day: int,
    hijri_month: bool,  # noqa: FBT001
    expected: DateValue,
) -> None:
    assert resolve_full_date(year, month, day, hijri_month=hijri_month) == expected


def test_a_hijri_day_of_a_year_before_all_tables_gives_the_years_that_it_may_lie_in() -> None:
    found = resolve_full_date(Year(61, hijri=True), 1, 10, hijri_month=True)
    assert found == DateValue(Precision.YEAR, "0680/0681", resolved=True, hijri=True)


@pytest.mark.parametrize(
    ("published", "direction", "expected"),
    [
        (None, None, DateValue(Precision.MONTH, "--12")),
        (
            date(2022, 1, 5),
            None,
            DateValue(Precision.MONTH, "2021-12", resolved=True, inferred=True, partial="--12"),
        ),
        (date(2022, 1, 5), -1, DateValue(Precision.MONTH, "2021-12", resolved=True, inferred=True)),
        (date(2022, 1, 5), 1, DateValue(Precision.MONTH, "2022-12", resolved=True, inferred=True)),
    ],
)
def test_a_month_without_a_year_keeps_what_is_written_only_where_the_nearest_year_was_taken(
    published: date | None, direction: int | None, expected: DateValue
) -> None:
    assert resolve_yearless_month(12, published, direction) == expected
