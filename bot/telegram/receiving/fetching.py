"""The connection that fetches updates, hardened against responses that would stop the polling.

It is between python-telegram-bot and HTTP. An update that cannot be parsed is replaced by an empty one
with its id, because it would be fetched forever otherwise. A refused token becomes a network error,
because the polling would end without a message otherwise; the watchdog counts the refusals.
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import time
from http import HTTPStatus
from typing import Any

from telegram import Bot, Update
from telegram.error import NetworkError, TelegramError
from telegram.ext import ExtBot

from bot.monitoring.logs import describe_error
from bot.telegram.connection import Connection
from bot.telegram.receiving.shapes import misshapen
from bot.telegram.receiving.watchdog import Watchdog

_LOGGER = logging.getLogger(__name__)

_IDLE = 0.1
"""Seconds of a poll that is not made."""
_NOTHING = b'{"ok": true, "result": []}'
_LARGEST_ID = 2**53
"""Ids of updates are 32-bit numbers so far; those of JSON are exact up to here."""
_UPDATE = re.compile(r'\{\s*"update_id"\s*:\s*(\d{1,15})\b')  # matches {"update_id": 7
_REPORTED = frozenset(range(500, 600)) | {429}
"""HTTP statuses that are usual, when Telegram is overloaded."""


class FetchingRequest(Connection):
    """HTTP for getUpdates alone.

    Args:
        watchdog: Counts successes, refused tokens and conflicts.
        base_url: Root of the Bot API server.
        options: Of `Connection`, but its size.
    """

    def __init__(self, watchdog: Watchdog, base_url: str, **options: Any) -> None:
        super().__init__(base_url, size=1, **options)
        self._watchdog = watchdog
        self.is_wary = False
        """Whether each update is parsed before it is handed on; set by `FetchingBot`."""

    async def do_request(self, *arguments: Any, **options: Any) -> tuple[int, bytes]:
        """Make one call; see `telegram.request.BaseRequest.do_request`.

        Whatever goes wrong is a NetworkError, or a Conflict, and so it is tried again: other errors
        would end the polling of python-telegram-bot, and the bot would be deaf.
        """
        rivalry = self._watchdog.rivalry
        if rivalry.has_given_up:
            await asyncio.sleep(_IDLE)
            return HTTPStatus.OK, _NOTHING  # a call would interrupt the instance that goes on
        await asyncio.sleep(rivalry.pause)
        began = time.monotonic()
        code, payload = await super().do_request(*arguments, **options)
        if code == HTTPStatus.CONFLICT:
            rivalry.conflict(time.monotonic() - began)
            return code, _NOTHING
        if code != HTTPStatus.OK:
            self._refuse(code)
        guarded = guard_payload(payload, parse=self.is_wary)
        rivalry.polled(time.monotonic() - began)
        self._watchdog.fetched()
        return code, guarded

    def _refuse(self, code: int) -> None:
        """Raise what makes the polling go on after a response that is no success."""
        if code == HTTPStatus.UNAUTHORIZED:
            self._watchdog.refused()
            raise NetworkError("the token was refused")
        if code in _REPORTED:
            _LOGGER.debug("getUpdates was answered with HTTP status %d", code)
        else:
            _LOGGER.warning("getUpdates was answered with HTTP status %d, trying again", code)
        raise NetworkError(f"HTTP status {code}")


class FetchingBot(ExtBot[None]):
    """The Bot API, whose getUpdates passes over updates that python-telegram-bot cannot parse.

    Parsing takes longer than fetching, so an update is parsed once, and where one cannot be parsed all are
    fetched again and tried beforehand.

    Args:
        fetching: The connection of getUpdates.
        options: Of ExtBot.
    """

    __slots__ = ("_fetching",)

    def __init__(self, *, fetching: FetchingRequest, **options: Any) -> None:
        super().__init__(get_updates_request=fetching, **options)
        self._fetching = fetching

    async def get_updates(self, *arguments: Any, **options: Any) -> tuple[Update, ...]:
        """Fetch updates; see `telegram.Bot.get_updates`."""
        try:
            return await super().get_updates(*arguments, **options)
        except TelegramError:
            raise
        except Exception:  # noqa: BLE001 - parsing a malformed update may raise anything
            self._fetching.is_wary = True
        try:
            return await super().get_updates(*arguments, **options)
        finally:
            self._fetching.is_wary = False


def guard_payload(payload: bytes, *, parse: bool = True) -> bytes:
    """The response to getUpdates, with updates that cannot be handled replaced by empty ones.

    Args:
        payload: The body of the response.
        parse: Also try to parse each update, which is slow.

    Raises:
        NetworkError: It is no response of a Bot API, or has nothing but things that are no updates; the
            call can be repeated.
    """
    try:
        answer = json.loads(payload)
        updates = answer["result"]
        guarded = [update for each in updates if (update := guard_entry(each, parse=parse)) is not None]
    except RecursionError:
        return _encode(_guard_deep(payload, parse=parse))
    except (ValueError, KeyError, TypeError) as error:
        raise NetworkError(f"no answer of a Bot API: {type(error).__name__}") from None
    if updates and not guarded:
        raise NetworkError("no answer of a Bot API: updates without an id")
    if len(guarded) == len(updates) and all(new is old for new, old in zip(guarded, updates, strict=True)):
        return payload
    return _encode(guarded)


def _encode(updates: list[dict[str, Any]]) -> bytes:
    return json.dumps({"ok": True, "result": updates}).encode()


def guard_entry(update: Any, *, parse: bool = True) -> dict[str, Any] | None:
    """An update as `guard_update` returns it; None for what has no id that could be confirmed."""
    identity = update.get("update_id") if isinstance(update, dict) else None
    if type(identity) is not int or not 0 <= identity <= _LARGEST_ID:
        _LOGGER.warning("an update without an id is passed over")
        return None
    return guard_update(update, parse=parse)


def _guard_deep(payload: bytes, *, parse: bool) -> list[dict[str, Any]]:
    """The updates of a response that is nested too deep to be parsed as a whole, each parsed by itself."""
    text = payload.decode("utf-8", "replace")
    starts = list(_UPDATE.finditer(text))
    if not starts:
        raise NetworkError("no answer of a Bot API: nested too deep")
    ends = [start.start() for start in starts[1:]] + [len(text)]
    updates = []
    for start, end in zip(starts, ends, strict=True):
        try:
            update, _ = json.JSONDecoder().raw_decode(text[start.start() : end])
        except (ValueError, RecursionError):
            _LOGGER.warning("update %s cannot be parsed, passed over: nested too deep", start[1])
            update = {"update_id": int(start[1])}
        updates.append(guard_update(update, parse=parse))
    return updates


def guard_update(update: dict[str, Any], *, parse: bool = True) -> dict[str, Any]:
    """The update, or an empty one with its id where it cannot be parsed, which is logged.

    Raises:
        KeyError: It has no id, so it is no update.
    """
    update_id = update["update_id"]
    if (field := misshapen(update)) is not None:
        _LOGGER.warning("update %s cannot be parsed, passed over: %s", update_id, field)
        return {"update_id": update_id}
    if not parse:
        return update
    return update if _parse(update, None) is not None else {"update_id": update_id}


def parse_update(entry: Any, bot: Bot) -> Update | None:
    """A posted update, parsed once; None for what has no id that could be confirmed.

    What cannot be parsed is logged, and is an empty update with its id.

    Args:
        entry: What the body holds, as JSON.
        bot: The bot that the parts of the update call.
    """
    guarded = guard_entry(entry, parse=False)
    if guarded is None:
        return None
    return _parse(guarded, bot) or Update(guarded["update_id"])


def _parse(update: dict[str, Any], bot: Bot | None) -> Update | None:
    """The parsed update; None where it cannot be parsed, which is logged."""
    try:
        return Update.de_json(update, bot)
    except Exception as error:  # noqa: BLE001 - a malformed update may raise anything
        identity = update["update_id"]
        _LOGGER.warning("update %s cannot be parsed, passed over: %s", identity, describe_error(error))
        return None
