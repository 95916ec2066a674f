"""A web page (.html) → a draft: trafilatura finds the article, our phrases take the rest of the furniture.

In: the bytes of a page. Out: its blocks with the page's own headings, and the source fields that its
metadata declares (`web_facts`): trafilatura's own guesses of a date are not asked for. The page is brought
into shape first (`web_shape`), so that no text that stands bare is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

import trafilatura

from retrieval.corpus.drafts import Block, Draft, SourceFields
from retrieval.corpus.formats.encodings import decode_page
from retrieval.corpus.formats.foreign import parsing
from retrieval.corpus.formats.web_facts import declared_date
from retrieval.corpus.formats.web_shape import shape
from retrieval.corpus.pages.bylines import Byline, Trust, parse_byline
from retrieval.corpus.pages.lines import Kind, key_of, parse_lines
from retrieval.corpus.pages.machine_titles import sound_title
from retrieval.errors import DocumentError

_FURNITURE: Final = frozenset({Kind.FURNITURE, Kind.TEASER, Kind.RELATED, Kind.WALL})
_EDGE_BLOCKS: Final = 4
"""Blocks at either end of an article among which its bylines stand."""
_BLOCK_TAGS: Final = frozenset({"head", "p", "item", "row", "quote", "code", "ab"})
_BY: Final = re.compile(
    r"^\W*(?:بواسطة|بقلم|كتبه|كتبها|كتبت|كتب|الكاتبة?|إعداد|by|written by)\b\s*[:\uff1a/-]?\s*", re.IGNORECASE
)
"""What stands before a name in a byline."""
_TWO_CALENDARS: Final = "الموافق"
"""A line with a date of both calendars is a part of a text that is a letter or a decree."""
_CONFIRMED: Final = 0.5
"""Share of a title's words that its article or its heading must have."""


def read_web(data: bytes) -> Draft:
    """Read a web page.

    Args:
        data: The whole file.

    Returns:
        Its draft.

    Raises:
        DocumentError: It holds no text, or cannot be parsed.
    """
    page = decode_page(data)
    with parsing("kind_web"):
        tree = trafilatura.load_html(page)
        if tree is None:
            raise DocumentError("no_text")
        published = declared_date(tree)  # before the extractor prunes the tree
        headings = [" ".join(each.text_content().split()) for each in tree.iter("h1", "h2")]
        shape(tree)
        found = trafilatura.bare_extraction(
            tree,
            include_comments=False,
            include_tables=True,
            favor_recall=True,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
        body = getattr(found, "body", None)
        if found is None or body is None:
            raise DocumentError("web_no_article")
        given = {name: _given(found, name) for name in ("title", "sitename", "author", "url")}
        blocks, bylines = _content(list(_blocks(body)))
    url = given["url"] if given["url"] and given["url"].startswith(("http://", "https://")) else None
    author = _name(given["author"]) or next((byline.author for byline in bylines if byline.author), None)
    publisher = given["sitename"] or next((byline.publisher for byline in bylines if byline.publisher), None)
    dates = (byline.published for byline in bylines if byline.trust >= Trust.LABEL)
    published = published or next(filter(None, dates), None)
    return Draft(
        blocks, SourceFields(_title(given["title"], headings, blocks), publisher, author, published, url)
    )


def _given(found: Any, name: str) -> str | None:
    """A field that trafilatura found, or None."""
    value = getattr(found, name, None)
    return value if isinstance(value, str) and value.strip() else None


def _name(author: str | None) -> str | None:
    """The name of an author without what stands before it."""
    return (_BY.sub("", author).strip(" ;،,:/|-–") or None) if author else None


def _title(declared: str | None, headings: Sequence[str], blocks: Sequence[Block]) -> str | None:
    """The title of a page: what it declares, unless a program or the site alone is named by it.

    Args:
        declared: What the extractor found.
        headings: The headings of first and second level of the page.
        blocks: The article.
    """
    title = sound_title(declared)
    own = [heading for heading in headings if heading]
    body = key_of(" ".join(block.text for block in blocks)).split()
    first = next((heading for heading in own if _share(heading, body) >= _CONFIRMED), None)
    if title is None:
        return first or next((block.text for block in blocks if block.is_heading), None)
    is_about = _share(title, body) > _CONFIRMED or (
        first is not None and _share(title, key_of(first).split()) >= _CONFIRMED
    )
    return title if first is None or is_about else first


def _share(title: str, words: Sequence[str]) -> float:
    """Share of a title's words that are among others."""
    own, known = key_of(title).split(), set(words)
    return sum(word in known for word in own) / len(own) if own else 0.0


def _blocks(body: Any) -> Iterator[Block]:
    """The blocks of trafilatura's tree: headings, paragraphs, items, rows."""
    for element in body.iter():
        if element.tag not in _BLOCK_TAGS or _inside_block(element):
            continue
        if element.tag == "row":
            cells = [" ".join("".join(cell.itertext()).split()) for cell in element.iter("cell")]
            text = " | ".join(cell for cell in cells if cell)
        else:
            for line_break in element.iter("lb"):
                line_break.tail = "\n" + (line_break.tail or "")
            text = "\n".join(" ".join(line.split()) for line in "".join(element.itertext()).split("\n"))
        is_heading = element.tag == "head"
        for line in text.split("\n"):
            if line:
                yield Block(line, is_heading=is_heading, after_gap=element.tag not in {"item", "row"})


def _inside_block(element: Any) -> bool:
    """Whether an element's text is part of one above it."""
    parent = element.getparent()
    while parent is not None:
        if parent.tag in _BLOCK_TAGS:
            return True
        parent = parent.getparent()
    return False


def _content(blocks: list[Block]) -> tuple[tuple[Block, ...], list[Byline]]:
    """The blocks that are the article's, and what bylines at its edges say."""
    kept: list[Block] = []
    bylines: list[Byline] = []
    is_cut = False
    for place, block in enumerate(blocks):
        at_edge = place < _EDGE_BLOCKS or place >= len(blocks) - _EDGE_BLOCKS
        byline = parse_byline(block.text) if at_edge and not block.is_heading else None
        if byline is not None:
            bylines.append(byline)
        is_out = byline is not None and _TWO_CALENDARS not in block.text
        if is_out or any(line.kind in _FURNITURE for line in parse_lines(block.text)):
            is_cut = True
        else:
            kept.append(replace(block, after_cut=is_cut and bool(kept)))
            is_cut = False
    return tuple(kept), bylines
