"""A web page (.html) → a draft: trafilatura finds the article, our phrases take the rest of the furniture.

In: the bytes of a page. Out: its blocks with the page's own headings, and the source fields that its
metadata declares. The date is only what the page declares as its date of publication (meta tags,
JSON-LD, `time` with `pubdate` or `itemprop`): trafilatura's own guesses are not asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import trafilatura

from retrieval.corpus.drafts import Block, Draft, SourceFields
from retrieval.corpus.formats.encodings import decode
from retrieval.corpus.formats.foreign import parsing
from retrieval.corpus.pages.bylines import Byline, parse_byline
from retrieval.corpus.pages.lines import Kind, parse_lines
from retrieval.corpus.pages.published import parse_date
from retrieval.errors import DocumentError

_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE)
_CHARSET_WITHIN = 4096
"""Bytes in which a page must declare its encoding (1,024 in the HTML standard)."""
_META_NAMES = frozenset(
    {
        "article:published_time",
        "og:article:published_time",
        "og:published_time",
        "datepublished",
        "publishdate",
        "pubdate",
        "publish-date",
        "publish_date",
        "date",
        "dc.date",
        "dc.date.issued",
        "dcterms.date",
        "dcterms.created",
        "parsely-pub-date",
        "sailthru.date",
        "publication_date",
        "article_date_original",
    }
)
"""Names of the meta tags in which pages declare the date of publication, in lower case."""
_TIME_TAGS = (
    "//*[@itemprop='datePublished']",
    "//time[@pubdate]",
    "//article//header//time",
    "//article//time",
)
"""Tags that hold it in the page, the surest first."""
_FURNITURE = frozenset({Kind.FURNITURE, Kind.TEASER, Kind.RELATED, Kind.WALL})
_EDGE_BLOCKS = 4
"""Blocks at either end of an article among which its bylines stand."""
_BLOCK_TAGS = frozenset({"head", "p", "item", "row", "quote", "code", "ab"})


def read_web(data: bytes) -> Draft:
    """Read a web page.

    Args:
        data: The whole file.

    Returns:
        Its draft.

    Raises:
        DocumentError: It holds no text, or cannot be parsed.
    """
    page = _decoded(data)
    with parsing("kind_web"):
        tree = trafilatura.load_html(page)
        if tree is None:
            raise DocumentError("no_text")
        published = _declared_date(tree)  # before the extractor prunes the tree
        found = trafilatura.bare_extraction(
            page,
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
    author = given["author"] or next((byline.author for byline in bylines if byline.author), None)
    publisher = given["sitename"] or next((byline.publisher for byline in bylines if byline.publisher), None)
    return Draft(blocks, SourceFields(given["title"], publisher, author, published, url))


def _given(found: Any, name: str) -> str | None:
    """A field that trafilatura found, or None."""
    value = getattr(found, name, None)
    return value if isinstance(value, str) and value.strip() else None


def _decoded(data: bytes) -> str:
    """The page's text, in the encoding it declares if that fits."""
    match = _CHARSET.search(data[:_CHARSET_WITHIN])
    if match:
        try:
            return data.decode(match[1].decode("ascii"))
        except (LookupError, UnicodeDecodeError):
            pass  # pages often declare another encoding than theirs
    return decode(data)


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
    for place, block in enumerate(blocks):
        at_edge = place < _EDGE_BLOCKS or place >= len(blocks) - _EDGE_BLOCKS
        byline = parse_byline(block.text) if at_edge and not block.is_heading else None
        if byline is not None:
            bylines.append(byline)
        elif all(line.kind not in _FURNITURE for line in parse_lines(block.text)):
            kept.append(block)
    return tuple(kept), bylines


def _declared_date(tree: Any) -> date | None:
    """The date of publication that a page declares, or None."""
    for value in _declarations(tree):
        found = parse_date(value)
        if found is not None:
            return found
    return None


def _declarations(tree: Any) -> Iterator[str]:
    """What a page declares as its date of publication, the surest first."""
    for tag in tree.iter("meta"):
        names = {(tag.get(name) or "").lower() for name in ("property", "name", "itemprop")}
        if names & _META_NAMES:
            yield tag.get("content") or ""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        yield from _dates_in_json(script.text or "")
    for path in _TIME_TAGS:
        for tag in tree.xpath(path):
            yield tag.get("datetime") or tag.get("content") or tag.text_content()


def _dates_in_json(text: str) -> Iterator[str]:
    """Every `datePublished` of a JSON-LD script, the outer first."""
    try:
        waiting: list[Any] = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        return
    while waiting:
        value = waiting.pop(0)
        if isinstance(value, dict):
            yield str(value.get("datePublished", ""))
            waiting += value.values()
        elif isinstance(value, list):
            waiting += value
