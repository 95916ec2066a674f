"""A book (.epub) → a draft: its chapters in the order of its spine.

In: the bytes of a file. Out: headings and paragraphs; title, author, publisher and date from its metadata.
Tables of contents are out. Source: EPUB 3.3.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import unquote

from lxml import html

from retrieval.corpus.drafts import Block, Draft, SourceFields
from retrieval.corpus.formats.encodings import decode_page
from retrieval.corpus.formats.foreign import parsing
from retrieval.corpus.formats.office.packages import open_package, parse_part
from retrieval.corpus.formats.web_shape import shape
from retrieval.corpus.pages.machine_titles import sound_title
from retrieval.corpus.pages.published import parse_date
from retrieval.errors import DocumentError

_OPF: Final = "{http://www.idpf.org/2007/opf}"
_DC: Final = "{http://purl.org/dc/elements/1.1/}"
_CONTAINER: Final = "{urn:oasis:names:tc:opendocument:xmlns:container}"
_FONTS_ONLY: Final = (b"http://www.idpf.org/2008/embedding", b"http://ns.adobe.com/pdf/enc#RC")
"""Encryption that only keeps fonts from being taken out."""
_HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
_BLOCKS: Final = frozenset([*_HEADINGS, *["p", "li", "blockquote", "dt", "dd", "pre", "tr", "figcaption"]])


def read_book(data: bytes) -> Draft:
    """Read a book; raises DocumentError where it is damaged or protected."""
    with parsing("kind_book"), open_package(data) as archive:
        names = set(archive.namelist())
        protected = archive.read("META-INF/encryption.xml") if "META-INF/encryption.xml" in names else b""
        if protected.count(b"<EncryptedData") + protected.count(b":EncryptedData ") > sum(
            protected.count(kind) for kind in _FONTS_ONLY
        ):
            raise DocumentError("needs_password")
        container = parse_part(archive.read("META-INF/container.xml"))
        place = container.find(f".//{_CONTAINER}rootfile").get("full-path")
        package = parse_part(archive.read(place))
        chapters = [name for name in _spine(package, posixpath.dirname(place)) if name in names]
        blocks = [block for name in chapters for block in html_blocks(archive.read(name))]
    return Draft(tuple(blocks), _fields(package))


def html_blocks(data: bytes) -> Iterator[Block]:
    """The headings, paragraphs, items and rows of a page that is all text.

    Args:
        data: The page.
    """
    tree = html.fromstring(decode_page(data).partition("?>")[2] or decode_page(data))
    for navigation in list(tree.iter("nav")):
        navigation.drop_tree()
    shape(tree)
    for element in tree.iter(*_BLOCKS):
        if any(inner.tag in _BLOCKS for inner in element.iterdescendants()):
            continue
        for line_break in element.iter("br"):
            line_break.tail = "\n" + (line_break.tail or "")
        if element.tag == "tr":
            cells = [" ".join(cell.text_content().split()) for cell in element.iter("td", "th")]
            text = " | ".join(cell for cell in cells if cell)
        else:
            text = "\n".join(" ".join(line.split()) for line in element.text_content().strip().split("\n"))
        if text.strip():
            yield Block(text, is_heading=element.tag in _HEADINGS, after_gap=element.tag not in {"li", "tr"})


def _spine(package: Any, folder: str) -> Iterator[str]:
    """The names of the chapters, in order, without the table of contents."""
    items = {item.get("id"): item for item in package.iter(_OPF + "item")}
    for reference in package.iter(_OPF + "itemref"):
        item = items.get(reference.get("idref"))
        if item is not None and "nav" not in item.get("properties", "").split():
            yield posixpath.normpath(posixpath.join(folder, unquote(item.get("href", ""))))


def _fields(package: Any) -> SourceFields:
    found = {name: package.findtext(f".//{_DC}{name}") for name in ("title", "creator", "publisher", "date")}
    return SourceFields(
        title=sound_title(found["title"]),
        publisher=found["publisher"] or None,
        author=found["creator"] or None,
        published=parse_date(found["date"] or ""),
    )
