"""The composition root: settings become plain values, and what is built from them fits together."""

from __future__ import annotations

import asyncio
from dataclasses import FrozenInstanceError
from datetime import timedelta
from pathlib import Path

import pytest

from bot.bootstrap import (
    Composition,
    ConfigurationError,
    DatabaseError,
    TelegramOptions,
    WebhookOptions,
    compose,
)
from bot.conversation import Asker, EngineHolder, Limits
from retrieval import read_corpus

TOKEN = "7000000001:TEST-token_of_the_tests_000000000000"
PERSON = Asker("telegram:42", is_moderator=False, is_private=True)


@pytest.fixture(autouse=True)
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one document, in a folder without `.env`."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "corpus"
    folder.mkdir()
    text = "السوق الشعبي\n\nيفتح السوق الشعبي أبوابه كل جمعة من السادسة صباحا.\n"
    (folder / "market.txt").write_text(text, encoding="utf-8")
    return folder


def test_the_defaults_are_a_bot_without_telegram() -> None:
    assert compose() == Composition(
        corpus_dir=Path("seeds"),
        data_dir=Path("data"),
        page_port=8080,
        log_level="INFO",
        log_format="text",
        monitoring_port=9464,
        telegram=None,
        moderators=frozenset(),
        limits=Limits(questions=10, answer_seconds=10.0, retention=timedelta(days=30)),
        reindex_timeout=1800.0,
        database_url="sqlite+aiosqlite:///data/shahid.db",
        index_backend="auto",
        synonyms_file=None,
        is_semantic=False,
    )


def test_a_token_connects_to_telegram_by_polling() -> None:
    assert compose(bot_token=TOKEN, concurrent_updates=4, max_question_age=60).telegram == TelegramOptions(
        token=TOKEN,
        api_url="https://api.telegram.org",
        webhook=None,
        concurrent_updates=4,
        question_age=timedelta(minutes=1),
    )


def test_a_webhook_has_its_address_and_secret() -> None:
    telegram = compose(
        bot_token=TOKEN, mode="webhook", webhook_url="https://x.example/hook", webhook_secret="s3cret"
    ).telegram
    assert telegram is not None
    assert telegram.webhook == WebhookOptions("https://x.example/hook", "s3cret", "127.0.0.1", 8443)


def test_no_secret_is_printed_with_the_composition() -> None:
    composition = compose(
        bot_token=TOKEN,
        mode="webhook",
        webhook_url="https://x.example/hook",
        webhook_secret="s3cret",
        database_url="postgresql+asyncpg://user:password@127.0.0.1/shahid",
    )
    shown = repr(composition)
    assert [secret for secret in (TOKEN, "s3cret", "password") if secret in shown] == []


def test_a_composition_cannot_be_changed() -> None:
    with pytest.raises(FrozenInstanceError):
        compose().page_port = 1  # type: ignore[misc]


def test_wrong_settings_are_reported_by_name() -> None:
    with pytest.raises(ConfigurationError, match=r"^SHAHID_PAGE_PORT: "):
        compose(page_port=70000)


def test_services_answer_from_the_corpus_and_know_the_moderators(corpus: Path) -> None:
    async def scenario() -> None:
        composition = compose(corpus_dir=corpus, moderators="42", answer_timeout=60)
        async with composition.open_services(EngineHolder(composition.open_warm_engine())) as services:
            reply = await services.conversation.ask(PERSON, "متى يفتح السوق الشعبي؟")
            assert reply is not None
            assert "كل جمعة" in reply.text
            assert services.roles.moderators == (42,)

    asyncio.run(scenario())


def test_a_database_that_cannot_be_opened_is_one_error(corpus: Path) -> None:
    async def scenario() -> None:
        composition = compose(corpus_dir=corpus, database_url="mysql://nowhere/x")
        assert await composition.check_database() == (
            "a database of kind 'mysql' is not supported: use sqlite or postgresql"
        )
        with pytest.raises(DatabaseError, match="'mysql' is not supported"):
            async with composition.open_services(EngineHolder(composition.open_engine())):
                pass

    asyncio.run(scenario())


def test_another_corpus_is_indexed_without_being_saved(corpus: Path, tmp_path: Path) -> None:
    engine = compose().index_in_memory(read_corpus(corpus))
    assert [document.document_id for document in engine.documents] == ["market.txt"]
    assert list(tmp_path.iterdir()) == [corpus]


def test_the_state_of_the_saved_index_is_reported(corpus: Path) -> None:
    composition = compose(corpus_dir=corpus)
    assert composition.check_index() is not None
    composition.open_engine()
    assert composition.check_index() is None
