"""How the Bot API refuses a call."""

from __future__ import annotations

from typing import Any


class RejectionError(Exception):
    """A call is refused.

    Args:
        code: The error code, which is the HTTP status too.
        description: The text of the response.
        parameters: `retry_after` or `migrate_to_chat_id`, where there is one.
    """

    def __init__(self, code: int, description: str, **parameters: Any) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad_request(message: str) -> RejectionError:
    """A 400 in Telegram's words: its first letter is lowered unless it is a code in capitals.

    telegram-bot-api, Client::fail_query_with_error.
    """
    second = message[1:2]
    if second and second != "_" and not second.isupper():
        message = message[0].lower() + message[1:]
    return RejectionError(400, f"Bad Request: {message}")
