"""Tables in Markdown, and writing them between two markers of a text.

In: rows of cells; a text with a marker before and one behind the place. Out: text.
"""

from __future__ import annotations

from collections.abc import Sequence


class MarkersMissingError(ValueError):
    """The text does not hold the two markers once each and in order."""


def render_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown, its first column to the left and the others to the right."""
    lines = [head, ["---", *["---:"] * (len(head) - 1)], *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def replace_between(text: str, begin: str, end: str, middle: str) -> str:
    """A text with what stands between two markers replaced, the markers kept.

    Raises:
        MarkersMissingError: A marker is missing, stands there twice, or behind the other.
    """
    if text.count(begin) != 1 or text.count(end) != 1 or text.index(begin) > text.index(end):
        raise MarkersMissingError(f"{begin} and {end} have to stand there once each, in this order")
    before, rest = text.split(begin)
    return f"{before}{begin}\n{middle}\n{end}{rest.split(end)[1]}"
