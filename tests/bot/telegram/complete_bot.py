"""The whole services on the loopback server: real engine, store, conversation and reindexing."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import SecretStr

from bot.bootstrap import Services, open_engine, open_services
from bot.settings import Settings
from bot.telegram.application import build_application
from bot.telegram.receiving.watchdog import Watchdog
from bot.telegram.running import run_polling, run_webhook
from tests.bot.telegram.bots import LIMITS, OPTIONS, new_webhook, serving
from tests.bot.telegram.fakes import MODERATOR
from tests.evaldata import ROOT
from tests.telegram_server.people import Person
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.state import Json

CORPUS = ("geneva-talks.md", "library-opening-hours.md", "troops-near-ukraine.txt", "winter-timeline.jsonl")
"""Documents of the sample corpus that the scenario is told over."""


def new_settings(folder: Path, token: str) -> Settings:
    """Settings of a bot with a small corpus of its own in a folder."""
    corpus = folder / "corpus"
    corpus.mkdir()
    for name in CORPUS:
        shutil.copy(ROOT / "seeds" / name, corpus / name)
    return Settings(
        bot_token=SecretStr(token),
        corpus_dir=corpus,
        data_dir=folder / "data",
        moderators=frozenset({MODERATOR}),
        questions_per_minute=1000,
    )


@dataclass(slots=True)
class Story:
    """A services that is open, and the state that talks to it."""

    server: TelegramServer
    services: Services
    settings: Settings

    def person(self, user_id: int = 42) -> Person:
        """Somebody who talks to the bot."""
        return Person(self.server.state, user_id)

    async def said(self, count: int) -> Json:
        """The message that the bot sent as its `count`-th."""
        return dict((await self.server.called("sendMessage", count, within=20))[count - 1].answer)

    async def edited(self, count: int) -> Json:
        """The message that it edited as its `count`-th."""
        return dict((await self.server.called("editMessageText", count, within=20))[count - 1].answer)

    async def becomes(self, message: Json, beginning: str) -> None:
        """Wait until a message has been edited to begin so."""
        key = message["chat"]["id"], message["message_id"]
        async with self.server.state.changed, asyncio.timeout(20):
            await self.server.state.changed.wait_for(
                lambda: self.server.state.messages[key]["text"].startswith(beginning)
            )

    async def noted(self, count: int) -> str | None:
        """The passing note with which it answered the `count`-th pressed button."""
        call = (await self.server.called("answerCallbackQuery", count))[count - 1]
        note: str | None = call.parameters.get("text")
        return note

    def is_verbatim(self, message: Json) -> bool:
        """Whether all that a message quotes stands in a document, word for word."""
        quotes = quotations(message)
        texts = [document.text for document in self.services.engines.current.documents]
        return bool(quotes) and all(any(quote in text for text in texts) for quote in quotes)


def quotations(message: Json) -> list[str]:
    """What a message quotes, without the ellipses and marks of direction at the ends."""
    units = message["text"].encode("utf-16-le")
    return [
        units[2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])]
        .decode("utf-16-le")
        .strip("\u200f…")
        for entity in message["entities"]
        if entity["type"].endswith("blockquote")
    ]


def button(message: Json, verb: str) -> str:
    """What the first button of a message with that verb hands back."""
    rows = message["reply_markup"]["inline_keyboard"]
    return next(
        str(button["callback_data"])
        for row in rows
        for button in reversed(row)
        if button.get("callback_data", "").split(":")[1:2] == [verb]
    )


@asynccontextmanager
async def open_story(server: TelegramServer, settings: Settings, transport: str) -> AsyncIterator[Story]:
    """Open the services and carry it to Telegram, as `shahid run` does."""
    ready = asyncio.Event()
    async with open_services(settings, open_engine(settings)) as services:
        watchdog = Watchdog()
        token = settings.bot_token
        application = build_application(
            token.get_secret_value() if token else "",
            services.conversation,
            roles=services.roles,
            store=services.store,
            base_url=server.url,
            watchdog=watchdog,
            limits=LIMITS,
        )
        options = replace(OPTIONS, on_ready=ready.set, on_stop=(services.reindexer.close,))
        work = (
            run_polling(application, watchdog, options)
            if transport == "polling"
            else run_webhook(application, new_webhook(), options)
        )
        async with serving(work, ready):
            yield Story(server, services, settings)
