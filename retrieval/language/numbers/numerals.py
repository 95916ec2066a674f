"""Finds the numbers in a text, in digits or words, with unit, qualifier and range.

In: any text. Out: `NumberMention`s with offsets in it, sorted and disjoint. «نحو 1.5 مليار دولار» is
the value 1500000000, unit dollar, qualifier about; «بين 3 و5», «من ثلاثة إلى أربعة» and «ثلاثة أو
أربعة أيام» have an upper value. The numbers inside dates are found too; a caller that wants quantities
removes them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from retrieval.language.folding import Folded, Piece, fold, fold_word, split_pieces
from retrieval.language.numbers.numeral_words import number_word, parse_number
from retrieval.language.numbers.units import (
    WHOLE_CLASSES,
    Qualifier,
    Unit,
    UnitClass,
    dual_unit,
    parse_unit,
    qualifier_after,
    qualifier_before,
)
from retrieval.types import Span

_SIGNS_BEFORE: Final = frozenset("$€£%")
_RANGE_PREFIXES: Final[dict[str, tuple[str, ...] | None]] = {
    "-": None,
    "الي": ("من", "بين"),
    "حتي": ("من",),
    "او": ("بين", "اما"),
    "و": ("بين", "مابين"),
}
"""What may separate the two values of a range, and the words of which one must precede it."""
_BY_UNIT: Final = frozenset({"الي", "حتي", "او"})
"""Of these, those that need no word before the range where a unit, a noun or a scale follows."""
# Matches what separates the two values of a range: -  إلى  حتى  أو  و.
_RANGE_GAP: Final = re.compile(r"\s*(-|الي|حتي|او|و)\s*")
_ONE: Final = frozenset(map(fold_word, ("واحد", "واحدة", "واحدا")))
"""Follows its noun; before a noun it is «وأحد», which folds to the same letters."""
_PARTS_OF: Final = "من"
_TEN: Final = frozenset(map(fold_word, ("عشر", "عشرة")))
# Matches an ordinal that forms one ordinal with the number after it: the الثالثة of «الثالثة عشرة».
_ORDINAL: Final = re.compile("(?:[وفبك]?ال|لل)(?:حادي|ثاني|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع)ه?")


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number in a text. Offsets are code points, ends exclusive."""

    start: int
    end: int
    phrase: Span
    """What a reader needs to see: qualifier, number and unit; contains `start` to `end`."""
    value: Decimal
    """The value; the lower one of a range. For percentages the number before the sign."""
    unit: str | None = None
    """Canonical unit («kilometer», «percent»), or the noun that is counted, folded; None for neither."""
    unit_class: UnitClass | None = None
    qualifier: str | None = None
    """about, over, under, at_least or at_most, where the text has such a word."""
    upper: Decimal | None = None
    """The upper value of a range."""


@dataclass(frozen=True, slots=True)
class _Found:
    """A number among pieces; indices of pieces, ends exclusive."""

    value: Decimal
    first: int
    end: int
    unit: Unit | None
    qualifier: Qualifier | None
    scaled: bool
    phrase: tuple[int, int]
    upper: Decimal | None = None


def find_numbers(text: str) -> list[NumberMention]:
    """Find the numbers of a text.

    Args:
        text: Any text, as written.

    Returns:
        Mentions in text order; neither they nor their phrases overlap. Never raises.
    """
    folded = fold(text)
    pieces = split_pieces(folded.text)
    found: list[_Found] = []
    at = 0
    while at < len(pieces):
        number = _number_at(pieces, at, found[-1].phrase[1] if found else 0)
        if number is None:
            at += 1
            continue
        at = number.phrase[1]
        merged = _as_range(folded, pieces, found[-1], number) if found else None
        if merged is None:
            found.append(number)
        else:
            found[-1] = merged
    return [_as_mention(folded, pieces, number) for number in found]


def _number_at(pieces: Sequence[Piece], at: int, free: int) -> _Found | None:
    """The number that begins at a piece; its qualifier begins at piece `free` or later."""
    if not pieces[at].in_digits and number_word(pieces[at].text) is None:
        return _dual_at(pieces, at, free)
    number = parse_number(pieces, at)
    if number is None or _ends_ordinal(pieces, at):
        return None
    after = qualifier_after(pieces, number.end)  # «ثلاثمائة ونيف»
    unit = parse_unit(pieces, after.end if after else number.end)
    if unit is not None and unit.unit_class in WHOLE_CLASSES:
        number = parse_number(pieces, at, whole=True) or number
    qualifier = qualifier_before(pieces, at, free)
    if number.end == at + 1 and _is_one_of(pieces, at, unit):
        return None
    if number.weak and not _is_certain(unit, qualifier):
        return None
    first = at if qualifier is None else qualifier.start
    if unit is None and at > free and pieces[at - 1].text in _SIGNS_BEFORE:
        sign = parse_unit(pieces, at - 1)
        unit = Unit(sign.name, sign.unit_class, number.end) if sign else None
        first = min(first, at - 1)
    end = max(unit.end if unit else 0, after.end if after else 0, number.end)
    after = after or qualifier_after(pieces, end)
    last = max(end, after.end if after else 0)
    is_percent = unit is not None and unit.name == "percent" and unit.end > number.end
    found = _Found(
        number.value,
        at,
        end if is_percent else number.end,
        unit,
        qualifier or after,
        number.scaled,
        (first, last),
    )
    return _with_fraction(pieces, found) if unit is not None else found


