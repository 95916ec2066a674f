"""Checks texts by TDLib, which is called offline through `td_execute`, without an account.

The real Bot API server calls the same functions to parse markup, to check entities, to find a
quotation in a message, and to find commands, mentions and links in what people write.
"""

from __future__ import annotations

import json
from typing import Any

from tdjson import td_execute

from tests.telegram_server.rejection import bad_request

Json = dict[str, Any]

MESSAGE_LIMIT = 4096
"""Code points of a message's text, after parsing."""
RAW_LIMIT = 1 << 15
"""Bytes of a text, before parsing."""
QUOTE_LIMIT = 1024

_BOT_API_NAMES = {
    "Bold": "bold",
    "Italic": "italic",
    "Underline": "underline",
    "Strikethrough": "strikethrough",
    "Spoiler": "spoiler",
    "Code": "code",
    "Pre": "pre",
    "PreCode": "pre",
    "TextUrl": "text_link",
    "MentionName": "text_mention",
    "CustomEmoji": "custom_emoji",
    "BlockQuote": "blockquote",
    "ExpandableBlockQuote": "expandable_blockquote",
    "Mention": "mention",
    "Hashtag": "hashtag",
    "Cashtag": "cashtag",
    "BotCommand": "bot_command",
    "Url": "url",
    "EmailAddress": "email",
    "PhoneNumber": "phone_number",
    "BankCardNumber": "bank_card_number",
    "DateTime": "date_time",
}
_TD_NAMES = {api: td for td, api in _BOT_API_NAMES.items() if td != "PreCode"}
_FOUND_BY_TELEGRAM = {
    "mention",
    "hashtag",
    "cashtag",
    "bot_command",
    "url",
    "email",
    "phone_number",
    "bank_card_number",
}
"""Entities that the real server ignores when a bot sends them."""

_MARKDOWN_SIGNS = ("**", "__", "~~", "||", "`", "](")

_PARSE_MODES = {
    "html": {"@type": "textParseModeHTML"},
    "markdown": {"@type": "textParseModeMarkdown", "version": 1},
    "markdownv2": {"@type": "textParseModeMarkdown", "version": 2},
}


def _execute(request: Json) -> Json:
    answer: Json = json.loads(td_execute(json.dumps(request).encode()) or b"{}")
    return answer


_execute({"@type": "setLogVerbosityLevel", "new_verbosity_level": 0})


def entities_in(text: str) -> list[Json]:
    """The entities that Telegram finds in what a person writes: commands, mentions, links."""
    return _to_bot_api(_execute({"@type": "getTextEntities", "text": text})["entities"])


def stored_text(
    text: str,
    parse_mode: str | None = None,
    entities: list[Json] | None = None,
    *,
    empty: str = "Message text is empty",
    limit: int = MESSAGE_LIMIT,
    too_long: str = "Message is too long",
) -> tuple[str, list[Json]]:
    """What Telegram keeps of a text that is sent, with its entities.

    Raises:
        RejectionError: Telegram would refuse it.
    """
    if not text:
        raise bad_request(empty)
    if len(text.encode()) > RAW_LIMIT:
        raise bad_request("Text is too long")
    if parse_mode and parse_mode.lower() != "none":
        text, found = _parsed(text, parse_mode.lower())
    else:
        found = _to_td(entities or [])
    text, found = _fixed(text, found)
    text, kept = _trimmed(text, _to_bot_api(found))
    if not text:
        raise bad_request("Text must be non-empty")
    if len(text) > limit:
        raise bad_request(too_long)
    return text, kept


def quote_position(text: str, quote: str) -> int:
    """Where a quotation stands in the message that is replied to, in UTF-16 units.

    Raises:
        RejectionError: It does not stand there.
    """
    if len(quote) > QUOTE_LIMIT:
        raise bad_request("QUOTE_TEXT_INVALID")
    found = _execute(
        {
            "@type": "searchQuote",
            "quote_position": 0,
            "text": {"@type": "formattedText", "text": text, "entities": []},
            "quote": {"@type": "formattedText", "text": quote, "entities": []},
        }
    )
    if found["@type"] == "error":
        raise bad_request("QUOTE_TEXT_INVALID")
    return int(found["position"])


def _parsed(text: str, parse_mode: str) -> tuple[str, list[Json]]:
    mode = _PARSE_MODES.get(parse_mode)
    if mode is None:
        raise bad_request("Unsupported parse_mode")
    parsed = _execute({"@type": "parseTextEntities", "text": text, "parse_mode": mode})
    if parsed["@type"] == "error":
        raise bad_request(parsed["message"])
    return parsed["text"], parsed["entities"]


def _fixed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """The text as Telegram cleans it, its entities checked."""
    formatted = {"@type": "formattedText", "text": text, "entities": entities}
    # getMarkdownText runs fix_formatted_text, which checks the entities.
    checked = _execute({"@type": "getMarkdownText", "text": formatted})
    if checked["@type"] == "error":
        raise bad_request(checked["message"])
    if any(sign in text for sign in _MARKDOWN_SIGNS):
        return text, entities
    # parseMarkdown then only cleans.
    cleaned = _execute({"@type": "parseMarkdown", "text": formatted})
    return cleaned["text"], cleaned["entities"]


def _trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """The text without white space at its ends, as TDLib's fix_formatted_text trims it.

    At the end all of it goes; at the beginning only what stands before the first entity.
    """
    text = text.rstrip(" \n\t")
    if not text.strip():
        return "", []
    first = min((entity["offset"] for entity in entities), default=len(text))
    cut = 0
    while cut < min(first, len(text)) and text[cut] in " \n":
        cut += 1
    text = text[cut:]
    units = len(text.encode("utf-16-le")) // 2
    kept = []
    for entity in entities:
        offset = entity["offset"] - cut
        length = min(entity["length"], units - offset)
        if length > 0:
            kept.append({**entity, "offset": offset, "length": length})
    return text, kept


def _to_bot_api(entities: list[Json]) -> list[Json]:
    result = []
    for entity in entities:
        kind = entity["type"]
        plain = {
            "type": _BOT_API_NAMES[kind["@type"].removeprefix("textEntityType")],
            "offset": entity["offset"],
            "length": entity["length"],
        }
        result.append({**plain, **{name: kind[name] for name in ("url", "language") if kind.get(name)}})
    return result


def _to_td(entities: list[Json]) -> list[Json]:
    result = []
    for entity in entities:
        if entity["type"] in _FOUND_BY_TELEGRAM:
            continue
        if entity["type"] not in _TD_NAMES:
            raise bad_request("Can't parse MessageEntity: Unsupported type specified")
        kind = {"@type": f"textEntityType{_TD_NAMES[entity['type']]}"}
        if entity["type"] == "text_link":
            kind["url"] = entity["url"]
        result.append(
            {"@type": "textEntity", "offset": entity["offset"], "length": entity["length"], "type": kind}
        )
    return result
