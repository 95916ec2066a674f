"""Requirements of what is kept and logged, each tested by what goes wrong without it."""

from __future__ import annotations

import asyncio
import io
import logging
import sys
import time
from pathlib import Path

import pytest

from bot.bootstrap import compose
from bot.conversation import EngineHolder, Limits, Notice, ReindexProgress, ReindexStatus, Reply, Vote
from bot.conversation.wording import texts
from bot.moderation.reindexing import ProcessReindexer
from bot.monitoring.logs import configure_logging, describe_error
from retrieval import Answer, Engine, NoAnswer
from tests.bot.conversation.fakes import PERSON, FakeEngine, Harness, converse
from tests.bot.moderation.small_engine import SmallEngine
from tests.bot.telegram.complete_bot import new_composition
from tests.telegram_server.state import TOKEN

QUESTION = "متى اجتماع جنيف؟"


@pytest.fixture
def lines() -> io.StringIO:
    """What the log holds at its most talkative level."""
    stream = io.StringIO()
    configure_logging("DEBUG", stream)
    return stream


def raised(error: Exception) -> Exception:
    """An error that has been raised, so that it has a traceback."""
    try:
        raise error
    except type(error) as caught:
        return caught


def test_requirement_01_the_token_is_in_no_line_of_the_log(lines: io.StringIO) -> None:
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot%s/getMe", TOKEN)
    logging.getLogger("httpcore").debug("send %s", TOKEN)
    assert lines.getvalue() == ""
    error = raised(RuntimeError(f"cannot reach /bot{TOKEN}/getMe"))
    logging.getLogger("bot.x").error("of %s", TOKEN, exc_info=error)
    assert "RuntimeError" in lines.getvalue()
    assert TOKEN not in lines.getvalue()


class SlowEngine(FakeEngine):
    """Takes a second for each answer, on the processor."""

    def answer(self, question: str) -> Answer | NoAnswer:
        time.sleep(1)
        return super().answer(question)


def test_requirement_08_a_search_stalls_nobody_and_ends_and_so_does_an_indexing() -> None:
    async def scenario(harness: Harness) -> None:
        asking = asyncio.create_task(harness.conversation.ask(PERSON, "جنيف"))
        began = time.monotonic()
        await asyncio.sleep(0.05)
        assert time.monotonic() - began < 0.9
        assert await asking == Reply(texts.TOOK_TOO_LONG)

    converse(scenario, engine=SlowEngine(), limits=Limits(answer_seconds=0.3))

    async def ignore(_: ReindexProgress) -> None:
        return

    async def index() -> None:
        holder = EngineHolder(SmallEngine("old"))
        command = (sys.executable, "-c", "import time; time.sleep(60)")
        reindexer = ProcessReindexer(
            holder, command, lambda: SmallEngine("new"), lambda: SmallEngine("earlier"), time_limit=0.5
        )
        outcome = await asyncio.wait_for(reindexer.reindex(ignore), 10)
        assert outcome.status is ReindexStatus.FAILED
        assert holder.current.digest == "old"

    asyncio.run(index())


def test_requirement_20_a_button_of_moderators_is_refused_to_others() -> None:
    async def scenario(harness: Harness) -> None:
        assert await harness.conversation.press(PERSON, "1:stat:-") == Notice(texts.REFUSAL)

    converse(scenario)


def test_requirement_21_a_half_written_or_older_index_is_not_loaded_and_the_last_good_one_is(
    tmp_path: Path,
) -> None:
    corpus, data = tmp_path / "corpus", tmp_path / "data"
    corpus.mkdir()
    (corpus / "a.txt").write_text("اجتمع الوفدان في جنيف يوم الاثنين.\n", encoding="utf-8")
    Engine.open(corpus, data)
    good = Engine.open(corpus, data, rebuild=True)
    newest = max(data.glob("index/*/generation-*"))
    damaged = next(
        path for path in sorted(newest.rglob("*")) if path.is_file() and path.name != "manifest.json"
    )
    damaged.write_bytes(damaged.read_bytes()[:-1])
    began = [path.stat().st_mtime_ns for path in data.glob("index/*/generation-*")]
    again = Engine.open(corpus, data)
    assert again.digest == good.digest
    assert isinstance(again.answer("متى اجتمع الوفدان في جنيف؟"), Answer)
    # The older generation is whole, so nothing had to be built.
    assert [path.stat().st_mtime_ns for path in data.glob("index/*/generation-*")] == began


def test_requirement_22_who_asks_too_much_gets_one_notice_and_others_go_on() -> None:
    async def scenario(harness: Harness) -> None:
        replies = [await harness.conversation.ask(PERSON, "جنيف") for _ in range(5)]
        assert replies[2:] == [Reply(texts.SLOW_DOWN), None, None]
        assert None not in replies[:2]

    converse(scenario, limits=Limits(questions=2))


def test_requirement_24_votes_and_answers_are_there_after_a_restart(tmp_path: Path) -> None:
    composition = new_composition(tmp_path, TOKEN)
    engine = composition.open_engine()

    async def first() -> None:
        async with composition.open_services(EngineHolder(engine)) as services:
            await services.store.keep_answer("a1", {"v": 1})
            assert await services.store.vote("a1", "telegram:42", Vote.GOOD)

    async def second() -> None:
        async with composition.open_services(EngineHolder(engine)) as services:
            assert await services.store.answer("a1") == {"v": 1}
            assert (await services.store.votes()).good == 1

    asyncio.run(first())
    asyncio.run(second())
    assert compose(data_dir=composition.data_dir).data_dir == composition.data_dir
    assert [path.name for path in composition.data_dir.rglob("*.pickle")] == []


def test_requirement_27_the_words_of_a_question_are_in_no_line_of_the_log(lines: io.StringIO) -> None:
    logging.getLogger("telegram.ext").debug("Processing update %s", QUESTION)
    logging.getLogger("telegram.request").warning("no JSON: %s", QUESTION)
    error = raised(ValueError(QUESTION))
    logging.getLogger("bot.x").warning("in a handler: %s", describe_error(error))
    assert "ValueError" in lines.getvalue()
    assert QUESTION not in lines.getvalue()
