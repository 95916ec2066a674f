"""The dates or numbers of excerpts, each of which may be what a question asks for.

In: excerpts and the kind of question. Out: `Candidate`s with the words as they stand in an excerpt. A
pair of years in brackets («(1879 - 1955)») gives its two ends where birth or death are asked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain, pairwise
from typing import Final

from retrieval.answering.line.asked_value import AskedValue, skeleton
from retrieval.language.dates.dates import DateMention, find_dates
from retrieval.language.dates.values import Precision
from retrieval.language.folding import fold, split_pieces
from retrieval.language.numbers.numerals import NumberMention, find_numbers
from retrieval.language.numbers.units import UnitClass
from retrieval.types import AnswerKind, Excerpt, LineKind, Span

_YEARS: Final = range(1000, 2100)
"""Plain numbers that are taken for a year, and so never for a quantity without a unit."""
_DUAL_ENDINGS: Final = ("تين", "تان")
"""Of the feminine alone: «ين» also ends masculine plurals."""
# Matches the word before the digits of a single year: عام 1354.
_YEAR_WORD: Final = re.compile(r"[^\W\d_]+\s*(?=\d+\s*م?$)")
# Matches the digits of a year.
_DIGITS: Final = re.compile(r"[0-9]{3,4}")
# Matches what stands between the two ends of a life: a dash, with a place perhaps on its sides.
_LIFE_GAP: Final = re.compile(r"[^()\n]{0,40}?[-–—ـ][^()\n]{0,30}?")


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value in an excerpt."""

    excerpt: int
    """Index of the excerpt."""
    span: Span
    """Where its words stand in the text of the excerpt."""
    kind: LineKind
    value: str
    """As in `AnswerLine.value`."""
    inferred: bool = False
    """Whether the day of publication was needed for the value."""
    precision: Precision | None = None
    certain: bool = True
    unit: str | None = None
    unit_class: UnitClass | None = None
    pair: str | None = None
    """`begin` or `end` of a pair of dates; None for any other."""
    qualified: bool = False
    bracketed: bool = False
    """Whether it stands in brackets: behind a name that is mostly a date of birth."""


def find_candidates(kind: AnswerKind, asked: AskedValue, excerpts: Sequence[Excerpt]) -> list[Candidate]:
    """All values of the excerpts of the kind that is asked for, but those that the question itself holds."""
    found: list[Candidate] = []
    for index, excerpt in enumerate(excerpts):
        dates = find_dates(excerpt.text, excerpt.source.published)
        if kind is AnswerKind.WHEN:
            candidates = _dates(index, excerpt.text, dates, asked)
        else:
            candidates = chain(_numbers(index, excerpt.text, dates), _duals(index, excerpt.text, asked))
        found.extend(each for each in candidates if not _is_asked(excerpt.text, each, asked))
    return found


def _is_asked(text: str, candidate: Candidate, asked: AskedValue) -> bool:
    """Whether the question itself holds all the numbers of a value."""
    pieces = split_pieces(fold(text[candidate.span.start : candidate.span.end]).text)
    digits = {piece.text for piece in pieces if piece.in_digits}
    return bool(digits) and digits <= asked.written


def _dates(index: int, text: str, mentions: Sequence[DateMention], asked: AskedValue) -> Iterator[Candidate]:
    pairs = _pairs(text, mentions)
    for mention in mentions:
        if mention.value is None:
            continue
        candidate = Candidate(
            index,
            _shown(text, mention),
            LineKind.DATE,
            mention.value,
            mention.inferred,
            mention.precision,
            mention.certain,
            pair=pairs.get(mention.start),
            qualified=mention.qualifier is not None,
            bracketed=_is_bracketed(text, mention.start),
        )
        ends = _ends(text, candidate) if asked.life else None
        if ends is None:
            yield candidate
        else:
            yield from ends


def _shown(text: str, mention: DateMention) -> Span:
    """What is shown of a date: «1354م» of «سنة 1354م», but all of «بعد سنة 1354م»."""
    if mention.qualifier is not None or mention.precision is not Precision.YEAR:
        return mention.phrase
    word = _YEAR_WORD.match(text, mention.start, mention.end)
    return Span(word.end() if word else mention.start, mention.end)


def _pairs(text: str, mentions: Sequence[DateMention]) -> dict[int, str]:
    """Which dates begin or end a pair in brackets, by their starts."""
    pairs = {}
    for one, other in pairwise(mentions):
        if _is_bracketed(text, one.start) and _LIFE_GAP.fullmatch(text, one.end, other.start):
            pairs[one.start], pairs[other.start] = "begin", "end"
    return pairs


def _is_bracketed(text: str, place: int) -> bool:
    return text.rfind("(", 0, place) > text.rfind(")", 0, place)


def _ends(text: str, candidate: Candidate) -> tuple[Candidate, Candidate] | None:
    """The two years of an interval of years as a pair; None for any other date."""
    years = candidate.value.split("/")
    if candidate.precision is not Precision.YEAR or len(years) == 1 or candidate.value.startswith("-"):
        return None
    folded = fold(text[candidate.span.start : candidate.span.end])
    digits = list(_DIGITS.finditer(folded.text))
    if [match[0].zfill(4) for match in digits] != years:
        return None
    spans = [folded.span(*match.span()) for match in digits]
    offset = candidate.span.start
    begin, end = (
        replace(candidate, span=Span(offset + span.start, offset + span.end), value=year, pair=pair)
        for span, year, pair in zip(spans, years, ("begin", "end"), strict=True)
    )
    return begin, end


def _numbers(index: int, text: str, dates: Sequence[DateMention]) -> Iterator[Candidate]:
    taken = [date for date in dates if date.certain]
    for mention in find_numbers(text):
        if any(date.start < mention.end and mention.start < date.end for date in taken):
            continue
        if _is_year(mention, dates):
            continue
        yield Candidate(
            index,
            mention.phrase,
            LineKind.NUMBER,
            _as_text(mention),
            unit=mention.unit,
            unit_class=mention.unit_class,
            qualified=mention.qualifier is not None,
        )


def _duals(index: int, text: str, asked: AskedValue) -> Iterator[Candidate]:
    """The counted noun in the feminine dual, which means «two» by itself: «بطولتين»."""
    if not asked.noun or asked.unit is not None:
        return
    folded = fold(text)
    for piece in split_pieces(folded.text):
        if piece.text.endswith(_DUAL_ENDINGS) and skeleton(piece.text) == asked.noun:
            span = folded.span(piece.start, piece.end)
            yield Candidate(index, span, LineKind.NUMBER, "2", unit=piece.text, unit_class=UnitClass.COUNT)


def _is_year(mention: NumberMention, dates: Sequence[DateMention]) -> bool:
    counted = mention.unit_class not in {None, UnitClass.COUNT} or mention.qualifier is not None
    if counted or mention.value not in _YEARS:
        return False
    return any(date.start <= mention.start < date.end for date in dates)


def _as_text(mention: NumberMention) -> str:
    """The value as a decimal number without an exponent; a range as two with a slash."""
    values = [mention.value] if mention.upper is None else [mention.value, mention.upper]
    return "/".join(f"{value:f}" for value in values)


def number_of(value: str) -> tuple[Decimal, Decimal]:
    """The lower and the upper number of a NUMBER's value; both the same for a single one."""
    low, _, high = value.partition("/")
    return Decimal(low), Decimal(high or low)
