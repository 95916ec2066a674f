"""The small server that Telegram's updates are posted to, in webhook mode.

A post must have the secret, be JSON and be small; whoever has no secret learns nothing. An update
that cannot be parsed is passed over with a 200: Telegram would post it again for a day otherwise.
"""

from __future__ import annotations

import hmac
import json
import logging
import re
import socket
from http import HTTPStatus
from typing import Any

import tornado.web
from telegram import Bot, Update
from tornado.httpserver import HTTPServer

from bot.telegram.application import BotApplication
from bot.telegram.receiving.fetching import guard_update

_LOGGER = logging.getLogger(__name__)

BODY_LIMIT = 1 << 20
"""Bytes of a post at most; an update is a few thousand."""
SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of a header


class UpdateReceiver(tornado.web.RequestHandler):
    """Takes one posted update into the application's queue."""

    def initialize(self, target: BotApplication, secret: str) -> None:
        """Take what the server was made with; tornado calls this for each request."""
        self._updates = target.update_queue
        self._bot: Bot = target.bot
        self._secret = secret.encode()

    async def post(self) -> None:
        """Check and take one update."""
        given = self.request.headers.get(SECRET_HEADER, "")
        if not hmac.compare_digest(given.encode(), self._secret):
            raise tornado.web.HTTPError(HTTPStatus.FORBIDDEN)
        try:
            update = Update.de_json(guard_update(json.loads(self.request.body)), self._bot)
        except (ValueError, KeyError, TypeError):
            raise tornado.web.HTTPError(HTTPStatus.BAD_REQUEST) from None
        await self._updates.put(update)

    def write_error(self, status_code: int, **_: Any) -> None:
        """Say the status and nothing else."""
        self.finish(HTTPStatus(status_code).phrase)

    def log_exception(self, *_: Any) -> None:
        """A refused post is no error of ours."""
        _LOGGER.info("a post to the webhook was refused")


class WebhookServer:
    """Listens for posted updates.

    Args:
        application: Where updates go.
        secret: What Telegram sends in a header of each post.
        path: The path of the webhook's URL, with the slash.
    """

    def __init__(self, application: BotApplication, *, secret: str, path: str) -> None:
        if not secret:
            raise ValueError("a webhook needs a secret")
        routes = [(_route(path), UpdateReceiver, {"target": application, "secret": secret})]
        web = tornado.web.Application(routes, log_function=lambda _: None)
        self._server = HTTPServer(web, max_body_size=BODY_LIMIT, max_buffer_size=2 * BODY_LIMIT)

    def listen(self, host: str, port: int) -> None:
        """Begin to listen; raises OSError where the address is taken."""
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        # Not tornado's own way: that leaves the socket open where the address is taken.
        listener = socket.create_server((host, port), family=family)
        listener.settimeout(0)
        self._server.add_socket(listener)

    async def close(self) -> None:
        """Stop listening and let connections go."""
        self._server.stop()
        await self._server.close_all_connections()


def _route(path: str) -> str:
    """The path as a regular expression that matches just itself; tornado gives `%` a meaning."""
    return re.escape(path).replace("%", "%%")
