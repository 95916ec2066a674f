"""A text of OpenDocument (.odt) → a draft: the final view, notes and boxes behind their paragraphs.

In: the bytes of a file. Out: its blocks in order, tables row by row; title and author from its metadata. What
was deleted, comments and hidden text are out. Source: OpenDocument 1.2, part 1.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from retrieval.corpus.drafts import Block, Draft, SourceFields
from retrieval.corpus.formats.foreign import parsing
from retrieval.corpus.formats.office.packages import open_package, parse_part
from retrieval.corpus.pages.machine_titles import sound_title
from retrieval.errors import DocumentError

_NAMES: Final = {
    name: f"{{urn:oasis:names:tc:opendocument:xmlns:{place}}}"
    for name, place in (
        ("office", "office:1.0"), ("text", "text:1.0"), ("table", "table:1.0"), ("draw", "drawing:1.0"),
        ("meta", "meta:1.0"),
    )
}  # fmt: skip
_TEXT, _TABLE, _DRAW, _OFFICE = (_NAMES[name] for name in ("text", "table", "draw", "office"))
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_OUT: Final = frozenset(
    (
        _TEXT + "tracked-changes", _TEXT + "hidden-text", _TEXT + "table-of-content", _OFFICE + "annotation",
        _OFFICE + "forms", _TEXT + "sequence-decls", _TEXT + "note-citation",
    )
)  # fmt: skip
_DEEPEST: Final = 40
_MOST_BLANKS: Final = 50


def read_open_document(data: bytes) -> Draft:
    """Read a text of OpenDocument; raises DocumentError where it is damaged or encrypted."""
    with parsing("kind_open_document"), open_package(data) as archive:
        has_manifest = "META-INF/manifest.xml" in archive.namelist()
        if has_manifest and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise DocumentError("needs_password")
        root = parse_part(archive.read("content.xml"))
        meta = parse_part(archive.read("meta.xml")) if "meta.xml" in archive.namelist() else None
        body = root.find(f"{_OFFICE}body/{_OFFICE}text")
        blocks = [] if body is None else list(_blocks(body, 0))
    title = None if meta is None else meta.findtext(f".//{_DC}title")
    author = None if meta is None else meta.findtext(f".//{_NAMES['meta']}initial-creator")
    heading = next((block.text for block in blocks if block.is_heading), None)
    return Draft(tuple(blocks), SourceFields(title=sound_title(title) or heading, author=author or None))


def _blocks(parent: Any, depth: int) -> Iterator[Block]:
    """The blocks inside an element that is no paragraph."""
    if depth > _DEEPEST:
        return
    for element in parent:
        if element.tag in _OUT:
            continue
        if element.tag in (_TEXT + "p", _TEXT + "h"):
            yield from _paragraph(element, depth)
        elif element.tag == _TABLE + "table":
            yield from _table(element, depth)
        else:
            yield from _blocks(element, depth + 1)


def _paragraph(paragraph: Any, depth: int) -> Iterator[Block]:
    parts: list[str] = []
    hanging: list[Any] = []
    _walk(paragraph, parts, hanging)
    text = "".join(parts)
    if text.strip():
        yield Block(text, is_heading=paragraph.tag == _TEXT + "h")
    for element in hanging:
        yield from _blocks(element, depth + 1)


def _walk(element: Any, parts: list[str], hanging: list[Any]) -> None:
    """Collect the text of a paragraph, and what hangs on it."""
    parts.append(element.text or "")
    for child in element:
        tag = child.tag
        if tag in (_TEXT + "note", _DRAW + "frame", _DRAW + "custom-shape"):
            hanging.append(child)
        elif tag == _TEXT + "s":
            count = child.get(_TEXT + "c", "1")
            parts.append(" " * min(int(count) if count.isdigit() else 1, _MOST_BLANKS))
        elif tag == _TEXT + "tab":
            parts.append(" ")
        elif tag == _TEXT + "line-break":
            parts.append("\n")
        elif isinstance(tag, str) and tag not in _OUT:
            _walk(child, parts, hanging)
        parts.append(child.tail or "")


def _table(table: Any, depth: int) -> Iterator[Block]:
    is_first = True
    for row in table.iter(_TABLE + "table-row"):
        if next(row.iterancestors(_TABLE + "table")) is not table:
            continue
        cells = []
        for cell in row.iterfind(_TABLE + "table-cell"):
            texts = [block.text for block in _blocks(cell, depth + 1)]
            cells.append(" ".join(" ".join(texts).split()))
        if any(cells):
            yield Block(" | ".join(cell for cell in cells if cell), after_gap=is_first)
            is_first = False
