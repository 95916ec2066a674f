"""Serves `/healthz` and `/metrics` on the loopback, from a thread with an event loop of its own.

So a health request is answered also where the bot's own loop is stuck, and says so. A port that is taken
never stops the bot: a log line, and another attempt later, since the earlier process may be about to end.
"""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any

import tornado.web
from prometheus_client import CONTENT_TYPE_PLAIN_0_0_4
from tornado.httpserver import HTTPServer

from bot.monitoring.health import Report
from bot.monitoring.logs import describe_error, log_loop_errors

_LOGGER = logging.getLogger(__name__)

HOST = "127.0.0.1"
RETRY_SECONDS = 15.0
"""Between two attempts to listen on a port that is taken."""
_CLOSE_SECONDS = 5.0
_REFUSED = (
    "port %d cannot be used (%s): going on without /healthz and /metrics until it can "
    "(SHAHID_MONITORING_PORT sets another)"
)
_BODY_LIMIT = 1024
_IDLE_SECONDS = 60.0


class Endpoints:
    """The server.

    Args:
        port: Where it listens; 0 takes any free port.
        report: Makes a report of the bot's health; called in the server's thread.
        render: Renders the metrics; called in the server's thread.
        retry_seconds: Between two attempts to listen.
    """

    def __init__(
        self,
        port: int,
        report: Callable[[], Report],
        render: Callable[[], bytes],
        *,
        retry_seconds: float = RETRY_SECONDS,
    ) -> None:
        self._wanted = port
        self._retry_seconds = retry_seconds
        self._web = tornado.web.Application(
            [("/healthz", _Healthz, {"report": report}), ("/metrics", _Metrics, {"render": render})],
            default_handler_class=_Nothing,
            log_function=lambda _: None,
        )
        self._loop = asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=self._run, name="monitoring", daemon=True)
        self._was_refused = False
        self.port: int | None = None
        """Where it listens; None where it does not (yet)."""

    def start(self) -> None:
        """Listen, or try again later where the port is taken."""
        self._listener = self._listen()
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        with suppress(RuntimeError):  # its loop has ended by itself
            self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(_CLOSE_SECONDS)

    def _run(self) -> None:
        log_loop_errors(self._loop)
        try:
            self._loop.run_until_complete(self._serve())
        except Exception as error:  # noqa: BLE001 - the bot goes on without it
            _LOGGER.error("/healthz and /metrics are not served: %s", describe_error(error))  # noqa: TRY400
        finally:
            self._loop.close()

    def _listen(self) -> socket.socket | None:
        try:
            listener = socket.create_server((HOST, self._wanted))
        except OSError as error:
            if not self._was_refused:
                _LOGGER.warning(_REFUSED, self._wanted, os.strerror(error.errno or 0))
            self._was_refused = True
            return None
        listener.settimeout(0)
        self.port = listener.getsockname()[1]
        _LOGGER.info("health and metrics are at http://%s:%d, /healthz and /metrics", HOST, self.port)
        return listener

    async def _serve(self) -> None:
        while self._listener is None and not await self._stops_within(self._retry_seconds):
            self._listener = self._listen()
        if self._listener is None:
            return
        server = HTTPServer(self._web, max_body_size=_BODY_LIMIT, idle_connection_timeout=_IDLE_SECONDS)
        server.add_socket(self._listener)
        await self._stop.wait()
        server.stop()
        await server.close_all_connections()

    async def _stops_within(self, seconds: float) -> bool:
        with suppress(TimeoutError):
            await asyncio.wait_for(self._stop.wait(), seconds)
        return self._stop.is_set()


class _Plain(tornado.web.RequestHandler):
    """What both endpoints share: nothing is kept by a cache, and an error is its status alone."""

    def set_default_headers(self) -> None:
        self.set_header("Cache-Control", "no-store")

    def compute_etag(self) -> None:
        """None: each answer is new."""

    def head(self) -> None:
        """As GET; tornado leaves the body out."""
        self.get()

    def get(self) -> None:
        raise NotImplementedError

    def write_error(self, status_code: int, **_: Any) -> None:
        self.finish(HTTPStatus(status_code).phrase)

    def log_exception(self, _type: Any, error: BaseException | None, _traceback: Any) -> None:
        if error is not None and not isinstance(error, tornado.web.HTTPError):
            _LOGGER.error("serving %s: %s", self.request.path, describe_error(error))


class _Healthz(_Plain):
    """The report: 200 where nothing is bad, 503 otherwise."""

    def initialize(self, report: Callable[[], Report]) -> None:
        self._report = report

    def get(self) -> None:
        report = self._report()
        self.set_status(HTTPStatus.OK if report.is_ok else HTTPStatus.SERVICE_UNAVAILABLE)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(report.to_json() + "\n")


class _Metrics(_Plain):
    """The metrics in the text format of Prometheus."""

    def initialize(self, render: Callable[[], bytes]) -> None:
        self._render = render

    def get(self) -> None:
        self.set_header("Content-Type", CONTENT_TYPE_PLAIN_0_0_4)
        self.finish(self._render())


class _Nothing(_Plain):
    """Any other path."""

    def get(self) -> None:
        raise tornado.web.HTTPError(HTTPStatus.NOT_FOUND)
