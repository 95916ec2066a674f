"""Numbers written in digits, with their separators, as values.

In: digits of a folded text. Out: a decimal value. Whether a separator groups thousands or
is a decimal point depends on the digits after it and on the next word: «1,002.5», «1.002.000», «45,44».
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

_LONGEST_NUMBER: Final = 15
"""Most digits of a number; longer runs are codes. With the largest scale values are exact (28 digits)."""
_ONE_SEPARATOR: Final = 2
# Matches a thousands separator or a decimal point.
_SEPARATORS: Final = re.compile(r"[.,]")
# Matches digits grouped by threes: 1,002  309.500  1.002.000.
_GROUPED: Final = re.compile(r"[1-9][0-9]{0,2}(?:[.,][0-9]{3})+")


def parse_digits(written: str, *, scaled: bool = False, whole: bool = False) -> Decimal | None:
    """The value of a number in folded digits.

    A comma or full stop before three digits separates thousands, unless a word such as مليون follows;
    a single full stop there is a decimal point unless the unit is counted in whole numbers.

    Args:
        written: Digits with `,` and `.` between them.
        scaled: Whether a scale word follows: «1.338 مليار» has a decimal point.
        whole: Whether the unit is counted in whole numbers: «2.500 جندي».

    Returns:
        The value, or None for a list, a version or a date: «3,4,5», «14.5.2020».
    """
    groups = _SEPARATORS.split(written)
    if sum(map(len, groups)) > _LONGEST_NUMBER:
        return None
    separators = _SEPARATORS.findall(written)
    by_threes = _GROUPED.fullmatch(written) is not None
    if len(groups) <= _ONE_SEPARATOR:
        thousands = by_threes and not scaled and (whole or separators[0] == ",")
        return Decimal(("" if thousands else ".").join(groups))
    alike = len(set(separators))
    if alike == 1:
        return Decimal("".join(groups)) if by_threes else None
    if separators.count(separators[-1]) == 1 and _GROUPED.fullmatch(written[: -len(groups[-1]) - 1]):
        return Decimal("".join(groups[:-1]) + "." + groups[-1])
    return None