def _ends_ordinal(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a ten is the second word of an ordinal: «الثالثة عشرة»."""
    return at > 0 and pieces[at].text in _TEN and _ORDINAL.fullmatch(pieces[at - 1].text) is not None


def _is_one_of(pieces: Sequence[Piece], at: int, unit: Unit | None) -> bool:
    """Whether a one is no count: «واحدة من أسرع», «وأحد أشهر»."""
    if pieces[at].text not in _ONE:
        return False
    before_noun = unit is not None and unit.unit_class in {UnitClass.TIME, UnitClass.COUNT}
    return before_noun or (at + 1 < len(pieces) and pieces[at + 1].text == _PARTS_OF)


def _with_fraction(pieces: Sequence[Piece], found: _Found) -> _Found:
    """The same number plus a fraction after its unit: «ثلاث سنوات ونصف»."""
    end = found.phrase[1]
    word = number_word(pieces[end].text) if end < len(pieces) else None
    if word is None or word.kind != "fraction" or not word.joined or word.definite:
        return found
    end += 1
    return replace(found, value=found.value + word.value, end=end, phrase=(found.phrase[0], end))


def _is_certain(unit: Unit | None, qualifier: Qualifier | None) -> bool:
    return qualifier is not None or (unit is not None and unit.unit_class is not UnitClass.COUNT)


def _dual_at(pieces: Sequence[Piece], at: int, free: int) -> _Found | None:
    """A noun in the dual, which means two: «سنتين»."""
    dual = dual_unit(pieces[at].text)
    if dual is None:
        return None
    qualifier = qualifier_before(pieces, at, free)
    first = at if qualifier is None else qualifier.start
    found = _Found(
        Decimal(2), at, at + 1, Unit(*dual, at + 1), qualifier, scaled=False, phrase=(first, at + 1)
    )
    return _with_fraction(pieces, found)


def _as_range(folded: Folded, pieces: Sequence[Piece], low: _Found, high: _Found) -> _Found | None:
    """The two numbers as one range, where the words between and before them make one."""
    if low.upper is not None:
        return None
    gap = _RANGE_GAP.fullmatch(folded.text[pieces[low.phrase[1] - 1].end : pieces[high.first].start])
    word = gap[1] if gap else _clitic_of(pieces, low, high)
    if word is None:
        return None
    prefixes = _RANGE_PREFIXES[word]
    before = pieces[low.phrase[0] - 1].text if low.phrase[0] else ""
    if prefixes is not None and before not in prefixes:
        if word not in _BY_UNIT or not (high.unit or high.scaled):
            return None
        prefixes = None
    if word == "-" and (low.unit is not None and low.unit.name != "percent"):
        return None
    value = low.value
    if high.scaled and not low.scaled and low.unit is None:
        scale = _scale_of(high.value)
        value = value * scale if value < high.value / scale else value
    same_unit = low.unit is None or high.unit is None or low.unit.name == high.unit.name
    if not same_unit or value >= high.value:
        return None
    first = low.phrase[0] - _words_before(pieces, low.phrase[0], prefixes)
    return replace(
        low,
        value=value,
        upper=high.value,
        end=high.end,
        unit=high.unit or low.unit,
        phrase=(first, high.phrase[1]),
    )


def _words_before(pieces: Sequence[Piece], at: int, prefixes: tuple[str, ...] | None) -> int:
    """How many words before a range belong to it: none for «3-5», one for «من», two for «ما بين»."""
    if prefixes is None:
        return 0
    return 2 if at > 1 and pieces[at - 2].text == "ما" else 1


def _clitic_of(pieces: Sequence[Piece], low: _Found, high: _Found) -> str | None:
    """«و» before a number word: «بين ثلاثة وخمسة»."""
    text = pieces[high.first].text
    if low.phrase[1] == high.first and len(text) > 1 and text[0] == "و":
        return "و"
    return None


def _scale_of(value: Decimal) -> Decimal:
    """The largest of a thousand, a million and so on that a value reaches."""
    scale = Decimal(1)
    while value >= scale * 1000:
        scale *= 1000
    return scale


def _as_mention(folded: Folded, pieces: Sequence[Piece], found: _Found) -> NumberMention:
    number = folded.span(pieces[found.first].start, pieces[found.end - 1].end)
    before = found.qualifier
    clitic = before.clitic if before is not None and before.start == found.phrase[0] else 0
    phrase = folded.span(pieces[found.phrase[0]].start + clitic, pieces[found.phrase[1] - 1].end)
    return NumberMention(
        number.start,
        number.end,
        phrase,
        _plain(found.value),
        found.unit.name if found.unit else None,
        found.unit.unit_class if found.unit else None,
        found.qualifier.name if found.qualifier else None,
        None if found.upper is None else _plain(found.upper),
    )


def _plain(value: Decimal) -> Decimal:
    """The same value without zeros after its decimal point."""
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()
