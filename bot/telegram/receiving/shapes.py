"""Whether an update has the parts that the handlers rely on, each of the type that Telegram documents.

python-telegram-bot takes what it gets: a chat without an id, or a list in the place of a text, becomes
an object with them. Here such an update is found before any handler sees it. The names are those of
core.telegram.org/bots/api; fields that no handler reads are not looked at.
"""

from __future__ import annotations

from typing import Any, Final

_TYPES: Final[dict[str, type]] = {
    **dict.fromkeys(("message_id", "date", "edit_date", "message_thread_id"), int),
    **dict.fromkeys(("migrate_to_chat_id", "migrate_from_chat_id"), int),
    **dict.fromkeys(("text", "caption", "data", "query", "username", "language_code"), str),
    **dict.fromkeys(("inline_message_id", "guest_query_id", "chat_instance", "type", "status"), str),
    **dict.fromkeys(("is_bot", "is_topic_message", "is_automatic_forward", "is_manual"), bool),
    **dict.fromkeys(("chat", "from", "user", "sender_chat", "via_bot", "reply_to_message"), dict),
    **dict.fromkeys(("new_chat_member", "message", "quote"), dict),
    **dict.fromkeys(("entities", "caption_entities"), list),
}
"""Field → the type of its value, wherever it is."""
_OBJECTS: Final = frozenset({"chat", "from", "user", "sender_chat", "via_bot"})
"""Fields whose value has a number as its id."""
_MESSAGE: Final = ("message_id", "date", "chat")
_REQUIRED: Final[dict[str, tuple[str, ...]]] = {
    "message": _MESSAGE,
    "edited_message": _MESSAGE,
    "guest_message": (*_MESSAGE, "guest_query_id"),
    "callback_query": ("id", "from"),
    "inline_query": ("id", "from", "query"),
    "my_chat_member": ("chat", "from", "new_chat_member"),
}
"""Kind of an update → the fields without which it cannot be handled."""
_DEEPEST: Final = 40
"""Levels of an update that are looked at; Telegram's have about ten."""


def misshapen(update: dict[str, Any]) -> str | None:
    """The name of a field that is missing or of another type; None where there is none. Never raises.

    Args:
        update: An update as Telegram sends it.
    """
    for kind, fields in _REQUIRED.items():
        body = update.get(kind)
        if body is None:
            continue
        if not isinstance(body, dict):
            return kind
        missing = next((name for name in fields if body.get(name) is None), None)
        if missing is not None:
            return f"{kind}.{missing}"
        if "id" in fields and not isinstance(body["id"], str):
            return f"{kind}.id"
        if (wrong := _wrong(body, _DEEPEST)) is not None:
            return wrong
    return None


def _wrong(value: Any, levels: int) -> str | None:
    """The name of a field of another type, anywhere inside a value."""
    if levels == 0:
        return "too deep"
    inside = value.items() if isinstance(value, dict) else ()
    for name, inner in inside:
        if (field := _wrong_field(name, inner)) is not None:
            return field
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    found = (_wrong(inner, levels - 1) for inner in parts)
    return next((field for field in found if field is not None), None)


def _wrong_field(name: str, value: Any) -> str | None:
    expected = _TYPES.get(name)
    if expected is not None and value is not None and type(value) is not expected:
        return name
    has_no_id = name in _OBJECTS and isinstance(value, dict) and type(value.get("id")) is not int
    return f"{name}.id" if has_no_id else None
