"""The unit or counted noun after a number, and how exact the number is meant to be.

In: the pieces of a folded text and the place of a number among them. Out: its unit and its qualifier.
A unit of `units.tsv` has a class and a canonical name; any other noun after a number is counted by it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Final

from retrieval.language.folding import Piece, fold_word
from retrieval.language.numbers.numeral_words import number_word
from retrieval.resources import read_rows, read_words


class UnitClass(StrEnum):
    """The kind of quantity that a number measures."""

    TIME = "time"
    LENGTH = "length"
    AREA = "area"
    VOLUME = "volume"
    MASS = "mass"
    MONEY = "money"
    PEOPLE = "people"
    PERCENT = "percent"
    TEMPERATURE = "temperature"
    SPEED = "speed"
    POWER = "power"
    DATA = "data"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of a number."""

    name: str
    """Canonical name («kilometer»), or the folded noun where it is not in the list."""
    unit_class: UnitClass
    end: int
    """Index of the piece after it."""


@dataclass(frozen=True, slots=True)
class Qualifier:
    """How exact a number is meant to be, and the pieces with that word."""

    name: str
    """One of about, over, under, at_least, at_most."""
    start: int
    end: int
    clitic: int = 0
    """Letters of a clitic before its first word: 1 in «بنحو»."""


WHOLE_CLASSES: Final = frozenset({UnitClass.PEOPLE, UnitClass.MONEY, UnitClass.COUNT, UnitClass.AREA})
"""Classes whose numbers are large and whole: «309.500 كم²» has no decimal point."""
_LONGEST_QUALIFIER: Final = 4
_CLITICS: Final = ("ب", "ل", "و", "ف", "ول", "وب", "فب")
_DEFINITE: Final = ("ال", "وال", "لل", "بال")
# Matches the digits of a year.
_YEAR: Final = re.compile(r"[0-9]{3,4}")
_SQUARE: Final = frozenset({"مربع", "مربعا", "مربعه"})
_CUBIC: Final = frozenset({"مكعب", "مكعبا", "مكعبه"})
_SQUARE_DIGITS: Final = frozenset({"2", "²"})
_CUBIC_DIGITS: Final = frozenset({"3", "³"})


def _load_units(column: int) -> dict[tuple[str, ...], tuple[str, UnitClass]]:
    units = {}
    for row in read_rows(__package__, "units.tsv"):
        unit = (row[1], UnitClass(row[0]))
        forms = row[column].split() if column < len(row) else ()
        units.update({tuple(map(fold_word, form.split("_"))): unit for form in forms})
    return units


def _load_qualifiers(place: str) -> dict[tuple[str, ...], str]:
    return {
        tuple(map(fold_word, phrase.split("_"))): name
        for where, name, phrases in read_rows(__package__, "number_qualifiers.tsv")
        if where == place
        for phrase in phrases.split()
    }


_UNITS: Final = _load_units(2)
_DUALS: Final = {form[0]: unit for form, unit in _load_units(3).items()}
_BEFORE: Final = _load_qualifiers("before")
_AFTER: Final = _load_qualifiers("after")
_WAW_NOUNS: Final = frozenset(map(fold_word, read_words(__package__, "waw_nouns.txt")))
"""Nouns whose own first letter is waw; any other word that begins with it begins with «and»."""
_NO_NOUNS: Final = frozenset(map(fold_word, read_words(__package__, "no_nouns.txt")))


def parse_unit(pieces: Sequence[Piece], at: int) -> Unit | None:
    """Parse the unit that begins at a piece.

    Args:
        pieces: Pieces of a folded text.
        at: Index of the piece after a number; may be past the last piece.

    Returns:
        The unit, a counted noun with the class COUNT, or None where neither follows.
    """
    for length in (2, 1):
        words = tuple(piece.text for piece in pieces[at : at + length])
        found = _UNITS.get(words) if len(words) == length else None
        if found is not None and not _names_a_year(pieces, at, found[0]):
            return _squared(pieces, at + length, Unit(found[0], found[1], at + length))
    if at < len(pieces) and is_noun(pieces[at].text):
        return Unit(pieces[at].text, UnitClass.COUNT, at + 1)
    return None


def _names_a_year(pieces: Sequence[Piece], at: int, name: str) -> bool:
    """Whether «سنة» or «عام» begins a date rather than counting: «5 ملايين سنة 2016»."""
    return name == "year" and at + 1 < len(pieces) and _YEAR.fullmatch(pieces[at + 1].text) is not None


def _squared(pieces: Sequence[Piece], at: int, unit: Unit) -> Unit:
    """The same unit, or its square or cube where that follows: «كم مربع», «كم2», «متر مكعب»."""
    if unit.unit_class is not UnitClass.LENGTH or at >= len(pieces):
        return unit
    follows, close = pieces[at].text, pieces[at].start == pieces[at - 1].end
    if follows in _SQUARE or (close and follows in _SQUARE_DIGITS):
        return Unit(f"square_{unit.name}", UnitClass.AREA, at + 1)
    if follows in _CUBIC or (close and follows in _CUBIC_DIGITS):
        return Unit(f"cubic_{unit.name}", UnitClass.VOLUME, at + 1)
    return unit


def known_unit(word: str) -> tuple[str, UnitClass] | None:
    """Name and class of a unit from a folded form, with or without the article; None for other words."""
    return _UNITS.get((word,)) or _UNITS.get((word.removeprefix("ال"),)) or _DUALS.get(word)


def dual_unit(word: str) -> tuple[str, UnitClass] | None:
    """The unit of which a folded word is the dual, which means two: «سنتين»."""
    return _DUALS.get(word)


@lru_cache(maxsize=1 << 14)
def is_noun(word: str) -> bool:
    """Whether a folded word after a number may be the counted noun: an indefinite word of Arabic letters."""
    return (
        len(word) > 1
        and "ء" <= word[0] <= "ي"
        and word not in _NO_NOUNS
        and not word.startswith(_DEFINITE)
        and number_word(word) is None
        and not (word.startswith("و") and word not in _WAW_NOUNS)
    )


def qualifier_before(pieces: Sequence[Piece], at: int, free: int = 0) -> Qualifier | None:
    """The qualifier directly before a piece; it begins at piece `free` or later: «أكثر من», «نحو»."""
    for length in range(min(_LONGEST_QUALIFIER, at - free), 0, -1):
        words = tuple(piece.text for piece in pieces[at - length : at])
        bare = words[0] if words in _BEFORE else _without_clitics(words[0])
        name = _BEFORE.get((bare, *words[1:]))
        if name is not None:
            return Qualifier(name, at - length, at, len(words[0]) - len(bare))
    return None


def qualifier_after(pieces: Sequence[Piece], at: int) -> Qualifier | None:
    """The qualifier that begins at a piece: «تقريبا», «على الأقل»."""
    for length in (2, 1):
        words = tuple(piece.text for piece in pieces[at : at + length])
        name = _AFTER.get(words)
        if name is not None and len(words) == length:
            return Qualifier(name, at, at + length)
    return None


@lru_cache(maxsize=1 << 12)
def _without_clitics(word: str) -> str:
    for clitic in sorted(_CLITICS, key=len, reverse=True):
        bare = word.removeprefix(clitic)
        if bare != word and any(phrase[0] == bare for phrase in _BEFORE):
            return bare
    return word
