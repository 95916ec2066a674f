"""The composition root: reads the settings and connects all parts. No other module reads a setting."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from bot.conversation import Conversation, EngineHolder, Limits
from bot.moderation.reindexing import ProcessReindexer, index_command
from bot.moderation.roles import Roles
from bot.monitoring.logs import LogFormat, redact
from bot.monitoring.metrics import Metrics
from bot.settings import Settings, SettingsError, load_settings
from bot.store import AuditEntry, Store, StoreError, list_audit, migrate
from retrieval import Corpus, Engine, Opening, PagePictures, Reason, ReasonedError, saved_index_problem

Progress = Callable[[str, int, int], None]


class ConfigurationError(Exception):
    """A setting is wrong; the message has one line for each, which names its variable."""


class DatabaseError(Exception):
    """The URL of the database is wrong, or what needs it cannot open it; the message gives the reason."""


@dataclass(frozen=True, slots=True)
class Services:
    """What Telegram and the local page need, while the database is open."""

    conversation: Conversation
    engines: EngineHolder
    store: Store
    reindexer: ProcessReindexer
    roles: Roles
    metrics: Metrics


@dataclass(frozen=True, slots=True)
class WebhookOptions:
    """Where Telegram posts updates to, and where the bot listens for them."""

    url: str
    secret: str = field(repr=False)
    host: str
    port: int


@dataclass(frozen=True, slots=True)
class TelegramOptions:
    """How the bot is connected to Telegram."""

    token: str = field(repr=False)
    api_url: str
    webhook: WebhookOptions | None
    """None where updates are fetched by polling."""
    concurrent_updates: int
    question_age: timedelta
    """Older questions are not answered."""


@dataclass(frozen=True, slots=True)
class Composition:
    """One installation of Shahid: its settings as plain values, and the parts that they describe."""

    corpus_dir: Path
    data_dir: Path
    page_port: int
    log_level: str
    log_format: LogFormat
    monitoring_port: int | None
    """Port of `/healthz` and `/metrics` on the loopback; 0 is any free one, None none."""
    telegram: TelegramOptions | None
    """None where no token is set."""
    moderators: frozenset[int]
    """Telegram ids."""
    limits: Limits
    reindex_timeout: float
    """In seconds."""
    database_url: str = field(repr=False)
    index_backend: str
    synonyms_file: Path | None
    is_semantic: bool
    """Whether hits are ranked by meaning as well."""

    def open_engine(
        self,
        *,
        how: Opening = Opening.SERVE,
        rebuild: bool = False,
        least: int | None = None,
        progress: Progress | None = None,
    ) -> Engine:
        """Open the engine of the corpus, building its index where the saved one does not fit.

        Raises:
            IndexRefusedError: The corpus holds too few documents to replace the saved index.
            RetrievalError: The corpus cannot be read, or the index cannot be built or saved.
        """
        return Engine.open(
            self.corpus_dir,
            self.data_dir,
            backend=self.index_backend,
            how=how,
            rebuild=rebuild,
            least=least,
            synonyms_file=self.synonyms_file,
            semantic=self.is_semantic,
            progress=progress,
        )

    def open_warm_engine(self, progress: Progress | None = None, *, how: Opening = Opening.SERVE) -> Engine:
        """Open the engine for serving, so that the first question takes no longer than the others.

        Raises:
            RetrievalError: As `open_engine`.
        """
        engine = self.open_engine(how=how, progress=progress)
        engine.warm_up()
        return engine

    def index_in_memory(self, corpus: Corpus) -> Engine:
        """Index another corpus without saving the index, with the synonyms and ranking that are set.

        Raises:
            RetrievalError: The index cannot be built.
        """
        vectors = self.data_dir / "evaluated" / corpus.digest[:12] if self.is_semantic else None
        return Engine.of_corpus(
            corpus, backend=self.index_backend, synonyms_file=self.synonyms_file, vectors=vectors
        )

    @asynccontextmanager
    async def open_services(self, engines: EngineHolder) -> AsyncIterator[Services]:
        """Open the database and build the conversation over an engine; closes both at the end.

        Args:
            engines: Holds the engine that answers; a reindexing replaces it. Nothing else may keep the
                engine, or its memory stays taken for good.

        Raises:
            DatabaseError: The URL of the database is wrong. Whatever else is wrong with the database,
                memory takes its place until it works.
        """
        metrics = Metrics()
        try:
            store = await Store.open(self.database_url, metrics=metrics)
        except StoreError as error:
            raise DatabaseError(str(error)) from error
        reindexer = ProcessReindexer(
            engines,
            index_command(self.corpus_dir, self.data_dir),
            partial(self.open_warm_engine, how=Opening.SAVED),
            partial(self.open_warm_engine, how=Opening.ROLL_BACK),
            time_limit=self.reindex_timeout,
            metrics=metrics,
        )
        pictures = PagePictures(self.corpus_dir)
        conversation = Conversation(
            engines=engines,
            store=store,
            reindexer=reindexer,
            pictures=pictures,
            limits=self.limits,
            metrics=metrics,
        )
        try:
            yield Services(conversation, engines, store, reindexer, Roles(self.moderators), metrics)
        finally:
            conversation.close()
            pictures.close()
            await reindexer.close()
            await store.close()

    def check_index(self) -> Reason | None:
        """Why the saved index does not fit the corpus; None where it does."""
        try:
            return saved_index_problem(self.corpus_dir, self.data_dir, backend=self.index_backend)
        except ReasonedError as error:
            return error.reason

    async def check_database(self) -> str | None:
        """Why the database cannot be opened and written; None where it can."""
        try:
            await migrate(self.database_url)
        except StoreError as error:
            return str(error)
        return None

    async def audit_since(self, since: datetime) -> tuple[AuditEntry, ...]:
        """What moderators did since a time, in order.

        Raises:
            DatabaseError: The database cannot be opened or read.
        """
        try:
            return await list_audit(self.database_url, since)
        except StoreError as error:
            raise DatabaseError(str(error)) from error


def compose(**overrides: object) -> Composition:
    """Read the settings from the environment and `.env`.

    Args:
        overrides: Values from the command line, by the name of the setting; None overrides nothing.

    Raises:
        ConfigurationError: A value is wrong or a name is unknown.
    """
    try:
        settings = load_settings(**overrides)
    except SettingsError as error:
        raise ConfigurationError(str(error)) from error
    return Composition(
        corpus_dir=settings.corpus_dir,
        data_dir=settings.data_dir,
        page_port=settings.page_port,
        log_level=settings.log_level,
        log_format=settings.log_format,
        monitoring_port=settings.monitoring_port,
        telegram=_telegram_options(settings),
        moderators=settings.moderators,
        limits=Limits(
            questions=settings.questions_per_minute,
            answer_seconds=settings.answer_timeout,
            retention=timedelta(days=settings.retention_days),
        ),
        reindex_timeout=settings.reindex_timeout,
        database_url=settings.database,
        index_backend=settings.index_backend,
        synonyms_file=settings.synonyms_file,
        is_semantic=settings.semantic == "on",
    )


def _telegram_options(settings: Settings) -> TelegramOptions | None:
    if settings.bot_token is None:
        return None
    webhook = None
    if settings.mode == "webhook":
        secret = settings.webhook_secret
        webhook = WebhookOptions(
            url=settings.webhook_url or "",
            secret=secret.get_secret_value() if secret else "",
            host=settings.webhook_listen,
            port=settings.webhook_port,
        )
    return TelegramOptions(
        token=settings.bot_token.get_secret_value(),
        api_url=settings.bot_api_url,
        webhook=webhook,
        concurrent_updates=settings.concurrent_updates,
        question_age=timedelta(seconds=settings.max_question_age),
    )


async def check_token(options: TelegramOptions) -> tuple[str, str | None]:
    """Ask Telegram whose the token is; returns the bot's user name, and the problem where there is one."""
    from telegram import Bot
    from telegram.error import TelegramError

    try:
        async with Bot(options.token, base_url=f"{options.api_url}/bot") as bot:
            return bot.username, None
    except TelegramError as error:
        return "", f"getMe failed: {redact(error.message)}"
