from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.telegram.handlers.commands import Menus, menus
from tests.bot.telegram.bots import build, polling_bot
from tests.bot.telegram.fakes import MODERATOR
from tests.telegram_server.faults import Fault
from tests.telegram_server.people import Person
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.state import ServerState

QUESTION = "متى اجتماع جنيف؟"


def shown(state: ServerState, kind: str, language: str) -> list[str]:
    scopes = {
        (json.loads(scope)["type"], tongue): [command["command"] for command in commands]
        for (scope, tongue), commands in state.commands.items()
    }
    return scopes[kind, language]


@asynccontextmanager
async def keeping(
    server: TelegramServer, moderators: tuple[int, ...] = (), pauses: tuple[float, ...] = (0.01,)
) -> AsyncIterator[Menus]:
    async with build(server) as application:
        kept = Menus(application.bot, moderators)
        task = asyncio.create_task(kept.keep(pauses))
        yield kept
        task.cancel()
        await asyncio.wait({task})


def test_each_scope_and_language_has_its_menu() -> None:
    async def scenario() -> None:
        state = ServerState(known_chats={MODERATOR})
        async with TelegramServer(state) as server, keeping(server, (MODERATOR,)):
            await server.called("setMyCommands", 8)
            for language in ("", "en"):
                assert shown(state, "all_private_chats", language) == ["start", "help", "sources", "privacy"]
                assert shown(state, "all_group_chats", language) == ["ask", "help", "sources", "privacy"]
                assert shown(state, "chat", language)[-3:] == ["status", "reindex", "rollback"]
            assert "reindex" not in shown(state, "default", "")
            assert server.refused() == []

    asyncio.run(scenario())


def test_a_moderator_without_a_chat_gets_the_menu_after_the_first_message_requirement_26() -> None:
    async def scenario() -> None:
        async with polling_bot(moderators_wrote=False) as bot:
            refused = await bot.server.called("setMyCommands", 2, status=400)
            assert [call.answer for call in refused] == ["Bad Request: chat not found"] * 2
            await bot.person.write("/start")
            await Person(bot.server.state, MODERATOR).write("/start")
            await bot.server.called("setMyCommands", 8, status=200)
            assert "reindex" in shown(bot.server.state, "chat", "")
            await Person(bot.server.state, MODERATOR).write(QUESTION)
            await bot.texts(3)
            assert len(await bot.server.called("setMyCommands")) == 10

    asyncio.run(scenario())


def test_what_fails_for_now_is_tried_again_and_again() -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            server.state.faults.add(Fault("setMyCommands", 20, 502, "Bad Gateway"))
            async with keeping(server) as kept:
                await server.called("setMyCommands", 26)
                await asyncio.sleep(0.05)
                assert (len(server.state.commands), kept.remaining) == (6, ())
                assert len(await server.called("setMyCommands")) == 26

    asyncio.run(scenario())


def test_a_wait_that_telegram_asks_for_is_kept_and_not_cut_short(caplog: pytest.LogCaptureFixture) -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            server.state.known_chats.add(MODERATOR)
            server.state.faults.add(Fault("setMyCommands", 1, 429, "Too Many", {"retry_after": 1}))
            began = time.monotonic()
            async with keeping(server, (MODERATOR,)) as kept:
                await server.called("setMyCommands")
                kept.wake(MODERATOR)
                await server.called("setMyCommands", 9)
                assert time.monotonic() - began >= 1

    asyncio.run(scenario())
    assert [record.getMessage() for record in caplog.records] == [
        "Telegram asks to wait 1 s with setMyCommands: menus are set later"
    ]


def test_a_wait_of_ten_minutes_for_the_menus_delays_neither_answers_nor_the_end_requirement_26() -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            server.state.faults.add(Fault("setMyCommands", 99, 429, "Too Many", {"retry_after": 600}))
            await Person(server.state).write(QUESTION)
            began = time.monotonic()
            async with polling_bot(server) as bot:
                assert await bot.texts() == [f"جواب\n😀 {QUESTION}"]
                assert len(await server.called("setMyCommands", status=429)) == 1
            assert time.monotonic() - began < 2

    asyncio.run(scenario())


def test_no_menu_is_set_twice() -> None:
    assert len({(menu.scope.to_json(), menu.language) for menu in menus([1, 2])}) == len(menus([1, 2])) == 10
