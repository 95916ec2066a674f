"""Kills the process at random moments of a start, a reindexing, a write, and looks at what comes back.

`python -m tests.faults.kills [--count N] [--seed S] [--write FILE]` prints a row for each kind of moment.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import sqlite3
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from benchmarks.tables import render_table, replace_between
from tests.bot.telegram.fakes import MODERATOR
from tests.faults.process import BotProcess, log_faults, new_folder
from tests.faults.town import WORDS, Asked, Town, until
from tests.telegram_server.people import Person
from tests.telegram_server.server import TelegramServer

BEGIN, END = "<!-- kills:begin -->", "<!-- kills:end -->"
SAMPLE = ("geneva-talks", "library-opening-hours", "troops-near-ukraine", "winter-timeline", "dead-sea")
FILLING = 400
"""Documents that make an indexing last for seconds, so that a kill finds it at work."""
PARTING = 2.0
"""Seconds within which every process that a killed one has started is gone."""
MOST_FILES = 60
"""Files in the data folder, however often the process was killed: two or three generations, a database."""
WRITERS = 20
"""People who ask at once while something is written."""


class Moment(StrEnum):
    """What the process is doing when it is killed."""

    START = "start"
    REINDEX = "reindex"
    WRITE = "write"


@dataclass(frozen=True, slots=True)
class Kill:
    """One kill, drawn at random."""

    moment: Moment
    fraction: float
    """How much of the work is done, 0 to 1 of the time that it takes when nobody kills it."""
    is_corpus_gone: bool
    """Whether the folder of documents is missing when the process comes back."""


@dataclass(slots=True)
class Aftermath:
    """What was seen after a kill."""

    kill: Kill
    came_back: bool = False
    """It answers from a saved index."""
    orphans: int = 0
    doubled: int = 0
    """Questions that were answered twice."""
    files: int = 0
    is_database_whole: bool = True
    reason: str = ""
    """What was wrong, for people."""

    @property
    def is_good(self) -> bool:
        """Whether nothing was lost and nothing is left behind."""
        return self.came_back and not self.orphans and self.files <= MOST_FILES and self.is_database_whole


@dataclass(slots=True)
class Suite:
    """Kills one bot again and again.

    Args:
        folder: Where the bot lies; made here.
        server: Its server.
    """

    folder: Path
    server: TelegramServer
    round: int = 0
    start_seconds: float = 0.0
    reindex_seconds: float = 0.0
    asked: list[Asked] = field(default_factory=list)
    process: BotProcess = field(init=False)
    town: Town = field(init=False)

    def __post_init__(self) -> None:
        new_folder(self.folder, SAMPLE)
        self.process = BotProcess(self.folder, self.server.url, self.server.state.token)
        self.town = Town(self.server)
        self._change_corpus()

    async def prepare(self) -> None:
        """Measure how long a start that indexes and a reindexing take when nobody kills them."""
        self.process.start()
        await self.process.ready()
        self.start_seconds = time.monotonic() - self.process.began
        self._change_corpus()
        began = time.monotonic()
        await self._reindex()
        if not await until(self._is_reindexed, 120):
            raise AssertionError("the first reindexing does not end")
        self.reindex_seconds = time.monotonic() - began

    async def run(self, kill: Kill) -> Aftermath:
        """Kill once, start again, ask."""
        aftermath = Aftermath(kill)
        await self._work(kill)
        self.process.kill()
        aftermath.orphans = await self._orphans()
        aftermath.is_database_whole = self._is_database_whole()
        try:
            await self._come_back(kill, aftermath)
        except AssertionError as error:
            aftermath.reason = str(error)
        finally:
            self._hide_corpus(is_hidden=False)
        if self.process.code is not None:
            await self._recover()
        aftermath.files = sum(path.is_file() for path in self.process.data.rglob("*"))
        return aftermath

    async def _work(self, kill: Kill) -> None:
        """Begin the work, and wait for the moment."""
        if kill.moment is Moment.WRITE:
            people = [self.town.person() for _ in range(WRITERS)]
            self.asked = [await self.town.ask(person, place) for place, person in enumerate(people)]
            await asyncio.sleep(kill.fraction)
            return
        self._change_corpus()
        if kill.moment is Moment.REINDEX:
            await self._reindex()
            await asyncio.sleep(kill.fraction * self.reindex_seconds)
            return
        await self.process.stop()
        self.process.start()
        await asyncio.sleep(kill.fraction * self.start_seconds)

    async def _come_back(self, kill: Kill, aftermath: Aftermath) -> None:
        self._hide_corpus(is_hidden=kill.is_corpus_gone)
        self.process.start()
        await self.process.ready()
        asked = await self.town.ask(self.town.person())
        aftermath.came_back = await until(lambda: len(self.town.answers(asked)) == 1, 20)
        if not aftermath.came_back:
            aftermath.reason = "a question is not answered"
        aftermath.doubled = sum(len(self.town.answers(each)) > 1 for each in self.asked)
        self.asked = []

    async def _recover(self) -> None:
        """Start it again where it did not come back, so that the next kill finds it running."""
        self.process.start()
        await self.process.ready()

    async def _orphans(self) -> int:
        await asyncio.sleep(PARTING)
        orphans = await asyncio.to_thread(self.process.relatives)
        for process in orphans:
            process.kill()
        return len(orphans)

    async def _reindex(self) -> None:
        await Person(self.town.state, MODERATOR).write("/reindex")

    def _is_reindexed(self) -> bool:
        return any("تمت إعادة الفهرسة" in each["text"] for each in self.town.messages(MODERATOR))

    def _is_database_whole(self) -> bool:
        path = self.process.data / "shahid.db"
        if not path.exists():
            return True
        with closing(sqlite3.connect(path)) as connection:
            return bool(connection.execute("PRAGMA integrity_check").fetchone() == ("ok",))

    def _hide_corpus(self, *, is_hidden: bool) -> None:
        hidden = self.folder / "hidden"
        if is_hidden:
            self.process.corpus.rename(hidden)
        elif hidden.exists():
            hidden.rename(self.process.corpus)

    def _change_corpus(self) -> None:
        """Change every document that only fills, so that the index has to be built anew."""
        self.round += 1
        with (self.process.corpus / "filling.jsonl").open("w", encoding="utf-8") as stream:
            for number in range(FILLING):
                text = f"في المحطة {number} من الخط {self.round} رصيف واسع ومقاعد خشبية ونوافذ زرقاء. " * 6
                record = {"id": f"filling-{number}", "title": f"المحطة {number}", "text": text}
                stream.write(json.dumps(record, ensure_ascii=False) + "\n")


def draw_kills(count: int, seed: int) -> list[Kill]:
    """Random moments, about as many of each kind; in half of them the documents are gone afterwards."""
    chance = random.Random(seed)
    kinds = [moment for _ in range(count) for moment in Moment][:count]
    return [Kill(kind, chance.random(), chance.random() < 0.5) for kind in chance.sample(kinds, count)]


async def run_kills(kills: Sequence[Kill], folder: Path) -> list[Aftermath]:
    """Kill one process again and again; also looks into its log."""
    async with TelegramServer() as server:
        suite = Suite(folder, server)
        try:
            await suite.prepare()
            aftermaths = [await suite.run(kill) for kill in kills]
        finally:
            suite.process.kill()
        faults = log_faults(suite.process.log.read_text("utf-8"), server.state.token, WORDS)
        if any(faults.values()):
            aftermaths[-1].reason += f" in the log: {faults}"
            aftermaths[-1].came_back = False
    return aftermaths


async def _run_apart(kills: Sequence[Kill], folder: Path, workers: int) -> list[Aftermath]:
    shares = [kills[start::workers] for start in range(workers)]
    suites = (run_kills(share, folder / f"bot-{place}") for place, share in enumerate(shares) if share)
    return [aftermath for suite in await asyncio.gather(*suites) for aftermath in suite]


def kill_table(aftermaths: Sequence[Aftermath]) -> str:
    """A row for each kind of moment."""
    groups: dict[str, list[Aftermath]] = defaultdict(list)
    for each in aftermaths:
        groups[each.kill.moment].append(each)
    rows = [
        [
            name,
            str(len(group)),
            str(sum(each.came_back for each in group)),
            str(sum(each.orphans for each in group)),
            str(sum(not each.is_database_whole for each in group)),
            str(sum(each.doubled for each in group)),
            str(max(each.files for each in group)),
        ]
        for name, group in sorted(groups.items())
    ]
    head = [
        "killed during",
        "kills",
        "came back",
        "orphans",
        "broken databases",
        "answered twice",
        "files, most",
    ]
    return render_table(head, rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the suite; returns 1 where a process did not come back whole."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults.kills")
    parser.add_argument("--count", type=int, default=100, help="kills (100)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed draws the same moments")
    parser.add_argument("--workers", type=int, default=2, help="bots that are killed at a time (2)")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="a folder for logs and data")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table between its markers")
    options = parser.parse_args(arguments)
    kills = draw_kills(options.count, options.seed)
    with tempfile.TemporaryDirectory() as folder:
        aftermaths = asyncio.run(_run_apart(kills, options.keep or Path(folder), options.workers))
    bad = [f"{each.kill}: {each}" for each in aftermaths if not each.is_good]
    table = kill_table(aftermaths)
    sys.stdout.write("\n".join([table, *bad, ""]))
    if options.write:
        text = options.write.read_text(encoding="utf-8")
        options.write.write_text(replace_between(text, BEGIN, END, table), encoding="utf-8")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
