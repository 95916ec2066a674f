"""Builds a new index in a separate process, and replaces the old one while questions are answered.

The process writes the new index beside the old one and renames it in one step. Then it is loaded here,
in a thread, and used only once it is loaded. Whatever goes wrong, the old index is still used.
"""

from __future__ import annotations

import asyncio
import json
import logging
import os
import signal
import sys
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from bot.conversation.engines import EngineHolder
from bot.conversation.ports import AnswerEngine, ReindexOutcome, ReindexProgress, ReindexStage, ReindexStatus
from bot.moderation.freeing import give_back_memory
from bot.monitoring.logs import describe_error, redact
from bot.monitoring.metrics import Metrics
from retrieval import NoEarlierIndexError, Reason, ReasonedError, in_english, reason, reason_from_json

_LOGGER = logging.getLogger(__name__)

TIME_LIMIT = 1800.0
"""Seconds for the process and for loading the index that it built."""
_LINE_LIMIT = 1 << 24
"""Longest line of the process, in bytes; the last line lists skipped files."""
_KILL_DELAY = 5.0
"""Seconds between asking a process to end and killing it."""

OnProgress = Callable[[ReindexProgress], Awaitable[None]]


def index_command(corpus_dir: Path, data_dir: Path) -> tuple[str, ...]:
    """The command line that indexes a corpus and prints its progress as JSON lines."""
    return (
        *(sys.executable, "-m", "bot", "index"),
        *("--corpus", str(corpus_dir), "--data-dir", str(data_dir), "--progress", "json"),
        *("--parent", str(os.getpid())),  # it ends with this process, even with one that is killed
    )


class _FailedError(ReasonedError):
    """There is no new index."""


class _RefusedError(Exception):
    """The corpus holds too few documents to replace the index."""

    def __init__(self, documents: int, before: int) -> None:
        super().__init__(f"{documents} documents, {before} before")
        self.documents = documents
        self.before = before


class ProcessReindexer:
    """Reindexes in a separate process, one at a time; implements `conversation.ports.Reindexer`.

    Args:
        holder: Holds the engine that answers questions; gets the new one.
        command: The command line of the process, see `index_command`.
        load: Loads the index that the process has built; called in a thread.
        load_earlier: Goes back to the index before and loads it; called in a thread.
        time_limit: Seconds for process and loading together.
        metrics: Counts how reindexings ended, and shows what is served.
    """

    def __init__(
        self,
        holder: EngineHolder,
        command: Sequence[str],
        load: Callable[[], AnswerEngine],
        load_earlier: Callable[[], AnswerEngine],
        *,
        time_limit: float = TIME_LIMIT,
        metrics: Metrics | None = None,
    ) -> None:
        self._holder = holder
        self._metrics = metrics or Metrics()
        self._metrics.documents.set(len(holder.current.documents))
        self._load_earlier = load_earlier
        self._command = tuple(command)
        self._load = load
        self._time_limit = time_limit
        self._is_busy = False
        self._is_closed = False
        self._process: Process | None = None

    async def reindex(self, on_progress: OnProgress, *, least: int | None = None) -> ReindexOutcome:
        """Reindex; never raises for errors of corpus, index or process, or when time is up.

        Args:
            on_progress: Called with the progress. It may be slow: steps that come meanwhile are skipped.
            least: Documents that are enough to replace the index; by default half of its own.
        """
        reporter = _Reporter(on_progress)

        async def work() -> ReindexOutcome:
            # Reported at once: a process takes a moment to start.
            reporter.report(ReindexProgress(ReindexStage.READING))
            await self._build(reporter, least)
            engine = await _load_in_thread(self._load)
            is_new = engine.digest != self._holder.current.digest
            # Replaced in either case: the word lists beside the corpus may have changed.
            return self._serve(engine, ReindexStatus.SWAPPED if is_new else ReindexStatus.UNCHANGED)

        try:
            return await self._alone(work)
        finally:
            await reporter.close()

    async def roll_back(self) -> ReindexOutcome:
        """Go back to the index before, at once; never raises where that is not possible."""

        async def work() -> ReindexOutcome:
            engine = await _load_in_thread(self._load_earlier)
            return self._serve(engine, ReindexStatus.ROLLED_BACK)

        return await self._alone(work)

    async def _alone(self, work: Callable[[], Awaitable[ReindexOutcome]]) -> ReindexOutcome:
        """Do one thing at a time, within the time limit; whatever fails is an outcome."""
        if self._is_busy:
            return ReindexOutcome(ReindexStatus.BUSY)
        self._is_busy = True
        self._metrics.reindexing.set(1)
        began = time.monotonic()
        try:
            outcome = await self._outcome_of(work)
            await asyncio.to_thread(give_back_memory)
        finally:
            self._is_busy = False
            self._metrics.reindexing.set(0)
        self._metrics.reindexes.labels(outcome.status).inc()
        return replace(outcome, seconds=time.monotonic() - began)

    async def _outcome_of(self, work: Callable[[], Awaitable[ReindexOutcome]]) -> ReindexOutcome:
        try:
            async with asyncio.timeout(self._time_limit):
                return await work()
        except TimeoutError:
            return _failure(reason("reindex_too_slow", seconds=f"{self._time_limit:.0f}"))
        except _FailedError as error:
            return _failure(error.reason)
        except NoEarlierIndexError as error:
            return ReindexOutcome(ReindexStatus.NO_EARLIER, reason=error.reason)
        except _RefusedError as error:
            _LOGGER.warning("a new index was refused: %s", error)
            return ReindexOutcome(ReindexStatus.REFUSED, documents=error.documents, before=error.before)

    def _serve(self, engine: AnswerEngine, status: ReindexStatus) -> ReindexOutcome:
        """Answer with an engine from now on."""
        self._holder.swap(engine)
        self._metrics.documents.set(len(engine.documents))
        return ReindexOutcome(
            status,
            documents=len(engine.documents),
            passages=engine.passage_count,
            skipped=engine.skipped,
        )

    async def close(self) -> None:
        """End a running process, and start none from now on."""
        self._is_closed = True
        await self._end_process()

    async def _build(self, reporter: _Reporter, least: int | None) -> None:
        """Run the process to its end; raises _FailedError or _RefusedError where it builds no index."""
        if self._is_closed:
            raise _FailedError("bot_stops")
        extra = () if least is None else ("--accept-fewer", str(least))
        try:
            # In its own session, so that the processes that it starts end with it.
            self._process = process = await asyncio.create_subprocess_exec(
                *self._command, *extra, stdout=PIPE, stderr=PIPE, limit=_LINE_LIMIT, start_new_session=True
            )
        except OSError as error:
            raise _FailedError("indexing_not_started", error=error.strerror or "") from error
        try:
            last, last_line = await asyncio.gather(
                _follow(process.stdout, reporter), _last_line(process.stderr)
            )
            code = await process.wait()
        finally:
            await self._end_process()
        if code == 0 and "result" in last:
            return
        if (refused := _refused(last)) is not None:
            raise refused
        raise _FailedError(reason("bot_stops") if self._is_closed else _reason(code, last, last_line))

    async def _end_process(self) -> None:
        """End the process and those that it started: by SIGTERM, then by SIGKILL."""
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, number)
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), _KILL_DELAY)
                return


