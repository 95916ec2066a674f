"""Numbered parts of laws and regulations: where they begin in a text, and which one a question asks for.

In: a text; a question. Out: `Article`s, each from its heading to the next one of its rank or above; an
`ArticleName`. Read are المادة, الفصل, الباب, البند, القسم, الفقرة and Article, with a number in digits of
either kind or in words of either gender («الثانية عشرة بعد المائة»), with or without brackets, colons and
dashes. A reference inside a sentence («وفق المادة 12») begins nothing, and neither does one at the beginning
of a line that goes on as a sentence («المادة 12 من النظام»). «12 مكرر» is another article than 12.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

_MARKS: Final = re.compile(r"[\u0610-\u061a\u0640\u064b-\u065f\u0670\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_DIGITS: Final = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_LETTERS: Final = str.maketrans("أإآٱةى", "ااااهي")
_KINDS: Final[Mapping[str, tuple[str, int]]] = MappingProxyType(
    {
        "باب": ("باب", 0), "قسم": ("قسم", 1), "فصل": ("فصل", 2), "ماده": ("مادة", 3),
        "article": ("مادة", 3), "art": ("مادة", 3), "بند": ("بند", 4), "فقره": ("فقرة", 5),
    }
)  # fmt: skip
"""Each word for a part, folded: its name and its rank, the highest first."""
_STRETCH: Final = "[\u0640\u064b-\u0652]*"
"""Tatweels and vowel marks, which headings have between letters: «المــادة»."""


def _stretched(words: str) -> str:
    """A pattern of words that may be stretched."""
    return "|".join(_STRETCH.join(letter.replace("ة", "[ةه]") for letter in word) for word in words.split())


_KIND: Final = (
    rf"(?:(?:و|ب|ل|ف)?(?:{_stretched('ال لل')})?{_STRETCH}(?P<kind>{_stretched('مادة فصل باب بند قسم فقرة')})"
    rf"{_STRETCH}|(?P<latin>article|art)\.?)(?:\s*رقم)?"
)
_WORDS: Final = r"[^\W\d_](?:[^\W\d_]|[\u0640\u064b-\u0652\u0670])*"
_BRACKETS: Final = r"[\s(\[«\"\ufd3f:ـ]*"
_NUMBER: Final = r"(?P<digits>[0-9٠-٩۰-۹]{1,4})(?![0-9٠-٩۰-۹])"
_AGAIN: Final = r"(?P<again>\s*[-–(]?\s*مكرر[ةه]?(?:\s*[(\[]?\s*(?:[0-9٠-٩]{1,2}|[أ-ي])(?![\w])\s*[)\]]?)?)?"
_LINE: Final = re.compile(
    rf"(?P<lead>^[ \t#*•▪–—-]*|(?<=[.؟!»\]])[ \t]+)(?:{_KIND})"
    rf"(?:{_BRACKETS}{_NUMBER}{_AGAIN}|\s+[(\[«]?(?P<words>{_WORDS}))",
    re.MULTILINE | re.IGNORECASE,
)
"""How a numbered part begins, at a line or behind a sentence: `المادة (12):`, `مادة ١٢ -`, `الفصل السابع`."""
_ASKED: Final = re.compile(
    rf"(?<!\w)(?:{_KIND})(?:{_BRACKETS}{_NUMBER}{_AGAIN}|\s+(?P<words>{_WORDS}))", re.IGNORECASE
)
_BEHIND: Final = re.compile(r"[\s)\]»\"\ufd3e]*(?:$|[:\uff1a.\-–—/،,ـ]|\n)")
"""What may follow a number that is a heading: the end of its line, or a mark."""
_CLOSED: Final = re.compile(r"\s*[)\]»\"\ufd3e]")
_GOES_ON: Final = re.compile(
    r"[\s)\]»\"\ufd3e]*(?:من|في|على|إلى|الى|و[اأ]|أو|او|المذكورة|المشار|السابقة|السابق|أعلاه|بشأن|والمادة|وما)(?!\w)"
)
"""How a sentence goes on that refers to a part."""
_WORD: Final = re.compile(rf"\s*(?P<word>{_WORDS})")
_NO_BRACKETS: Final = re.compile(r"[-–()\[\]]")
_MOST_WORDS: Final = 8
_UNITS: Final = (
    "واحد حادي اول اولي", "ثاني اثنان اثنين اثنتان", "ثالث ثلاث", "رابع اربع", "خامس خمس",
    "سادس ست", "سابع سبع", "ثامن ثمان ثماني", "تاسع تسع", "عاشر عشر",
)  # fmt: skip
_TENS: Final = ("عشر", "ثلاث", "اربع", "خمس", "ست", "سبع", "ثمان", "تسع")


def _numerals() -> dict[str, int]:
    """Words of numbers, folded and without article, by what they count."""
    found: dict[str, int] = {}
    for value, names in enumerate(_UNITS, 1):
        for name in names.split():
            found |= {name: value, f"{name}ه": value, f"{name}ا": value}
    for value, name in enumerate(_TENS, 2):
        found |= {f"{name}ون": 10 * value, f"{name}ين": 10 * value}
    for name in ("مائه", "مئه", "مايه", "ميه"):
        found[name] = 100
        for value, unit in enumerate(("ثلاث", "اربع", "خمس", "ست", "سبع", "ثمان", "تسع"), 3):
            found |= {f"{unit}{name}": 100 * value, f"{unit}ي{name}": 100 * value}
    for name in ("مائت", "مئت", "مايت", "ميت"):
        found |= {f"{name}ين": 200, f"{name}ان": 200}
    return found


_VALUES: Final[Mapping[str, int]] = MappingProxyType(_numerals())
_TEN_BEHIND: Final = frozenset({"عشر", "عشره"})
_TEN: Final = 10
_HUNDRED: Final = 100


@dataclass(frozen=True, slots=True)
class ArticleName:
    """Which part is meant."""

    kind: str
    number: str
    """Its number in digits, with «مكرر» behind it where that belongs to it."""


@dataclass(frozen=True, slots=True)
class Article:
    """A numbered part of a text."""

    name: ArticleName
    start: int
    end: int
    heading_end: int
    """Where its kind and number end."""


def find_articles(text: str) -> list[Article]:
    """The numbered parts of a text, in order; those of a higher rank hold those below them.

    Args:
        text: The text of a document.
    """
    begun: list[tuple[ArticleName, int, int, int]] = []
    for match in _LINE.finditer(text):
        found = _number_of(match, text)
        if found is None:
            continue
        number, end = found
        word = _folded(match["kind"] or match["latin"])
        kind, rank = _KINDS[word]
        is_inside = match.start() > 0 and text[match.start() - 1] != "\n"
        is_lower = rank > _KINDS["ماده"][1] or is_inside
        if _BEHIND.match(text, end) is None and (_GOES_ON.match(text, end) or is_lower):
            continue
        closed = _CLOSED.match(text, end)
        begun.append((ArticleName(kind, number), rank, match.end("lead"), closed.end() if closed else end))
    articles: list[Article] = []
    for place, (name, rank, start, heading_end) in enumerate(begun):
        after = (later[2] for later in begun[place + 1 :] if later[1] <= rank)
        end = next(after, len(text))
        articles.append(Article(name, start, start + len(text[start:end].rstrip()), heading_end))
    return articles


def asked_article(question: str) -> tuple[ArticleName, str] | None:
    """The part that a question asks for, and the rest of the question; None where it names none."""
    for match in _ASKED.finditer(question):
        found = _number_of(match, question)
        if found is not None:
            kind, _ = _KINDS[_folded(match["kind"] or match["latin"])]
            rest = f"{question[: match.start()]} {question[found[1] :]}"
            return ArticleName(kind, found[0]), rest
    return None


def _number_of(match: re.Match[str], text: str) -> tuple[str, int] | None:
    """The number of a part and where it ends; None where the word behind the kind is no number."""
    if match["digits"]:
        number = str(int(match["digits"].translate(_DIGITS)))
        again = " ".join(_NO_BRACKETS.sub(" ", (match["again"] or "").translate(_DIGITS)).split())
        return (f"{number} {again}".strip(), match.end())
    words: list[str] = []
    ends: list[int] = []
    place = match.start("words")
    while len(words) < _MOST_WORDS and (found := _WORD.match(text, place)) is not None:
        if "\n" in text[place : found.start("word")] and words:
            break
        words.append(_folded(found["word"]))
        place = found.end()
        ends.append(place)
    value, used = parse_ordinal(words)
    if not used:
        return None
    number, end = str(value), ends[used - 1]
    if used < len(words) and words[used].startswith("مكرر"):
        number, end = f"{number} مكرر", ends[used]
    return number, end


def parse_ordinal(words: Sequence[str]) -> tuple[int, int]:
    """The number that words begin with, and how many of them it takes; 0 words where they begin with none.

    Args:
        words: Folded words: «الثانيه», «عشره», «بعد», «المائه».
    """
    total, place = 0, 0
    while place < len(words):
        step = 1 if place and words[place] == "بعد" else 0
        if place + step >= len(words):
            break
        value = _value_of(words[place + step], is_first=not place)
        if value is None or not _fits(total, value):
            break
        place += step + 1
        if value < _TEN and place < len(words) and words[place] in _TEN_BEHIND:
            value, place = value + 10, place + 1
        total += value
    return total, place


def _value_of(word: str, *, is_first: bool) -> int | None:
    """What a word counts; behind another one it needs «و», «بعد» or the article."""
    for prefix in ("ال", "وال", "و", ""):
        if word.startswith(prefix) and (found := _VALUES.get(word[len(prefix) :])) is not None:
            return found if is_first or prefix or found >= _HUNDRED else None
    return None


def _fits(total: int, value: int) -> bool:
    """Whether a number of so many may go on by another: 2 and 20, 12 and 100, 100 and 12."""
    if not total:
        return True
    if value >= _HUNDRED:
        return total < _HUNDRED
    if total % _HUNDRED == 0:
        return True
    return total % _HUNDRED < _TEN <= value and value % _TEN == 0


def _folded(word: str) -> str:
    return _MARKS.sub("", word).lower().translate(_LETTERS)
