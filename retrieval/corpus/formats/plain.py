"""A text file → a draft: a line is a block; what is a page's and not its article's is out.

In: the text of a file. Out: its blocks, headings marked, and its source fields as far as the page gives
them. A text without signs of a page loses nothing: its first line is its title where it stands apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from retrieval.corpus.drafts import Block, Draft, SourceFields
from retrieval.corpus.pages.article import Page, take_apart
from retrieval.corpus.pages.bylines import parse_byline
from retrieval.corpus.pages.lines import Kind, Line, key_of, parse_lines
from retrieval.corpus.pages.titles import find_fields, find_title
from retrieval.errors import DocumentError
from retrieval.resources import read_words

_LEAD_WORDS = 7
"""Least words of a line between title and article that is the article's lead."""
_HEADING_WORDS, _HEADING_LENGTH = 8, 70
_UNDER_HEADING, _UNDER_LONE_HEADING = 80, 30
"""Least length of the paragraph under a heading, and under one between empty lines."""
_TITLE_LENGTH = 150
_NO_HEADING_END = re.compile(r"[.،؛:,;!…\d]$|[.؟?!]\s|^[(\[“]|^\W*\d")
"""Marks that a heading does not end with or hold."""
_VERB = re.compile(r"^[\"«]?ي\w{2,5}$")
"""A word that may be a verb of the present."""


def read_plain(text: str) -> Draft:
    """Read a text file.

    Args:
        text: The whole text.

    Returns:
        The draft of its article, or of all of it.

    Raises:
        DocumentError: Nothing is left when the page around the article is taken off.
    """
    lines = parse_lines(text)
    page = take_apart(lines)
    if page is None:
        return _draft_of_text(lines)
    title = find_title(page) if page.is_structural else None
    body = _body(page, title)
    if not body:
        raise DocumentError("page_without_article")
    return Draft(_blocks(body, _after_cuts(page, body)), find_fields(page, title))


def _draft_of_text(lines: Sequence[Line]) -> Draft:
    """The draft of a text that is no page."""
    if not lines:
        return Draft(())
    first = lines[0]
    stands_apart = (
        len(lines) > 1
        and lines[1].gap > 0
        and len(first.text) <= _TITLE_LENGTH
        and not first.text.endswith((".", "،", "؛", ":"))
    )
    blocks = _blocks(lines)
    if stands_apart:
        blocks = (Block(first.text, is_heading=True, after_gap=False), *blocks[1:])
    return Draft(blocks, SourceFields(title=first.text))


def _body(page: Page, title: int | None) -> list[Line]:
    """The lines of the article: its run, its lead, without its title."""
    body = page.body()
    if title is None:
        return body
    lead: list[Line] = []
    if title < page.start:
        above = page.lines[title + 1 : page.start]
        lead = [line for line in above if line.kind is Kind.TEXT and line.words >= _LEAD_WORDS]
    elif page.lines[title] in body:
        body = body[body.index(page.lines[title]) + 1 :] or body
    key = page.lines[title].key
    return [line for line in (*lead, *body) if line.key != key]


def _after_cuts(page: Page, body: Sequence[Line]) -> frozenset[int]:
    """Places in an article of the lines that do not follow the one before them in the page."""
    kept = {id(line) for line in body}
    places = [place for place, line in enumerate(page.lines) if id(line) in kept]
    return frozenset(
        number for number, (before, after) in enumerate(pairwise(places), 1) if after > before + 1
    )


def _blocks(lines: Sequence[Line], after_cuts: frozenset[int] = frozenset()) -> tuple[Block, ...]:
    """Lines as blocks, headings marked."""
    return tuple(
        Block(
            line.text,
            is_heading=is_heading(lines, place),
            after_gap=line.gap > 0,
            after_cut=place in after_cuts,
        )
        for place, line in enumerate(lines)
    )


def is_heading(lines: Sequence[Line], place: int) -> bool:
    """Whether a line stands over a paragraph as its heading: short, a noun phrase, without a stop."""
    line = lines[place]
    if place == 0 or place + 1 == len(lines) or line.kind is Kind.LISTED or not line.key:
        return False
    if line.words > _HEADING_WORDS or len(line.text) > _HEADING_LENGTH or _NO_HEADING_END.search(line.text):
        return False
    first = line.key.split()[0]
    if first in _flow_words() or _VERB.match(line.text.split()[0]):
        return False
    before, after = lines[place - 1], lines[place + 1]
    least = _UNDER_LONE_HEADING if line.gap and after.gap else _UNDER_HEADING
    return before.is_sentence_like and len(after.text) >= least and parse_byline(line.text) is None


@cache
def _flow_words() -> frozenset[str]:
    """Words that begin a line of the text's flow, not a heading, as keys."""
    return frozenset(map(key_of, read_words(__package__, "flow_words.txt")))
