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
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.conversation.engines import EngineHolder
from bot.conversation.ports import AnswerEngine, ReindexOutcome, ReindexProgress, ReindexStage, ReindexStatus
from bot.monitoring.logs import describe_error, redact

_LOGGER = logging.getLogger(__name__)

TIME_LIMIT = 1800.0
"""Seconds for the process and for loading the index that it built."""
REASON_LIMIT = 300
"""Longest reason, in characters."""
_LINE_LIMIT = 1 << 24
"""Longest line of the process, in bytes; the last line lists all skipped files."""
_KILL_DELAY = 5.0
"""Seconds between asking a process to end and killing it."""

OnProgress = Callable[[ReindexProgress], Awaitable[None]]


def index_command(corpus_dir: Path, data_dir: Path) -> tuple[str, ...]:
    """The command line that indexes a corpus and prints its progress as JSON lines."""
    return (
        *(sys.executable, "-m", "bot", "index"),
        *("--corpus", str(corpus_dir), "--data-dir", str(data_dir), "--progress", "json"),
    )


class _FailedError(Exception):
    """There is no new index; the message is the reason, in one line."""


class ProcessReindexer:
    """Reindexes in a separate process, one at a time; implements `conversation.ports.Reindexer`.

    Args:
        holder: Holds the engine that answers questions; gets the new one.
        command: The command line of the process, see `index_command`.
        load: Loads the index that the process has built; called in a thread.
        time_limit: Seconds for process and loading together.
    """

    def __init__(
        self,
        holder: EngineHolder,
        command: Sequence[str],
        load: Callable[[], AnswerEngine],
        *,
        time_limit: float = TIME_LIMIT,
    ) -> None:
        self._holder = holder
        self._command = tuple(command)
        self._load = load
        self._time_limit = time_limit
        self._is_busy = False
        self._is_closed = False
        self._process: Process | None = None

    async def reindex(self, on_progress: OnProgress) -> ReindexOutcome:
        """Reindex; never raises for errors of corpus, index or process, or when time is up.

        Args:
            on_progress: Called with the progress. It may be slow: steps that come meanwhile are skipped.
        """
        if self._is_busy:
            return ReindexOutcome(ReindexStatus.BUSY)
        self._is_busy = True
        began = time.monotonic()
        reporter = _Reporter(on_progress)
        # Reported at once: a process takes a moment to start.
        reporter.report(ReindexProgress(ReindexStage.READING))
        try:
            async with asyncio.timeout(self._time_limit):
                await self._build(reporter)
                engine = await self._load_new()
        except TimeoutError:
            return _failure(f"it took longer than {self._time_limit:.0f} seconds", began)
        except _FailedError as error:
            return _failure(str(error), began)
        finally:
            self._is_busy = False
            await reporter.close()
        is_new = engine.digest != self._holder.current.digest
        # Replaced in either case: the word lists beside the corpus may have changed.
        self._holder.swap(engine)
        return ReindexOutcome(
            ReindexStatus.SWAPPED if is_new else ReindexStatus.UNCHANGED,
            documents=len(engine.documents),
            passages=engine.passage_count,
            skipped=engine.skipped,
            seconds=time.monotonic() - began,
        )

    async def close(self) -> None:
        """End a running process, and start none from now on."""
        self._is_closed = True
        await self._end_process()

    async def _build(self, reporter: _Reporter) -> None:
        """Run the process to its end; raises _FailedError where it builds no index."""
        if self._is_closed:
            raise _FailedError("the bot is stopping")
        try:
            # In its own session, so that the processes that it starts end with it.
            self._process = process = await asyncio.create_subprocess_exec(
                *self._command, stdout=PIPE, stderr=PIPE, limit=_LINE_LIMIT, start_new_session=True
            )
        except OSError as error:
            raise _FailedError(f"the indexing process cannot be started: {error.strerror}") from error
        try:
            has_result, last_line = await asyncio.gather(
                _follow(process.stdout, reporter), _last_line(process.stderr)
            )
            code = await process.wait()
        finally:
            await self._end_process()
        if code == 0 and has_result:
            return
        raise _FailedError("the bot is stopping" if self._is_closed else _reason(code, last_line))

    async def _load_new(self) -> AnswerEngine:
        try:
            return await asyncio.to_thread(self._load)
        except Exception as error:
            _LOGGER.warning("the new index cannot be loaded: %s", describe_error(error))
            raise _FailedError(f"the new index cannot be loaded: {error}") from error

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


async def _follow(lines: asyncio.StreamReader | None, reporter: _Reporter) -> bool:
    """Read the output of the process to its end; returns whether there was a result."""
    has_result = False
    async for line in lines or asyncio.StreamReader():
        entry = _parse(line)
        has_result = has_result or "result" in entry
        progress = _to_progress(entry)
        if progress is not None:
            reporter.report(progress)
    return has_result


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


async def _last_line(lines: asyncio.StreamReader | None) -> str:
    """The last line that is not empty."""
    last = ""
    async for line in lines or asyncio.StreamReader():
        last = line.decode(errors="replace").strip() or last
    return last


def _reason(code: int, last_line: str) -> str:
    if last_line:
        return last_line.removeprefix("shahid: ")
    if code < 0:
        return f"the indexing process was ended by signal {-code}"
    return f"the indexing process ended with code {code}"


def _failure(reason: str, began: float) -> ReindexOutcome:
    reason = redact(" ".join(reason.split()))[:REASON_LIMIT]
    _LOGGER.warning("no new index: %s", reason)
    return ReindexOutcome(ReindexStatus.FAILED, seconds=time.monotonic() - began, reason=reason)
