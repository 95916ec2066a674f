"""Lines of all pages → paragraphs and headings, as blocks of a draft.

In: the regions of the pages with their lines. Out: blocks in order, each with the page that it begins on.
A line goes on in the next where the first word of that would not have fitted behind it; a larger step,
another size, an indent or the mark of a list begins a paragraph. A paragraph that crosses
a page is a block a page.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Final

from retrieval.corpus.drafts import Block
from retrieval.corpus.pdf.reading_order import PageLine

_GAP: Final = 1.15
"""How many usual steps between lines are a gap."""
_STEP: Final = 1.35
"""How many usual steps between lines begin a paragraph."""
_SIZE: Final = 0.08
"""Share by which sizes of one paragraph may differ."""
_LARGER: Final = 1.12
"""How many times the body's size a heading is."""
_INDENT: Final = 1.0
"""Share of the size from which a line is indented."""
_CELL_GAP: Final = 1.6
"""Share of the size from which a gap in a line is one between cells."""
_FULL_WORDS: Final = 4
"""Least words of the usual line that was broken at a border."""
_HEADING_WORDS: Final = 16
_TIGHT: Final = re.compile(r"(?<=[(\[«“]) \x00| \x00(?=[)\]»”،؛:.!؟])")
"""Ends of lines where no blank belongs."""
_SENTENCE_END: Final = re.compile(r"[.!?؟…][\"'»”’)\]]*$")
_CLAUSE_END: Final = re.compile(r"[.!?؟:؛،…][\"'»”’)\]]*$")
_BULLETS: Final = "•▪●◦‣■□○◆►*"
_ITEM: Final = re.compile(
    r"[•▪●◦‣■□○◆►*]\s*|[–—-]\s|[(\[]?[0-9٠-٩]{1,3}\s?[)\].–-]\s|\(?[أ-يa-zA-Z][).–-]\s"
    r"|(?:ال)?(?:مادة|فصل|باب|بند)\s*[(\[]?\s*(?:[0-9٠-٩]+|ال\w+)"
)
"""How an item of a list or an article of a law begins: `1.`, `أ-`, `•`, `المادة (3)`."""


@dataclass(frozen=True, slots=True)
class TextRegion:
    """Lines that are read one after the other."""

    page: int
    lines: tuple[PageLine, ...]
    left: float
    right: float


class _Paragraph:
    """A paragraph that grows by lines.

    Args:
        line: Its first line.
        page: The page that it begins on.
        continues: Whether it goes on with the paragraph before it, across a page.
        after_gap: Whether a gap stands before it.
    """

    def __init__(self, line: PageLine, page: int, *, continues: bool = False, after_gap: bool = True) -> None:
        self.lines = [line]
        self.page = page
        self.continues = continues
        self.after_gap = after_gap

    @property
    def text(self) -> str:
        """Its lines, joined by blanks; none behind what opens, or before what closes."""
        return _TIGHT.sub("", " \x00".join(line.text.strip() for line in self.lines)).replace("\x00", "")

    @property
    def size(self) -> float:
        """The usual size of its letters."""
        return median(line.row.size for line in self.lines)


def blocks_of(regions: Sequence[TextRegion]) -> list[Block]:
    """The blocks of a file.

    Args:
        regions: Its regions in the order of reading.
    """
    body = _body_size(regions)
    step = _usual_step(regions)
    paragraphs: list[_Paragraph] = []
    before: tuple[TextRegion, PageLine] | None = None
    for region in regions:
        for line in region.lines:
            if before is None:
                paragraphs.append(_Paragraph(line, region.page))
            elif _goes_on(*before, line, region, step):
                if before[0].page == region.page:
                    paragraphs[-1].lines.append(line)
                else:
                    paragraphs.append(_Paragraph(line, region.page, continues=True, after_gap=False))
            else:
                gap = before[0] is not region or before[1].row.base - line.row.base > _GAP * step
                paragraphs.append(_Paragraph(line, region.page, after_gap=gap))
            before = region, line
    mostly_bold = _is_mostly_bold(regions)
    return [
        Block(
            paragraph.text,
            is_heading=_is_heading(paragraph, body, mostly_bold=mostly_bold),
            after_gap=paragraph.after_gap,
            page=paragraph.page,
            continues=paragraph.continues,
        )
        for paragraph in paragraphs
    ]


def largest_heading(regions: Sequence[TextRegion], blocks: Sequence[Block]) -> str | None:
    """The heading of a file that is set in the largest type on its first page with text, or None."""
    first = next((region.page for region in regions if region.lines), None)
    body = _body_size(regions)
    sizes: dict[str, float] = {}
    for region in regions:
        if region.page == first:
            for line in region.lines:
                sizes[line.text.strip()] = max(line.row.size, sizes.get(line.text.strip(), 0.0))
    best: tuple[float, str] | None = None
    for block in blocks:
        if block.page != first or not block.is_heading:
            continue
        size = max((size for text, size in sizes.items() if text and text in block.text), default=0.0)
        if size > _LARGER * body and (best is None or size > best[0] * (1 + _SIZE)):
            best = size, block.text
    return best[1] if best else None


