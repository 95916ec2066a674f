"""The conversation over the real engine: whatever is asked, every quotation is in a document."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.conversation import Reply, SpanKind
from bot.conversation.composing.layout import utf16_length
from bot.conversation.composing.quoting import GAP
from retrieval import Engine
from tests.bot.conversation.fakes import MODERATOR, Harness, action, converse, labels, shown
from tests.evaldata import ROOT, eval_data


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Engine:
    return Engine.open(ROOT / "seeds", tmp_path_factory.mktemp("data"))


def quotes_are_verbatim(reply: Reply, engine: Engine) -> bool:
    kinds = (SpanKind.QUOTE, SpanKind.EXPANDABLE_QUOTE)
    quotes = [quote.strip("…\u200f") for kind in kinds for quote in shown(reply, kind)]
    return all(
        any(quote.replace(f"{GAP}\n", "") in document.text for document in engine.documents)
        for quote in quotes
    )


def with_engine(engine: Engine, scenario: Callable[[Harness], object]) -> None:
    async def whole(harness: Harness) -> None:
        harness.engines.swap(engine)
        harness.clock.now = datetime.now(UTC)
        await scenario(harness)  # type: ignore[misc]

    converse(whole)


def test_the_question_of_the_readme_is_answered_from_the_seeds(seeds: Engine) -> None:
    async def scenario(harness: Harness) -> None:
        reply = await harness.conversation.ask(MODERATOR, "متى اجتماع جنيف؟")
        assert reply is not None
        assert "10 يناير" in shown(reply, SpanKind.EXPANDABLE_QUOTE)[0]
        assert quotes_are_verbatim(reply, seeds)
        context = await harness.conversation.press(MODERATOR, action(reply, "السياق الأول"))
        assert isinstance(context, Reply)
        excerpt = shown(reply, SpanKind.EXPANDABLE_QUOTE)[0].strip("…")
        assert shown(context, SpanKind.BOLD) == [excerpt]
        assert quotes_are_verbatim(context, seeds)

    with_engine(seeds, scenario)


def test_every_example_of_the_seeds_is_answered_from_them(seeds: Engine) -> None:
    async def scenario(harness: Harness) -> None:
        welcome = await harness.conversation.start(MODERATOR, "")
        examples = [label for (label,) in labels(welcome)[:-1]]
        assert len(examples) == 3
        for example in examples:
            answer = await harness.conversation.press(MODERATOR, action(welcome, example))
            assert isinstance(answer, Reply)
            assert quotes_are_verbatim(answer, seeds)
            assert shown(answer, SpanKind.EXPANDABLE_QUOTE) != []

    with_engine(seeds, scenario)


def test_every_document_can_be_opened_and_read_to_its_end(seeds: Engine) -> None:
    async def scenario(harness: Harness) -> None:
        for document in seeds.documents:
            key = seeds.key_of(document.document_id, 0, min(1000, len(document.text)))
            read, pressed = "", f"1:read:{key}"
            while pressed:
                screen = await harness.conversation.press(MODERATOR, pressed)
                assert isinstance(screen, Reply)
                assert utf16_length(screen.text) <= 4096
                assert quotes_are_verbatim(screen, seeds)
                read += shown(screen, SpanKind.QUOTE)[0].strip("…\u200f")
                pressed = action(screen, "ما بعده ◀") if "ما بعده ◀" in str(labels(screen)) else ""
            assert "".join(read.split()) == "".join(document.text.split())

    with_engine(seeds, scenario)


def test_whatever_is_asked_of_the_evaluation_seeds_every_screen_is_verbatim(tmp_path: Path) -> None:
    folder = eval_data()
    engine = Engine.open(folder / "seeds", tmp_path / "data")
    lines = (folder / "seeds_gold.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [gold["question"] for gold in map(json.loads, lines)]
    assert questions != []

    async def scenario(harness: Harness) -> None:
        for question in questions:
            reply = await harness.conversation.ask(MODERATOR, question)
            assert reply is not None
            buttons = [button.action for row in reply.buttons for button in row if button.action]
            pressed = [await harness.conversation.press(MODERATOR, button) for button in buttons]
            for screen in (reply, *(one for one in pressed if isinstance(one, Reply))):
                assert quotes_are_verbatim(screen, engine)
                assert utf16_length(screen.text) <= 4096

    with_engine(engine, scenario)
