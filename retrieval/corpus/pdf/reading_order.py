"""A row as it is drawn → its text as it is read.

In: clusters from left to right. Out: a `PageLine`: the text in the order of reading and, for each of its
code points, the cluster that it comes from. Arabic runs from right to left; Latin words, and numbers with
their marks, run from left to right inside it. Clusters are turned, never their letters.

Brackets and quotation marks come in two readings: some programs (Word, PowerPoint) map what was typed,
others (Chromium) what is drawn. `settle_brackets` takes for each line the reading in which they open
before they close, and for lines where both are as good the one that most of the file has.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from retrieval.corpus.pdf.clusters import Cluster, Row

_ARABIC: Final = re.compile(r"[\u0620-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN: Final = re.compile(r"[A-Za-z\u00c0-\u024f]")
_DIGITS: Final = "0-9٠-٩۰-۹"
_LEFT_TO_RIGHT: Final = re.compile(
    r"[A-Za-zÀ-ɏ](?:[A-Za-zÀ-ɏ0-9 .,:;/?=&%@_+#~'’()\[\]-]*[A-Za-zÀ-ɏ0-9])?"
    r"|[A-Za-zÀ-ɏ0-9][A-Za-zÀ-ɏ0-9.,:;/?=&%@_+#~'’-]*[A-Za-zÀ-ɏ]"
    rf"|(?<![{_DIGITS}])[%٪]?[{_DIGITS}]+(?:[.,:/\u066b\u066c][{_DIGITS}]+)*"
)
"""What runs from left to right in Arabic, on a text turned round: `drow`, `5202/30/71`, `%5.21`."""
_MIRRORED: Final = str.maketrans("()[]{}«»<>\u2039\u203a“”", ")(][}{»«><\u203a\u2039”“")
_PAIRS: Final = {")": "(", "]": "[", "}": "{", "»": "«", "\u203a": "\u2039", "”": "“"}
_OPENING: Final = frozenset(_PAIRS.values())


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a page as it is read."""

    text: str
    """Brackets as the file has them, until they are settled."""
    places: tuple[int, ...]
    """For each code point of the text, the place of its cluster in the row."""
    row: Row
    is_arabic: bool
    turned: frozenset[int] = frozenset()
    """Places in the text of brackets that have another reading."""

    @property
    def mirrored(self) -> str:
        """The text with its brackets in their other reading."""
        signs = list(self.text)
        for place in self.turned:
            signs[place] = signs[place].translate(_MIRRORED)
        return "".join(signs)


def is_mostly_arabic(rows: Sequence[Row]) -> bool:
    """Whether rows hold more Arabic letters than Latin ones."""
    text = "".join(cluster.text for row in rows for cluster in row.clusters)
    return len(_ARABIC.findall(text)) > len(_LATIN.findall(text))


def line_of(row: Row, *, mostly_arabic: bool) -> PageLine:
    """Read a row.

    Args:
        row: The row.
        mostly_arabic: Whether the text around it is Arabic: its lines of few words run as that does.
    """
    drawn = "".join(cluster.text for cluster in row.clusters)
    arabic, latin = len(_ARABIC.findall(drawn)), len(_LATIN.findall(drawn))
    is_arabic = (mostly_arabic and (arabic > 0 or latin == 0)) or arabic > latin
    order = _order(row.clusters, is_arabic=is_arabic)
    text: list[str] = []
    places: list[int] = []
    turned: set[int] = set()
    for place, in_latin in order:
        cluster = row.clusters[place]
        is_whole = any(glyph.is_whole for glyph in cluster.glyphs)
        for sign in cluster.text:
            if is_arabic and not in_latin and not is_whole and sign.translate(_MIRRORED) != sign:
                turned.add(len(text))
            text.append(sign)
            places.append(place)
    return PageLine("".join(text), tuple(places), row, is_arabic, frozenset(turned))


def settle_brackets(lines: Sequence[PageLine]) -> list[PageLine]:
    """The lines of a file with their brackets in the reading that is right.

    Args:
        lines: All lines of the file, so that those which show nothing follow the others.
    """
    scores = [(_balance(line.text), _balance(line.mirrored)) for line in lines]
    as_drawn = sum((drawn > typed) - (typed > drawn) for typed, drawn in scores)
    settled: list[PageLine] = []
    for line, (typed, drawn) in zip(lines, scores, strict=True):
        is_mirrored = drawn > typed or (drawn == typed and as_drawn >= 0)
        text = line.mirrored if is_mirrored else line.text
        settled.append(PageLine(text, line.places, line.row, line.is_arabic))
    return settled


def _order(clusters: Sequence[Cluster], *, is_arabic: bool) -> list[tuple[int, bool]]:
    """Places of clusters in the order of reading, each with whether it runs from left to right."""
    if not is_arabic:
        return _order_of_latin(clusters)
    turned = list(range(len(clusters)))[::-1]
    shape = "".join(_shape(clusters[place]) for place in turned)
    order = [(place, False) for place in turned]
    for match in _LEFT_TO_RIGHT.finditer(shape):
        start, end = match.span()
        order[start:end] = [(place, True) for place in turned[start:end][::-1]]
    return order


def _order_of_latin(clusters: Sequence[Cluster]) -> list[tuple[int, bool]]:
    """The same for a line that runs from left to right: its Arabic words are turned."""
    shape = "".join(_shape(cluster) for cluster in clusters)
    order = [(place, True) for place in range(len(clusters))]
    for match in re.finditer(r"ع(?:[^A-Za-z0-9()\[\]]*ع)?", shape):
        start, end = match.span()
        order[start:end] = [(place, False) for place in range(start, end)[::-1]]
    return order


def _shape(cluster: Cluster) -> str:
    """One sign for a cluster: itself, or one of its script for a cluster of several."""
    if not cluster.text or _ARABIC.search(cluster.text):
        return "ع"
    sign = cluster.text[:1] or " "
    return sign if len(cluster.text) == 1 else ("f" if _LATIN.search(sign) else sign)


def _balance(text: str) -> int:
    """How many brackets open before they close, less those that do not."""
    open_ones: list[str] = []
    balance = 0
    for sign in text:
        if sign in _OPENING:
            open_ones.append(sign)
        elif sign in _PAIRS:
            if open_ones and open_ones[-1] == _PAIRS[sign]:
                open_ones.pop()
                balance += 2
            else:
                balance -= 1
    return balance - len(open_ones)
