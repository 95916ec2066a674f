"""Resolves a matched date to its ISO 8601 value.

In: matches of `patterns` and the publication date. Out: a `DateValue`. A date without a year takes the
year nearest to the publication date; «الماضي» and «المقبل» choose the last or the next one. Without a
publication date the year stays unknown: `--01-10` is 10 January of an unknown year.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from retrieval.language.dates import calendars, patterns

_YEAR_DAYS: Final = 365
_MONTHS: Final = 12
_HUNDRED: Final = 100
_GREGORIAN_FROM: Final = 1700
"""A year from this one on after a Hijri month is Gregorian: «رمضان 2026»."""
_LEAP_YEAR: Final = 2000
_SHORTEST_YEAR: Final = 3
"""Fewest digits of a year without «عام» and without an era."""


class Precision(StrEnum):
    """The length of time that a date covers; for an interval, that of each end."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"


@dataclass(frozen=True, slots=True)
class DateValue:
    """The value of a matched date."""

    precision: Precision
    iso: str | None = None
    """ISO 8601: day, month, year or interval; partial (`--01-10`) where the year is unknown."""
    resolved: bool = False
    inferred: bool = False
    """Whether the publication date was needed to complete the value."""
    hijri: bool = False
    certain: bool = True
    """False where the same characters may be a plain number: «1998», «1023 م»."""
    partial: str | None = None
    """The value without its inferred year, where the nearest year was taken: `--01-10`."""
    end: int | None = None
    """Where the date ends, if before the end of the match."""
    start: int | None = None
    """Where the date starts, if after the start of the match."""


@dataclass(frozen=True, slots=True)
class Year:
    """A year as written in a text."""

    number: int
    hijri: bool = False
    before_era: bool = False


def _is_hijri(era: str) -> bool:
    return era.startswith(("ه", "الهجر", "للهجر", "من"))


def _is_before_era(era: str) -> bool:
    return era.startswith(("ق", "قبل"))


def written_year(groups: Mapping[str, str | None], *, hijri_month: bool) -> Year | None:
    """The year at the end of a match, or None where its digits are not a year."""
    if groups.get("hijra"):
        return Year(patterns.value_of(groups.get("ordinal") or "", patterns.ORDINALS), hijri=True)
    digits = groups.get("year")
    if digits is None or int(digits) == 0:
        return None
    era = groups.get("era") or ""
    if (
        not era
        and not groups.get("year_word")
        and len(digits) < (_SHORTEST_YEAR if hijri_month else _SHORTEST_YEAR + 1)
    ):
        return None
    hijri = _is_hijri(era) or (hijri_month and not era and int(digits) < _GREGORIAN_FROM)
    return Year(int(digits), hijri, _is_before_era(era))


def nearest_day(
    month: int, day: int, published: date, direction: int | None, weekday: int | None
) -> date | None:
    """The day that a date without a year most likely means.

    Args:
        month: 1 to 12.
        day: 1 to 31.
        published: The publication date.
        direction: -1 for the last one before `published`, 1 for the next one, 0 or None for the nearest.
        weekday: ISO number of the weekday in the text; a year in which it fits is preferred.

    Returns:
        None where no year near `published` has such a day.
    """
    years = range(max(published.year - 4, 1), min(published.year + 5, 9999))
    days = [date(year, month, day) for year in years if day <= calendar.monthrange(year, month)[1]]
    if direction:
        days = [day for day in days if (day - published).days * direction > 0]
    days.sort(key=lambda day: (abs(day - published), day))
    named = [day for day in days if day.isoweekday() == weekday and abs((day - published).days) <= _YEAR_DAYS]
    return next(iter(named or days), None)


def resolve_day(match: re.Match[str], published: date | None, weekday: int | None = None) -> DateValue:
    """Resolve «10 يناير 2022», with or without its year."""
    groups = match.groupdict()
    day = patterns.day_of(match["day"])
    month, hijri = month_named(match["month"])
    year = written_year(groups, hijri_month=hijri)
    end = match.start("year_tail") if groups.get("year_tail") and year is None else None
    if year is None:
        yearless = _resolve_yearless_day(
            month, day, hijri=hijri, published=published, direction=direction_of(groups), weekday=weekday
        )
        return replace(yearless, end=end)
    return resolve_full_date(year, month, day, hijri_month=hijri)


