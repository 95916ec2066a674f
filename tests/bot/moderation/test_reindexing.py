from __future__ import annotations

import asyncio
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from bot.conversation.engines import EngineHolder
from bot.conversation.ports import ReindexOutcome, ReindexProgress, ReindexStage, ReindexStatus
from bot.moderation import reindexing
from bot.moderation.reindexing import ProcessReindexer, _Reporter, index_command
from bot.monitoring.metrics import Metrics
from retrieval import NoEarlierIndexError, in_english
from tests.bot.moderation.small_engine import SmallEngine

OLD, NEW, EARLIER = SmallEngine("old"), SmallEngine("new"), SmallEngine("earlier")

PRINTS_PROGRESS = """
import json
print("not JSON")
print(json.dumps(["neither"]))
print(json.dumps({"stage": "reading", "done": 1, "total": 2}), flush=True)
print(json.dumps({"stage": "no such stage", "done": 1, "total": 2}), flush=True)
print(json.dumps({"stage": "indexing", "done": "x", "total": 2}), flush=True)
print(json.dumps({"stage": "checking", "done": 0, "total": 0}), flush=True)
print(json.dumps({"result": {"documents": 1}}), flush=True)
"""
FAILS = "import sys; sys.exit('shahid: the corpus folder is not there: /corpus')"


def process(code: str) -> tuple[str, ...]:
    """A process that runs some Python."""
    return sys.executable, "-c", code


def reindexer(
    code: str,
    *,
    load: Callable[[], SmallEngine] = lambda: NEW,
    time_limit: float = 20,
    metrics: Metrics | None = None,
) -> tuple[EngineHolder, ProcessReindexer]:
    holder = EngineHolder(OLD)
    return holder, ProcessReindexer(
        holder, process(code), load, lambda: EARLIER, time_limit=time_limit, metrics=metrics
    )


async def ignore(_: ReindexProgress) -> None:
    return


def outcome(work: ProcessReindexer) -> ReindexOutcome:
    return asyncio.run(work.reindex(ignore))


def words(ended: ReindexOutcome) -> str:
    """Why a reindexing failed, in English."""
    assert ended.reason is not None
    return in_english(ended.reason)


def test_a_new_index_is_loaded_and_swapped_in_and_progress_is_reported() -> None:
    async def scenario() -> None:
        holder, work = reindexer(PRINTS_PROGRESS)
        reports: list[ReindexProgress] = []

        async def report(progress: ReindexProgress) -> None:
            reports.append(progress)

        ended = await work.reindex(report)
        assert (ended.status, ended.documents, ended.passages) == (ReindexStatus.SWAPPED, 1, 3)
        assert (ended.skipped, ended.reason) == (NEW.skipped, None)
        assert ended.seconds > 0
        assert holder.current is NEW
        assert reports[0] == ReindexProgress(ReindexStage.READING)
        assert reports[-1] == ReindexProgress(ReindexStage.CHECKING)
        assert ReindexStage.INDEXING not in {progress.stage for progress in reports}

    asyncio.run(scenario())


def test_an_index_of_the_same_corpus_is_unchanged_but_loaded_again() -> None:
    same = SmallEngine("old")
    holder, work = reindexer(PRINTS_PROGRESS, load=lambda: same)
    assert outcome(work).status is ReindexStatus.UNCHANGED
    assert holder.current is same


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        (FAILS, "the corpus folder is not there: /corpus"),
        ("import sys; sys.exit(3)", "the indexing process ended with code 3"),
        ("import os; os.kill(os.getpid(), 9)", "the indexing process was ended by signal 9"),
        ("pass", "the indexing process ended with code 0"),
        ("raise SystemExit('x' * 999)", "x" * 199 + "…"),
        ("raise SystemExit('7000000001:' + 'x' * 35)", "<token>"),
    ],
)
def test_a_process_that_fails_leaves_the_old_index_and_the_reason_is_one_line(code: str, reason: str) -> None:
    holder, work = reindexer(code)
    ended = outcome(work)
    assert (ended.status, words(ended)) == (ReindexStatus.FAILED, reason)
    assert holder.current is OLD


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_line_of_any_length_ends_no_reindexing(stream: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reindexing, "_LINE_LIMIT", 1000)
    holder, work = reindexer(f"import sys; print('x' * 99_999, file=sys.{stream})\n{PRINTS_PROGRESS}")
    assert outcome(work).status is ReindexStatus.SWAPPED
    assert holder.current is NEW


