"""The tree of a web page → the same in the shape that an extractor of articles expects.

In: a tree as its author wrote it. Out: the same tree, changed: text that stands bare in a block (after a
heading, a list, a table, a quotation) is a paragraph; two line breaks in a row part paragraphs; tables that
only lay a page out are blocks; what a browser does not show is gone. Nothing that is shown is lost.
"""

from __future__ import annotations

import re
from typing import Any, Final

from lxml import html

_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "menu",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "html",
        "head",
        "video",
        "audio",
        "iframe",
        "script",
        "style",
        "noscript",
        "template",
        "title",
        "meta",
        "link",
        "base",
        "object",
    ]
)
"""Elements that break a line (HTML standard, 15.3), and those that are no text."""
_WRAPPED: Final = frozenset(
    [
        "article",
        "aside",
        "blockquote",
        "body",
        "center",
        "dd",
        "details",
        "div",
        "fieldset",
        "footer",
        "form",
        "header",
        "main",
        "section",
    ]
)
"""Blocks whose bare text becomes paragraphs."""
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_NEVER_SHOWN: Final = ("template", "noscript", "style")
_LAID_OUT: Final = frozenset(
    [
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "p",
        "div",
        "ul",
        "ol",
        "article",
        "section",
        "form",
        "table",
        "blockquote",
    ]
)
_LONG_CELL: Final = 280
"""Code points of a cell that is rather an article than a value."""
_LINKED: Final = 0.9
"""Share of a paragraph's letters that are links, from which it is a menu."""
_OF_DATA: Final = frozenset(["th", "caption", "thead"])


def shape(tree: Any) -> None:
    """Change a tree into that shape."""
    _remove_hidden(tree)
    for table in reversed(list(tree.iter("table"))):  # the innermost first
        if _lays_out(table):
            _unfold(table)
    for element in list(tree.iter(*_WRAPPED)):
        _wrap(element)


def _remove_hidden(tree: Any) -> None:
    for element in list(tree.iter()):
        if not isinstance(element.tag, str) or element.getparent() is None:
            continue
        style, is_hidden = element.get("style", ""), element.get("hidden")
        if element.tag in _NEVER_SHOWN or is_hidden is not None or _HIDDEN.search(style):
            _drop(element)


def _drop(element: Any) -> None:
    """Take an element out; the text behind it stays."""
    parent, tail = element.getparent(), element.tail
    if tail:
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + tail
        else:
            before.tail = (before.tail or "") + tail
    parent.remove(element)


def _lays_out(table: Any) -> bool:
    """Whether a table only lays out what is in it."""
    if table.get("role") == "presentation":
        return True
    own = [each for each in table.iter("tr", "td", "th", "caption", "thead") if _table_of(each) is table]
    if any(each.tag in _OF_DATA for each in own):
        return False
    cells = [each for each in own if each.tag == "td"]
    rows = sum(each.tag == "tr" for each in own)
    if (rows <= 1 and len(cells) <= 1) or any(len(cell.text_content()) > _LONG_CELL for cell in cells):
        return True
    return any(
        inner.tag in _LAID_OUT
        for cell in cells
        for inner in cell.iter()
        if inner is not cell and inner.tag != "p"
    )


def _table_of(element: Any) -> Any:
    parent = element.getparent()
    while parent is not None and parent.tag != "table":
        parent = parent.getparent()
    return parent


def _unfold(table: Any) -> None:
    """A table as blocks: each cell for itself."""
    parts = table.iter("tbody", "thead", "tfoot", "tr", "td", "th")
    for element in [table, *(each for each in parts if _table_of(each) is table)]:
        element.tag = "div"


def _wrap(block: Any) -> None:
    """Make paragraphs of the bare text of a block, where it has other blocks or line breaks in it."""
    children = [child for child in block if isinstance(child.tag, str)]
    if not any(child.tag in _BLOCKS or child.tag == "br" for child in children) and block.tag != "body":
        return
    pieces: list[str | Any] = [block.text or ""]
    for child in list(block):
        pieces += [child, child.tail or ""]
        child.tail = None
        block.remove(child)
    block.text = None
    paragraphs = _Paragraphs(block)
    for piece in pieces:
        if isinstance(piece, str):
            paragraphs.add_text(piece)
        elif not isinstance(piece.tag, str) or piece.tag in _BLOCKS:
            paragraphs.add_block(piece)
        elif piece.tag == "br":
            paragraphs.add_break(piece)
        else:
            paragraphs.add_inline(piece)
    for made in paragraphs.made:
        if _is_menu(made):
            block.remove(made)


def _is_menu(paragraph: Any) -> bool:
    """Whether a paragraph is nothing but several links."""
    links = list(paragraph.iter("a"))
    text = "".join(paragraph.text_content().split())
    linked = sum(len("".join(link.text_content().split())) for link in links)
    return len(links) > 1 and linked >= _LINKED * len(text)


class _Paragraphs:
    """Puts back what was in a block, bare text in paragraphs.

    Args:
        block: The block, empty.
    """

    def __init__(self, block: Any) -> None:
        self._block = block
        self._open: Any = None
        self._breaks = 0
        self.made: list[Any] = []

    def add_block(self, element: Any) -> None:
        """Add a block as it is."""
        self._block.append(element)
        self._open, self._breaks = None, 0

    def add_break(self, element: Any) -> None:
        """Add a line break; the second in a row ends the paragraph."""
        self._breaks += 1
        if self._breaks > 1:
            self._open = None
        elif self._open is not None:
            self._open.append(element)

    def add_inline(self, element: Any) -> None:
        """Add an inline element to the paragraph."""
        self._begin()
        self._open.append(element)

    def add_text(self, text: str) -> None:
        """Add text to the paragraph; blanks begin none."""
        if text.strip():
            self._begin()
        elif self._open is None or self._breaks:
            return
        if len(self._open):
            self._open[-1].tail = (self._open[-1].tail or "") + text
        else:
            self._open.text = (self._open.text or "") + text

    def _begin(self) -> None:
        if self._open is None:
            self._open = html.Element("p")
            self._block.append(self._open)
            self.made.append(self._open)
        self._breaks = 0
