"""A PDF → a draft: the text of its pages, in the order in which it is read.

In: the bytes of a file. Out: paragraphs and headings with their pages. `retrieval.corpus.pdf` puts the text
right; here the file is opened, and the title chosen: what its properties give, unless a program made it up,
else the heading in the largest type. Only title and author are taken from the properties: the day a file
was made is not when its text was published. A page whose fonts have no usable map gives no text.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Final

from pypdf import PdfReader

from retrieval.corpus.drafts import Block, Draft, SourceFields
from retrieval.corpus.formats.foreign import parsing
from retrieval.corpus.formats.plain import is_heading
from retrieval.corpus.pages.lines import Kind, Line, key_of
from retrieval.corpus.pages.machine_titles import sound_title
from retrieval.corpus.pdf.reading_pages import PagesRead, text_of_pages
from retrieval.errors import DocumentError
from retrieval.reasons import reason
from retrieval.types import Reason

_MOST_NAMED: Final = 12
"""Pages that a reason names."""


def read_pdf(data: bytes) -> Draft:
    """Read a PDF.

    Args:
        data: The whole file.

    Returns:
        Its draft; each page begins a new block. Pages that cannot be trusted are problems of it.

    Raises:
        DocumentError: It wants a password, is damaged, or none of its pages has text that can be trusted.
    """
    with parsing("kind_pdf"):
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError("needs_password")
        found = text_of_pages(reader.pages)
        title, author = (reader.metadata.title, reader.metadata.author) if reader.metadata else (None, None)
    if not found.blocks:
        raise DocumentError("unmapped_fonts" if found.unusable else "only_pictures")
    blocks = _with_headings(found.blocks)
    fields = SourceFields(
        title=sound_title(title) or found.title or _first_heading(blocks), author=author or None
    )
    return Draft(blocks, fields, _problems(found))


def _with_headings(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks; where no type shows headings, as in a text without any."""
    if any(block.is_heading for block in blocks):
        return blocks
    lines = [Line(block.text, key_of(block.text), int(block.after_gap), Kind.TEXT) for block in blocks]
    return tuple(replace(block, is_heading=is_heading(lines, place)) for place, block in enumerate(blocks))


def _first_heading(blocks: tuple[Block, ...]) -> str | None:
    return next((block.text for block in blocks if block.is_heading and block is blocks[0]), None)


def _problems(found: PagesRead) -> tuple[Reason, ...]:
    """Pages of a file that was read whose text is not in the draft."""
    problems = []
    for code, pages in (("pages_unmapped", found.unusable), ("pages_empty", found.empty)):
        if pages:
            named = ", ".join(map(str, pages[:_MOST_NAMED])) + ("…" if len(pages) > _MOST_NAMED else "")
            problems.append(reason(code, pages=named))
    return tuple(problems)
