"""Replies, before they are rendered for Telegram, the page or the terminal: text, spans, buttons, picture.

A Reply has no HTML and no Telegram type in it. Offsets are code points; `bot.telegram` converts them
to UTF-16 units, `bot.web` to elements.
"""

from __future__ import annotations

from dataclasses import dataclass, field
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
    """A span of a reply's text that is shown in some way; in code points, end exclusive."""

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
    """1 to 64 bytes of ASCII, `version:verb:arguments`, sent back when the button is pressed."""
    url: str | None = None


class PictureType(StrEnum):
    """Media types of pictures that every reader can show."""

    PNG = "image/png"
    JPEG = "image/jpeg"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture, such as a map or a chart."""

    content: bytes = field(repr=False)
    """The file, of the type named; at most 10 MB, which is Telegram's limit for a photo."""
    media_type: PictureType
    description: str
    """What is to be seen, in Arabic, for those who cannot see it."""


@dataclass(frozen=True, slots=True)
class Reply:
    """One message: its text, its spans, its rows of buttons (each row right to left), and a picture."""

    text: str
    spans: tuple[ReplySpan, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    picture: Picture | None = None
    """Shown above the text, which may then be empty."""
    is_beside: bool = False
    """Whether it leaves the message of the button that it comes of as it is, and stands below it."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A short note (at most 200 characters) that pops up when a button is pressed; the message stays."""

    text: str
    """Empty where nothing pops up."""


@dataclass(frozen=True, slots=True)
class InlineResult:
    """One result of an inline query: what the list shows, and the reply that is sent when it is chosen."""

    result_id: str
    """At most 64 bytes, unique in a list."""
    title: str
    description: str
    reply: Reply


@dataclass(frozen=True, slots=True)
class InlinePage:
    """One page of the results of an inline query."""

    results: tuple[InlineResult, ...] = ()
    next_offset: str = ""
    """Sent back to ask for the next page; empty on the last."""
    hint: str = ""
    """A short line (at most 64 characters) for the button above the list that leads to the bot."""
    is_passing: bool = False
    """Whether it is true only now and for this person, so that it must not be reused."""