async def _load_in_thread(load: Callable[[], AnswerEngine]) -> AnswerEngine:
    """Load an index; raises _FailedError or NoEarlierIndexError where that fails."""
    try:
        return await asyncio.to_thread(load)
    except NoEarlierIndexError:
        raise
    except Exception as error:
        _LOGGER.warning("the index cannot be loaded: %s", describe_error(error))
        why = (
            error.reason
            if isinstance(error, ReasonedError)
            else reason("failed_as", error=redact(str(error)))
        )
        raise _FailedError("index_not_loaded", reason=why) from error


class _Reporter:
    """Reports the newest progress, one report at a time; an error of a report is only logged."""

    def __init__(self, on_progress: OnProgress) -> None:
        self._on_progress = on_progress
        self._newest: ReindexProgress | None = None
        self._reporting: asyncio.Task[None] | None = None

    def report(self, progress: ReindexProgress) -> None:
        self._newest = progress
        if self._reporting is None or self._reporting.done():
            self._reporting = asyncio.create_task(self._report())

    async def close(self) -> None:
        """Wait for the running report, so that later messages come after it."""
        self._newest = None
        if self._reporting is not None:
            await self._reporting

    async def _report(self) -> None:
        while (progress := self._newest) is not None:
            self._newest = None
            try:
                await self._on_progress(progress)
            except Exception as error:  # noqa: BLE001 - the index matters more than its progress
                _LOGGER.warning("progress cannot be reported: %s", describe_error(error))


async def _follow(lines: asyncio.StreamReader | None, reporter: _Reporter) -> dict[str, Any]:
    """Read the output of the process to its end; returns its last line, which has the result."""
    entry: dict[str, Any] = {}
    async for line in _each(lines):
        entry = _parse(line)
        progress = _to_progress(entry)
        if progress is not None:
            reporter.report(progress)
    return entry


async def _each(lines: asyncio.StreamReader | None) -> AsyncIterator[bytes]:
    """Each line, but those that are too long, which are passed over."""
    while lines is not None:
        try:
            line = await lines.readline()
        except ValueError:
            continue
        if not line:
            return
        yield line


def _parse(line: bytes) -> dict[str, Any]:
    """A line of the process as JSON; empty where it is something else."""
    with suppress(ValueError):
        entry = json.loads(line)
        if isinstance(entry, dict):
            return entry
    return {}


def _to_progress(entry: dict[str, Any]) -> ReindexProgress | None:
    try:
        return ReindexProgress(ReindexStage(entry["stage"]), int(entry["done"]), int(entry["total"]))
    except (KeyError, ValueError, TypeError):
        return None


def _refused(entry: dict[str, Any]) -> _RefusedError | None:
    """What a line states of an index that was refused; None where it states nothing of that."""
    with suppress(KeyError, ValueError, TypeError):
        return _RefusedError(int(entry["refused"]["documents"]), int(entry["refused"]["before"]))
    return None


async def _last_line(lines: asyncio.StreamReader | None) -> str:
    """The last line that is not empty."""
    last = ""
    async for line in _each(lines):
        last = line.decode(errors="replace").strip() or last
    return last


def _reason(code: int, last: dict[str, Any], last_line: str) -> Reason:
    """Why the process built no index: what it gave as the reason, what it printed last, or how it ended."""
    with suppress(KeyError, TypeError, AttributeError):
        return reason_from_json(last["failed"])
    if last_line:
        return reason("failed_as", error=redact(last_line.removeprefix("shahid: ")))
    if code < 0:
        return reason("indexing_killed", signal=-code)
    return reason("indexing_ended", number=code)


def _failure(why: Reason) -> ReindexOutcome:
    _LOGGER.warning("no new index: %s", redact(in_english(why)))
    return ReindexOutcome(ReindexStatus.FAILED, reason=why)
