"""The body of a Word file → blocks: paragraphs with their numbers and notes, text boxes, tables row by row.

In: the body and the parts that it refers to. Out: blocks in the order of reading. A text box comes behind the
paragraph that it is anchored in, and so do notes. A cell that goes over several columns or rows stands once;
cells of equal text stand each for itself; a table inside a cell comes behind the row of the cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from retrieval.corpus.drafts import Block
from retrieval.corpus.office.word_names import W, is_on, value_of
from retrieval.corpus.office.word_numbers import Numbering
from retrieval.corpus.office.word_styles import Styles
from retrieval.corpus.office.word_text import Content, TextReader

_THROUGH: Final = frozenset(
    W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
)
"""Elements that only stand round paragraphs, rows and cells."""
_DEEPEST: Final = 25
_BODY_LEVEL: Final = 9


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a file, as their root elements."""

    body: Any
    styles: Any = None
    numbering: Any = None
    footnotes: Any = None
    endnotes: Any = None


@dataclass(frozen=True, slots=True)
class WordBlock:
    """A block of a Word file."""

    block: Block
    is_title: bool = False


def word_blocks(parts: Parts) -> list[WordBlock]:
    """The blocks of a file, in order."""
    return list(_Walk(parts).blocks(parts.body, 0))


class _Walk:
    """Goes through a body once, in order."""

    def __init__(self, parts: Parts) -> None:
        self._styles = Styles(parts.styles)
        self._numbering = Numbering(parts.numbering)
        self._text = TextReader(self._styles)
        self._notes: Mapping[str, Mapping[str, Any]] = {
            "footnote": _by_id(parts.footnotes),
            "endnote": _by_id(parts.endnotes),
        }
        self._open: list[str] = []
        """Texts of paragraphs whose ends were deleted: they go on in the next one."""

    def blocks(self, parent: Any, depth: int) -> Iterator[WordBlock]:
        """The blocks of a body, a text box, a note or a cell."""
        if depth > _DEEPEST:
            return
        for element in parent:
            if element.tag == W + "p":
                yield from self._paragraph(element, depth)
            elif element.tag == W + "tbl":
                yield from self._table(element, depth)
            elif element.tag in _THROUGH:
                yield from self.blocks(element, depth + 1)

    def _paragraph(self, paragraph: Any, depth: int) -> Iterator[WordBlock]:
        properties = paragraph.find(W + "pPr")
        style = value_of(properties, "pStyle")
        content = self._text.content_of(paragraph)
        if self._styles.is_hidden(style):
            content.parts.clear()
        ends = properties is None or properties.find(f"{W}rPr/{W}del") is None
        if not ends:
            self._open.append(content.text)
        else:
            text = "".join([*self._open, content.text])
            self._open.clear()
            if text.strip():
                number = self._number(properties, style)
                block = Block(
                    f"{number} {text}" if number else text, is_heading=self._is_heading(properties, style)
                )
                yield WordBlock(block, self._styles.is_title(style))
        yield from self._hanging(content, depth)

    def _hanging(self, content: Content, depth: int) -> Iterator[WordBlock]:
        """Text boxes and notes of a paragraph."""
        for box in content.boxes:
            yield from self.blocks(box, depth + 1)
        for kind, note_id in content.notes:
            note = self._notes[kind].get(note_id)
            if note is not None:
                yield from self.blocks(note, depth + 1)

    def _is_heading(self, properties: Any, style: str | None) -> bool:
        level = value_of(properties, "outlineLvl")
        if level is not None and level.isdigit():
            return int(level) < _BODY_LEVEL
        return self._styles.is_heading(style)

    def _number(self, properties: Any, style: str | None) -> str:
        """The automatic number of a paragraph; empty where it has none."""
        own = None if properties is None else properties.find(W + "numPr")
        given = own if value_of(own, "numId") is not None else self._styles.numbering(style)
        number_id = value_of(given, "numId")
        if number_id is None or number_id == "0":
            return ""
        level = value_of(own, "ilvl") or value_of(given, "ilvl") or "0"
        by_style = style if given is not own else None
        return self._numbering.next(number_id, int(level) if level.isdigit() else 0, by_style)

    def _table(self, table: Any, depth: int) -> Iterator[WordBlock]:
        is_first = True
        for row in _inside(table, W + "tr", depth):
            if row.find(f"{W}trPr/{W}del") is not None or is_on(row, "trPr/hidden"):
                continue
            cells: list[str] = []
            nested: list[WordBlock] = []
            for cell in _inside(row, W + "tc", depth):
                own, inner = self._cell(cell, depth)
                nested += inner
                if own:
                    cells.append(own)
            if cells:
                yield WordBlock(Block(" | ".join(cells), after_gap=is_first))
                is_first = False
            yield from nested

    def _cell(self, cell: Any, depth: int) -> tuple[str, list[WordBlock]]:
        """The text of a cell on one line, and the tables inside it."""
        if cell.find(f"{W}tcPr/{W}vMerge") is not None and value_of(cell, "tcPr/vMerge") != "restart":
            return "", []
        texts: list[str] = []
        nested: list[WordBlock] = []
        for element in _flat(cell, depth):
            if element.tag == W + "tbl":
                nested += self._table(element, depth + 1)
            else:
                texts += [found.block.text for found in self._paragraph(element, depth + 1)]
        return " ".join(" ".join(texts).split()), nested


def _inside(parent: Any, tag: str, depth: int) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also within what only stands round them."""
    if depth > _DEEPEST:
        return
    for element in parent:
        if element.tag == tag:
            yield element
        elif element.tag in _THROUGH:
            yield from _inside(element, tag, depth + 1)


def _flat(cell: Any, depth: int) -> Iterator[Any]:
    """The paragraphs and tables of a cell."""
    if depth > _DEEPEST:
        return
    for element in cell:
        if element.tag in (W + "p", W + "tbl"):
            yield element
        elif element.tag in _THROUGH:
            yield from _flat(element, depth + 1)


def _by_id(root: Any) -> Mapping[str, Any]:
    """The notes of a part by their ids, without separators."""
    if root is None:
        return {}
    kept = (note for note in root if note.get(W + "type", "normal") == "normal")
    return {note.get(W + "id", ""): note for note in kept}