def test_a_process_that_cannot_be_started_leaves_the_old_index() -> None:
    holder = EngineHolder(OLD)
    ended = outcome(ProcessReindexer(holder, ("/no/such/program",), lambda: NEW, lambda: EARLIER))
    assert words(ended) == "the indexing process cannot be started: No such file or directory"
    assert holder.current is OLD


def test_an_index_that_cannot_be_loaded_leaves_the_old_one() -> None:
    def load() -> SmallEngine:
        raise ValueError("the index is\ndamaged")

    holder, work = reindexer(PRINTS_PROGRESS, load=load)
    assert words(outcome(work)) == "the index cannot be loaded: the index is damaged"
    assert holder.current is OLD


def test_a_process_that_takes_too_long_is_ended_with_all_that_it_started(tmp_path: Path) -> None:
    pid_file = tmp_path / "pid"
    code = f"""
import pathlib, signal, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
pathlib.Path({str(pid_file)!r}).write_text(str(child.pid))
time.sleep(60)
"""
    holder, work = reindexer(code, time_limit=2)
    assert words(outcome(work)) == "it took longer than 2 seconds"
    assert holder.current is OLD
    assert has_ended(int(pid_file.read_text()))


def has_ended(pid: int) -> bool:
    """Whether a process is gone, or only waits to be collected by its parent, within a second."""
    until = time.monotonic() + 1
    while time.monotonic() < until:
        with suppress(OSError):
            if Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z":
                os.kill(pid, 0)
                time.sleep(0.02)
                continue
        return True
    return False


def test_only_one_reindexing_at_a_time() -> None:
    async def scenario() -> None:
        _, work = reindexer("import time; time.sleep(0.3)\n" + PRINTS_PROGRESS)
        first = asyncio.create_task(work.reindex(ignore))
        await asyncio.sleep(0.05)
        assert await work.reindex(ignore) == ReindexOutcome(ReindexStatus.BUSY)
        assert (await first).status is ReindexStatus.SWAPPED
        assert (await work.reindex(ignore)).status is ReindexStatus.UNCHANGED

    asyncio.run(scenario())


def test_a_bot_that_stops_ends_the_process_and_begins_none() -> None:
    async def scenario() -> None:
        holder, work = reindexer("import time; time.sleep(60)")
        running = asyncio.create_task(work.reindex(ignore))
        await asyncio.sleep(0.2)
        await work.close()
        stopping = "the bot is stopping"
        assert words(await running) == stopping
        assert words(await work.reindex(ignore)) == stopping
        assert holder.current is OLD

    asyncio.run(scenario())


def test_a_process_that_does_not_listen_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.moderation.reindexing._KILL_DELAY", 0.2)
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
    _, work = reindexer(deaf, time_limit=1)
    assert outcome(work).status is ReindexStatus.FAILED


def test_slow_or_failing_reports_do_not_delay_the_index() -> None:
    async def scenario() -> None:
        holder, work = reindexer(PRINTS_PROGRESS)
        reports: list[ReindexProgress] = []

        async def report(progress: ReindexProgress) -> None:
            reports.append(progress)
            await asyncio.sleep(0.2)
            raise RuntimeError

        assert (await work.reindex(report)).status is ReindexStatus.SWAPPED
        assert holder.current is NEW
        assert 1 <= len(reports) <= 2

    asyncio.run(scenario())


def test_questions_are_answered_while_the_new_index_is_loaded() -> None:
    async def scenario() -> None:
        def load() -> SmallEngine:
            time.sleep(0.3)
            return NEW

        holder, work = reindexer(PRINTS_PROGRESS, load=load)
        running = asyncio.create_task(work.reindex(ignore))
        while not running.done():
            assert holder.current in (OLD, NEW)
            await asyncio.sleep(0.02)
        assert holder.current is NEW

    asyncio.run(scenario())


