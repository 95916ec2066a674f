"""Builds a Reply piece by piece, and counts the offsets of its spans."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace

from bot.conversation.reply import Button, Reply, ReplySpan, SpanKind

MAX_UNITS = 4000
"""Longest answer, in UTF-16 units. Telegram's limit is 4096 characters after parsing
(core.telegram.org/bots/api#sendmessage), and no text has more characters than units; the rest is
kept for the line that repeats a question."""

Rows = Iterable[Iterable[Button]]


def below(line: str, reply: Reply) -> Reply:
    """The reply with a line and an empty line above it."""
    head = f"{line}\n\n"
    spans = (replace(span, start=span.start + len(head), end=span.end + len(head)) for span in reply.spans)
    return replace(reply, text=head + reply.text, spans=tuple(spans))


def utf16_length(text: str) -> int:
    """Length in UTF-16 units, in which Telegram counts."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Layout:
    """A reply that is being built."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._spans: list[ReplySpan] = []
        self._length = 0

    def add(self, text: str, kind: SpanKind | None = None, url: str | None = None) -> Layout:
        """Append text, shown as `kind` where one is given."""
        if kind is not None and text:
            self._spans.append(ReplySpan(kind, self._length, self._length + len(text), url))
        self._parts.append(text)
        self._length += len(text)
        return self

    @contextmanager
    def within(self, kind: SpanKind) -> Iterator[None]:
        """Show all that is added inside the block as `kind`."""
        place, start = len(self._spans), self._length
        yield
        self._spans.insert(place, ReplySpan(kind, start, self._length))

    def units(self) -> int:
        """Length so far, in UTF-16 units."""
        return sum(utf16_length(part) for part in self._parts)

    def reply(self, rows: Rows = ()) -> Reply:
        """The finished reply; empty rows of buttons are left out."""
        buttons = tuple(row for row in (tuple(row) for row in rows) if row)
        return Reply("".join(self._parts), tuple(self._spans), buttons)
