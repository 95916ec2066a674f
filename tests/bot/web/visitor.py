"""Serves the page over a conversation with fakes, and sends requests to it as a browser does."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPResponse

from bot.conversation import Limits
from bot.web.server import serve_page
from tests.bot.conversation.fakes import FakeEngine, FakePictures, Harness, converse


@dataclass
class Visitor:
    """Someone with the page open."""

    harness: Harness
    url: str
    stop: Callable[[], Awaitable[None]]
    token: str = ""

    async def open(self) -> HTTPResponse:
        """Open the page and take its token."""
        response = await self.fetch("")
        found = re.search(r'name="shahid-token" content="([^"]+)"', response.body.decode())
        self.token = found[1] if found else ""
        return response

    async def fetch(
        self, path: str, *, method: str = "GET", body: str | None = None, **headers: str
    ) -> HTTPResponse:
        """Send a request; a refusal is a response too."""
        client = AsyncHTTPClient(force_instance=True)
        try:
            return await client.fetch(
                self.url + path, method=method, body=body, headers=headers, raise_error=False
            )
        finally:
            client.close()

    async def post(self, path: str, data: object) -> HTTPResponse:
        """Post data with the token, as the page does."""
        return await self.fetch(path, method="POST", body=json.dumps(data), **{"X-Shahid-Token": self.token})

    async def say(self, text: str) -> list[dict[str, Any]]:
        """The lines of the response to a question or a command."""
        return lines(await self.post("say", {"text": text}))

    async def press(self, action: str) -> list[dict[str, Any]]:
        """The lines of the response to a pressed button."""
        return lines(await self.post("press", {"action": action}))


def lines(response: HTTPResponse) -> list[dict[str, Any]]:
    """The JSON objects of a response."""
    return [json.loads(line) for line in response.body.decode().splitlines()]


def visit(
    scenario: Callable[[Visitor], Awaitable[None]],
    *,
    engine: FakeEngine | None = None,
    limits: Limits | None = None,
    pictures: FakePictures | None = None,
) -> None:
    """Run a scenario while the page is served."""

    async def whole(harness: Harness) -> None:
        url, stop = await serve_page(harness.conversation, 0)
        visitor = Visitor(harness, url, stop)
        try:
            await visitor.open()
            await scenario(visitor)
        finally:
            await stop()
            await asyncio.sleep(0)

    converse(whole, engine=engine, limits=limits, pictures=pictures)
