"""Whatever is sent to the bot, there is no traceback and no error, and it is over within seconds."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Awaitable, Iterator
from http import HTTPStatus
from typing import Any

import httpx
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from telegram import Update

from bot.conversation import EngineHolder
from bot.telegram.application import BotApplication
from bot.telegram.receiving.fetching import guard_payload, guard_update
from bot.telegram.receiving.webhook import BODY_LIMIT, SECRET_HEADER, WebhookServer
from bot.web.server import MAX_BODY, serve_page
from tests.bot.telegram.bots import LIMITS, SECRET, build, free_port
from tests.bot.telegram.complete_bot import new_composition
from tests.faults.mutations import CHAT, DEEPEST, USER, actions, mutated_updates, nested, values
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.state import TOKEN, Json, ServerState

SLOWEST = 5.0
"""Seconds that anything may take on a busy machine."""
bodies = st.one_of(
    st.binary(max_size=200),
    values.map(lambda value: json.dumps(value).encode()),
    mutated_updates().map(lambda update: json.dumps(update).encode()),
    st.builds(lambda text: json.dumps({"text": text}).encode(), values),
    st.builds(lambda text: json.dumps({"action": text}).encode(), values | actions),
)


class Errors(logging.Handler):
    """Collects what is logged as an error, or with a traceback."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self.tracebacks: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep an error."""
        if record.exc_info:
            self.tracebacks.append(record.getMessage())
        if record.levelno >= logging.ERROR:
            self.lines.append(record.getMessage())


class Target:
    """The whole bot in this process, with an event loop that lives from example to example."""

    def __init__(
        self, runner: asyncio.Runner, errors: Errors, application: BotApplication, page: str
    ) -> None:
        self._runner = runner
        self.errors = errors
        self.application = application
        self.page = page
        self.webhook = ""

    def run(self, work: Awaitable[Any], *, may_fail: bool = False) -> Any:
        """Do something; fails where it takes too long, or logs a traceback, or an error it may not have."""

        async def whole() -> Any:
            return await asyncio.wait_for(work, SLOWEST)

        self.errors.lines.clear()
        self.errors.tracebacks.clear()
        began = time.monotonic()
        result = self._runner.run(whole())
        assert self.errors.tracebacks == []
        assert may_fail or self.errors.lines == []
        assert time.monotonic() - began < SLOWEST
        return result

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        """Post a body; returns the status of the response."""

        async def posted() -> int:
            async with httpx.AsyncClient(timeout=SLOWEST) as client:
                try:
                    return (await client.post(url, content=body, headers=headers)).status_code
                except httpx.TransportError:  # the server closes while a body that is too long is sent
                    assert len(body) > min(BODY_LIMIT, MAX_BODY)
                    return HTTPStatus.BAD_REQUEST

        return int(self.run(posted()))


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    """The whole bot: engine, store, conversation, handlers, page and webhook."""
    from contextlib import AsyncExitStack

    errors, log = Errors(), logging.getLogger()
    with asyncio.Runner() as runner:
        stack = AsyncExitStack()

        async def begin() -> Target:
            server = await stack.enter_async_context(TelegramServer(ServerState(known_chats={42, -1009})))
            composition = new_composition(tmp_path_factory.mktemp("fuzzed"), TOKEN)
            engines = EngineHolder(composition.open_engine())
            services = await stack.enter_async_context(composition.open_services(engines))
            application = build(server, services.conversation, services.store, limits=LIMITS)
            await application.initialize()
            stack.push_async_callback(application.shutdown)
            url, stop = await serve_page(services.conversation, 0)
            stack.push_async_callback(stop)
            found = Target(runner, errors, application, url)
            port = free_port()
            hook = WebhookServer(application, secret=SECRET, path="/hook")
            hook.listen("127.0.0.1", port)
            stack.push_async_callback(hook.close)
            found.webhook = f"http://127.0.0.1:{port}/hook"
            return found

        log.addHandler(errors)
        try:
            yield runner.run(begin())
        finally:
            log.removeHandler(errors)
            runner.run(stack.aclose())


@given(mutated_updates())
def test_an_update_of_any_shape_is_handled_or_passed_over(target: Target, update: Json) -> None:
    # Telegram sends no update without its parts: an error of one is a line with a type and a place.
    async def handle() -> None:
        parsed = Update.de_json(guard_update(json.loads(json.dumps(update))), target.application.bot)
        await target.application.process_update(parsed)

    target.run(handle(), may_fail=True)


@given(st.text(max_size=300))
@example("\ud800")
@example("؟" * 5000)
def test_a_question_of_any_text_is_answered(target: Target, text: str) -> None:
    message = {"message_id": 5, "date": 4102444800, "chat": CHAT, "from": USER, "text": text}
    parsed = Update.de_json(guard_update({"update_id": 1, "message": message}), target.application.bot)
    target.run(target.application.process_update(parsed))


@given(actions)
def test_callback_data_of_any_kind_is_a_press_or_an_old_button(target: Target, data: str) -> None:
    query = {"id": "1", "from": USER, "chat_instance": "1", "data": data}
    message = {"message_id": 5, "date": 1, "chat": CHAT, "text": "جواب"}
    update = {"update_id": 1, "callback_query": {**query, "message": message}}
    parsed = Update.de_json(guard_update(update), target.application.bot)
    target.run(target.application.process_update(parsed))


@given(bodies)
@example(nested(DEEPEST).encode())
@example(b'{"update_id": 1, "message": ' + nested(DEEPEST).encode() + b"}")
@example(b'{"update_id": 1' + b"0" * 5000 + b"}")
@example(b" " * (BODY_LIMIT + 1))
@example(b'{"update_id": 1, "message": "' + b"x" * (BODY_LIMIT - 100) + b'"}')
def test_a_post_to_the_webhook_is_taken_or_refused(target: Target, body: bytes) -> None:
    status = target.post(target.webhook, body, {SECRET_HEADER: SECRET})
    assert status in {HTTPStatus.OK, HTTPStatus.BAD_REQUEST}


@given(bodies)
@example(b'{"ok": true, "result": ' + nested(DEEPEST).encode() + b"}")
@example(b'{"ok": true, "result": [{"update_id": 1, "message": ' + nested(DEEPEST).encode() + b"}]}")
def test_a_response_to_get_updates_is_updates_or_can_be_fetched_again(body: bytes) -> None:
    from telegram.error import NetworkError

    try:
        guarded = guard_payload(body)
    except NetworkError:
        return
    assert isinstance(json.loads(guarded)["result"], list)


@given(st.sampled_from(["say", "press"]), bodies)
@settings(max_examples=60)
@example("say", nested(DEEPEST).encode())
@example("press", b'{"action": ' + nested(DEEPEST).encode() + b"}")
@example("say", b" " * (MAX_BODY + 1))
@example("say", b'{"text": "\\ud800"}')
def test_a_post_to_the_page_is_taken_or_refused(target: Target, path: str, body: bytes) -> None:
    import re

    async def opened() -> str:
        async with httpx.AsyncClient() as client:
            return (await client.get(target.page)).text

    found = re.search(r'name="shahid-token" content="([^"]+)"', target.run(opened()))
    assert found is not None
    status = target.post(f"{target.page}{path}", body, {"X-Shahid-Token": found[1]})
    assert status in {HTTPStatus.OK, HTTPStatus.BAD_REQUEST}
