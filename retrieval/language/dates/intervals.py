"""Resolves intervals: «من 9 إلى 10 يناير», «أغسطس وسبتمبر 1944», «بين عامي 1908 و1914».

In: matches of `patterns` and the publication date. Out: a `DateValue` with an ISO interval `a/b`, or
None where the two parts are not one interval («7 ديسمبر و10 يناير» are two days). Two alternatives
are an interval too: «في فبراير أو مارس».
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from retrieval.language.dates import calendars, patterns
from retrieval.language.dates.values import (
    DateValue,
    Precision,
    month_named,
    resolve_day,
    resolve_full_date,
    resolve_month,
    resolve_yearless_month,
    written_year,
)


def resolve_days(match: re.Match[str], published: date | None) -> DateValue | None:
    """Resolve two days of one month or of two, with one year or none."""
    last = resolve_day(match, published)
    first_day = patterns.day_of(match["from_day"])
    last_day = patterns.day_of(match["day"])
    month, hijri = month_named(match["month"])
    first_month, first_hijri = month_named(match["from_month"]) if match["from_month"] else (month, hijri)
    listed = match["to"] == "و" and not match["between"]
    if last.precision is not Precision.DAY or first_hijri != hijri or match["from_year"]:
        return None
    if listed and (match["from_month"] or first_day + 1 != last_day):
        return None
    if last.iso is None or (first_month, first_day) == (month, last_day):
        return None
    first = _first_day(match, last, first_month, first_day, hijri=hijri)
    if first is None or (not first.startswith("-") and first >= last.iso):
        return None
    return replace(last, iso=f"{first}/{last.iso}")


def _first_day(match: re.Match[str], last: DateValue, month: int, day: int, *, hijri: bool) -> str | None:
    """The first day in the form of the last one; December before January is in the year before."""
    value = last.iso or ""
    if value.startswith("--"):
        return f"--{month:02d}-{day:02d}"
    if hijri:
        written = written_year(match.groupdict(), hijri_month=True)
        if written is None:
            return None
        return resolve_full_date(replace(written, hijri=True), month, day, hijri_month=True).iso
    if value.startswith("-"):
        return None
    year = int(value[:4]) - (month > month_named(match["month"])[0])
    return calendars.iso_day(year, month, day)


def resolve_months(match: re.Match[str], published: date | None) -> DateValue | None:
    """Resolve two months of one year."""
    last = resolve_month(match, published)
    month, hijri = month_named(match["from_month"])
    if last is None or last.precision is not Precision.MONTH or hijri or last.hijri or last.iso is None:
        return None
    year = written_year(match.groupdict(), hijri_month=False)
    first = calendars.iso_month(year.number, month) if year and not year.before_era else None
    if first is None or first >= last.iso:
        return None
    return replace(last, iso=f"{first}/{last.iso}")


def resolve_yearless_months(match: re.Match[str], published: date | None) -> DateValue | None:
    """Resolve two months without a year; December before January is in the year before."""
    first, _ = month_named(match["from_month"] or match["first"])
    last_month, _ = month_named(match["month"] or match["last"])
    last = resolve_yearless_month(last_month, published, None)
    if last.iso is None or first == last_month:
        return None
    partial = f"--{first:02d}/--{last_month:02d}"
    start = match.start("span") if match["span"] else None
    if published is None:
        return replace(last, iso=partial, start=start)
    year = int(last.iso[:4]) - (first > last_month)
    begins = calendars.iso_month(year, first)
    return replace(last, iso=f"{begins}/{last.iso}", partial=partial, start=start)


def resolve_years(match: re.Match[str]) -> DateValue | None:
    """Resolve two years of one calendar."""
    first, year = (
        int(match["from_year"]),
        written_year({**match.groupdict(), "year_word": "عام"}, hijri_month=False),
    )
    explicit = bool(match["year_word"] or match["era"])
    if year is None or first == 0 or (match["to"] == "و" and not match["between"]):
        return None
    if not explicit and not (_is_bare(match["from_year"]) and _is_bare(match["year"])):
        return None
    if year.before_era:
        first_value = calendars.iso_year(first, before_era=True)
        last_value = calendars.iso_year(year.number, before_era=True)
        return (
            DateValue(Precision.YEAR, f"{first_value}/{last_value}", resolved=True)
            if first > year.number
            else None
        )
    if first >= year.number:
        return None
    if year.hijri:
        value = calendars.hijri_years(first, year.number)
        return DateValue(Precision.YEAR, value, value is not None, hijri=True)
    return DateValue(Precision.YEAR, f"{first:04d}/{year.number:04d}", resolved=True, certain=explicit)


def _is_bare(digits: str) -> bool:
    """Whether digits are taken for a year without the word «عام» or an era."""
    return patterns.BARE_YEAR.fullmatch(digits) is not None
