"""The server: HTTP in front of the methods, in the event loop of the test."""

from __future__ import annotations

import asyncio
import json
from asyncio import Future
from typing import Any, Self

import tornado.web
from tornado.httpserver import HTTPServer
from tornado.httputil import format_timestamp
from tornado.netutil import bind_sockets

from tests.telegram_server.faults import BodyForged, ConnectionDropped
from tests.telegram_server.methods import HANDLERS
from tests.telegram_server.rejection import RejectionError
from tests.telegram_server.schema import checked_parameters, returns_bool
from tests.telegram_server.state import Call, ServerState
from tests.telegram_server.updates import post_updates

Json = dict[str, Any]


class Methods(tornado.web.RequestHandler):
    """`/bot<token>/<method>`, as the Bot API has it."""

    def initialize(self, state: ServerState) -> None:
        """Take the state; tornado calls this for each request."""
        self._state = state

    async def post(self, token: str, method: str) -> None:
        """Carry out one call."""
        call = Call(method, self._parameters())
        if method.lower() != "getupdates":
            self._state.calls.append(call)
        try:
            call.answer = await self._carry_out(token, call)
            call.status = 200
            self.finish(json.dumps({"ok": True, "result": call.answer}))
        except RejectionError as rejection:
            call.status, call.answer = rejection.code, rejection.description
            answer: Json = {"ok": False, "error_code": rejection.code, "description": rejection.description}
            if rejection.parameters:
                answer["parameters"] = rejection.parameters
            self.set_status(rejection.code)
            self.finish(json.dumps(answer))
        except BodyForged as forged:
            call.status, call.answer = forged.code, "forged"
            self.set_status(forged.code)
            self.finish(forged.body)
        except ConnectionDropped:
            call.status, call.answer = 599, "dropped"
            self.detach().close()
        await self._state.notify()

    get = post

    def finish(self, chunk: Any = None) -> Future[None]:
        """Send the answer, dated by Telegram's clock at this moment: a long poll may have begun long ago."""
        self.set_header("Date", format_timestamp(self._state.now()))
        return super().finish(chunk)

    def _parameters(self) -> Json:
        given: Json = {name: values[-1].decode() for name, values in self.request.arguments.items()}
        if self.request.headers.get("Content-Type", "").startswith("application/json"):
            body = json.loads(self.request.body or b"{}")
            given.update({k: v if isinstance(v, str) else json.dumps(v) for k, v in body.items()})
        return given

    async def _carry_out(self, token: str, call: Call) -> Any:
        if token != self._state.token:
            raise RejectionError(401, "Unauthorized: invalid token specified")
        fault = self._state.faults.take(call.method, self._state.chat_of_call(call))
        result = await self._take_effect(call) if fault is None or fault.is_late else None
        if fault is None:
            return result
        forged = await fault.happen()
        if forged is not None:
            return forged
        return result if fault.is_late else await self._take_effect(call)

    async def _take_effect(self, call: Call) -> Any:
        call.parameters = checked_parameters(call.method, call.parameters, self.request.files)
        for name, (file, *_) in self.request.files.items():
            call.parameters[name] = self._state.keep_file(file.body)
        handler = HANDLERS.get(call.method.lower())
        if handler is not None:
            return await handler(self._state, call.parameters)
        if returns_bool(call.method):
            return True
        raise RejectionError(501, f"{call.method} does nothing here")


class TelegramServer:
    """A Bot API server on the loopback; an asynchronous context manager.

    Args:
        state: The state to begin with.
    """

    def __init__(self, state: ServerState | None = None) -> None:
        self.state = state or ServerState()
        routes = [(r"/bot([^/]+)/(\w+)/?", Methods, {"state": self.state}), *self.more_routes()]
        self._http = HTTPServer(tornado.web.Application(routes, log_function=lambda _: None))
        self._posting: asyncio.Task[None] | None = None
        self.port = 0

    def more_routes(self) -> list[Any]:
        """Routes beside the Bot API's."""
        return []

    @property
    def url(self) -> str:
        """Root of the server, without a slash at its end."""
        return f"http://127.0.0.1:{self.port}"

    async def listen(self, port: int = 0) -> None:
        """Begin to listen, on a free port where it is 0."""
        sockets = bind_sockets(port, "127.0.0.1")
        self.port = sockets[0].getsockname()[1]
        self._http.add_sockets(sockets)
        self._posting = asyncio.create_task(post_updates(self.state))

    async def close(self) -> None:
        """Stop listening and drop every connection."""
        if self._posting is not None:
            self._posting.cancel()
            await asyncio.wait({self._posting})
        self._http.stop()
        await self._http.close_all_connections()

    async def __aenter__(self) -> Self:
        await self.listen()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def called(
        self, method: str, count: int = 1, *, within: float = 5.0, status: int | None = None
    ) -> list[Call]:
        """Wait until a method has been called and answered so often; returns all those calls.

        Args:
            method: Its name.
            count: How often at least.
            within: Seconds to wait at most.
            status: Count only calls with that status.

        Raises:
            AssertionError: It was not; the message lists what was called.
        """

        def answered() -> list[Call]:
            return [
                call
                for call in self.state.calls
                if call.method == method and call.status and status in {None, call.status}
            ]

        try:
            async with asyncio.timeout(within), self.state.changed:
                await self.state.changed.wait_for(lambda: len(answered()) >= count)
        except TimeoutError:
            made = [f"{call.method} {call.status}" for call in self.state.calls]
            raise AssertionError(
                f"{method} was called {len(answered())} times, not {count}: {made}"
            ) from None
        return answered()

    def refused(self) -> list[Call]:
        """All calls that were answered with an error."""
        return [call for call in self.state.calls if call.status not in {0, 200}]
