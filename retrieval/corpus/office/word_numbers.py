"""The automatic numbers of a Word file: what stands before a numbered paragraph, as Word shows it.

In: the element of `numbering.xml`, and the numbered paragraphs in order. Out: the number of each as text:
«المادة 2:», «أ-», `1.2`. Bullets are no numbers and give nothing. Source: ECMA-376, part 1, 17.9.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from retrieval.corpus.office.word_names import W, value_of

_PLACE: Final = re.compile(r"%([1-9])")
_LEVELS: Final = 9
_ABJAD: Final = "أبجدهوزحطيكلمنسعفصقرشتثخذضظغ"
_ALPHABET: Final = "أبتثجحخدذرزسشصضطظعغفقكلمنهوي"
_LARGEST: Final = 3999
"""Largest number that is written in Roman numerals."""
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_NONE: Final = frozenset({"bullet", "none"})


def _by_letters(letters: str) -> Callable[[int], str]:
    """A count by letters; behind the last, each letter is doubled: a, b, …, aa, bb."""

    def name(number: int) -> str:
        times, place = divmod(number - 1, len(letters))
        return letters[place] * (times + 1)

    return name


def _roman(number: int) -> str:
    if not 0 < number <= _LARGEST:
        return str(number)
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


_FORMATS: Final[Mapping[str, Callable[[int], str]]] = MappingProxyType(
    {
        "decimalZero": lambda number: f"{number:02d}",
        "upperRoman": lambda number: _roman(number).upper(),
        "lowerRoman": _roman,
        "upperLetter": _by_letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        "lowerLetter": _by_letters("abcdefghijklmnopqrstuvwxyz"),
        "arabicAlpha": _by_letters(_ALPHABET),
        "arabicAbjad": _by_letters(_ABJAD),
    }
)
"""Formats of numbers that are not decimal."""


class Numbering:
    """Counts the numbered paragraphs of one file; ask for each in its order.

    Args:
        root: The element `w:numbering`; None where the file has none.
    """

    def __init__(self, root: Any) -> None:
        found: list[Any] = [] if root is None else list(root)
        self._abstract = {
            each.get(W + "abstractNumId"): each for each in found if each.tag == W + "abstractNum"
        }
        self._numbers = {each.get(W + "numId"): each for each in found if each.tag == W + "num"}
        self._counts: dict[str, list[int | None]] = {}
        self._begun: set[str] = set()

    def next(self, number_id: str, level: int, style_id: str | None = None) -> str:
        """The number of the next paragraph of a list; empty where it has none.

        Args:
            number_id: The list, by its `w:numId`.
            level: Its level from 0.
            style_id: The style that gives the paragraph its number, which may name another level.
        """
        number = self._numbers.get(number_id)
        list_id = value_of(number, "abstractNumId")
        if number is None or list_id is None or list_id not in self._abstract:
            return ""
        level = self._level_of_style(list_id, style_id, level)
        counts = self._counts.setdefault(list_id, [None] * _LEVELS)
        if number_id not in self._begun:
            self._begun.add(number_id)
            self._begin(number, counts)
        self._count(number, list_id, counts, level)
        definition = self._definition(number, list_id, level)
        if definition is None or value_of(definition, "numFmt", "decimal") in _NONE:
            return ""
        is_legal = definition.find(W + "isLgl") is not None

        def shown(match: re.Match[str]) -> str:
            place = int(match[1]) - 1
            count = counts[place]
            if count is None:
                count = self._start(number, list_id, place)
            own = self._definition(number, list_id, place)
            style = "decimal" if is_legal else value_of(own, "numFmt", "decimal")
            return "" if style in _NONE else _FORMATS.get(style or "", str)(count)

        return _PLACE.sub(shown, value_of(definition, "lvlText", "") or "").strip()

    def _level_of_style(self, list_id: str, style_id: str | None, level: int) -> int:
        """The level that is tied to a style, else the level itself."""
        for each in self._abstract[list_id].iterfind(W + "lvl"):
            if style_id is not None and value_of(each, "pStyle") == style_id:
                return _bounded(each.get(W + "ilvl", "0"))
        return min(max(level, 0), _LEVELS - 1)

    def _begin(self, number: Any, counts: list[int | None]) -> None:
        """A list that begins again at a number of its own."""
        for override in number.iterfind(W + "lvlOverride"):
            start = value_of(override, "startOverride")
            if start is not None:
                counts[_bounded(override.get(W + "ilvl", "0"))] = None

    def _count(self, number: Any, list_id: str, counts: list[int | None], level: int) -> None:
        count = counts[level]
        counts[level] = self._start(number, list_id, level) if count is None else count + 1
        for deeper in range(level + 1, _LEVELS):
            restart = value_of(self._definition(number, list_id, deeper), "lvlRestart")
            if restart != "0":
                counts[deeper] = None
        for higher in range(level):
            if counts[higher] is None:
                counts[higher] = self._start(number, list_id, higher)

    def _start(self, number: Any, list_id: str, level: int) -> int:
        for override in number.iterfind(W + "lvlOverride"):
            if _bounded(override.get(W + "ilvl", "0")) == level:
                start = value_of(override, "startOverride")
                if start is not None:
                    return _whole(start)
        return _whole(value_of(self._definition(number, list_id, level), "start", "1") or "1")

    def _definition(self, number: Any, list_id: str, level: int) -> Any:
        """How a level is numbered: by the list itself, else by the one that it refers to."""
        for override in number.iterfind(W + "lvlOverride"):
            own = override.find(W + "lvl")
            if own is not None and _bounded(override.get(W + "ilvl", "0")) == level:
                return own
        levels = self._abstract[list_id].iterfind(W + "lvl")
        return next((each for each in levels if _bounded(each.get(W + "ilvl", "0")) == level), None)


def _bounded(level: str) -> int:
    return min(max(_whole(level), 0), _LEVELS - 1)


def _whole(number: str) -> int:
    return int(number) if re.fullmatch(r"-?\d{1,9}", number) else 0
