"""The bot as a process of its own: started, watched, stopped and killed as a supervisor and a crash do."""

from __future__ import annotations

import asyncio
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import psutil

from bot.settings import PREFIX
from tests.bot.telegram.fakes import MODERATOR
from tests.evaldata import ROOT

READY = "The bot is answering"
_TICK = 0.02
"""Seconds between two looks at the log or at the processes."""


def new_folder(folder: Path, names: Sequence[str] = ()) -> Path:
    """A folder for one bot, its corpus the sample documents, or some of them."""
    (folder / "corpus").mkdir(parents=True)
    for file in sorted((ROOT / "seeds").iterdir()):
        if not names or file.name.partition(".")[0] in names:
            shutil.copy(file, folder / "corpus" / file.name)
    return folder


class BotProcess:
    """`shahid run` on a folder with `corpus`, `data` and `log`.

    Args:
        folder: Where everything of the bot lies; `new_folder` makes one.
        url: Root of the Bot API server.
        token: The bot's token.
        settings: Further settings by name, without the prefix.
    """

    def __init__(self, folder: Path, url: str, token: str, **settings: str) -> None:
        self.folder, self.token = folder, token
        self.corpus, self.data, self.log = folder / "corpus", folder / "data", folder / "log"
        self._environment = {n: v for n, v in os.environ.items() if not n.startswith((PREFIX, "COV"))}
        given = {
            "BOT_TOKEN": token,
            "BOT_API_URL": url,
            "CORPUS_DIR": str(self.corpus),
            "DATA_DIR": str(self.data),
            "LOG_LEVEL": "DEBUG",
            "MODERATORS": str(MODERATOR),
            "QUESTIONS_PER_MINUTE": "1000",
            "MONITORING_PORT": "0",
            **settings,
        }
        self._environment |= {f"{PREFIX}{name}": value for name, value in given.items()}
        self._environment["PYTHONPATH"] = str(ROOT)
        self._running: subprocess.Popen[bytes] | None = None
        self._log_start = 0
        self.began = 0.0

    @property
    def pid(self) -> int:
        """The id of the process that was started last."""
        return self._process.pid

    @property
    def code(self) -> int | None:
        """Its exit code, None while it runs."""
        return self._process.poll()

    @property
    def _process(self) -> subprocess.Popen[bytes]:
        if self._running is None:
            raise AssertionError("the process was never started")
        return self._running

    def start(self) -> None:
        """Start it, without waiting for anything."""
        self._log_start = self.log.stat().st_size if self.log.exists() else 0
        self.began = time.monotonic()
        with self.log.open("ab") as log:
            # In the bot's folder, so that no `.env` of whoever runs this is read.
            self._running = subprocess.Popen(
                (sys.executable, "-m", "bot", "run"),
                cwd=self.folder,
                env=self._environment,
                stdout=log,
                stderr=log,
            )

    async def ready(self, within: float = 60.0) -> None:
        """Wait until it fetches updates.

        Raises:
            AssertionError: It ended before, or takes too long; the message is the end of its log.
        """
        until = time.monotonic() + within
        while READY not in self.lines():
            if self.code is not None or time.monotonic() > until:
                raise AssertionError(f"not ready (exit code {self.code}): {self.lines()[-600:]}")
            await asyncio.sleep(_TICK)

    async def ended(self, within: float = 40.0) -> int | None:
        """Wait for its end; returns its exit code, None where it still runs."""
        until = time.monotonic() + within
        while self.code is None and time.monotonic() < until:  # noqa: ASYNC110 - nothing announces an end
            await asyncio.sleep(_TICK)
        return self.code

    async def stop(self, within: float = 40.0) -> int | None:
        """Ask it to end by SIGTERM; returns its exit code, None where it had to be killed."""
        self._process.send_signal(signal.SIGTERM)
        code = await self.ended(within)
        self.kill()
        return code

    def kill(self) -> None:
        """End it at once, as a crash of the machine does."""
        if self._running is not None:
            self._running.kill()
            self._running.wait()

    def lines(self) -> str:
        """What it has logged since it was started last."""
        if not self.log.exists():
            return ""
        with self.log.open("rb") as log:
            log.seek(self._log_start)
            return log.read().decode(errors="replace")

    def family(self) -> list[psutil.Process]:
        """All processes that it has started and that still run."""
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(self.pid).children(recursive=True)
        return []

    def relatives(self) -> list[psutil.Process]:
        """All processes beside it whose environment names its data folder, orphans included."""
        found = []
        for process in psutil.process_iter():
            with suppress(psutil.Error):
                is_ours = process.environ().get(f"{PREFIX}DATA_DIR") == str(self.data)
                if is_ours and process.pid != self.pid and process.status() != psutil.STATUS_ZOMBIE:
                    found.append(process)
        return found


def log_faults(log: str, token: str, words: Sequence[str]) -> dict[str, int]:
    """What a log must never have: how many tracebacks, tokens, and words of questions there are."""
    return {
        "tracebacks": len(re.findall(r"^Traceback ", log, re.MULTILINE)),
        "tokens": log.count(token),
        "words": sum(log.count(word) for word in words),
    }
