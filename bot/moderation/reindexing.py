"""Builds the index anew in a process of its own and swaps it in, while questions go on.

In comes a moderator's wish, out goes how it ended. The process writes the new index aside and puts
it in its place in one step; only then is it loaded here, in a thread, and only when it is loaded
does it serve. Whatever goes wrong on the way leaves the old one serving.
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
from bot.telemetry import describe_error, redact

_LOGGER = logging.getLogger(__name__)

TIME_LIMIT = 1800.0
"""Seconds for the process and for loading what it built."""
REASON_LIMIT = 300
"""Characters of a reason at most."""
_LINE_LIMIT = 1 << 24
"""Bytes of a line of the process at most; the last one lists all skipped files."""
_DEATH_LIMIT = 5.0
"""Seconds that a process has to end once it was told to, before it is killed."""

OnProgress = Callable[[ReindexProgress], Awaitable[None]]


def index_command(corpus_dir: Path, data_dir: Path) -> tuple[str, ...]:
    """The command line that indexes a corpus and tells its progress as JSON lines."""
    return (
        *(sys.executable, "-m", "bot", "index"),
        *("--corpus", str(corpus_dir), "--data-dir", str(data_dir), "--progress", "json"),
    )


class _FailedError(Exception):
    """No new index; the message is one line that says why."""


class ProcessReindexer:
    """Reindexes in a process of its own, one at a time; a `conversation.ports.Reindexer`.

    Args:
        holder: Holds the engine that serves; the new one is swapped in here.
        command: The command line of the process, see `index_command`.
        load: Loads the index that the process left; called in a thread.
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
        """Reindex; never raises for what goes wrong with corpus, index, process or time.

        Args:
            on_progress: Told how far it is. It may be slow: what it cannot keep up with is left out.
        """
        if self._is_busy:
            return ReindexOutcome(ReindexStatus.BUSY)
        self._is_busy = True
        began = time.monotonic()
        reporter = _Reporter(on_progress)
        # Said at once: a process takes a moment to begin.
        reporter.tell(ReindexProgress(ReindexStage.READING))
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
        # Swapped in either way: the word lists beside the corpus may have changed.
        self._holder.swap(engine)
        return ReindexOutcome(
            ReindexStatus.SWAPPED if is_new else ReindexStatus.UNCHANGED,
            documents=len(engine.documents),
            passages=engine.passage_count,
            skipped=engine.skipped,
            seconds=time.monotonic() - began,
        )

    async def close(self) -> None:
        """End a process that is under way, and begin none from now on."""
        self._is_closed = True
        await self._end_process()

    async def _build(self, reporter: _Reporter) -> None:
        """Run the process to its end; raises _FailedError where it leaves no index."""
        if self._is_closed:
            raise _FailedError("the bot is stopping")
        try:
            # A session of its own, so that its own workers end with it.
            self._process = process = await asyncio.create_subprocess_exec(
                *self._command, stdout=PIPE, stderr=PIPE, limit=_LINE_LIMIT, start_new_session=True
            )
        except OSError as error:
            raise _FailedError(f"the indexing process cannot be started: {error.strerror}") from error
        try:
            has_result, last_words = await asyncio.gather(
                _follow(process.stdout, reporter), _last_words(process.stderr)
            )
            code = await process.wait()
        finally:
            await self._end_process()
        if code == 0 and has_result:
            return
        raise _FailedError("the bot is stopping" if self._is_closed else _reason(code, last_words))

    async def _load_new(self) -> AnswerEngine:
        try:
            return await asyncio.to_thread(self._load)
        except Exception as error:
            _LOGGER.warning("the new index cannot be loaded: %s", describe_error(error))
            raise _FailedError(f"the new index cannot be loaded: {error}") from error

    async def _end_process(self) -> None:
        """End the process and its workers: kindly, then not; nothing where it has ended."""
        process, self._process = self._process, None
        if process is None or process.returncode is not None:
            return
        for number in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, number)
            with suppress(TimeoutError):
                await asyncio.wait_for(process.wait(), _DEATH_LIMIT)
                return


class _Reporter:
    """Tells the newest progress, one telling at a time; an error in telling is only logged."""

    def __init__(self, on_progress: OnProgress) -> None:
        self._on_progress = on_progress
        self._newest: ReindexProgress | None = None
        self._telling: asyncio.Task[None] | None = None

    def tell(self, progress: ReindexProgress) -> None:
        self._newest = progress
        if self._telling is None or self._telling.done():
            self._telling = asyncio.create_task(self._tell())

    async def close(self) -> None:
        """Wait for the telling that is under way, so that what is said next comes after it."""
        self._newest = None
        if self._telling is not None:
            await self._telling

    async def _tell(self) -> None:
        while (progress := self._newest) is not None:
            self._newest = None
            try:
                await self._on_progress(progress)
            except Exception as error:  # noqa: BLE001 - the index matters more than the telling
                _LOGGER.warning("progress cannot be told: %s", describe_error(error))


async def _follow(lines: asyncio.StreamReader | None, reporter: _Reporter) -> bool:
    """Read what the process tells, to its end; returns whether there was a result."""
    has_result = False
    async for line in lines or asyncio.StreamReader():
        told = _parse(line)
        has_result = has_result or "result" in told
        progress = _progress(told)
        if progress is not None:
            reporter.tell(progress)
    return has_result


def _parse(line: bytes) -> dict[str, Any]:
    """A line of the process as JSON; empty where it is something else."""
    with suppress(ValueError):
        told = json.loads(line)
        if isinstance(told, dict):
            return told
    return {}


def _progress(told: dict[str, Any]) -> ReindexProgress | None:
    try:
        return ReindexProgress(ReindexStage(told["stage"]), int(told["done"]), int(told["total"]))
    except (KeyError, ValueError, TypeError):
        return None


async def _last_words(lines: asyncio.StreamReader | None) -> str:
    """The last line that is not empty."""
    last = ""
    async for line in lines or asyncio.StreamReader():
        last = line.decode(errors="replace").strip() or last
    return last


def _reason(code: int, last_words: str) -> str:
    if last_words:
        return last_words.removeprefix("shahid: ")
    if code < 0:
        return f"the indexing process was ended by signal {-code}"
    return f"the indexing process ended with code {code}"


def _failure(reason: str, began: float) -> ReindexOutcome:
    reason = redact(" ".join(reason.split()))[:REASON_LIMIT]
    _LOGGER.warning("no new index: %s", reason)
    return ReindexOutcome(ReindexStatus.FAILED, seconds=time.monotonic() - began, reason=reason)
