"""The connection that fetches updates, hardened against responses that would stop the polling.

It is between python-telegram-bot and HTTP. An update that cannot be parsed is replaced by an empty one
with its id, because it would be fetched forever otherwise. A refused token becomes a network error,
because the polling would end without a message otherwise; the watchdog counts the refusals.
"""

from __future__ import annotations

import json
import logging
import ssl
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

import httpx
from telegram import Update
from telegram.error import NetworkError
from telegram.request import HTTPXRequest

from bot.monitoring.logs import describe_error
from bot.telegram.receiving.watchdog import Watchdog

_LOGGER = logging.getLogger(__name__)


class FetchingRequest(HTTPXRequest):
    """HTTP for getUpdates alone.

    Args:
        watchdog: Counts successes, refused tokens and conflicts.
        read_timeout: Seconds without a byte, beyond the seconds that a long poll may take.
        connect_timeout: Seconds for a connection.
        http: Options of httpx, see `http_options`.
    """

    def __init__(
        self, watchdog: Watchdog, *, read_timeout: float, connect_timeout: float, http: dict[str, Any]
    ) -> None:
        super().__init__(
            connection_pool_size=1,
            read_timeout=read_timeout,
            write_timeout=connect_timeout,
            connect_timeout=connect_timeout,
            pool_timeout=connect_timeout,
            httpx_kwargs=http,
        )
        self._watchdog = watchdog

    async def do_request(self, *arguments: Any, **options: Any) -> tuple[int, bytes]:
        """Make one call; see `telegram.request.BaseRequest.do_request`."""
        code, payload = await super().do_request(*arguments, **options)
        if code == HTTPStatus.UNAUTHORIZED:
            self._watchdog.refused()
            raise NetworkError("the token was refused")
        if code == HTTPStatus.CONFLICT:
            self._watchdog.conflict()
        if code != HTTPStatus.OK:
            return code, payload
        guarded = guard_payload(payload)
        self._watchdog.fetched()
        return code, guarded


def http_options(base_url: str) -> dict[str, Any]:
    """Options of httpx for a Bot API server: the proxy of the environment, unless it is this machine."""
    is_local = urlsplit(base_url).hostname in {"127.0.0.1", "localhost", "::1"}
    return {"verify": _tls_context(), "trust_env": not is_local}


@cache
def _tls_context() -> ssl.SSLContext:
    """The trusted certificate authorities, loaded once because that takes 65 ms."""
    return httpx.create_ssl_context()


def guard_payload(payload: bytes) -> bytes:
    """The response to getUpdates, with updates that cannot be parsed replaced by empty ones.

    Raises:
        NetworkError: It is no response of a Bot API; the call can be repeated.
    """
    try:
        answer = json.loads(payload)
        updates = answer["result"]
        guarded = [guard_update(update) for update in updates]
    except (ValueError, KeyError, TypeError) as error:
        raise NetworkError(f"no answer of a Bot API: {type(error).__name__}") from None
    if all(new is old for new, old in zip(guarded, updates, strict=True)):
        return payload
    return json.dumps({**answer, "result": guarded}).encode()


def guard_update(update: dict[str, Any]) -> dict[str, Any]:
    """The update, or an empty one with its id where it cannot be parsed, which is logged.

    Raises:
        KeyError: It has no id, so it is no update.
    """
    update_id = update["update_id"]
    try:
        Update.de_json(update, None)
    except Exception as error:  # noqa: BLE001 - a malformed update may raise anything
        _LOGGER.warning("update %s cannot be parsed, passed over: %s", update_id, describe_error(error))
        return {"update_id": update_id}
    return update
