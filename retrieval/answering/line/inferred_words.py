"""How a value is shown that the text alone does not give: with what was inferred, in brackets.

In: the words of a date and its value by the day of publication. Out: «10 يناير [2022]» where only the
year was inferred, «اليوم الجمعة [28 يناير 2022]» where all of it was.
"""

from __future__ import annotations

import re
from typing import Final

from retrieval.language.dates.patterns import MONTHS
from retrieval.language.folding import fold
from retrieval.language.months import month_names

_NAMES: Final = {
    row.month.number: row.canonical for row in month_names() if row.month.calendar == "gregorian"
}
"""The European name of each month."""
# Matches the name of a Gregorian month as a word.
_MONTH: Final = re.compile(rf"(?<![ء-ي])[وبل]?(?:{'|'.join(map(re.escape, MONTHS))})(?![ء-ي])")


def with_inferred(words: str, value: str) -> str:
    """The words of a date with what was inferred of its value.

    Args:
        words: As they stand in the text.
        value: ISO 8601: year, month, day, or an interval of these.

    Returns:
        The words, a blank, and the year or the whole date in brackets.
    """
    ends = value.split("/")
    if _MONTH.search(fold(words).text):
        ends = [end[:4] for end in ends]
    inferred = dict.fromkeys(map(_in_words, ends))
    return f"{words} [{' – '.join(inferred)}]"


def _in_words(value: str) -> str:
    """A year, month or day in words, the day first."""
    year, *rest = value.split("-")
    month = [_NAMES[int(rest[0])]] if rest else []
    day = [str(int(rest[1]))] if len(rest) > 1 else []
    return " ".join([*day, *month, str(int(year))])