def month_named(name: str) -> tuple[int, bool]:
    """Number of a month and whether it is a Hijri one."""
    plain = " ".join(name.split())
    if plain in patterns.MONTHS:
        return patterns.MONTHS[plain], False
    return patterns.HIJRI_MONTHS[plain], True


def direction_of(groups: Mapping[str, str | None]) -> int | None:
    """-1 for «الماضي», 1 for «المقبل», 0 for «الجاري», None without such a word."""
    word = groups.get("direction")
    return None if word is None else patterns.value_of(word, patterns.DIRECTIONS)


def _resolve_yearless_day(
    month: int, day: int, *, hijri: bool, published: date | None, direction: int | None, weekday: int | None
) -> DateValue:
    if hijri:
        found = None if published is None else calendars.nearest_hijri_day(month, day, published)
        value = found.isoformat() if found else None
        return DateValue(Precision.DAY, value, found is not None, inferred=found is not None, hijri=True)
    found = None if published is None else nearest_day(month, day, published, direction, weekday)
    partial = f"--{month:02d}-{day:02d}" if day <= calendar.monthrange(_LEAP_YEAR, month)[1] else None
    if found is None:
        return DateValue(Precision.DAY, partial)
    nearest = partial if direction is None and weekday is None else None
    return DateValue(Precision.DAY, found.isoformat(), resolved=True, inferred=True, partial=nearest)


def resolve_full_date(year: Year, month: int, day: int, *, hijri_month: bool) -> DateValue:
    """Resolve a day with its year; a Hijri day outside the convertible years gives its year alone."""
    if hijri_month and not year.hijri:  # «رمضان 2026»
        value = calendars.iso_year(year.number)
        return DateValue(Precision.YEAR, value, value is not None, hijri=True)
    if year.hijri:
        found = calendars.hijri_day(year.number, month, day)
        if found is not None:
            return DateValue(Precision.DAY, found.isoformat(), resolved=True, hijri=True)
        value = (
            None if year.number in calendars.HIJRI_YEARS else calendars.hijri_years(year.number, year.number)
        )
        return DateValue(Precision.YEAR, value, value is not None, hijri=True)
    value = calendars.iso_day(year.number, month, day, before_era=year.before_era)
    return DateValue(Precision.DAY, value, value is not None)


def resolve_month(match: re.Match[str], published: date | None) -> DateValue | None:
    """Resolve «يناير 2022», «ديسمبر الجاري», or a month alone."""
    groups = match.groupdict()
    month, hijri = month_named(match["month"])
    year = written_year(groups, hijri_month=hijri)
    start = match.start("span") if groups.get("span") else None
    if year is None:
        if groups.get("year_tail") or hijri:
            return None
        return replace(resolve_yearless_month(month, published, direction_of(groups)), start=start)
    if year.hijri or hijri:
        value = calendars.hijri_month(year.number, month) if year.hijri and hijri else None
        if value is not None:
            return DateValue(Precision.MONTH, value, resolved=True, hijri=True)
        value = (
            calendars.hijri_years(year.number, year.number) if year.hijri else calendars.iso_year(year.number)
        )
        return DateValue(Precision.YEAR, value, value is not None, hijri=True)
    value = calendars.iso_month(year.number, month, before_era=year.before_era)
    return DateValue(Precision.MONTH, value, value is not None)


