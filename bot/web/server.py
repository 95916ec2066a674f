"""Serves the local page: the same conversation as on Telegram, in a browser.

The page posts what is typed to `/say` and pressed buttons to `/press`. Both respond with JSON, one
object a line; each line replaces the one before, so that a long command can show its progress.
"""

from __future__ import annotations

import json
import logging
import secrets
import socket
from collections.abc import Awaitable, Callable
from importlib.resources import files
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.iostream import StreamClosedError
from tornado.web import Application, HTTPError, RequestHandler

from bot.conversation import Asker, Conversation, Notice, Reply
from bot.monitoring.logs import describe_error
from bot.web import commands
from bot.web.guard import HEADERS, TOKEN_HEADER, Guard
from bot.web.rendering import Line, render

log = logging.getLogger(__name__)

LOOPBACK = "127.0.0.1"
MAX_BODY = 64 * 1024
"""Largest request, in bytes: several times the longest question."""

_ASSETS = {"page.css": "text/css", "page.js": "text/javascript", "icon.svg": "image/svg+xml"}
_TOKEN_PLACE = "{{ token }}"  # noqa: S105 (where the token goes in the page)

Stop = Callable[[], Awaitable[None]]

# Who uses the machine that has the documents may reindex them.
OWNER = Asker(asker_id="page:owner", is_moderator=True, is_private=True, chat_id="page:owner", language="ar")


def build_web(conversation: Conversation) -> Application:
    """The page and what it posts to, as an application for any port."""
    guard = Guard()
    shared = {"guard": guard}
    conversing = {"guard": guard, "conversation": conversation}
    return Application(
        [
            (r"/", _PageHandler, shared),
            (rf"/({'|'.join(_ASSETS)})", _AssetHandler, shared),
            (r"/say", _SayHandler, conversing),
            (r"/press", _PressHandler, conversing),
        ],
        default_handler_class=_NowhereHandler,
        default_handler_args=shared,
        log_function=_log_request,
    )


async def serve_page(conversation: Conversation, port: int) -> tuple[str, Stop]:
    """Serve the page on the loopback.

    Args:
        conversation: Answers.
        port: The port; 0 takes a free one.

    Returns:
        The address of the page, and a function that stops serving it.

    Raises:
        OSError: The port is taken or forbidden.
    """
    listener = socket.create_server((LOOPBACK, port))
    listener.settimeout(0)  # the event loop waits, the socket never blocks
    server = HTTPServer(build_web(conversation), max_body_size=MAX_BODY, max_buffer_size=2 * MAX_BODY)
    server.add_socket(listener)

    async def stop() -> None:
        server.stop()
        await server.close_all_connections()

    return f"http://{LOOPBACK}:{listener.getsockname()[1]}/", stop


class _Handler(RequestHandler):
    """What all handlers do: ask the guard, and respond to errors without their messages."""

    def initialize(self, guard: Guard) -> None:
        self._guard = guard

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)

    def prepare(self) -> None:
        headers = self.request.headers
        token = headers.get(TOKEN_HEADER, "")
        method = self.request.method or ""
        if not self._guard.lets_in(method, self.request.host, headers.get("Origin"), token):
            raise HTTPError(403)

    def write_error(self, status_code: int, **_: Any) -> None:
        self.set_header("Content-Type", "text/plain; charset=utf-8")
        self.finish(f"{status_code}\n")

    def log_exception(self, _type: Any, error: BaseException | None, _traceback: Any) -> None:
        if error is not None and not isinstance(error, HTTPError):
            log.error("serving %s: %s", self.request.path, describe_error(error))


class _PageHandler(_Handler):
    """The page itself."""

    def get(self) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(_read("index.html").replace(_TOKEN_PLACE, self._guard.token))


class _AssetHandler(_Handler):
    """The style, the script and the icon of the page."""

    def get(self, name: str) -> None:
        self.set_header("Content-Type", f"{_ASSETS[name]}; charset=utf-8")
        self.finish(_read(name))


class _NowhereHandler(_Handler):
    """Any other address."""

    def prepare(self) -> None:
        super().prepare()
        raise HTTPError(404)


class _ConversationHandler(_Handler):
    """Passes one value of a request to the conversation, and streams the replies."""

    field: str
    """The field of the request that has the value."""

    def initialize(self, guard: Guard, conversation: Conversation) -> None:  # type: ignore[override]
        super().initialize(guard)
        self._conversation = conversation

    async def post(self) -> None:
        self.set_header("Content-Type", "application/x-ndjson; charset=utf-8")
        value = self._value()
        try:
            await self._converse(value)
        except Exception as error:  # noqa: BLE001 (whatever it is, the person gets an apology)
            reference = secrets.token_hex(4)
            log.error("error %s at %s: %s", reference, self.request.path, describe_error(error))  # noqa: TRY400
            await self._send(render(self._conversation.apology(reference)))

    async def _converse(self, value: str) -> None:
        """Pass the value to the conversation, and send its replies."""

    async def _send(self, line: Line) -> None:
        """Send one line; where the page was closed, the command runs to its end all the same."""
        try:
            self.write(json.dumps(line, ensure_ascii=False) + "\n")
            await self.flush()
        except StreamClosedError:
            log.debug("the page was closed before it was answered")

    def _value(self) -> str:
        try:
            value = json.loads(self.request.body)[self.field]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise HTTPError(400) from error
        if not isinstance(value, str):
            raise HTTPError(400)
        return value


class _SayHandler(_ConversationHandler):
    """A question or a command."""

    field = "text"

    async def _converse(self, value: str) -> None:
        async def report(reply: Reply) -> None:
            await self._send(render(reply))

        outcome = await commands.handle(self._conversation, OWNER, value, report)
        await self._send(render(outcome))


class _PressHandler(_ConversationHandler):
    """A pressed button."""

    field = "action"

    async def _converse(self, value: str) -> None:
        outcome: Reply | Notice = await self._conversation.press(OWNER, value)
        await self._send(render(outcome))


def _read(name: str) -> str:
    return files(__package__).joinpath("page", name).read_text(encoding="utf-8")


def _log_request(handler: RequestHandler) -> None:
    """Log method, path and status of a request, and nothing that was typed."""
    request = handler.request
    log.debug("%s %s %d", request.method, request.path, handler.get_status())
