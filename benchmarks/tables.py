"""Makes tables in Markdown and writes them between two markers of a text.

In: rows of cells; a text with two markers. Out: text.
"""

from __future__ import annotations

from collections.abc import Sequence


class MarkersMissingError(ValueError):
    """The text does not contain the two markers once each and in order."""


def render_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown, its first column aligned left and the others right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def replace_between(text: str, begin: str, end: str, middle: str) -> str:
    """The text with the part between two markers replaced; the markers stay.

    Raises:
        MarkersMissingError: A marker is missing, occurs twice, or is in the wrong order.
    """
    if text.count(begin) != 1 or text.count(end) != 1 or text.index(begin) > text.index(end):
        raise MarkersMissingError(f"{begin} and {end} must occur once each, in this order")
    before, rest = text.split(begin)
    return f"{before}{begin}\n{middle}\n{end}{rest.split(end)[1]}"
