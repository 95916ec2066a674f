"""The forms in which Arabic texts write dates, as regular expressions over folded text.

In: `date_words.tsv` and the names of months. Out: for each form a compiled pattern with named groups, and
tables from the folded words to their values. `values` resolves the matches.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Final

from retrieval.language.folding import fold_word
from retrieval.language.months import month_names
from retrieval.resources import read_rows


def _load(kind: str) -> dict[str, int]:
    return {
        fold_word(form.replace("_", " ")): int(value)
        for entry, value, forms in read_rows(__package__, "date_words.tsv")
        if entry == kind
        for form in forms.split()
    }


def _load_months(calendar: str) -> dict[str, int]:
    return {
        fold_word(name): row.month.number
        for row in month_names()
        if row.month.calendar == calendar
        for name in row.names
        if not name.isascii()
    }


def _ordinals() -> dict[str, int]:
    """The folded ordinals from the first to the thirty-first: «الحادي والثلاثين»."""
    simple, first, tens = _load("ordinal"), _load("first"), _load("ten")
    units = {word: value for word, value in simple.items() if value < 10} | first  # noqa: PLR2004 - units
    numbers = dict(simple) | tens
    teen_units = {word: value for word, value in units.items() if value > 1} | first
    numbers |= {f"{word} {ten}": value + 10 for word, value in teen_units.items() for ten in ("عشر", "عشره")}
    numbers |= {f"{word} و{ten}": value + tens[ten] for word, value in teen_units.items() for ten in tens}
    return numbers


MONTHS: Final = _load_months("gregorian")
HIJRI_MONTHS: Final = _load_months("hijri")
WEEKDAYS: Final = _load("weekday")
ORDINALS: Final = _ordinals()
DECADES: Final = _load("decade") | {word.removeprefix("ال"): value for word, value in _load("decade").items()}
DIRECTIONS: Final = _load("direction")
RELATIVE_DAYS: Final = _load("day")
PERIODS: Final = _load("period")
QUALIFIERS: Final = {
    fold_word(form): value
    for entry, value, forms in read_rows(__package__, "date_words.tsv")
    if entry == "qualifier"
    for form in forms.split()
}


def _any(words: Iterable[str]) -> str:
    """A pattern of any of some words, the longest first, blanks between their parts."""
    return "(?:" + "|".join(word.replace(" ", r"\s+") for word in sorted(words, key=len, reverse=True)) + ")"


_B: Final = r"(?<![ء-ي])"
_E: Final = r"(?![ء-ي])"
_MONTH: Final = _any([*MONTHS, *HIJRI_MONTHS]) + _E
_ERA: Final = (
    r"(?:\s*(?P<era>م|ميلادي(?:ه|ا)?|للميلاد|بعد\s+الميلاد|ب\.م|ه|هجري(?:ه|ا)?|للهجره|من\s+الهجره(?:\s+النبويه)?"
    rf"|ق\s?\.?\s?م|قبل\s+الميلاد){_E})"
)
_YEAR_WORD: Final = r"(?:[وفبل]{0,2}(?:ال)?(?:عام|سنه)|للعام|للسنه)"
_NOT_MORE: Final = r"(?![0-9]|[.,][0-9])"
_YEAR: Final = rf"(?P<year>[0-9]{{1,4}}){_NOT_MORE}"
_DIRECTION: Final = rf"\s+(?:من\s+)?(?:(?:هذا|هذه|ال)?(?:عام|سنه)\s+)?(?P<direction>{_any(DIRECTIONS)}){_E}"
_YEAR_TAIL: Final = (
    rf"\s*[،,]?\s*(?:من\s+|في\s+(?={_YEAR_WORD}))?(?P<year_word>{_YEAR_WORD}\s*)?{_YEAR}{_ERA}?"
)
_ORDINAL_YEAR: Final = (
    rf"(?:العام|السنه)\s+(?P<ordinal>{_any(ORDINALS)})\s+"
    rf"(?P<hijra>للهجره|من\s+الهجره(?:\s+النبويه)?|الهجريه?){_E}"
)
_TAIL: Final = (
    rf"(?:\s+(?:في|من)\s+{_ORDINAL_YEAR}|(?P<year_tail>{_YEAR_TAIL})|(?P<direction_tail>{_DIRECTION}))"
)
_TWIN: Final = rf"(?:\s*[/(]\s*(?P<twin>{_MONTH})(?:\s*\))?)?"
_DIGITS_DAY: Final = r"(?<![0-9.,/])(?:0?[1-9]|[12][0-9]|3[01])(?![0-9])"
_DAY: Final = rf"(?:{_DIGITS_DAY}|{_B}[وبل]?{_any(ORDINALS)}{_E})"
_OF: Final = r"\s*(?:من\s+)?(?:شهر\s+)?"
_TO: Final = r"\s*(?P<to>-|و?الي|و?حتي|و?لغايه|او(?=\s)|و)\s*"
_BETWEEN: Final = rf"(?P<between>{_B}(?:ما\s*)?(?:بين|من|من\s+يوم|بين\s+يومي|من\s+الفتره)\s+)?"

# «10 يناير 2022», «العاشر من يناير», «7 كانون الأول (ديسمبر) الجاري», «15 رمضان 1443 هـ».
DAY_MONTH: Final = re.compile(rf"(?P<day>{_DAY}){_OF}(?P<month>{_MONTH}){_TWIN}{_TAIL}?")
# «9 إلى 10 يناير», «من 9 يناير إلى 10 فبراير 2022», «14 يونيو ولغاية 15 يوليو من عام 2018».
DAYS: Final = re.compile(
    rf"{_BETWEEN}(?P<from_day>{_DAY})(?:{_OF}(?P<from_month>{_MONTH})(?:\s+(?P<from_year>[0-9]{{4}}){_NOT_MORE})?)?"
    rf"{_TO}(?P<day>{_DAY}){_OF}(?P<month>{_MONTH}){_TWIN}{_TAIL}?"
)
# «يناير 2022», «شهر ديسمبر الجاري», «رمضان 1443».
MONTH_YEAR: Final = re.compile(rf"{_B}[وبل]?(?:شهر\s+)?(?P<month>{_MONTH}){_TWIN}{_TAIL}")
# «أغسطس وسبتمبر 1944», «أفريل-ماي 2023».
MONTHS_YEAR: Final = re.compile(
    rf"{_BETWEEN}{_B}(?P<from_month>{_MONTH})\s*(?P<to>-|/|و?الي|و?حتي|او(?=\s)|و)\s*"
    rf"(?P<month>{_MONTH})(?P<year_tail>{_YEAR_TAIL})"
)
# «في فبراير أو مارس», «بين مايو ويونيو»: two months without a year.
MONTHS_ALONE: Final = re.compile(
    rf"{_B}[وف]?(?:(?:في|خلال|بحلول|شهري?|{_any(QUALIFIERS)})\s+(?:شهر\s+)?"
    rf"(?P<span>(?P<from_month>{_any(MONTHS)}{_E})\s+(?:او|الي|حتي)\s+(?:شهر\s+)?(?P<month>{_any(MONTHS)}{_E}))"
    rf"|(?P<between>(?:ما\s+)?بين\s+(?:شهري\s+)?)(?P<first>{_any(MONTHS)}{_E})\s+و(?P<last>{_any(MONTHS)}{_E}))"
)
# «في مارس», «منتصف يناير»: the name of a month alone needs a word of time before it.
MONTH_ALONE: Final = re.compile(
    rf"{_B}[وف]?(?:في|خلال|بحلول|شهري?|{_any(QUALIFIERS)})\s+(?:شهر\s+)?"
    rf"(?P<span>(?P<month>{_any(MONTHS)}{_E}){_TWIN})"
)
# «10/1/2022», «2022-01-10», «01 - 01 - 2022», «15/9/1443 هـ».
NUMERIC: Final = re.compile(
    r"(?<![0-9./-])(?P<a>[0-9]{1,4})(?P<separator>\s?[/-]\s?|\.)(?P<b>[0-9]{1,2})(?P=separator)(?P<c>[0-9]{1,4})"
    rf"(?![0-9]|[./-][0-9]){_ERA}?"
)
# «عام 2014», «سنة ١٩٦٧ م», «656هـ», «333 قبل الميلاد», «السنة الثانية من الهجرة».
YEAR: Final = re.compile(
    rf"(?:(?P<year_word>{_B}{_YEAR_WORD}\s*){_YEAR}{_ERA}?"
    rf"|(?<![0-9.,])(?<![0-9]/)(?P<counted>[0-9]{{1,4}}){_NOT_MORE}"
    rf"(?P<counted_era>{_ERA.replace('?P<era>', '?:')}))"
)
YEAR_BY_ORDINAL: Final = re.compile(rf"{_B}{_ORDINAL_YEAR}")
# «بين عامي 1908 و 1914», «1456-1462», «من 1990 إلى 1995».
YEARS: Final = re.compile(
    rf"(?P<between>{_B}(?:ما\s*)?(?:بين|من)\s+)?"
    rf"(?P<year_word>{_B}[وفبل]{{0,2}}(?:ال)?(?:عامي|سنتي|عام|سنه|اعوام|سنوات)\s+)?"
    rf"(?<![0-9.,/-])(?P<from_year>[0-9]{{3,4}})(?:\s*م{_E})?\s*(?P<to>-|/|و?الي|و?حتي|او(?=\s)|و)\s*"
    rf"(?:عام\s+|سنه\s+)?{_YEAR}(?![/-][0-9]){_ERA}?"
)
# «1998»: a year by its four digits alone.
BARE_YEAR: Final = re.compile(
    r"(?<![0-9.,])(?<![0-9][/-])(?P<year>1[0-9]{3}|20[0-9]{2})(?![0-9%$€£²]|[.,/][0-9]|-[0-9])"
)
# «القرن السابع الميلادي», «القرن 19», «أواخر القرن الخامس قبل الميلاد».
CENTURY: Final = re.compile(
    rf"{_B}[وفبل]{{0,2}}(?:ال|ل)?قرن\s+(?:ال)?(?:(?P<ordinal>{_any(ORDINALS)}){_E}|(?P<number>[0-9]{{1,2}})(?![0-9]))"
    r"(?:\s+(?P<era>الميلادي|الهجري|للهجره|للميلاد|قبل\s+الميلاد|ق\s?\.?\s?م|م|ه)(?![ء-ي]))?"
)
# «ستينيات القرن العشرين», «الستينات».
DECADE: Final = re.compile(
    rf"{_B}[وفبل]{{0,2}}(?P<decade>{_any(DECADES)}){_E}"
    rf"(?:\s+(?:من\s+)?القرن\s+(?:(?P<ordinal>{_any(ORDINALS)}){_E}|(?P<direction>{_any(DIRECTIONS)}){_E}))?"
)
# «اليوم الجمعة», «أمس», «غدا الخميس».
RELATIVE_DAY: Final = re.compile(
    rf"{_B}[وف]?(?:(?P<today>اليوم)|(?P<relative>{_any(RELATIVE_DAYS)})){_E}"
    rf"(?:\s*[،,]?\s*(?P<weekday>{_any(WEEKDAYS)}){_E})?"
)
# «الخميس المقبل», «يوم الأحد الماضي», «مساء الخميس».
WEEKDAY: Final = re.compile(
    rf"{_B}(?P<cue>(?:يوم|مساء|صباح|ليله|فجر|ظهر|عصر)\s+)?(?P<weekday>{_any(WEEKDAYS)}){_E}"
    rf"(?:\s+(?P<direction>{_any(DIRECTIONS)}){_E})?"
)
# «الشهر المقبل», «العام الماضي», «هذا العام».
PERIOD: Final = re.compile(
    rf"{_B}[وفبل]?(?:(?P<period>{_any(PERIODS)})\s+(?P<direction>{_any(DIRECTIONS)}){_E}"
    rf"|(?:هذا|هذه)\s+(?P<this>{_any(PERIODS)}){_E}(?!\s+{_any(DIRECTIONS)}))"
)
# A weekday directly before a date: «الخميس 30 ديسمبر», «يوم الخميس الموافق 30 ديسمبر».
WEEKDAY_BEFORE: Final = re.compile(
    rf"{_B}(?:يوم\s+)?(?P<weekday>{_any(WEEKDAYS)})\s*[،,(]?\s*(?:الموافق|في|ال)?\s*(?:يوم\s+)?$"
)
# A word directly before a date that narrows or widens it: «منتصف», «بعد», «منذ».
QUALIFIER_BEFORE: Final = re.compile(rf"{_B}[وف]?(?P<qualifier>{_any(QUALIFIERS)})\s+(?:شهر\s+|يوم\s+)?$")
# The words between two calendars' dates of one day: «656هـ الموافقة لسنة 1258م», «1157 هـ / 1744».
SAME_DAY: Final = re.compile(r"\s*[/(،,=-]?\s*(?:ال)?(?:موافق(?:ه)?|يوافق(?:ه)?|اي)?\s*(?:ل|يوم\s+)?\s*")
# The word directly after a year.
NEXT_WORD: Final = re.compile(r"\s*([ء-ي]+|[%$€£])")
YEAR_ERAS: Final = frozenset({"م", "ه"})


def parts_of(*tables: Mapping[str, int]) -> tuple[str, ...]:
    """The first words of the names in some tables, each once: a text without any of them has no such name."""
    return tuple(dict.fromkeys(name.split()[0] for table in tables for name in table))


def value_of(word: str, table: Mapping[str, int]) -> int:
    """The value of a matched word, with any blanks and clitics.

    Args:
        word: A folded match of a pattern that was made from the table.
        table: One of the tables of this module.

    Returns:
        Its value; never raises for such a match.
    """
    plain = " ".join(word.split())
    return table[plain] if plain in table else table[plain[1:]]


def day_of(word: str) -> int:
    """The day of the month, from its digits or its ordinal."""
    return int(word) if word.isascii() else value_of(word, ORDINALS)
