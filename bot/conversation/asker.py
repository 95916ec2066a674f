"""Who asks: what the conversation knows of a person."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asker:
    """A person who asks. Without a name: the conversation neither shows nor keeps one."""

    asker_id: str
    """Identifies the person for as long as votes are kept; at most 64 characters, such as `telegram:42`.

    The part before the colon names where the person asks, so that equal ids from elsewhere differ."""
    is_moderator: bool
    is_private: bool
    """Whether the chat is between the person and the bot alone."""
    language: str = ""
    """IETF tag of the person's own language, such as `ar` or `en-US`; empty where unknown."""
    chat_id: str = ""
    """Identifies the chat in the same form, such as `telegram:-1001`; empty where it is not known."""
