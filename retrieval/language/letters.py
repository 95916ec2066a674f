"""Arabic letters, marks and digits as named constants, and the character classes built from them.

In: nothing. Out: constants named after the Unicode names of the characters, and strings that fit
inside the brackets of a regular expression.
"""

from __future__ import annotations

import unicodedata

HAMZA = "\u0621"
ALEF_WITH_MADDA_ABOVE = "\u0622"
ALEF_WITH_HAMZA_ABOVE = "\u0623"
WAW_WITH_HAMZA_ABOVE = "\u0624"
ALEF_WITH_HAMZA_BELOW = "\u0625"
YEH_WITH_HAMZA_ABOVE = "\u0626"
ALEF = "\u0627"
BEH = "\u0628"
TEH_MARBUTA = "\u0629"
TEH = "\u062a"
THEH = "\u062b"
JEEM = "\u062c"
HAH = "\u062d"
KHAH = "\u062e"
DAL = "\u062f"
THAL = "\u0630"
REH = "\u0631"
ZAIN = "\u0632"
SEEN = "\u0633"
SHEEN = "\u0634"
SAD = "\u0635"
DAD = "\u0636"
TAH = "\u0637"
ZAH = "\u0638"
AIN = "\u0639"
GHAIN = "\u063a"
TATWEEL = "\u0640"
FEH = "\u0641"
QAF = "\u0642"
KAF = "\u0643"
LAM = "\u0644"
MEEM = "\u0645"
NOON = "\u0646"
HEH = "\u0647"
WAW = "\u0648"
ALEF_MAKSURA = "\u0649"
YEH = "\u064a"
ALEF_WASLA = "\u0671"

# Letters that Persian, Urdu, Kurdish and Maghrebi keyboards and fonts put in place of Arabic ones.
HIGH_HAMZA_ALEF = "\u0675"
TTEH = "\u0679"
PEH = "\u067e"
TCHEH = "\u0686"
DDAL = "\u0688"
RREH = "\u0691"
JEH = "\u0698"
FEH_WITH_DOT_MOVED_BELOW = "\u06a2"
VEH = "\u06a4"
QAF_WITH_DOT_ABOVE = "\u06a7"
QAF_WITH_THREE_DOTS_ABOVE = "\u06a8"
KEHEH = "\u06a9"
SWASH_KAF = "\u06aa"
NG = "\u06ad"
GAF = "\u06af"
NOON_GHUNNA = "\u06ba"
HEH_DOACHASHMEE = "\u06be"
HEH_WITH_YEH_ABOVE = "\u06c0"
HEH_GOAL = "\u06c1"
HEH_GOAL_WITH_HAMZA_ABOVE = "\u06c2"
TEH_MARBUTA_GOAL = "\u06c3"
OE = "\u06c6"
U_WITH_DOT = "\u06cf"
FARSI_YEH = "\u06cc"
YEH_WITH_TAIL = "\u06cd"
E_WITH_DOTS = "\u06d0"
YEH_BARREE = "\u06d2"
AE = "\u06d5"

SHORT_VOWELS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0670"
"""Tanwin, short vowels, shadda, sukun and dagger alef: what camel-tools' `dediac_ar` takes away."""

ARABIC_COMMA = "\u060c"
ARABIC_DECIMAL_SEPARATOR = "\u066b"
ARABIC_THOUSANDS_SEPARATOR = "\u066c"
ARABIC_INDIC_DIGITS = "".join(chr(0x0660 + digit) for digit in range(10))
EXTENDED_ARABIC_INDIC_DIGITS = "".join(chr(0x06F0 + digit) for digit in range(10))

ARABIC_ALPHABET = (
    HAMZA + ALEF + BEH + TEH + THEH + JEEM + HAH + KHAH + DAL + THAL + REH + ZAIN + SEEN + SHEEN + SAD + DAD
    + TAH + ZAH + AIN + GHAIN + FEH + QAF + KAF + LAM + MEEM + NOON + HEH + WAW + YEH
)  # fmt: skip
"""The 29 letters that a normalized Arabic word is made of."""

# Blocks: Arabic, Supplement, Extended-B, Extended-A, Presentation Forms-A and -B.
_ARABIC_BLOCKS = (
    range(0x0600, 0x0700),
    range(0x0750, 0x0780),
    range(0x0870, 0x0900),
    range(0xFB50, 0xFE00),
    range(0xFE70, 0xFEFF),
)
PHRASES = "\ufdfa\ufdfb\ufdfd"
"""Characters that are a whole phrase of praise each, and so no words."""
# Combining Diacritical Marks with its Extended and Supplement blocks, marks for symbols, variation
# selectors and half marks: what remains of decorated ("zalgo") text.
_OTHER_MARKS = r"\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f"


def _of_category(initial: str) -> str:
    return "".join(
        chr(code)
        for block in _ARABIC_BLOCKS
        for code in block
        if unicodedata.category(chr(code)).startswith(initial) and chr(code) not in PHRASES
    )


ARABIC_LETTERS = _of_category("L")
"""Every letter of the Arabic blocks, tatweel and presentation forms among them."""
MARKS = _of_category("M") + _OTHER_MARKS
"""Marks on letters: short vowels, Quranic signs, combining accents."""
IGNORABLES = (
    r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff"
)
"""Invisible characters: soft hyphen, zero-width joiners and spaces, bidi marks, embeddings and isolates."""
