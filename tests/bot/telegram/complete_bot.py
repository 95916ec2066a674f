"""The complete bot on the loopback server: real engine, store, conversation and reindexing."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bot.bootstrap import Composition, Services, compose
from bot.conversation import EngineHolder
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
"""The documents of the sample corpus that the scenarios use."""


def new_composition(folder: Path, token: str, *, questions_per_minute: int = 1000) -> Composition:
    """A bot with a small corpus of its own in a folder."""
    corpus = folder / "corpus"
    corpus.mkdir()
    for name in CORPUS:
        shutil.copy(ROOT / "seeds" / name, corpus / name)
    return compose(
        bot_token=token,
        corpus_dir=corpus,
        data_dir=folder / "data",
        moderators=frozenset({MODERATOR}),
        questions_per_minute=questions_per_minute,
    )


@dataclass(slots=True)
class CompleteBot:
    """A running bot with all its services, and the server that it uses."""

    server: TelegramServer
    services: Services
    composition: Composition

    def person(self, user_id: int = 42) -> Person:
        """Somebody who writes to the bot."""
        return Person(self.server.state, user_id)

    async def sent(self, count: int) -> Json:
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
        """The note with which it answered the `count`-th pressed button."""
        call = (await self.server.called("answerCallbackQuery", count))[count - 1]
        note: str | None = call.parameters.get("text")
        return note

    def is_verbatim(self, message: Json) -> bool:
        """Whether everything that a message quotes is in a document, word for word."""
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
    """The action of the first button of a message with that verb."""
    rows = message["reply_markup"]["inline_keyboard"]
    return next(
        str(button["callback_data"])
        for row in rows
        for button in reversed(row)
        if button.get("callback_data", "").split(":")[1:2] == [verb]
    )


@asynccontextmanager
async def running(
    server: TelegramServer, composition: Composition, transport: str
) -> AsyncIterator[CompleteBot]:
    """Open all services and connect them to Telegram, as `shahid run` does."""
    ready = asyncio.Event()
    server.state.known_chats.update(composition.moderators)
    token = composition.telegram.token if composition.telegram else ""
    async with composition.open_services(EngineHolder(composition.open_engine())) as services:
        watchdog = Watchdog()
        application = build_application(
            token,
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
            yield CompleteBot(server, services, composition)