def _goes_on(before: TextRegion, last: PageLine, line: PageLine, region: TextRegion, step: float) -> bool:
    """Whether a line belongs to the paragraph of the one before it."""
    size = max(last.row.size, line.row.size)
    if _is_other(last, line, size):
        return False
    if before is region:
        if last.row.base - line.row.base > _STEP * max(step, 1.05 * size):
            return False
    elif _SENTENCE_END.search(last.text):
        return False
    room = _room_behind(last, before)
    if room >= _first_word(line) + 0.25 * size:
        return False
    if _SENTENCE_END.search(last.text) and not (room < size and _is_filled(before)):
        return False
    indent = _indent(line, region)
    return not (
        indent > _INDENT * size and _indent(last, before) < indent / 2 and _CLAUSE_END.search(last.text)
    )


def _room_behind(line: PageLine, region: TextRegion) -> float:
    """How much of its region a line leaves free, in points, on the side where its lines are not flush."""
    at_begin = sum(_indent(each, region) < each.row.size for each in region.lines)
    at_end = sum(_end_gap(each, region) < each.row.size for each in region.lines)
    if 2 * max(at_begin, at_end) < len(region.lines):
        return _indent(line, region) + _end_gap(line, region)
    return _end_gap(line, region) if at_begin >= at_end else _indent(line, region)


def _is_other(last: PageLine, line: PageLine, size: float) -> bool:
    """Whether a line is of another kind than the one before it: type, cells, an item of a list."""
    if abs(last.row.size - line.row.size) > _SIZE * size or last.row.is_bold != line.row.is_bold:
        return True
    if _is_cells(last) or _is_cells(line):
        return True
    is_item = _ITEM.match(line.text) is not None
    return is_item and (line.text[:1] in _BULLETS or _CLAUSE_END.search(last.text) is not None)


def _is_filled(region: TextRegion) -> bool:
    """Whether several lines of a region reach its border: its text was broken there, not by its author."""
    full = [line for line in region.lines if _room_behind(line, region) < line.row.size]
    return len(full) > 1 and median(len(line.text.split()) for line in full) >= _FULL_WORDS


def _end_gap(line: PageLine, region: TextRegion) -> float:
    """How far before the border of its region a line ends, in points."""
    return line.row.left - region.left if line.is_arabic else region.right - line.row.right


def _indent(line: PageLine, region: TextRegion) -> float:
    """How far a line begins inside its region, in points."""
    return region.right - line.row.right if line.is_arabic else line.row.left - region.left


def _first_word(line: PageLine) -> float:
    """The width of a line's first word, in points."""
    clusters = line.row.clusters[::-1] if line.is_arabic else line.row.clusters
    word = []
    for cluster in clusters:
        if cluster.is_blank:
            break
        word.append(cluster)
    return max(each.right for each in word) - min(each.left for each in word)


def _is_cells(line: PageLine) -> bool:
    """Whether a line is cells of a table side by side."""
    drawn = [each for each in line.row.clusters if not each.is_blank]
    return any(after.left - before.right >= _CELL_GAP * line.row.size for before, after in pairwise(drawn))


def _is_heading(paragraph: _Paragraph, body: float, *, mostly_bold: bool) -> bool:
    """Whether a paragraph is a heading by its type."""
    text = paragraph.text
    if paragraph.continues or len(text.split()) > _HEADING_WORDS or text.endswith(("،", "؛", ".")):
        return False
    if not any(sign.isalpha() for sign in text):
        return False
    if paragraph.size > _LARGER * body:
        return True
    is_bold = all(line.row.is_bold for line in paragraph.lines)
    return is_bold and not mostly_bold and not any(_is_cells(line) for line in paragraph.lines)


def _body_size(regions: Sequence[TextRegion]) -> float:
    """The size that most letters are set in."""
    sizes: Counter[float] = Counter()
    for region in regions:
        for line in region.lines:
            sizes[round(line.row.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _is_mostly_bold(regions: Sequence[TextRegion]) -> bool:
    lines = [line for region in regions for line in region.lines]
    bold = sum(len(line.text) for line in lines if line.row.is_bold)
    return 2 * bold > sum(len(line.text) for line in lines)


def _usual_step(regions: Sequence[TextRegion]) -> float:
    """The usual step from a line to the next, in points."""
    steps = [
        before.row.base - after.row.base
        for region in regions
        for before, after in pairwise(region.lines)
        if before.row.base > after.row.base
    ]
    return median(steps) if steps else 0.0
