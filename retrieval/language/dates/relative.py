"""Resolves dates relative to the publication date: «اليوم الجمعة», «الخميس المقبل», «العام الماضي».

In: matches of `patterns` and the publication date. Out: a `DateValue`, resolved only where the
publication date is known.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Final

from retrieval.language.dates import calendars, patterns
from retrieval.language.dates.values import DateValue, Precision, direction_of

_WEEK: Final = 7
_MONTH: Final = 30
_MONTHS: Final = 12


def resolve_relative_day(match: re.Match[str], published: date | None) -> DateValue | None:
    """Resolve «اليوم الجمعة», «أمس»; «اليوم» without a weekday also means "nowadays" and is no date."""
    weekday = patterns.value_of(match["weekday"], patterns.WEEKDAYS) if match["weekday"] else None
    if match["today"] and weekday is None:
        return None
    if published is None:
        return DateValue(Precision.DAY)
    offset = 0 if match["today"] else patterns.value_of(match["relative"], patterns.RELATIVE_DAYS)
    day = _shifted(published, offset)
    if day is not None and weekday is not None:
        day = _shifted(day, (weekday - day.isoweekday() + 3) % _WEEK - 3)
    return DateValue(Precision.DAY, day.isoformat() if day else None, day is not None, inferred=True)


def resolve_weekday(match: re.Match[str], published: date | None) -> DateValue | None:
    """Resolve «الخميس المقبل»; «يوم الخميس» alone is a date, but of an unknown Thursday."""
    direction = direction_of(match.groupdict())
    if direction is None:
        return DateValue(Precision.DAY) if match["cue"] else None
    if published is None:
        return DateValue(Precision.DAY)
    weekday = patterns.value_of(match["weekday"], patterns.WEEKDAYS)
    ahead = (weekday - published.isoweekday()) % _WEEK
    offset = {1: ahead or _WEEK, -1: ahead - _WEEK, 0: (ahead + 3) % _WEEK - 3}[direction]
    day = _shifted(published, offset)
    return DateValue(Precision.DAY, day.isoformat() if day else None, day is not None, inferred=True)


def resolve_period(match: re.Match[str], published: date | None) -> DateValue | None:
    """Resolve «الشهر المقبل», «العام الماضي», «هذا الأسبوع» (weeks from Monday, as ISO counts them)."""
    period = patterns.value_of(match["period"] or match["this"], patterns.PERIODS)
    direction = direction_of(match.groupdict()) or 0
    precision = {_WEEK: Precision.WEEK, _MONTH: Precision.MONTH}.get(period, Precision.YEAR)
    if published is None:
        return DateValue(precision)
    if precision is Precision.YEAR:
        value = calendars.iso_year(published.year + direction)
    elif precision is Precision.MONTH:
        months = published.year * _MONTHS + published.month - 1 + direction
        value = calendars.iso_month(months // _MONTHS, months % _MONTHS + 1)
    else:
        monday = _shifted(published, direction * _WEEK - published.weekday())
        sunday = None if monday is None else _shifted(monday, _WEEK - 1)
        value = None if monday is None or sunday is None else f"{monday.isoformat()}/{sunday.isoformat()}"
    return DateValue(precision, value, value is not None, inferred=True)


def _shifted(day: date, days: int) -> date | None:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return None
