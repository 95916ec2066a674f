"""Prints a Reply to a terminal: quotes marked, links written out, bold where the terminal can show it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

from bot.conversation import Reply, ReplySpan, SpanKind

_QUOTES = {SpanKind.QUOTE, SpanKind.EXPANDABLE_QUOTE}
_BOLD, _PLAIN = "\x1b[1m", "\x1b[0m"


def print_reply(reply: Reply) -> None:
    """Print a reply to standard output."""
    can_bold = sys.stdout.isatty() and "NO_COLOR" not in os.environ
    print(render(reply, can_bold=can_bold))


def render(reply: Reply, *, can_bold: bool) -> str:
    """A reply as terminal text: quotes marked, links written out, bold only where asked for.

    In place of a picture its description is printed in brackets, on a line above the text.
    """
    inserts = sorted(_inserts(reply.spans, can_bold=can_bold), key=lambda insert: insert[0])
    parts, done = [], 0
    for place, mark in inserts:
        parts += [reply.text[done:place], mark]
        done = place
    above = f"[{reply.picture.description}]\n" if reply.picture else ""
    return "".join([above, *parts, reply.text[done:]])


def _inserts(spans: tuple[ReplySpan, ...], *, can_bold: bool) -> Iterator[tuple[int, str]]:
    for span in spans:
        if span.kind is SpanKind.BOLD and can_bold:
            yield span.start, _BOLD
            yield span.end, _PLAIN
        elif span.kind in _QUOTES:
            yield span.start, "❝ "
            yield span.end, " ❞"
        elif span.kind is SpanKind.LINK and span.url:
            yield span.end, f" <{span.url}>"
