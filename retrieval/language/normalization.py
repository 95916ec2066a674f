"""Text → its normalized form: lossy, never shown, the same for corpus, question and word lists.

In: any string. Out: the string with every spelling variant that does not change the meaning
written in one form. `normalize` is total and idempotent. The rules, in their order:

| # | Written | Becomes | By |
|---|---|---|---|
| 1 | soft hyphen, zero-width and bidi characters | nothing | here |
| 2 | presentation forms, ligatures, full-width and decomposed letters (`ﻻ`, `ﷲ`, `ｱ`) | NFKC | camel-tools |
| 3 | hamza on waw or yeh `ؤ` `ئ` | `ء`: مسؤول = مسئول, أصدقاؤه = أصدقائه | here |
| 4 | short vowels, tanwin, shadda, dagger alef | nothing | here, camel-tools' set |
| 5 | alef with hamza, madda or wasla `أ` `إ` `آ` `ٱ` | `ا` | camel-tools |
| 6 | alef maksura `ى` | `ي` | camel-tools |
| 7 | teh marbuta `ة` | `ه` | camel-tools |
| 8 | tatweel `ـ` | nothing | here |
| 9 | Persian, Urdu, Kurdish letters `ک` `ی` `ہ` | their Arabic twins `ك` `ي` `ه` | here |
| 10 | foreign sounds `پ` `چ` `ژ` `ڤ` `گ` | as newspapers write: `ب` `ج` `ج` `ف` `غ` | here |
| 11 | Arabic-Indic and Persian digits `٣` `۳` | ASCII digits | here |
| 12 | thousands separators between digits `1,000` `١٬٠٠٠` `1.000.000` | nothing | here |
| 13 | Arabic decimal separator U+066B between digits | `.` | here |
| 14 | capital and accented Latin letters `É` | `e` | here |
| 15 | every other mark, and control characters | nothing | here |
| 16 | runs of blanks, at the ends too | one blank, none at the ends | here |

The hamza without a seat `ء` stays, since it distinguishes words (جزء, جز). Measured on the development
questions in November 2026, RR@10 with rule 3 is 0.8253, and 0.8247 where `ؤ` becomes `و` and `ئ` becomes
`ي`.

camel-tools' `dediac_ar` does rule 4 for its own part, but its module makes sets of all of Unicode when it is
imported: 0.4 to 0.5 s of each start of each process (November 2026). A test compares the marks.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from camel_tools.utils.charmap import CharMapper
from camel_tools.utils.normalize import (
    normalize_alef_ar,
    normalize_alef_maksura_ar,
    normalize_teh_marbuta_ar,
    normalize_unicode,
)

from retrieval.language import letters as l

_WORDS_CACHED = 1 << 17
"""Words whose normal form is cached; a corpus of 10,000 passages has about this many forms."""

_LETTERS = CharMapper(
    {
        # Rule 3: hamza seats.
        l.WAW_WITH_HAMZA_ABOVE: l.HAMZA,
        l.YEH_WITH_HAMZA_ABOVE: l.HAMZA,
        # Rule 4.
        **dict.fromkeys(l.SHORT_VOWELS, ""),
        # Rule 8.
        l.TATWEEL: "",
        # Rule 9: other alphabets' shapes of Arabic letters.
        l.KEHEH: l.KAF,
        l.SWASH_KAF: l.KAF,
        l.FARSI_YEH: l.YEH,
        l.YEH_WITH_TAIL: l.YEH,
        l.E_WITH_DOTS: l.YEH,
        l.YEH_BARREE: l.YEH,
        l.HEH_DOACHASHMEE: l.HEH,
        l.HEH_WITH_YEH_ABOVE: l.HEH,
        l.HEH_GOAL: l.HEH,
        l.HEH_GOAL_WITH_HAMZA_ABOVE: l.HEH,
        l.TEH_MARBUTA_GOAL: l.HEH,
        l.AE: l.HEH,
        l.OE: l.WAW,
        l.U_WITH_DOT: l.WAW,
        l.NOON_GHUNNA: l.NOON,
        l.TTEH: l.TEH,
        l.DDAL: l.DAL,
        l.RREH: l.REH,
        l.FEH_WITH_DOT_MOVED_BELOW: l.FEH,
        l.QAF_WITH_DOT_ABOVE: l.QAF,
        l.HIGH_HAMZA_ALEF: l.ALEF,
        # Rule 10: foreign sounds.
        l.PEH: l.BEH,
        l.TCHEH: l.JEEM,
        l.JEH: l.JEEM,
        l.VEH: l.FEH,
        l.QAF_WITH_THREE_DOTS_ABOVE: l.FEH,
        l.GAF: l.GHAIN,
        l.NG: l.GHAIN,
        # Rule 11.
        **{written: str(value) for value, written in enumerate(l.ARABIC_INDIC_DIGITS)},
        **{written: str(value) for value, written in enumerate(l.EXTENDED_ARABIC_INDIC_DIGITS)},
    }
)

# Matches a word that is in its normal form already: Arabic letters, digits and small Latin letters.
_NORMAL_WORD = re.compile(f"[{l.ARABIC_ALPHABET}0-9a-z]*")
# Matches an invisible character.
_IGNORABLE = re.compile(f"[{l.IGNORABLES}]+")
# Matches a number whose digits are grouped by threes: 1,000  1٬000٬000  1،000.
_COMMAS = f",{l.ARABIC_THOUSANDS_SEPARATOR}{l.ARABIC_COMMA}"
_GROUPED = re.compile(rf"(?<![\d.,])\d{{1,3}}(?:[{_COMMAS}]\d{{3}})+(?!\d)")
# Matches a number grouped by two full stops or more: 1.000.000.
_GROUPED_BY_STOPS = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3}){2,}(?![\d.])")
# Matches the Arabic decimal separator between digits, U+066B.
_DECIMAL = re.compile(rf"(?<=\d){l.ARABIC_DECIMAL_SEPARATOR}(?=\d)")
# Matches what is not a digit.
_NOT_DIGITS = re.compile(r"\D")
# Matches a run of blanks of any kind.
_BLANKS = re.compile(r"\s+")


def normalize(text: str) -> str:
    """Normalize a text.

    Args:
        text: Any string: a word, a line, a whole document.

    Returns:
        The normal form, in which `normalize` changes nothing more; may be empty. Never raises.
    """
    while not _NORMAL_WORD.fullmatch(text):
        normalized = _normalize_once(text)
        if normalized == text:
            break
        text = normalized
    return text


@lru_cache(maxsize=_WORDS_CACHED)
def normalize_word(word: str) -> str:
    """Do what `normalize` does, with a cache: for single words, which are repeated often.

    Args:
        word: One word or number as written.

    Returns:
        Its normal form; may be empty. Never raises.
    """
    return normalize(word)


def _normalize_once(text: str) -> str:
    text = _LETTERS.map_string(normalize_unicode(_IGNORABLE.sub("", text)))
    text = normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(text)))
    if not text.isascii():
        bare = "".join(map(_bare, unicodedata.normalize("NFKD", text)))
        text = unicodedata.normalize("NFC", bare)
    text = _DECIMAL.sub(".", _GROUPED_BY_STOPS.sub(_ungroup, _GROUPED.sub(_ungroup, text)))
    return _BLANKS.sub(" ", "".join(map(_without_controls, text))).strip().casefold()


def _bare(character: str) -> str:
    return "" if unicodedata.category(character) in {"Mn", "Me"} else character


def _without_controls(character: str) -> str:
    return character if character.isprintable() or character.isspace() else ""


def _ungroup(number: re.Match[str]) -> str:
    return _NOT_DIGITS.sub("", number.group())
