"""What the bot says, before anything carries it: text, spans and buttons.

A Reply has no HTML and no Telegram type in it. Offsets are code points; `bot.telegram` turns them
into UTF-16 units, `bot.web` into elements.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class SpanKind(StrEnum):
    """How a span of a reply is shown."""

    BOLD = "bold"
    ITALIC = "italic"
    QUOTE = "quote"
    EXPANDABLE_QUOTE = "expandable_quote"
    LINK = "link"
    CODE = "code"


@dataclass(frozen=True, slots=True)
class ReplySpan:
    """A shown span of a reply's text, in code points, its end exclusive."""

    kind: SpanKind
    start: int
    end: int
    url: str | None = None
    """The target of a LINK, None otherwise."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a reply: either an action or a link, never both."""

    label: str
    action: str | None = None
    """1 to 64 bytes of ASCII, `version:verb:arguments`, handed back when it is pressed."""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    """One message: its text, its spans and its rows of buttons (each row right to left)."""

    text: str
    spans: tuple[ReplySpan, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Notice:
    """A passing note on a pressed button (at most 200 characters), leaving the message as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One choice of an inline query: what the list shows and the reply that is sent."""

    result_id: str
    """At most 64 bytes, unique in a list."""
    title: str
    description: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class InlinePage:
    """One page of the choices of an inline query."""

    results: tuple[InlineResult, ...] = ()
    next_offset: str = ""
    """Handed back for the next page; empty on the last."""
    hint: str = ""
    """A short line (at most 64 characters) for the button above the list that leads to the bot."""