def resolve_yearless_month(month: int, published: date | None, direction: int | None) -> DateValue:
    """Resolve a month without a year: the nearest one, or the last or next one by `direction`."""
    if published is None:
        return DateValue(Precision.MONTH, f"--{month:02d}")
    now = published.year * _MONTHS + published.month - 1
    months = [year * _MONTHS + month - 1 for year in range(published.year - 1, published.year + 2)]
    if direction:
        months = [each for each in months if (each - now) * direction > 0]
    found = min(months, key=lambda each: (abs(each - now), each))
    value = calendars.iso_month(found // _MONTHS, month)
    nearest = f"--{month:02d}" if direction is None else None
    return DateValue(Precision.MONTH, value, value is not None, inferred=True, partial=nearest)


def resolve_numeric(match: re.Match[str]) -> DateValue | None:
    """Resolve «10/1/2022» (day first, as Arabic writes) or «2022-01-10»."""
    first, month, last = match["a"], int(match["b"]), match["c"]
    if len(first) > 2 and len(last) <= 2:  # noqa: PLR2004 - a year has more digits than a day
        year, day = int(first), int(last)
    elif len(last) == 4 and len(first) <= 2:  # noqa: PLR2004 - as above
        year, day = int(last), int(first)
    else:
        return None
    hijri = _is_hijri(match["era"] or "")
    if month > _MONTHS >= day and not hijri:
        month, day = day, month
    if not 1 <= month <= _MONTHS or not 1 <= day <= 31 or year == 0:  # noqa: PLR2004 - days of a month
        return None
    return resolve_full_date(Year(year, hijri), month, day, hijri_month=hijri)


def resolve_year(match: re.Match[str]) -> DateValue | None:
    """Resolve «عام 2014», «656هـ», «333 قبل الميلاد» or a bare «1998»."""
    groups = match.groupdict()
    digits = groups.get("year") or groups.get("counted") or ""
    era = groups.get("era") or (groups.get("counted_era") or "").strip()
    if groups.get("ordinal"):
        digits, era = str(patterns.value_of(match["ordinal"], patterns.ORDINALS)), "ه"
    number = int(digits)
    if number == 0 or (era == "م" and groups.get("counted") and len(digits) < _SHORTEST_YEAR):
        return None
    if _is_hijri(era):
        value = calendars.hijri_years(number, number)
        return DateValue(Precision.YEAR, value, value is not None, hijri=True)
    certain = bool(groups.get("year_word")) or era not in {"", "م"}
    value = calendars.iso_year(number, before_era=_is_before_era(era))
    return DateValue(Precision.YEAR, value, value is not None, certain=certain)


def resolve_century(match: re.Match[str]) -> DateValue | None:
    """Resolve «القرن السابع الميلادي» as the interval of its years: 0601/0700."""
    number = (
        int(match["number"]) if match["number"] else patterns.value_of(match["ordinal"], patterns.ORDINALS)
    )
    era = match["era"] or ""
    last = number * _HUNDRED
    first = last - _HUNDRED + 1
    if number == 0:
        return None
    if _is_hijri(era):
        years = calendars.hijri_years(first, last)
        return DateValue(Precision.CENTURY, years, years is not None, hijri=True)
    if _is_before_era(era):
        first, last = last, first
    begins = calendars.iso_year(first, before_era=_is_before_era(era))
    ends = calendars.iso_year(last, before_era=_is_before_era(era))
    return DateValue(Precision.CENTURY, f"{begins}/{ends}", resolved=True)


def resolve_decade(match: re.Match[str], published: date | None) -> DateValue | None:
    """Resolve «ستينيات القرن العشرين» as the interval of its years: 1960/1969."""
    decade = patterns.value_of(match["decade"], patterns.DECADES)
    inferred = match["direction"] is not None
    if match["ordinal"]:
        century = patterns.value_of(match["ordinal"], patterns.ORDINALS)
    elif inferred and published is not None:
        century = (published.year - 1) // _HUNDRED + 1 + (direction_of(match.groupdict()) or 0)
    else:
        return DateValue(Precision.DECADE)
    first = (century - 1) * _HUNDRED + decade
    if century < 1:
        return DateValue(Precision.DECADE)
    return DateValue(Precision.DECADE, f"{first:04d}/{first + 9:04d}", resolved=True, inferred=inferred)
