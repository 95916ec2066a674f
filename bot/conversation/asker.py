"""Who asks, as far as the conversation needs to know."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Asker:
    """A person in a chat. No name: the conversation neither says nor keeps one."""

    user_id: int
    chat_id: int
    is_moderator: bool
    is_private: bool
    """Whether the chat is between the person and the bot alone."""
    language: str = ""
    """IETF tag of the person's own language, such as `ar` or `en-US`; empty where unknown."""
