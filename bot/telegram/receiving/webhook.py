"""The server that Telegram posts updates to, in webhook mode.

A post needs the secret, valid JSON and a limited size. Without the secret the response is only a status,
and the body is not looked at: tornado parses bodies of forms before a handler, unless they are streamed.
An update that cannot be parsed is accepted and skipped, because Telegram would post it again for a day.
"""

from __future__ import annotations

import hmac
import json
import logging
import re
import socket
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

import tornado.web
from telegram import Bot
from tornado.httpserver import HTTPServer

from bot.telegram.application import BotApplication
from bot.telegram.receiving.fetching import parse_update

_LOGGER = logging.getLogger(__name__)

BODY_LIMIT = 1 << 20
"""Largest post, in bytes; an update has a few thousand."""
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header


class Terse(tornado.web.RequestHandler):
    """Refuses without a word more than needed, to whomever it may be."""

    def write_error(self, status_code: int, **_: Any) -> None:
        """Respond with the status and nothing else."""
        self.finish(HTTPStatus(status_code).phrase)

    def log_exception(self, *_: Any) -> None:
        """Log that a post was refused, without a traceback."""
        _LOGGER.info("a post to the webhook was refused")


@tornado.web.stream_request_body
class UpdateReceiver(Terse):
    """Puts a posted update into the queue of the application."""

    def initialize(self, target: BotApplication, secret: str, on_post: Callable[[], None]) -> None:
        """Take the options of the route; tornado calls this for each request."""
        self._on_post = on_post
        self._updates = target.update_queue
        self._bot: Bot = target.bot
        self._secret = secret.encode()
        self._body = bytearray()

    def prepare(self) -> None:
        """Check the secret, before the body arrives."""
        given = self.request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret):
            raise tornado.web.HTTPError(HTTPStatus.FORBIDDEN)

    def data_received(self, chunk: bytes) -> None:
        """Keep a part of the body."""
        self._body += chunk

    async def post(self) -> None:
        """Check and accept one update."""
        try:
            update = parse_update(json.loads(self._body), self._bot)
        except (ValueError, RecursionError):
            update = None
        if update is None:
            raise tornado.web.HTTPError(HTTPStatus.BAD_REQUEST)
        self._on_post()
        await self._updates.put(update)


@tornado.web.stream_request_body
class Nowhere(Terse, tornado.web.ErrorHandler):
    """Refuses what is sent to another path, whatever its body is."""


class WebhookServer:
    """Listens for posted updates.

    Args:
        application: Where updates go.
        secret: Sent by Telegram in a header of each post.
        path: The path of the webhook's URL, with the slash.
        on_post: Called when an update was posted.
    """

    def __init__(
        self,
        application: BotApplication,
        *,
        secret: str,
        path: str,
        on_post: Callable[[], None] = lambda: None,
    ) -> None:
        if not secret:
            raise ValueError("a webhook needs a secret")
        options = {"target": application, "secret": secret, "on_post": on_post}
        routes = [(_route(path), UpdateReceiver, options)]
        web = tornado.web.Application(
            routes,
            log_function=lambda _: None,
            default_handler_class=Nowhere,
            default_handler_args={"status_code": HTTPStatus.NOT_FOUND},
        )
        self._server = HTTPServer(web, max_body_size=BODY_LIMIT, max_buffer_size=2 * BODY_LIMIT)

    def listen(self, host: str, port: int) -> None:
        """Start to listen; raises OSError where the address is taken."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # Not by tornado's `listen`, which leaves the socket open where the address is taken.
        listener = socket.create_server((host, port), family=family)
        listener.settimeout(0)
        self._server.add_socket(listener)

    async def close(self) -> None:
        """Stop listening and close the connections."""
        self._server.stop()
        await self._server.close_all_connections()


def _route(path: str) -> str:
    """A regular expression that matches the path alone; tornado replaces `%` in it."""
    return re.escape(path).replace("%", "%%")
