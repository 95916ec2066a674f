"""Numbers written in words, in digits, or in both: «ثلاثة ملايين ومئتان», «1.5 مليار», «خمسة وعشرون».

In: the pieces of a folded text. Out: the value that begins at a piece, and where it ends. Case, gender
and spelling do not matter; clitics (و ف ب ل ك and the article) are ignored.

The kinds of `number_words.tsv`:

| Kind | Meaning | Example |
|---|---|---|
| unit, one | 0 to 9; `one` counts only inside a larger number | ثلاث; أحد عشر |
| ten, teen | 10, or adds 10 to a unit before it; 11 to 19 in one word | خمسة عشر; طناشر |
| tens | 20 to 90 | عشرين |
| hundred, hundreds | 100, or multiplies a unit before it; 200 to 900 in one word | ثلاث مئة; ثلاثمئة |
| scale | multiplies the number before it | ألف, ملايين |
| dual, either | twice its value; `either` multiplies a number before it, if there is one | مليونين; مليونا |
| fraction, parts | a part of one or of the scale before it; counted parts | ونصف; ثلاثة أرباع |
| never | looks like a clitic with a number, and is none | لست |
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Final

from retrieval.language.folding import Piece, fold_word
from retrieval.language.numbers.digits import parse_digits
from retrieval.resources import read_rows

_CONJUNCTIONS: Final = ("و", "ف")
_PREPOSITIONS: Final = ("ب", "ل", "ك")
_ONE: Final = fold_word("واحد")
"""Before عشر it is «وأحد» ("and eleven"), which folds to the same letters."""
_TEN: Final = frozenset(map(fold_word, ("عشر", "عشرة")))
_ARTICLE: Final = "ال"
_ARTICLE_AFTER_LAM: Final = "لل"
_SCALES: Final = frozenset({"scale", "either"})
_UNITS: Final = frozenset({"unit", "one"})
_HUNDREDS: Final = frozenset({"hundred", "hundreds"})
_WEAK_WITH_ARTICLE: Final = frozenset({"unit", "ten", "tens"})
"""«القرن العشرين», «الخامس والعشرين»: with the article these mostly end an ordinal."""
_GROUP_DIGITS: Final = 3
_MOST_GROUPS: Final = 5
"""Groups of digits that blanks may separate; a longer run is a table."""
# Matches a group of three digits, as blanks may separate them: the 000 of «100 000».
_THREE_DIGITS: Final = re.compile(r"[0-9]{3}")
_THOUSAND: Final = Decimal(1000)


@dataclass(frozen=True, slots=True)
class NumberWord:
    """A number word in a text: its entry and the clitics before it."""

    kind: str
    value: Decimal
    joined: bool = False
    """Whether «و» or «ف» is written before it."""
    definite: bool = False
    """Whether it has the article."""


@dataclass(frozen=True, slots=True)
class ParsedNumber:
    """A number parsed from pieces."""

    value: Decimal
    end: int
    """Index of the piece after it."""
    scaled: bool = False
    """Whether a word such as ألف or مليون is part of it."""
    weak: bool = False
    """Whether the words may mean something else than a number: «ألف» (also "wrote"), «نصف»."""


def _load_words() -> dict[str, NumberWord]:
    return {
        fold_word(form): NumberWord(kind, Decimal(value))
        for kind, value, forms in read_rows(__package__, "number_words.tsv")
        for form in forms.split()
    }


_WORDS: Final = _load_words()


@lru_cache(maxsize=1 << 15)
def number_word(word: str) -> NumberWord | None:
    """The number word in a folded word without its clitics; None where there is none."""
    found = _WORDS.get(word)
    if found is not None:
        return found if found.kind != "never" else None
    joined = word.startswith(_CONJUNCTIONS)
    if joined:
        word = word[1:]
    if word.startswith(_PREPOSITIONS) and word not in _WORDS:
        word = _ARTICLE + word[2:] if word.startswith(_ARTICLE_AFTER_LAM) else word[1:]
    definite = word.startswith(_ARTICLE) and word not in _WORDS
    if definite:
        word = word[len(_ARTICLE) :]
    found = _WORDS.get(word)
    if found is None or found.kind == "never" or (definite and found.kind in {"one", "dual", "either"}):
        return None
    return NumberWord(found.kind, found.value, joined, definite)


def parse_number(pieces: Sequence[Piece], start: int, *, whole: bool = False) -> ParsedNumber | None:
    """Parse the longest number that begins at a piece.

    Args:
        pieces: Pieces of a folded text.
        start: Index of the first piece.
        whole: As for `parse_digits`.

    Returns:
        The number, or None where none begins there.
    """
    first = pieces[start]
    parser = _NumberParser()
    at = start
    if first.in_digits:
        at = _after_digits(pieces, start)
        scale = number_word(pieces[at].text) if at < len(pieces) else None
        scaled = scale is not None and scale.kind in _SCALES and not scale.joined and not scale.definite
        value = parse_digits(_digits_of(pieces, start, at), scaled=scaled, whole=whole)
        if value is None:
            return None
        parser.take(NumberWord("digits", value))
    else:
        word = number_word(first.text)
        if word is None or not parser.take(replace(word, joined=False)):
            return None
        at += 1
    return parser.parse_rest(pieces, at)


def _after_digits(pieces: Sequence[Piece], start: int) -> int:
    """Index after digits that are grouped by blanks: «100 000»."""
    at = start + 1
    if len(pieces[start].text) > _GROUP_DIGITS or pieces[start].text.startswith("0"):
        return at
    while (
        at < min(len(pieces), start + _MOST_GROUPS)
        and _THREE_DIGITS.fullmatch(pieces[at].text)
        and pieces[at].start == pieces[at - 1].end + 1
        and pieces[start].text.isdigit()
    ):
        at += 1
    return at


def _digits_of(pieces: Sequence[Piece], start: int, end: int) -> str:
    return "".join(piece.text for piece in pieces[start:end])


class _NumberParser:
    """Adds up number words, one after the other, as long as they make one number."""

    def __init__(self) -> None:
        self.total = Decimal(0)
        self.group = Decimal(0)
        """What has been parsed since the last scale word."""
        self.floor: Decimal | None = None
        """The last scale word; those after it must be smaller."""
        self.last = ""
        """Kind of the last word taken; empty at the beginning."""
        self.words = 0
        self.first: NumberWord | None = None

    def parse_rest(self, pieces: Sequence[Piece], at: int) -> ParsedNumber | None:
        """Take words from a piece on; returns the number of all words taken."""
        while at < len(pieces):
            joined, word_at = pieces[at].text == "و", at
            if joined and at + 1 < len(pieces):
                word_at += 1
            text = pieces[word_at].text
            if pieces[word_at].in_digits:
                value = parse_digits(text)
                word = NumberWord("digits", value) if value is not None else None
            elif text == _ONE and word_at + 1 < len(pieces) and pieces[word_at + 1].text in _TEN:
                word = NumberWord("one", Decimal(1), joined=True)  # «وأحد عشر»
            else:
                word = number_word(text)
            if word is None or not self.take(replace(word, joined=word.joined or joined)):
                break
            at = word_at + 1
        if self.last == "one":
            return None
        return ParsedNumber(self.total + self.group, at, self.floor is not None, self._is_weak())

    def _is_weak(self) -> bool:
        if self.words > 1 or self.first is None:
            return False
        return (
            self.first.kind in {"fraction", "either"}
            or (self.first.kind == "scale" and self.first.value == _THOUSAND)
            or (self.first.kind in _WEAK_WITH_ARTICLE and self.first.definite)
        )

    def take(self, word: NumberWord) -> bool:
        """Take one more word; returns False and changes nothing where it does not belong to the number."""
        taken = getattr(self, f"_take_{_TAKEN_BY[word.kind]}")(word)
        if taken:
            self.first = self.first or word
            self.last = word.kind
            self.words += 1
        return bool(taken)

    def _starts_group(self, word: NumberWord) -> bool:
        """Whether a new group may begin: nothing was parsed, or «و» joins it to a scale before."""
        if not self.last:
            return True
        return word.joined and self.group == 0 and self.floor is not None and self.last != "fraction"

    def _take_digits(self, word: NumberWord) -> bool:
        if not self._starts_group(word) or (self.floor is not None and word.value >= self.floor):
            return False
        self.group = word.value
        return True

    def _take_unit(self, word: NumberWord) -> bool:
        after_hundreds = word.joined and self.group > 0 and self.group % 100 == 0 and self.last in _HUNDREDS
        if not (after_hundreds or self._starts_group(word)):
            return False
        self.group += word.value
        return True

    def _take_ten(self, word: NumberWord) -> bool:
        teen = self.last in _UNITS and not word.joined and 0 < self.group % 100 < 10  # noqa: PLR2004 - a unit
        if teen:
            self.group += 10
            return True
        return self._take_unit(word)

    def _take_tens(self, word: NumberWord) -> bool:
        if word.joined and self.last in _UNITS:
            self.group += word.value
            return True
        return self._take_unit(word)

    def _take_hundreds(self, word: NumberWord) -> bool:
        plain = not word.joined and not word.definite  # «سبعة بالمئة» are percent
        if plain and word.value == 100 and self.last == "unit" and 3 <= self.group < 10:  # noqa: PLR2004 - the grammar of hundreds
            self.group *= 100
            return True
        if not self._starts_group(word):
            return False
        self.group += word.value
        return True

    def _take_scale(self, word: NumberWord) -> bool:
        smaller = self.floor is None or word.value < self.floor
        if self.last == "fraction" and self.floor == word.value and word.definite:
            return True  # «مليونين ونصف المليون»: the scale is repeated
        if self.group > 0 and not word.joined and not word.definite and smaller:
            self.total += self.group * word.value
            self.group = Decimal(0)
        elif self._starts_group(word) and smaller:
            self.total += word.value * (2 if word.kind in {"dual", "either"} else 1)
        else:
            return False
        self.floor = word.value
        return True

    def _take_fraction(self, word: NumberWord) -> bool:
        if not self.last:
            self.group = word.value
        elif not word.joined or self.last == "fraction":
            return False
        elif self.group == 0 and self.floor is not None:
            self.total += word.value * self.floor
        else:
            self.group += word.value
        return True

    def _take_parts(self, word: NumberWord) -> bool:
        if self.last != "unit" or word.joined or not 1 < self.group < word.value:
            return False
        self.group /= word.value
        return True


_TAKEN_BY: Final = {
    "digits": "digits",
    "unit": "unit",
    "one": "unit",
    "ten": "ten",
    "teen": "unit",
    "tens": "tens",
    "hundred": "hundreds",
    "hundreds": "hundreds",
    "scale": "scale",
    "dual": "scale",
    "either": "scale",
    "fraction": "fraction",
    "parts": "parts",
}
"""Which method of the parser takes a word of each kind."""
