from __future__ import annotations

import asyncio
import json

from bot.telegram.handlers.commands import menus, set_menus
from tests.bot.telegram.bots import build
from tests.telegram_server.faults import Fault
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.state import ServerState

MODERATOR = 7


def shown(state: ServerState, kind: str, language: str) -> list[str]:
    scopes = {
        (json.loads(scope)["type"], tongue): [command["command"] for command in commands]
        for (scope, tongue), commands in state.commands.items()
    }
    return scopes[kind, language]


def test_each_scope_and_language_has_its_menu() -> None:
    async def scenario() -> None:
        state = ServerState(known_chats={MODERATOR})
        async with TelegramServer(state) as server, build(server) as application:
            assert await set_menus(application.bot, [MODERATOR], pauses=()) == ()
            for language in ("", "en"):
                assert shown(state, "all_private_chats", language) == ["start", "help", "sources", "privacy"]
                assert shown(state, "all_group_chats", language) == ["ask", "help", "sources", "privacy"]
                assert shown(state, "chat", language)[-2:] == ["status", "reindex"]
            assert "reindex" not in shown(state, "default", "")
            assert server.refused() == []

    asyncio.run(scenario())


def test_a_moderator_without_a_chat_is_left_for_the_next_start() -> None:
    async def scenario() -> None:
        async with TelegramServer() as server, build(server) as application:
            assert await set_menus(application.bot, [MODERATOR], pauses=(9,)) == ()
            assert [call.answer for call in server.refused()] == ["Bad Request: chat not found"] * 2

    asyncio.run(scenario())


def test_what_fails_for_now_is_tried_again_and_never_raises() -> None:
    async def scenario() -> None:
        async with TelegramServer() as server, build(server) as application:
            server.state.faults.add(Fault("setMyCommands", 7, 502, "Bad Gateway"))
            assert await set_menus(application.bot, [], pauses=(0.0, 0.0)) == ()
            assert len(server.state.commands) == 6
            server.state.faults.add(Fault("setMyCommands", 99, 502, "Bad Gateway"))
            assert len(await set_menus(application.bot, [], pauses=(0.0,))) == len(menus([]))

    asyncio.run(scenario())
