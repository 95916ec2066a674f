"""An export of Telegram Desktop → a draft for each message.

In: the text of `result.json`, or the bytes of `messages.html`. Out: for each message with words its id, its
draft, and what stands for it behind the address of its channel. The channel is the publisher; in groups the
sender is the author; what is forwarded has the name of where it comes from as its author. The export does
not hold the name of a public channel: its posts are linked as `t.me/c/ID/POST`, or behind the `url` of a
sidecar (`https://t.me/NAME`). Service messages and messages without words are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from lxml import html

from retrieval.corpus.drafts import Block, Draft, SourceFields, one_line
from retrieval.corpus.formats.records import split_lines

_TITLE_LENGTH: Final = 90
"""Longest title that is made of the beginning of a message, in code points."""
_LEAST_WORDS: Final = 2
_LINK: Final = re.compile(r"(?:https?://|www\.|t\.me/|@)\S+")
_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_LINKED: Final = frozenset({"public_channel", "private_channel", "public_supergroup", "private_supergroup"})
"""Kinds of chats whose messages have addresses."""
_CHANNELS: Final = frozenset({"public_channel", "private_channel"})
_MARK: Final = re.compile(rb"<div class=\"page_wrap|class=\"message (?:default|service) clearfix")
_DAY_FIRST: Final = re.compile(r"(\d\d)\.(\d\d)\.(\d{4})")


@dataclass(frozen=True, slots=True)
class Post:
    """One message."""

    record_id: str
    draft: Draft
    place: str
    """What stands for it behind the address of its channel."""


def is_export(value: Any) -> bool:
    """Whether a value of JSON is an export: of one chat, or of an account."""
    if not isinstance(value, Mapping):
        return False
    chats = value.get("chats")
    if isinstance(chats, Mapping) and isinstance(chats.get("list"), list):
        return True
    messages = value.get("messages")
    return isinstance(messages, list) and "type" in value and "id" in value


def posts_of(value: Mapping[str, Any]) -> Iterator[Post]:
    """The messages of an export that have words, in order.

    Args:
        value: What `is_export` accepts.
    """
    chats = value.get("chats")
    if not isinstance(chats, Mapping):
        yield from _posts_of_chat(value, "")
        return
    for chat in chats["list"]:
        if isinstance(chat, Mapping) and isinstance(chat.get("messages"), list):
            yield from _posts_of_chat(chat, f"{chat.get('id', '')}/")


def _posts_of_chat(chat: Mapping[str, Any], prefix: str) -> Iterator[Post]:
    kind, name = str(chat.get("type", "")), one_line(_text_or_none(chat.get("name")))
    address = (
        f"https://t.me/c/{chat.get('id')}" if kind in _LINKED and isinstance(chat.get("id"), int) else ""
    )
    for message in chat["messages"]:
        if not isinstance(message, Mapping) or message.get("type") != "message":
            continue
        number = message.get("id")
        text = _text_of(message)
        if not isinstance(number, int) or not _has_words(text):
            continue
        sender = message.get("author") if kind in _CHANNELS else message.get("from")
        author = _text_or_none(message.get("forwarded_from")) or _text_or_none(sender)
        url = f"{address}/{number}" if address else None
        fields = SourceFields(_title_of(text), name or None, author, _date_of(message), url)
        yield Post(f"{prefix}{number}", _draft(text, fields), str(number))


def _text_of(message: Mapping[str, Any]) -> str:
    """What a message says: its text or caption, and its poll."""
    parts = [_joined(message.get("text"))]
    poll = message.get("poll")
    if isinstance(poll, Mapping):
        parts.append(_joined(poll.get("question")))
        answers = poll.get("answers")
        given = answers if isinstance(answers, list) else []
        parts += [_joined(answer.get("text")) for answer in given if isinstance(answer, Mapping)]
    return "\n".join(part for part in parts if part.strip())


def _joined(text: Any) -> str:
    """A text of several runs, some of which have a look of their own."""
    if isinstance(text, str):
        return text
    if not isinstance(text, list):
        return ""
    runs = (run.get("text", "") if isinstance(run, Mapping) else run for run in text)
    return "".join(run for run in runs if isinstance(run, str))


def _text_or_none(value: Any) -> str | None:
    return value if isinstance(value, str) and value.strip() else None


def _date_of(message: Mapping[str, Any]) -> date | None:
    with suppress(ValueError):
        return datetime.fromisoformat(str(message.get("date", ""))).date()
    return None


def _has_words(text: str) -> bool:
    return len(_WORD.findall(_LINK.sub(" ", text))) >= _LEAST_WORDS


def _title_of(text: str) -> str:
    """The first line of a message, cut at a word where it is long."""
    line = next((line.strip() for line in text.splitlines() if _WORD.search(line)), text.strip())
    if len(line) <= _TITLE_LENGTH:
        return line
    return line[: _TITLE_LENGTH - 1].rsplit(" ", 1)[0] + "…"


def _draft(text: str, fields: SourceFields) -> Draft:
    return Draft(tuple(Block(part, after_gap=gap) for part, gap in split_lines(text)), fields)


def is_html_export(data: bytes) -> bool:
    """Whether a web page is an export: `messages.html`."""
    return len(_MARK.findall(data[:200_000])) > 1


def posts_of_html(data: bytes) -> Iterator[Post]:
    """The messages of `messages.html` that have words, in order.

    Args:
        data: What `is_html_export` accepts.
    """
    tree = html.fromstring(data.decode("utf-8", errors="replace"))
    header = tree.xpath("//*[contains(@class, 'page_header')]//*[contains(@class, 'text')]")
    name = one_line(header[0].text_content()) if header else ""
    sender: str | None = None
    for message in tree.xpath("//div[starts-with(@class, 'message default')]"):
        names = message.xpath("./div[@class='body']/div[contains(@class, 'from_name')]")
        sender = one_line(names[0].text_content()) if names else sender
        number = str(message.get("id", "")).removeprefix("message")
        text = "\n".join(
            _shown(each) for each in message.xpath(".//div[@class='text' or @class='text bold']")
        )
        if not number.isdigit() or not _has_words(text):
            continue
        forwarded = message.xpath(".//div[contains(@class, 'forwarded')]/div[contains(@class, 'from_name')]")
        origin = one_line(forwarded[0].text) if forwarded else None
        author = origin or (sender if sender != name else None)
        fields = SourceFields(_title_of(text), name or None, author, _html_date(message))
        yield Post(number, _draft(text, fields), number)


def _shown(element: Any) -> str:
    """The text of an element as a browser shows it."""
    for line_break in element.iter("br"):
        line_break.tail = "\n" + (line_break.tail or "")
    return "\n".join(line.strip() for line in str(element.text_content()).strip().splitlines())


def _html_date(message: Any) -> date | None:
    for title in message.xpath(".//div[contains(@class, 'date')]/@title"):
        match = _DAY_FIRST.search(str(title))
        if match is not None:
            with suppress(ValueError):
                return date(int(match[3]), int(match[2]), int(match[1]))
    return None
