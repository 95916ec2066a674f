"""Dates as Arabic sites write them → a date.

In: a line, or a field's value. Out: the first full date (day, month, year) that it holds, or None.
Digits may be Arabic-Indic or Persian. What is read:

| Form | Example |
|---|---|
| year, month, day | `2022-01-31`, `2021 / 12 / 31`, `2022.1.31`, `2022-01-31T10:00:00Z` |
| day, month, year | `31 - 01 - 2022`, `31/1/2022` |
| day, name of the month, year | `31 يناير 2022`, `31 كانون الثاني/يناير، 2022`, `31 January 2022` |
| name of the month, day, year | `يناير 31, 2022`, `January 31, 2022` |

Two numbers before a year are day and month, in this order, unless only the other order is a date.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from retrieval.language.months import month_names

_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_BETWEEN = r"\s*[-/.]\s*"
_YEAR_FIRST = re.compile(rf"(?<!\d)((?:19|20)\d\d){_BETWEEN}(\d\d?){_BETWEEN}(\d\d?)(?!\d)")
"""`2022-01-31` and `2021 / 12 / 31`."""
_YEAR_LAST = re.compile(rf"(?<!\d)(\d\d?){_BETWEEN}(\d\d?){_BETWEEN}((?:19|20)\d\d)(?!\d)")
"""`31 - 01 - 2022`."""
_MARKS = re.compile(r"[\u0640\u064b-\u065f\u0670\u200b-\u200f\u2066-\u2069]")
_ENGLISH_SHORT = "jan feb mar apr may jun jul aug sep oct nov dec"
_BESIDE_DATES = (
    "الأحد الاثنين الإثنين الثلاثاء الأربعاء الاربعاء الخميس الجمعة السبت "
    "أحد اثنين ثلاثاء أربعاء خميس جمعة سبت يوم اليوم في من عام سنة الموافق بتاريخ تاريخ الساعة ساعة و على "
    "م ص هـ ه مساء صباحا مساءً صباحاً ظهرا ميلادي هجري بتوقيت توقيت غرينتش جرينتش جرينيتش مكة المكرمة القاهرة "
    "الرياض دبي بغداد بيروت المحلي القدس لندن عمان أبوظبي الإمارات السعودية "
    "جمت كتب نشر آخر تحديث "
    "محرم صفر ربيع الأول الأولى الآخر الثاني الثانية الآخرة جمادى رجب شعبان رمضان شوال ذو ذي القعدة الحجة "
    "sunday monday tuesday wednesday thursday friday saturday sun mon tue tues wed thu thur thurs fri sat "
    "am pm gmt utc st nd rd th at on of t z est edt cet gst ast eet msk published updated"
)
"""Words of days, hours, zones and the Hijri calendar that stand beside a date."""
_ALEFS = str.maketrans("أإآٱ", "اااا")


def parse_date(text: str) -> date | None:
    """The first full date that `text` holds, or None; never raises."""
    plain = _fold(text)
    found = [*_numeric(plain), *_named(plain)]
    return min(found)[1] if found else None


def _fold(text: str) -> str:
    """The text with one kind of digits and of alef, without marks, in lower case."""
    return _MARKS.sub("", text).translate(_DIGITS).translate(_ALEFS).lower()


def _numeric(plain: str) -> list[tuple[int, date]]:
    """Dates of numbers alone, each with its place."""
    found = []
    for match in _YEAR_FIRST.finditer(plain):
        year, month, day = (int(part) for part in match.groups())
        found.append((match.start(), _date(year, month, day)))
    for match in _YEAR_LAST.finditer(plain):
        day, month, year = (int(part) for part in match.groups())
        found.append((match.start(), _date(year, month, day) or _date(year, day, month)))
    return [(place, value) for place, value in found if value is not None]


def _named(plain: str) -> list[tuple[int, date]]:
    """Dates with a month's name, each with its place."""
    day_first, month_first = _named_patterns()
    found = []
    for match in (*day_first.finditer(plain), *month_first.finditer(plain)):
        month = _months()[" ".join(match["month"].split())]
        found.append((match.start(), _date(int(match["year"]), month, int(match["day"]))))
    return [(place, value) for place, value in found if value is not None]


def _date(year: int, month: int, day: int) -> date | None:
    """The date, or None where there is no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _months() -> dict[str, int]:
    """Number of each month's name, folded like the text."""
    months = {name: number for number, name in enumerate(_ENGLISH_SHORT.split(), 1)} | {"sept": 9}
    for row in month_names():
        if row.month.calendar == "gregorian":
            months |= {_fold(name): row.month.number for name in row.names}
    return months


@cache
def _named_patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """`31 يناير / كانون الثاني 2022` and `January 31, 2022`."""
    names = sorted(_months(), key=len, reverse=True)
    month = "|".join(re.escape(name).replace(r"\ ", r"\s+") for name in names)
    other = rf"(?:\s*(?:/|\(|-)?\s*(?:{month})\s*\)?)?"
    year = r"(?P<year>(?:19|20)\d\d)(?!\d)"
    year_after = rf"[\s,،/-]*(?:عام\s+|سنة\s+)?{year}"
    day_first = rf"(?<!\d)(?P<day>\d\d?)\s*(?:من\s+|-|/|,|،)?\s*(?P<month>{month}){other}{year_after}"
    month_first = rf"(?<!\w)(?P<month>{month}){other}\s+(?P<day>\d\d?)(?:st|nd|rd|th)?\s*[,،]?\s*{year}"
    return re.compile(day_first), re.compile(month_first)


def has_date_words_only(text: str) -> bool:
    """Whether a text is made of numbers and the words of dates and times of day, and nothing else."""
    plain = _fold(text)
    for pattern in _named_patterns():
        plain = pattern.sub(" ", plain)
    return all(word in _date_words() for word in re.findall(r"[^\W\d_]+", plain))


@cache
def _date_words() -> frozenset[str]:
    """Words that stand beside dates, folded."""
    months = [word for name in _months() for word in name.split()]
    return frozenset([_fold(word) for word in _BESIDE_DATES.split()] + months)
