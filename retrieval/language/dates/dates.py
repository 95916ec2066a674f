"""Finds the dates in a text and gives their ISO 8601 values.

In: any text, and its publication date where that is known. Out: `DateMention`s with offsets in the
text, sorted and disjoint.

| Written | Value |
|---|---|
| 10 يناير 2022; العاشر من كانون الثاني 2022; 10/1/2022 | `2022-01-10` |
| 10 يناير | in the year nearest to publication; `--01-10`, unresolved, without one or after a distant year |
| من 9 إلى 10 يناير 2022 | `2022-01-09/2022-01-10` |
| يناير 2022; عام 2022; ستينيات القرن العشرين; القرن السابع | `2022-01`; `2022`; `1960/1969`; `0601/0700` |
| 15 رمضان 1443 هـ; 656هـ | `2022-04-16`; `1258`: Gregorian, see `calendars` |
| 333 قبل الميلاد | `-0332`, since ISO 8601 has a year 0 |
| اليوم الجمعة; الشهر المقبل; الخميس الماضي | counted from the publication date; without one, none |
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from retrieval.language.dates import patterns
from retrieval.language.dates.intervals import (
    resolve_days,
    resolve_months,
    resolve_yearless_months,
    resolve_years,
)
from retrieval.language.dates.relative import resolve_period, resolve_relative_day, resolve_weekday
from retrieval.language.dates.values import (
    DateValue,
    Precision,
    resolve_century,
    resolve_day,
    resolve_decade,
    resolve_month,
    resolve_numeric,
    resolve_year,
)
from retrieval.language.folding import Folded, fold
from retrieval.language.numbers.numeral_words import number_word
from retrieval.language.numbers.units import known_unit
from retrieval.types import Span

_LOOK_BACK: Final = 30
"""Characters before a date in which its weekday or qualifier is looked for."""


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text. Offsets are code points, ends exclusive."""

    start: int
    end: int
    value: str | None
    """ISO 8601: day, month, year or interval; where it is not resolved, partial (`--01-10`) or None."""
    resolved: bool
    """Whether the value is complete."""
    precision: Precision
    inferred: bool
    """Whether the publication date was needed to complete the value."""
    certain: bool
    """False where the same characters may be a plain number: «1998», «1023 م»."""
    qualifier: str | None
    """early, mid, late, before, after, since, until or about, where the text has such a word."""
    phrase: Span
    """What a reader needs to see: weekday, qualifier and date; contains `start` to `end`."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A date in a folded text."""

    start: int
    end: int
    value: DateValue


def find_dates(text: str, published: date | None = None) -> list[DateMention]:
    """Find the dates of a text.

    Args:
        text: Any text, as written.
        published: Its publication date; None where it is unknown.

    Returns:
        Mentions in text order; neither they nor their phrases overlap. Never raises.
    """
    folded = fold(text)
    found = _same_days(folded.text, _disjoint(_all_dates(folded.text, published)))
    found = _without_far_guesses(found)
    mentions = []
    free = 0
    for each in found:
        mentions.append(_as_mention(folded, each, free))
        free = each.end
    return mentions


def _all_dates(text: str, published: date | None) -> Iterator[_Found]:
    """The dates of all patterns; they may overlap."""
    for needed, pattern, resolve in _RESOLVERS:
        if not any(part in text for part in needed):
            continue
        for match in pattern.finditer(text):
            value = resolve(match, published)
            if value is not None and (value.certain or not _is_counted(text, match.end())):
                start = match.start() if value.start is None else value.start
                end = match.end() if value.end is None else value.end
                yield _Found(start, end, value)


def _resolve_day_with_weekday(match: re.Match[str], published: date | None) -> DateValue:
    """Resolve a day of a month, and the weekday directly before it: «الخميس 30 ديسمبر»."""
    start = match.start()
    before = patterns.WEEKDAY_BEFORE.search(match.string, max(0, start - _LOOK_BACK), start)
    if before is None:
        return resolve_day(match, published)
    weekday = patterns.value_of(before["weekday"], patterns.WEEKDAYS)
    return replace(resolve_day(match, published, weekday), start=before.start())


def _is_counted(text: str, end: int) -> bool:
    """Whether a unit or a scale word follows, so that it is no date: «2000 دولار», «1500 مليون»."""
    follows = patterns.NEXT_WORD.match(text, end)
    word = follows[1] if follows else ""
    if word in patterns.YEAR_ERAS:
        return False
    return known_unit(word) is not None or number_word(word) is not None


