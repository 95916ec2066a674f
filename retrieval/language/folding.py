"""Folds text for finding numbers and dates, and maps folded offsets to the original text.

In: any string. Out: a `Folded`: the text without marks, each letter, digit and blank in one form, and
for each folded character its offset in the original. Unlike `normalization`, folding keeps separators,
punctuation and the number of blanks, which numbers and dates need: «1,002.5», «10 / 1». The folded
form is never shown.

| Written | Becomes |
|---|---|
| marks, tatweel, zero-width and bidi characters | nothing |
| Arabic-Indic, Persian and full-width digits | ASCII digits |
| Arabic percent sign, decimal and thousands separators | `%` `.` `,` |
| hamza on alef, madda, wasla | `ا` |
| hamza on waw or yeh | `ء` |
| `ى` `ة` and Persian, Urdu twins | `ي` `ه` and the Arabic letter |
| presentation forms | their letters |
| dashes of all lengths, the minus sign | `-` |
| every kind of blank | one space for each |
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from retrieval.language import letters as l
from retrieval.types import Span

_ONE_TO_ONE: Final = {
    l.ALEF_WITH_MADDA_ABOVE: l.ALEF,
    l.ALEF_WITH_HAMZA_ABOVE: l.ALEF,
    l.ALEF_WITH_HAMZA_BELOW: l.ALEF,
    l.ALEF_WASLA: l.ALEF,
    l.WAW_WITH_HAMZA_ABOVE: l.HAMZA,
    l.YEH_WITH_HAMZA_ABOVE: l.HAMZA,
    l.ALEF_MAKSURA: l.YEH,
    l.FARSI_YEH: l.YEH,
    l.TEH_MARBUTA: l.HEH,
    l.HEH_GOAL: l.HEH,
    l.HEH_DOACHASHMEE: l.HEH,
    l.AE: l.HEH,
    l.KEHEH: l.KAF,
    l.ARABIC_DECIMAL_SEPARATOR: ".",
    l.ARABIC_THOUSANDS_SEPARATOR: ",",
    "\u066a": "%",  # Arabic percent sign
    "\uff05": "%",
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"),
    **{digit: str(value) for value, digit in enumerate(l.ARABIC_INDIC_DIGITS)},
    **{digit: str(value) for value, digit in enumerate(l.EXTENDED_ARABIC_INDIC_DIGITS)},
    **{chr(0xFF10 + value): str(value) for value in range(10)},
    **{blank: " " for blank in map(chr, range(0x3001)) if blank.isspace()},
}
_PRESENTATION_FORMS: Final = (*range(0xFB50, 0xFDD0), *range(0xFE70, 0xFEFD))
# Matches a character that is removed.
_DROPPED: Final = re.compile(f"[{l.MARKS}{l.IGNORABLES}{l.TATWEEL}]")


def _presentation_forms() -> dict[str, str]:
    """Each presentation form and its folded letters; the few forms of marks alone become nothing."""
    plain = {}
    for character in map(chr, _PRESENTATION_FORMS):
        letters = unicodedata.normalize("NFKC", character)
        folded = "".join(_ONE_TO_ONE.get(letter, letter) for letter in _DROPPED.sub("", letters))
        if letters != character:
            plain[character] = folded.replace(" ", "")
    return plain


_FORMS: Final = _presentation_forms()
_TABLE: Final = str.maketrans({**_ONE_TO_ONE, **{form: one for form, one in _FORMS.items() if len(one) == 1}})
_NOT_ONE: Final = "".join(form for form, plain in _FORMS.items() if len(plain) != 1)
# Matches a character that folds to none or to several.
_CHANGES_LENGTH: Final = re.compile(f"[{l.MARKS}{l.IGNORABLES}{l.TATWEEL}{_NOT_ONE}]")


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the origin of its characters."""

    text: str
    places: tuple[int, ...] | None
    """For each folded character its offset in the original; None where all offsets are the same."""
    original: str

    def span(self, start: int, end: int) -> Span:
        """The span of the original for a folded span, marks on its last letter included.

        Args:
            start: Offset in the folded text, less than `end`.
            end: Offset after the last character.

        Returns:
            Offsets in the original text.
        """
        if self.places is None:
            return Span(start, end)
        after = self.places[end - 1] + 1
        while after < len(self.original) and _DROPPED.match(self.original, after):
            after += 1
        return Span(self.places[start], after)


def fold(text: str) -> Folded:
    """Fold a text.

    Args:
        text: Any string.

    Returns:
        Its folded form and offsets. Never raises.
    """
    if not _CHANGES_LENGTH.search(text):
        return Folded(text.translate(_TABLE), None, text)
    characters: list[str] = []
    places: list[int] = []
    for place, character in enumerate(text):
        if _CHANGES_LENGTH.match(character):
            folded = _FORMS.get(character, "")
        else:
            folded = character.translate(_TABLE)
        characters.append(folded)
        places.extend([place] * len(folded))
    return Folded("".join(characters), tuple(places), text)


def fold_word(word: str) -> str:
    """The folded form of a word of a word list."""
    return fold(word).text


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, a number in digits, or one other character of a folded text."""

    text: str
    start: int
    end: int

    @property
    def in_digits(self) -> bool:
        """Whether it is a number in (folded) digits."""
        return "0" <= self.text[0] <= "9"


# Matches a number in digits with its separators; or a word of Arabic or of other letters; or any one
# character that is no blank. Letters and digits are separate pieces: «4 اكتوبر2012», «ب18», «1299م».
_PIECE: Final = re.compile(r"[0-9]+(?:[.,][0-9]+)*|[ء-ي]+[²³]?|[^\W\d_ء-ي]+|\S")


def split_pieces(text: str) -> list[Piece]:
    """Split a folded text into its pieces, in order, without the blanks between them.

    Args:
        text: Folded text.

    Returns:
        The pieces, disjoint, with offsets in the folded text.
    """
    return [Piece(match[0], *match.span()) for match in _PIECE.finditer(text)]
