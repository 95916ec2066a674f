"""Whether an answer line and a gold answer have the same value, in any spelling.

In: a line and the text of a gold answer. Out: whether a date or number of the gold answer has the
line's normalized value. «عام 2011» equals «2011م», and «11 فبراير 2011» equals «11/2/2011». A day equals
its month and its year as well, since the text of the day contains them.
"""

from __future__ import annotations

from retrieval.language.dates.dates import find_dates
from retrieval.language.numbers.numerals import NumberMention, find_numbers
from retrieval.types import AnswerLine, LineKind


def same_value(line: AnswerLine, answer: str) -> bool:
    """Whether a gold answer contains the line's value.

    Args:
        line: The line; only its kind and value matter.
        answer: The gold answer as written.

    Returns:
        False also where the gold answer has no date or number. Never raises.
    """
    if line.kind is LineKind.DATE:
        return any(mention.value and _same_time(line.value, mention.value) for mention in find_dates(answer))
    return any(_written(mention) == line.value for mention in find_numbers(answer))


def _same_time(one: str, other: str) -> bool:
    """Whether two ISO values are equal, or one is the year or month of the other.

    Intervals and dates of unknown years must be equal.
    """
    if one == other or not one or "/" in one + other or "--" in one + other:
        return one == other
    return one.startswith(f"{other}-") or other.startswith(f"{one}-")


def _written(mention: NumberMention) -> str:
    values = [mention.value] if mention.upper is None else [mention.value, mention.upper]
    return "/".join(f"{value:f}" for value in values)
