"""A presentation (.pptx) → a draft: a slide is a section, its boxes in the order in which they are read.

In: the bytes of a file. Out: the title of each slide as a heading, then its boxes from the top down (from the
right where the slide is Arabic), tables row by row, and the notes behind them. Hidden slides are out.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from typing import Any, Final

import pptx

from retrieval.corpus.drafts import Block, Draft, SourceFields
from retrieval.corpus.formats.foreign import parsing
from retrieval.corpus.formats.office.packages import open_package
from retrieval.corpus.pages.machine_titles import sound_title

_ROW_HEIGHT: Final = 24
"""How many rows of boxes a slide has: boxes of one row are read from its beginning."""
_DEEPEST: Final = 8


def read_slides(data: bytes) -> Draft:
    """Read a presentation; raises DocumentError where it is damaged or encrypted."""
    with parsing("kind_slides"):
        open_package(data).close()
        show = pptx.Presentation(io.BytesIO(data))
        height = int(show.slide_height or 1)
        blocks = [block for slide in show.slides for block in _of_slide(slide, height)]
        title, author = show.core_properties.title, show.core_properties.author
    heading = next((block.text for block in blocks if block.is_heading), None)
    return Draft(tuple(blocks), SourceFields(title=sound_title(title) or heading, author=author or None))


def _of_slide(slide: Any, height: int) -> Iterator[Block]:
    if slide.element.get("show") == "0":
        return
    title = slide.shapes.title
    name = " ".join(title.text_frame.text.split()) if title is not None else ""
    if name:
        yield Block(name, is_heading=True)
    shapes = [shape for shape in _flat(slide.shapes, 0) if title is None or shape.shape_id != title.shape_id]
    text = "".join(shape.text_frame.text for shape in shapes if shape.has_text_frame)
    is_arabic = sum("\u0600" <= sign <= "\u06ff" for sign in text) * 2 > sum(map(str.isalpha, text))
    for shape in sorted(shapes, key=lambda shape: _place(shape, height, is_arabic=is_arabic)):
        yield from _of_shape(shape)
    if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
        yield from _paragraphs(slide.notes_slide.notes_text_frame)


def _flat(shapes: Iterable[Any], depth: int) -> Iterator[Any]:
    """Shapes, those of groups among them."""
    for shape in shapes:
        if hasattr(shape, "shapes"):
            if depth < _DEEPEST:
                yield from _flat(shape.shapes, depth + 1)
        else:
            yield shape


def _place(shape: Any, height: int, *, is_arabic: bool) -> tuple[int, int]:
    top, left, width = (int(value or 0) for value in (shape.top, shape.left, shape.width))
    return top * _ROW_HEIGHT // max(height, 1), -(left + width) if is_arabic else left


def _of_shape(shape: Any) -> Iterator[Block]:
    if getattr(shape, "has_table", False):
        for number, row in enumerate(shape.table.rows):
            cells = [" ".join(cell.text.split()) for cell in row.cells if not cell.is_spanned]
            if any(cells):
                yield Block(" | ".join(cell for cell in cells if cell), after_gap=number == 0)
    elif shape.has_text_frame:
        yield from _paragraphs(shape.text_frame)


def _paragraphs(frame: Any) -> Iterator[Block]:
    for number, paragraph in enumerate(frame.paragraphs):
        text = "".join(run.text for run in paragraph.runs).replace("\v", "\n")
        if text.strip():
            yield Block(text, after_gap=number == 0)
