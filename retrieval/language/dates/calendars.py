"""Converts Hijri dates and years before the common era to ISO 8601.

In: years, months and days of either calendar. Out: Gregorian ISO 8601 values. Hijri days are converted
only within the range of the Umm al-Qura calendar (1343 to 1500 AH, `hijridate`). Earlier months began
when the new moon was seen, so that the arithmetic calendar is right only to a day or two: such dates
give a year alone, or two years where the Hijri year overlaps both. Years before 1582 are Julian, as
historians count them.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Final

from hijridate import Gregorian, Hijri

HIJRI_YEARS: Final = range(1343, 1501)
"""Years whose days can be converted: the range of `hijridate` 2.6 (Umm al-Qura)."""
_LAST_YEAR: Final = 9999
_GREGORIAN_BEGINS: Final = 2299161
"""Julian day of 15 October 1582."""
_HIJRI_EPOCH: Final = 1948440
"""Julian day of 1 Muharram of the year 1 (16 July 622, Julian), civil reckoning."""


def iso_year(year: int, *, before_era: bool = False) -> str | None:
    """A year as ISO 8601; None where it is out of range.

    Args:
        year: Number of the year, from 1.
        before_era: Whether it is counted before the common era: 333 BCE is `-0332`, since ISO has a year 0.
    """
    if not 1 <= year <= _LAST_YEAR:
        return None
    if before_era:
        return f"-{year - 1:04d}" if year > 1 else "0000"
    return f"{year:04d}"


def iso_month(year: int, month: int, *, before_era: bool = False) -> str | None:
    """A month as ISO 8601; None where there is no such year."""
    whole = iso_year(year, before_era=before_era)
    return None if whole is None else f"{whole}-{month:02d}"


def iso_day(year: int, month: int, day: int, *, before_era: bool = False) -> str | None:
    """A day as ISO 8601; None where there is no such day."""
    whole = iso_month(year, month, before_era=before_era)
    if whole is None or day > calendar.monthrange(4 if before_era else year, month)[1]:
        return None
    return f"{whole}-{day:02d}"


def hijri_day(year: int, month: int, day: int) -> date | None:
    """The Gregorian date of a Hijri one; None outside the convertible years or where no such day exists."""
    if year not in HIJRI_YEARS:
        return None
    first = Hijri(year, month, 1)
    if not 1 <= day <= first.month_length():
        return None
    converted = Hijri(year, month, day).to_gregorian()
    return date(converted.year, converted.month, converted.day)


def hijri_month(year: int, month: int) -> str | None:
    """A Hijri month as an ISO interval of days; None outside the convertible years."""
    first = hijri_day(year, month, 1)
    if first is None:
        return None
    last = first + timedelta(days=Hijri(year, month, 1).month_length() - 1)
    return f"{first.isoformat()}/{last.isoformat()}"


def hijri_years(first: int, last: int) -> str | None:
    """The Gregorian years that Hijri years overlap, as one ISO year or an interval of two.

    Args:
        first: The first Hijri year, from 1.
        last: The last Hijri year, not before `first`.

    Returns:
        None for years that are out of range.
    """
    if not 1 <= first <= last <= _LAST_YEAR:
        return None
    begins = _year_of(_hijri_julian_day(first))
    ends = _year_of(_hijri_julian_day(last + 1) - 1)
    return f"{begins:04d}" if begins == ends else f"{begins:04d}/{ends:04d}"


def nearest_hijri_day(month: int, day: int, published: date) -> date | None:
    """The Hijri day nearest to a Gregorian date; None outside the convertible years."""
    if not HIJRI_YEARS[0] < published.year - 580 < HIJRI_YEARS[-1]:
        return None
    year = Gregorian(published.year, published.month, published.day).to_hijri().year
    found = [hijri_day(near, month, day) for near in (year - 1, year, year + 1)]
    return min((day for day in found if day), key=lambda day: abs(day - published), default=None)


def _hijri_julian_day(year: int) -> int:
    """Julian day on which a Hijri year begins, by the arithmetic calendar of 30 years."""
    return (11 * year + 3) // 30 + 354 * year - 354 + _HIJRI_EPOCH


def _year_of(julian_day: int) -> int:
    """The year of a Julian day, in the Julian calendar before 15 October 1582 (Meeus 1998, chapter 7)."""
    shifted = julian_day
    if julian_day >= _GREGORIAN_BEGINS:
        century = int((julian_day - 1867216.25) / 36524.25)
        shifted = julian_day + 1 + century - century // 4
    shifted += 1524
    year = int((shifted - 122.1) / 365.25)
    month = int((shifted - int(365.25 * year)) / 30.6001)
    return year - 4716 if month < 14 else year - 4715  # noqa: PLR2004 - the 14th month of Meeus is January
