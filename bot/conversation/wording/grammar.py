"""Writes numbers, dates and foreign words within the bot's Arabic texts.

In: counts, dates, values and names. Out: nouns in the grammatical number that a count asks for, and
text that keeps its direction among Arabic letters.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from retrieval import LineKind

FIRST_STRONG_ISOLATE = "\u2068"
POP_DIRECTIONAL_ISOLATE = "\u2069"
RIGHT_TO_LEFT_MARK = "\u200f"

MONTHS = (
    "يناير",
    "فبراير",
    "مارس",
    "أبريل",
    "مايو",
    "يونيو",
    "يوليو",
    "أغسطس",
    "سبتمبر",
    "أكتوبر",
    "نوفمبر",
    "ديسمبر",
)

# Classes of characters that can turn the order of the words around them (Unicode annex 9).
_TURNING = frozenset({"L", "EN", "AN", "ES", "ET"})
_ISOLATES = re.compile("[\u2066-\u2069]")
# 2022-01-10, 2022-01 or 2022
_ISO_DATE = re.compile(r"(-\d{4}|\d{4}|-)(?:-(\d{2}))?(?:-(\d{2}))?")
# A decimal number whose fraction is nothing but zeros: 14.0
_WHOLE_NUMBER = re.compile(r"^(-?\d+)\.0+$")


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun in the five forms that Arabic uses after numbers."""

    one: str
    two: str
    few: str
    """Plural, after 3 to 10."""
    many: str
    """Accusative singular, after 11 to 99."""
    hundred: str
    """Genitive singular, after whole hundreds."""


DOCUMENT = Noun("وثيقة واحدة", "وثيقتان", "وثائق", "وثيقة", "وثيقة")
PASSAGE = Noun("مقطع واحد", "مقطعان", "مقاطع", "مقطعا", "مقطع")
SOURCE = Noun("مصدر واحد", "مصدران", "مصادر", "مصدرا", "مصدر")
FILE = Noun("ملف واحد", "ملفان", "ملفات", "ملفا", "ملف")
# These follow prepositions: منذ، في، بعد.
DAY = Noun("يوم واحد", "يومين", "أيام", "يوما", "يوم")
HOUR = Noun("ساعة واحدة", "ساعتين", "ساعات", "ساعة", "ساعة")
MINUTE = Noun("دقيقة واحدة", "دقيقتين", "دقائق", "دقيقة", "دقيقة")
SECOND = Noun("ثانية واحدة", "ثانيتين", "ثوان", "ثانية", "ثانية")
CHARACTER = Noun("حرف واحد", "حرفين", "أحرف", "حرفا", "حرف")


def count(number: int, noun: Noun) -> str:
    """A number and its noun: `وثيقتان`, `3 وثائق`, `11 وثيقة`; nothing is `لا وثائق`."""
    if number == 0:
        return f"لا {noun.few}"
    if number in {1, 2}:
        return noun.one if number == 1 else noun.two
    rest = number % 100
    few = 3 <= rest <= 10  # noqa: PLR2004 (Arabic grammar: 3 to 10)
    many = 11 <= rest <= 99  # noqa: PLR2004
    return isolate(f"{number} {noun.few if few else noun.many if many else noun.hundred}")


def isolate(text: str) -> str:
    """Keep `text` from changing the order of the words around it; purely Arabic text stays as it is.

    The text is put between isolates (Unicode annex 9), whose direction is that of its first letter.
    Isolates that the text has already are deleted, so that none stays open.
    """
    plain = _ISOLATES.sub("", text)
    if any(unicodedata.bidirectional(letter) in _TURNING for letter in plain):
        return f"{FIRST_STRONG_ISOLATE}{plain}{POP_DIRECTIONAL_ISOLATE}"
    return plain


def one_line(text: str, length: int) -> str:
    """Text on one line and at most `length` code points long, cut with an ellipsis."""
    line = " ".join(_ISOLATES.sub("", text).split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"


def arabic_date(day: date) -> str:
    """A date in words, such as `10 يناير 2022`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def arabic_time(moment: datetime) -> str:
    """A moment in UTC, such as `10 يناير 2022، 09:00`."""
    return f"{arabic_date(moment.date())}، {moment:%H:%M}"


def arabic_value(kind: LineKind, value: str) -> str:
    """A normalized value of an answer line in words; never raises.

    Args:
        kind: What the value is.
        value: ISO 8601 date or interval, also without a year (`--01-10`) or before the common era
            (`-0332`, 333 BCE); or a decimal number or a range of two (`3/5`). Anything else is shown
            as it is.
    """
    if kind is LineKind.DATE:
        return _value_in_words(value)
    return "–".join(_WHOLE_NUMBER.sub(r"\1", number) for number in value.split("/"))


def arabic_age(age: timedelta) -> str:
    """How long ago, such as `منذ 3 ساعات`; a time in the future counts as now."""
    seconds = int(age.total_seconds())
    for length, noun in ((86_400, DAY), (3_600, HOUR), (60, MINUTE)):
        if seconds >= length:
            return f"منذ {count(seconds // length, noun)}"
    return "منذ أقل من دقيقة"


def _value_in_words(value: str) -> str:
    first, _, last = value.partition("/")
    if not last:
        return _date_in_words(value)
    begin, end = _parts(first), _parts(last)
    if begin and end and begin[:2] == end[:2] and begin[2] and end[2]:  # one month: 9–10 يناير 2022
        return f"{begin[2]}–{_date_in_words(last)}"
    return f"{_date_in_words(first)} – {_date_in_words(last)}"


def _date_in_words(value: str) -> str:
    parts = _parts(value)
    if parts is None:
        return value
    year, month, day = parts
    words = [str(day)] if day else []
    words += [MONTHS[month - 1]] if month else []
    if year is not None:
        words += [str(year)] if year > 0 else [str(1 - year), "ق.م"]
    return " ".join(words)


def _parts(value: str) -> tuple[int | None, int, int] | None:
    match = _ISO_DATE.fullmatch(value)
    if match is None:
        return None
    year = None if match[1] == "-" else int(match[1])
    month, day = int(match[2] or 0), int(match[3] or 0)
    is_date = month <= len(MONTHS) and (year is not None or month > 0)
    return (year, month, day) if is_date else None
