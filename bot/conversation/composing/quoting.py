"""Adds quotations to a layout: excerpts with their matched words bold, and parts of a document.

The text between the ellipses is always a verbatim slice of the document.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from bot.conversation.composing.borders import closes_sentence, opens_sentence
from bot.conversation.composing.layout import Layout
from bot.conversation.reply import SpanKind
from bot.conversation.wording.grammar import RIGHT_TO_LEFT_MARK
from retrieval import Document, Excerpt, Span

EXCERPT_LENGTH = 1000
"""Longest excerpt shown, in code points; the engine's are about 300."""

GAP = "[…]"
"""Stands in a quotation where something of the file was taken out."""
_ELLIPSIS = "…"


def add_excerpt(layout: Layout, excerpt: Excerpt, document: Document, answering: Span | None = None) -> None:
    """Append an excerpt as a quotation that can be expanded, its matched words bold.

    Args:
        layout: What to append to.
        excerpt: What is quoted.
        document: The document of the excerpt.
        answering: The span of the excerpt that the answer line was taken from, made bold too.
    """
    end = min(excerpt.end, excerpt.start + EXCERPT_LENGTH)
    marks = _join([*excerpt.highlights, answering] if answering else excerpt.highlights)
    bold = [Span(excerpt.start + mark.start, excerpt.start + mark.end) for mark in marks]
    add_quote(layout, document, Span(excerpt.start, end), bold, SpanKind.EXPANDABLE_QUOTE)


def add_quote(
    layout: Layout, document: Document, part: Span, bold: Iterable[Span] = (), kind: SpanKind = SpanKind.QUOTE
) -> None:
    """Append a part of a document as a quotation.

    Args:
        layout: What to append to.
        document: What is quoted.
        part: The part, in offsets of the document's text.
        bold: Sorted, disjoint spans of the document; what of them lies in the part is shown bold.
        kind: How the quotation is shown.
    """
    text = document.text
    with layout.within(kind):
        layout.add("" if _begins_right_to_left(text[part.start : part.end]) else RIGHT_TO_LEFT_MARK)
        layout.add("" if opens_sentence(text, part.start) else _ELLIPSIS)
        at = part.start
        for span in bold:
            start, end = max(span.start, at), min(span.end, part.end)
            if start < end:
                _add_part(layout, document, Span(at, start), inside=part.start)
                _add_part(layout, document, Span(start, end), SpanKind.BOLD, inside=part.start)
                at = end
        _add_part(layout, document, Span(at, part.end), inside=part.start)
        layout.add("" if closes_sentence(text, part.end) else _ELLIPSIS)


def _add_part(
    layout: Layout, document: Document, part: Span, kind: SpanKind | None = None, *, inside: int | None = None
) -> None:
    """Append a slice of a document, with a mark where something of the file was taken out.

    Args:
        layout: What to append to.
        document: What is quoted.
        part: The slice.
        kind: How it is shown.
        inside: Where the whole quotation begins: a gap right there is none inside it.
    """
    at = part.start
    for gap in document.gaps:
        if part.start <= gap < part.end and gap != inside:
            layout.add(document.text[at:gap], kind).add(f"{GAP}\n")
            at = gap
    layout.add(document.text[at : part.end], kind)


def _join(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, overlapping ones joined."""
    joined: list[Span] = []
    for span in sorted(spans):
        if joined and span.start < joined[-1].end:
            joined[-1] = Span(joined[-1].start, max(joined[-1].end, span.end))
        else:
            joined.append(span)
    return joined


def _begins_right_to_left(text: str) -> bool:
    """Whether the first letter is written right to left, or there is no letter at all."""
    for character in text:
        direction = unicodedata.bidirectional(character)
        if direction in {"L", "R", "AL"}:
            return direction != "L"
    return True
