"""Whether an answer line and a gold answer give the same value, however each is written.

In: a line and the text of a gold answer. Out: True where a date or number of the gold answer has the
line's normalized value. «عام 2011» and «2011م» are the same; so are «11 فبراير 2011» and «11/2/2011».
A day and its month or year agree, as the folded texts of both would: the one holds the other.
"""

from __future__ import annotations

from retrieval.language.dates.dates import find_dates
from retrieval.language.numbers.numerals import NumberMention, find_numbers
from retrieval.types import AnswerLine, LineKind


def same_value(line: AnswerLine, answer: str) -> bool:
    """Whether a gold answer holds the line's value.

    Args:
        line: The line; only its kind and value count.
        answer: The gold answer as written.

    Returns:
        False too where the gold answer holds no date or number at all. Never raises.
    """
    if line.kind is LineKind.DATE:
        return any(mention.value and _same_time(line.value, mention.value) for mention in find_dates(answer))
    return any(_written(mention) == line.value for mention in find_numbers(answer))


def _same_time(one: str, other: str) -> bool:
    """Whether two ISO values are equal, or one is the year or month of the other.

    Intervals and dates of unknown years are the same only if they are equal.
    """
    if one == other or not one or "/" in one + other or "--" in one + other:
        return one == other
    return one.startswith(f"{other}-") or other.startswith(f"{one}-")


def _written(mention: NumberMention) -> str:
    values = [mention.value] if mention.upper is None else [mention.value, mention.upper]
    return "/".join(f"{value:f}" for value in values)
