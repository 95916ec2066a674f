"""Dates that begin and end: «من 9 إلى 10 يناير», «أغسطس وسبتمبر 1944», «بين عامي 1908 و1914».

Two that are told as alternatives are an interval too: «في فبراير أو مارس».

In: matches of `patterns` and the day of publication. Out: a `Reading` whose value is an ISO
interval `a/b`, or None where the two parts are not one interval («7 ديسمبر و10 يناير» are two days).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from retrieval.language.dates import calendars, patterns
from retrieval.language.dates.values import (
    Precision,
    Reading,
    dated,
    month_of,
    read_day,
    read_month,
    written_year,
    yearless_month,
)


def read_days(match: re.Match[str], published: date | None) -> Reading | None:
    """Read two days of one month or two, the year told once, twice or not at all."""
    last = read_day(match, published)
    first_day = patterns.day_of(match["from_day"])
    last_day = patterns.day_of(match["day"])
    month, hijri = month_of(match["month"])
    first_month, first_hijri = month_of(match["from_month"]) if match["from_month"] else (month, hijri)
    listed = match["to"] == "و" and not match["between"]
    if last.precision is not Precision.DAY or first_hijri != hijri or match["from_year"]:
        return None
    if listed and (match["from_month"] or first_day + 1 != last_day):
        return None
    if last.value is None or (first_month, first_day) == (month, last_day):
        return None
    first = _first_day(match, last, first_month, first_day, hijri=hijri)
    if first is None or (not first.startswith("-") and first >= last.value):
        return None
    return replace(last, value=f"{first}/{last.value}")


def _first_day(match: re.Match[str], last: Reading, month: int, day: int, *, hijri: bool) -> str | None:
    """The first day in the form of the last one; December before January lies in the year before."""
    value = last.value or ""
    if value.startswith("--"):
        return f"--{month:02d}-{day:02d}"
    if hijri:
        written = written_year(match.groupdict(), hijri_month=True)
        return dated(replace(written, hijri=True), month, day, hijri_month=True).value if written else None
    if value.startswith("-"):
        return None
    year = int(value[:4]) - (month > month_of(match["month"])[0])
    return calendars.iso_day(year, month, day)


def read_months(match: re.Match[str], published: date | None) -> Reading | None:
    """Read two months of one year."""
    last = read_month(match, published)
    month, hijri = month_of(match["from_month"])
    if last is None or last.precision is not Precision.MONTH or hijri or last.hijri or last.value is None:
        return None
    year = written_year(match.groupdict(), hijri_month=False)
    first = calendars.iso_month(year.number, month) if year and not year.before_era else None
    if first is None or first >= last.value:
        return None
    return replace(last, value=f"{first}/{last.value}")


def read_yearless_months(match: re.Match[str], published: date | None) -> Reading | None:
    """Read two months without a year; December before January lies in the year before."""
    first, _ = month_of(match["from_month"] or match["first"])
    last_month, _ = month_of(match["month"] or match["last"])
    last = yearless_month(last_month, published, None)
    if last.value is None or first == last_month:
        return None
    partial = f"--{first:02d}/--{last_month:02d}"
    start = match.start("span") if match["span"] else None
    if published is None:
        return replace(last, value=partial, start=start)
    year = int(last.value[:4]) - (first > last_month)
    begins = calendars.iso_month(year, first)
    return replace(last, value=f"{begins}/{last.value}", partial=partial, start=start)


def read_years(match: re.Match[str]) -> Reading | None:
    """Read two years of one calendar."""
    first, year = (
        int(match["from_year"]),
        written_year({**match.groupdict(), "year_word": "عام"}, hijri_month=False),
    )
    said = bool(match["year_word"] or match["era"])
    if year is None or first == 0 or (match["to"] == "و" and not match["between"]):
        return None
    if not said and not (_is_bare(match["from_year"]) and _is_bare(match["year"])):
        return None
    if year.before_era:
        first_value = calendars.iso_year(first, before_era=True)
        last_value = calendars.iso_year(year.number, before_era=True)
        return (
            Reading(Precision.YEAR, f"{first_value}/{last_value}", resolved=True)
            if first > year.number
            else None
        )
    if first >= year.number:
        return None
    if year.hijri:
        value = calendars.hijri_years(first, year.number)
        return Reading(Precision.YEAR, value, value is not None, hijri=True)
    return Reading(Precision.YEAR, f"{first:04d}/{year.number:04d}", resolved=True, certain=said)


def _is_bare(digits: str) -> bool:
    """Whether four digits are taken for a year without a word that says so."""
    return patterns.BARE_YEAR.fullmatch(digits) is not None
