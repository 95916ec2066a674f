"""The composition root: settings in, everything wired together out. Nothing else reads a setting."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta

from bot.conversation import Conversation, EngineHolder, Limits
from bot.moderation.reindexing import ProcessReindexer, index_command
from bot.moderation.roles import Roles
from bot.settings import Settings
from bot.store import Store, StoreError
from bot.telemetry import redact
from retrieval import Engine, RetrievalError, saved_index_problem

_LOGGER = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Services:
    """What carries the conversation, whoever carries it."""

    conversation: Conversation
    engines: EngineHolder
    store: Store
    reindexer: ProcessReindexer
    roles: Roles


def open_engine(settings: Settings, *, rebuild: bool = False, progress: Progress | None = None) -> Engine:
    """Open the engine of the corpus that is set.

    Raises:
        RetrievalError: The corpus cannot be read, or the index not be built or saved.
    """
    _LOGGER.info("index backend: rank-bm25 (SHAHID_INDEX_BACKEND=%s)", settings.index_backend)
    return Engine.open(
        settings.corpus_dir,
        settings.data_dir,
        rebuild=rebuild,
        synonyms_file=settings.synonyms_file,
        semantic=settings.semantic == "on",
        progress=progress,
    )


def open_warm_engine(settings: Settings, progress: Progress | None = None) -> Engine:
    """Open the engine for serving: the first question waits no longer than the others.

    Raises:
        RetrievalError: As `open_engine`.
    """
    engine = open_engine(settings, progress=progress)
    engine.warm_up()
    return engine


@asynccontextmanager
async def open_services(settings: Settings, engine: Engine) -> AsyncIterator[Services]:
    """Open the database and wire the conversation; all is closed in good order at the end.

    Raises:
        StoreError: The database cannot be opened.
    """
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    store = await Store.open(settings.database)
    engines = EngineHolder(engine)
    reindexer = ProcessReindexer(
        engines,
        index_command(settings.corpus_dir, settings.data_dir),
        lambda: open_warm_engine(settings),
        time_limit=settings.reindex_timeout,
    )
    conversation = Conversation(engines=engines, store=store, reindexer=reindexer, limits=_limits(settings))
    try:
        yield Services(conversation, engines, store, reindexer, Roles(settings.moderators))
    finally:
        conversation.close()
        await reindexer.close()
        await store.close()


def saved_index_fits(settings: Settings) -> str | None:
    """Why the saved index does not fit the corpus; None where it does."""
    try:
        return saved_index_problem(settings.corpus_dir, settings.data_dir)
    except RetrievalError as error:
        return str(error)


def _limits(settings: Settings) -> Limits:
    return Limits(
        questions=settings.questions_per_minute,
        answer_seconds=settings.answer_timeout,
        retention=timedelta(days=settings.retention_days),
    )


async def check_database(settings: Settings) -> str | None:
    """Why the database cannot be opened; None where it can."""
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    try:
        store = await Store.open(settings.database)
    except StoreError as error:
        return str(error)
    await store.close()
    return None


async def check_token(settings: Settings) -> tuple[str, str | None]:
    """Ask Telegram whose the token is: the bot's user name, and what is wrong where something is."""
    from telegram import Bot
    from telegram.error import TelegramError

    token = settings.bot_token.get_secret_value() if settings.bot_token else ""
    try:
        async with Bot(token, base_url=f"{settings.bot_api_url}/bot") as bot:
            return bot.username, None
    except TelegramError as error:
        return "", f"getMe failed: {redact(error.message)}"
