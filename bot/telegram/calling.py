"""The connection of all calls but getUpdates, hardened against responses that are none of a Bot API.

It is between python-telegram-bot and HTTP. What is no JSON object becomes a network error, which is
tried again, instead of whatever the parser raises. While the bot starts, a refused token is believed
only after several refusals in a row, and a flood limit does not put the start off for as long as
Telegram names.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import Any

from telegram.error import NetworkError

from bot.telegram.connection import Connection
from bot.telegram.receiving.watchdog import Watchdog

_STARTING = frozenset({"getme", "deletewebhook", "setwebhook"})
"""Methods that are called at every start, in lower case."""
_FIRST_ERROR = 300
"""HTTP status from which on a response is no success."""
_REFUSED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.NOT_FOUND})
"""How Telegram refuses a token: 401, or 404 where it has not the form of one."""


class CallingRequest(Connection):
    """HTTP for all calls but getUpdates.

    Args:
        watchdog: Counts refusals of the token at the start.
        base_url: Root of the Bot API server.
        options: Of `Connection`.
    """

    def __init__(self, watchdog: Watchdog, base_url: str, **options: Any) -> None:
        super().__init__(base_url, **options)
        self._watchdog = watchdog

    async def do_request(self, url: str, *arguments: Any, **options: Any) -> tuple[int, bytes]:
        """Make one call; see `telegram.request.BaseRequest.do_request`."""
        code, payload = await super().do_request(url, *arguments, **options)
        method = url.rpartition("/")[2].lower()
        is_final = method == "setwebhook" and code == HTTPStatus.BAD_REQUEST
        if method in _STARTING and code != HTTPStatus.OK and not is_final:
            self._check_start(code)
        checked = check_payload(code, payload)
        if method == "getme" and code == HTTPStatus.OK:
            check_identity(json.loads(checked)["result"])
        return code, checked

    def _check_start(self, code: int) -> None:
        """Let a refused token pass only where it is believed; everything else can be tried again."""
        if code not in _REFUSED:
            raise NetworkError(f"HTTP status {code}")
        self._watchdog.refused()
        if not self._watchdog.believes_refusals:
            raise NetworkError("the token was refused")


def check_payload(code: int, payload: bytes) -> bytes:
    """The body of a response, where it is one of a Bot API.

    Args:
        code: The HTTP status.
        payload: The body.

    Returns:
        The body; an empty JSON object for an error without a readable body.

    Raises:
        NetworkError: It is no success of a Bot API; the call can be made again.
    """
    try:
        answer = json.loads(payload)
    except (ValueError, RecursionError):
        answer = None
    if isinstance(answer, dict) and (code != HTTPStatus.OK or "result" in answer):
        return payload
    if code < _FIRST_ERROR:
        raise NetworkError("no answer of a Bot API")
    return b"{}"


def check_identity(user: object) -> None:
    """Check what getMe returns.

    Raises:
        NetworkError: It is no bot with an id and a name; the call can be made again.
    """
    is_bot = (
        isinstance(user, dict)
        and type(user.get("id")) is int
        and isinstance(user.get("username"), str)
        and isinstance(user.get("first_name"), str)
        and isinstance(user.get("is_bot"), bool)
    )
    if not is_bot:
        raise NetworkError("getMe returned no bot")