def _disjoint(found: Iterator[_Found]) -> list[_Found]:
    """Of overlapping dates the longest, of equally long ones the first; in text order."""
    kept: list[_Found] = []
    taken: set[int] = set()
    for each in sorted(found, key=lambda each: (each.start - each.end, each.start)):
        places = range(each.start, each.end)
        if taken.isdisjoint((places[0], places[-1])) and taken.isdisjoint(places):
            kept.append(each)
            taken.update(places)
    return sorted(kept, key=lambda each: each.start)


def _same_days(text: str, found: list[_Found]) -> list[_Found]:
    """Merge a Hijri date with its Gregorian one, whose value is kept: «656هـ الموافقة لسنة 1258م»."""
    joined: list[_Found] = []
    for each in found:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.value.hijri != each.value.hijri
            and patterns.SAME_DAY.fullmatch(text, last.end, each.start)
            and _may_agree(last.value, each.value)
        ):
            value = last.value if each.value.hijri else each.value
            closed = text.count("(", last.end, each.start) > 0 and text.startswith(")", each.end)
            joined[-1] = _Found(last.start, each.end + closed, value)
        else:
            joined.append(each)
    return joined


def _may_agree(one: DateValue, other: DateValue) -> bool:
    """Whether dates of the two calendars are at most a year apart, so that both can be the same day."""
    if one.iso is None or other.iso is None or other.iso.startswith("-"):
        return False
    return _same_time(one.iso, other.iso)


def _without_far_guesses(found: list[_Found]) -> list[_Found]:
    """Remove the inferred year of a date that follows an explicit year far from it.

    «في عام 1914 … وفي 23 يوليو» in an article of today: the second date is not of this year.
    """
    explicit: str | None = None
    kept = []
    for each in found:
        value = each.value
        if value.partial is not None and explicit is not None and not _same_time(explicit, value.iso or ""):
            value = replace(value, iso=value.partial, resolved=False, inferred=False)
        elif value.resolved and not value.inferred:
            explicit = value.iso
        kept.append(replace(each, value=value))
    return kept


def _same_time(one: str, other: str) -> bool:
    """Whether two ISO values are at most a year apart."""
    return not one.startswith("-") and abs(int(one[:4]) - int(other[:4])) <= 1


def _as_mention(folded: Folded, found: _Found, free: int) -> DateMention:
    """The mention in the original text; its phrase begins at `free` or later."""
    span = folded.span(found.start, found.end)
    before = patterns.QUALIFIER_BEFORE.search(folded.text, max(free, found.start - _LOOK_BACK), found.start)
    phrase = folded.span(before.start() if before else found.start, found.end)
    value = found.value
    return DateMention(
        span.start,
        span.end,
        value.iso,
        value.resolved,
        value.precision,
        value.inferred,
        value.certain,
        patterns.QUALIFIERS[before["qualifier"]] if before else None,
        phrase,
    )


_Resolve = Callable[[re.Match[str], date | None], DateValue | None]
_DIGITS: Final = tuple("0123456789")
_MONTHS: Final = patterns.parts_of(patterns.MONTHS, patterns.HIJRI_MONTHS)
_RESOLVERS: Final[tuple[tuple[tuple[str, ...], re.Pattern[str], _Resolve], ...]] = (
    (_MONTHS, patterns.DAY_MONTH, _resolve_day_with_weekday),
    (_MONTHS, patterns.DAYS, resolve_days),
    (_MONTHS, patterns.MONTHS_YEAR, resolve_months),
    (_MONTHS, patterns.MONTHS_ALONE, resolve_yearless_months),
    (_MONTHS, patterns.MONTH_YEAR, resolve_month),
    (_MONTHS, patterns.MONTH_ALONE, resolve_month),
    (_DIGITS, patterns.NUMERIC, lambda match, _: resolve_numeric(match)),
    (_DIGITS, patterns.YEARS, lambda match, _: resolve_years(match)),
    (_DIGITS, patterns.YEAR, lambda match, _: resolve_year(match)),
    (_DIGITS, patterns.BARE_YEAR, lambda match, _: resolve_year(match)),
    (("هجر",), patterns.YEAR_BY_ORDINAL, lambda match, _: resolve_year(match)),
    (("قرن",), patterns.CENTURY, lambda match, _: resolve_century(match)),
    (patterns.parts_of(patterns.DECADES), patterns.DECADE, resolve_decade),
    (("اليوم", *patterns.parts_of(patterns.RELATIVE_DAYS)), patterns.RELATIVE_DAY, resolve_relative_day),
    (patterns.parts_of(patterns.WEEKDAYS), patterns.WEEKDAY, resolve_weekday),
    (patterns.parts_of(patterns.PERIODS), patterns.PERIOD, resolve_period),
)
"""For each pattern: words of which a text must contain one, and the function that resolves a match.

Of equally long dates the first counts.
"""
