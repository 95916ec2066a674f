"""Names of months → one canonical term for each month, whatever name a region uses for it.

In: the words of a text in order. Out: the places of months among them, and their canonical terms,
so that `10 كانون الثاني`, `10 جانفي` and `10 يناير` give equal terms. The names are in `months.tsv`,
one or two words each. One-letter clitics (`و`, `ف`, `ب`, `ل`, `ك`) before a sure name are removed:
`وكانون الثاني`, `ليناير`. `آب` (August) differs from `أب` (father) by its madda, or by a number
beside it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from retrieval.language import letters as l
from retrieval.language.normalization import normalize_word
from retrieval.resources import read_rows

_CLITICS = l.WAW + l.FEH + l.BEH + l.LAM + l.KAF
_SHORTEST_AFTER_CLITIC = 4
"""Letters that a word must exceed for a clitic to be removed: `لآب` stays whole."""
_LAST_DAY = 31
_YEARS = range(1000, 3000)
_FATHER = normalize_word("أب")


@dataclass(frozen=True, slots=True)
class Month:
    """A month of a calendar."""

    calendar: str
    """`gregorian` or `hijri`."""
    number: int
    """1 to 12."""


@dataclass(frozen=True, slots=True)
class MonthNames:
    """A row of `months.tsv`: names of a month; one month may have several rows."""

    canonical: str
    """The name from which its term is made, as written."""
    month: Month
    is_sure: bool
    """Whether the names always mean the month; if not, they do only beside a day or a year."""
    names: tuple[str, ...]
    """As written; each may be several words, joined by spaces."""


@dataclass(frozen=True, slots=True)
class _Names:
    sure: Mapping[tuple[str, ...], str]
    dated: Mapping[tuple[str, ...], str]
    firsts: frozenset[str]
    """First words of names of two words."""
    months: Mapping[str, Month]
    before: frozenset[str]
    after: frozenset[str]


@cache
def month_names() -> tuple[MonthNames, ...]:
    """The names of all months of all calendars, in the order of the table; loaded once."""
    return tuple(
        MonthNames(canonical, Month(calendar, int(number)), certainty == "sure", tuple(names.split("|")))
        for canonical, calendar, number, certainty, names in read_rows(__package__, "months.tsv")
    )


def month_of(term: str) -> Month | None:
    """The month that a canonical term names.

    Args:
        term: The term of a token.

    Returns:
        The month, or None where the term is not canonical for any month. Never raises.
    """
    return _names().months.get(term)


def find_months(words: Sequence[tuple[str, str]], adjacent: Sequence[bool]) -> list[tuple[int, int, str]]:
    """Find the names of months among the words of a text.

    Args:
        words: Each word as written and its normalized term, in order.
        adjacent: For each word but the last, whether only blanks separate it from the next.

    Returns:
        For each month the index of its first and of its last word, and its canonical term; in
        order, disjoint. Never raises.
    """
    names = _names()
    found: list[tuple[int, int, str]] = []
    index = 0
    while index < len(words):
        if month := _month_at(names, words, adjacent, index):
            found.append(month)
            index = month[1]
        index += 1
    return found


def _month_at(
    names: _Names, words: Sequence[tuple[str, str]], adjacent: Sequence[bool], index: int
) -> tuple[int, int, str] | None:
    surface, term = words[index]
    bare = term[1:] if term[:1] in _CLITICS and len(term) > _SHORTEST_AFTER_CLITIC else ""
    for first in (term, bare):
        if first in names.firsts and index < len(adjacent) and adjacent[index]:
            month = names.sure.get((first, words[index + 1][1]))
            if month:
                return index, index + 1, month
        month = names.sure.get((first,))
        if month and (first != _FATHER or l.ALEF_WITH_MADDA_ABOVE in surface):
            return index, index, month
    month = names.dated.get((term,))
    if month and _is_dated(names, [word[1] for word in words[max(0, index - 1) : index + 3]], min(index, 1)):
        return index, index, month
    return None


def _is_dated(names: _Names, terms: list[str], place: int) -> bool:
    """Whether the word at a place is beside a day, a year or `شهر`."""
    before = terms[place - 1] if place else ""
    after = terms[place + 1 :]
    if before in names.before or (before.isdecimal() and 1 <= int(before[:5]) <= _LAST_DAY):
        return True
    if after and after[0] in names.after:
        after = after[1:]
    return bool(after) and after[0].isdecimal() and int(after[0][:5]) in _YEARS


@cache
def _names() -> _Names:
    sure: dict[tuple[str, ...], str] = {}
    dated: dict[tuple[str, ...], str] = {}
    months: dict[str, Month] = {}
    for row in month_names():
        term = normalize_word(row.canonical)
        months[term] = row.month
        for name in row.names:
            words = tuple(normalize_word(word) for word in name.split())
            (sure if row.is_sure else dated)[words] = term
    return _Names(
        sure=MappingProxyType(sure),
        dated=MappingProxyType(dated),
        firsts=frozenset(words[0] for words in sure if len(words) > 1),
        months=MappingProxyType(months),
        before=frozenset(map(normalize_word, ("شهر", "بشهر", "وشهر", "لشهر"))),
        after=frozenset(map(normalize_word, ("عام", "سنة", "من", "لعام", "لسنة"))),
    )
