"""A Word file (.docx) → a draft: paragraphs, headings by their styles, tables row by row.

In: the bytes of a file. Out: its blocks in order, and title and author from its properties (the day
it was made is not when it was published). Footnotes, text boxes and comments are not read.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import docx
from docx.table import Table
from docx.text.paragraph import Paragraph

from retrieval.corpus.drafts import Block, Draft, SourceFields
from retrieval.corpus.formats.foreign import parsing
from retrieval.errors import DocumentError

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""How an old or an encrypted Office file begins."""
_UNPACKED_LIMIT = 256 * 1024 * 1024
"""Most bytes that a file may unpack to."""
_HEADING_STYLE = re.compile(r"(?:heading \d|title)", re.IGNORECASE)
_TOOL_NAMES = frozenset(
    {"python-docx", "microsoft office user", "user", "admin", "administrator", "owner", "hp", "dell"}
)
"""What programs write where an author should stand."""


def read_word(data: bytes) -> Draft:
    """Read a Word file.

    Args:
        data: The whole file.

    Returns:
        Its draft; the title is the property's, else the paragraph of style Title or the first heading.

    Raises:
        DocumentError: It is encrypted, damaged, of the old format or unpacks to too much.
    """
    if data.startswith(_OLD_OFFICE):
        raise DocumentError("password_or_old_word")
    with parsing("kind_word"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _UNPACKED_LIMIT:
                raise DocumentError("unpacks_too_large", limit=_UNPACKED_LIMIT // 1024**2)
        document = docx.Document(io.BytesIO(data))
        blocks = tuple(block for item in document.iter_inner_content() for block in _blocks(item))
        title, author = document.core_properties.title, document.core_properties.author
    heading = next((block.text for block in blocks if block.is_heading), None)
    named = author if author and author.strip().lower() not in _TOOL_NAMES else None
    return Draft(blocks, SourceFields(title=title.strip() or heading, author=named))


def _blocks(item: Paragraph | Table) -> Iterator[Block]:
    """A paragraph as a block, a table as a block a row."""
    if isinstance(item, Table):
        for number, row in enumerate(item.rows):
            cells: list[str] = []
            for cell in row.cells:
                text = " ".join(cell.text.split())
                if text and (not cells or cells[-1] != text):  # a merged cell comes once a column
                    cells.append(text)
            if cells:
                yield Block(" | ".join(cells), after_gap=number == 0)
    elif item.text.strip():
        style = item.style.name if item.style is not None else ""
        yield Block(item.text, is_heading=bool(_HEADING_STYLE.fullmatch(style or "")))