def test_the_command_line_names_corpus_and_data() -> None:
    command = index_command(Path("seeds"), Path("data"))
    assert command == (
        *(sys.executable, "-m", "bot", "index"),
        *("--corpus", "seeds", "--data-dir", "data", "--progress", "json"),
        *("--parent", str(os.getpid())),
    )


def test_the_end_is_reached_only_after_a_report_that_is_on_its_way() -> None:
    async def scenario() -> None:
        arrived: list[ReindexProgress] = []

        async def slow(progress: ReindexProgress) -> None:
            await asyncio.sleep(0.05)
            arrived.append(progress)

        reporter = _Reporter(slow)
        await reporter.close()
        reporter.report(ReindexProgress(ReindexStage.READING))
        await asyncio.sleep(0)
        await reporter.close()
        assert arrived == [ReindexProgress(ReindexStage.READING)]

    asyncio.run(scenario())


REFUSES = """
import json, sys
print(json.dumps({"stage": "reading", "done": 1, "total": 1}))
print(json.dumps({"refused": {"documents": 1, "before": 16}}))
sys.exit("shahid: refused")
"""
ACCEPTS = """
import json, sys
assert sys.argv[1:] == ["--accept-fewer", "1"], sys.argv
print(json.dumps({"result": {"documents": 1}}))
"""


def test_an_index_of_too_few_documents_is_refused_and_the_old_one_is_used() -> None:
    metrics = Metrics()
    holder, work = reindexer(REFUSES, metrics=metrics)
    ended = replace(outcome(work), seconds=0)
    assert ended == ReindexOutcome(ReindexStatus.REFUSED, documents=1, before=16)
    assert holder.current is OLD
    assert metrics.registry.get_sample_value("shahid_reindexes_total", {"status": "refused"}) == 1


def test_a_refused_index_is_used_once_it_is_confirmed() -> None:
    holder, work = reindexer(ACCEPTS)
    assert asyncio.run(work.reindex(ignore, least=1)).status is ReindexStatus.SWAPPED
    assert holder.current is NEW


def test_going_back_serves_the_index_before() -> None:
    metrics = Metrics()
    holder, work = reindexer(FAILS, metrics=metrics)
    ended = asyncio.run(work.roll_back())
    assert (ended.status, ended.documents, ended.passages) == (ReindexStatus.ROLLED_BACK, 1, 3)
    assert holder.current is EARLIER
    assert metrics.registry.get_sample_value("shahid_reindexes_total", {"status": "rolled back"}) == 1


@pytest.mark.parametrize(
    ("error", "status", "why"),
    [
        (
            NoEarlierIndexError("nothing_saved"),
            ReindexStatus.NO_EARLIER,
            "no index is saved: there is nothing to go back to",
        ),
        (OSError("disk"), ReindexStatus.FAILED, "the index cannot be loaded: disk"),
    ],
)
def test_where_there_is_no_way_back_the_index_stays(
    error: Exception, status: ReindexStatus, why: str
) -> None:
    def load_earlier() -> SmallEngine:
        raise error

    holder = EngineHolder(OLD)
    ended = asyncio.run(ProcessReindexer(holder, process(FAILS), lambda: NEW, load_earlier).roll_back())
    assert (ended.status, words(ended)) == (status, why)
    assert holder.current is OLD


def test_nobody_goes_back_while_a_reindexing_runs_and_the_metrics_show_it() -> None:
    async def scenario() -> None:
        metrics = Metrics()
        _, work = reindexer("import time; time.sleep(0.3)\n" + PRINTS_PROGRESS, metrics=metrics)
        running = asyncio.create_task(work.reindex(ignore))
        await asyncio.sleep(0.05)
        assert await work.roll_back() == ReindexOutcome(ReindexStatus.BUSY)
        assert metrics.registry.get_sample_value("shahid_reindexing") == 1
        assert (await running).status is ReindexStatus.SWAPPED
        assert metrics.registry.get_sample_value("shahid_reindexing") == 0
        assert metrics.registry.get_sample_value("shahid_documents") == 1
        assert metrics.registry.get_sample_value("shahid_reindexes_total", {"status": "swapped"}) == 1

    asyncio.run(scenario())
