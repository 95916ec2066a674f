"""Measures what the whole bot holds: questions a second over loopback HTTP, its processor time and memory.

In: the bench of the evaluation data where it exists, else `seeds/`. Out: a table on the standard output,
and with `--write` in docs/operations.md between `<!-- serving:begin -->` and `<!-- serving:end -->`.

    python -m benchmarks.serving [--rate N] [--minutes N] [--write]

The bot is `shahid run` in a process of its own, the Bot API server and the people are another
(`loopback`). A reindexing of changed documents runs in the middle; its process is counted apart. The
same questions are then asked of the engine alone, in the same run, so that the ratio does not depend
on the machine: at the same rate, because a processor that sleeps between two questions takes longer for
each of them, and one after the other.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import psutil

from benchmarks.loopback import MODERATOR, TOKEN
from benchmarks.quality import ROOT, default_folder
from benchmarks.speed import ASKED, WARM_UP, quantiles, write_corpus
from benchmarks.tables import MarkersMissingError, render_table, replace_between
from retrieval.engine import Engine
from retrieval.evaluation.beir import read_beir
from retrieval.evaluation.gold import read_gold
from tests.faults.process import BotProcess

PAGE = ROOT / "docs" / "operations.md"
BEGIN, END = "<!-- serving:begin -->", "<!-- serving:end -->"
RATE, MINUTES, CHATS = 20.0, 2.0, 200
ALONE = 600
"""Questions asked of the engine alone, at most."""
WARM_UP_SECONDS = 30.0
"""Load before the measure begins, with a reindexing of its own, so that all code has run and memory has
taken its size."""


@dataclass(frozen=True, slots=True)
class Usage:
    """What a process has used so far."""

    processor: float
    """Seconds of its own processor time."""
    children: float
    """Seconds of processor time of the processes that it started and that have ended."""
    memory: float
    """Resident memory, in MB."""


@dataclass(frozen=True, slots=True)
class Serving:
    """What was measured."""

    rate: float
    load: dict[str, Any]
    """What came of the questions; see `loopback`."""
    started: Usage
    warm: Usage
    ended: Usage
    engine_processor: float
    """Seconds of processor time of one `Engine.answer` at the same rate, on average."""
    engine_at_once: float
    """The same where the questions come one after the other."""

    @property
    def processor(self) -> float:
        """Seconds of processor time of one question in the whole process, on average."""
        return (self.ended.processor - self.warm.processor) / int(self.load["asked"])

    @property
    def ratio(self) -> float:
        """Processor time of one question, whole process, beside the engine alone at the same rate."""
        return self.processor / self.engine_processor

    @property
    def growth(self) -> float:
        """Growth of memory after the warm-up, as a share."""
        return self.ended.memory / self.warm.memory - 1


@contextmanager
def loopback() -> Iterator[subprocess.Popen[str]]:
    """The server and the people, in a process of their own."""
    with subprocess.Popen(
        (sys.executable, "-m", "benchmarks.loopback"),
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def measure(folder: Path, questions: Sequence[str], *, rate: float, seconds: float) -> Serving:
    """Measure a bot whose documents are in `corpus` of a folder.

    Args:
        folder: The bot's folder.
        questions: Asked in turn.
        rate: Questions a second.
        seconds: How long, after the warm-up.
    """
    with loopback() as people:
        bot = BotProcess(folder, _read(people)["url"], TOKEN, LOG_LEVEL="INFO", MODERATORS=str(MODERATOR))
        try:
            bot.start()
            asyncio.run(bot.ready(within=180))
            started = usage(bot.pid)
            _change(bot.corpus, 1)
            _ask(people, questions, rate=rate, seconds=WARM_UP_SECONDS)
            time.sleep(3)  # the first reindexing ends
            warm = usage(bot.pid)
            _change(bot.corpus, 2)
            load = _ask(people, questions, rate=rate, seconds=seconds)
            ended = usage(bot.pid)
        finally:
            bot.kill()
    paced, at_once = (
        engine_processor(bot, questions, min(load["asked"], ALONE), pause) for pause in (1 / rate, 0.0)
    )
    return Serving(rate, load, started, warm, ended, paced, at_once)


def usage(pid: int) -> Usage:
    """What a process has used so far."""
    process = psutil.Process(pid)
    times = process.cpu_times()
    memory = process.memory_info().rss / 1e6
    return Usage(times.user + times.system, times.children_user + times.children_system, memory)


def engine_processor(bot: BotProcess, questions: Sequence[str], asked: int, pause: float) -> float:
    """Seconds of processor time of one answer of the engine alone, so many seconds apart, on average."""
    engine = Engine.open(bot.corpus, bot.data)
    for question in questions[:WARM_UP]:
        engine.answer(question)
    began, used = time.monotonic(), time.process_time()
    for number in range(asked):
        time.sleep(max(0.0, began + number * pause - time.monotonic()))
        engine.answer(questions[number % len(questions)])
    return (time.process_time() - used) / asked


def prepare(folder: Path) -> list[str]:
    """Put documents into `corpus` of a folder; returns questions about them."""
    if default_folder().is_dir():
        sets = read_beir(default_folder())
        write_corpus(
            folder / "corpus",
            ((one.document_id, one.source.title, one.text) for one in sets.corpus.documents),
        )
        return [topic.text for topic in sets.topics[-ASKED:]]
    shutil.copytree(ROOT / "seeds", folder / "corpus")
    gold = read_gold(ROOT / "tests" / "quality" / "seeds_gold.jsonl")
    return [asked.question for asked in gold]


def build_report(serving: Serving) -> str:
    """The table."""
    load = serving.load
    p50, p95 = quantiles(load["waits"])
    rows = [
        ["questions", f"{load['asked']:,}"],
        ["questions a second", f"{load['asked'] / load['seconds']:.1f}"],
        ["people, reindexings meanwhile", f"{CHATS}, {load['reindexed']}"],
        ["lost, answered twice, apologies", f"{load['lost']}, {load['doubled']}, {load['apologies']}"],
        ["from question to answer, p50, ms", f"{p50:.0f}"],
        ["from question to answer, p95, ms", f"{p95:.0f}"],
        ["from question to answer, longest, ms", f"{1000 * max(load['waits'], default=0):.0f}"],
        ["processor time of a question, whole process, ms", f"{1000 * serving.processor:.1f}"],
        ["`Engine.answer` alone at the same rate, ms", f"{1000 * serving.engine_processor:.1f}"],
        ["`Engine.answer` alone, one after the other, ms", f"{1000 * serving.engine_at_once:.1f}"],
        ["whole process beside `Engine.answer` at the same rate", f"{serving.ratio:.2f}"],
        ["processor time of reindexing, apart, s", f"{serving.ended.children - serving.warm.children:.1f}"],
        ["memory at start, after the warm-up, at the end, MB", _memory(serving)],
        ["growth after the warm-up", f"{100 * serving.growth:.1f} %"],
    ]
    return render_table(["what was measured", f"{serving.rate:.0f} questions a second"], rows)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark as a command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.serving")
    parser.add_argument("--rate", type=float, default=RATE, help="questions a second (20)")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="how long (2)")
    parser.add_argument("--write", action="store_true", help="write the table into docs/operations.md")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        questions = prepare(Path(name))
        report = build_report(measure(Path(name), questions, rate=options.rate, seconds=60 * options.minutes))
    print(report)
    if options.write:
        try:
            replaced = replace_between(PAGE.read_text(encoding="utf-8"), BEGIN, END, report)
        except (MarkersMissingError, OSError) as error:
            print(f"{PAGE}: {error}")
            return 1
        PAGE.write_text(replaced, encoding="utf-8")
    return 0


def _ask(
    people: subprocess.Popen[str], questions: Sequence[str], *, rate: float, seconds: float
) -> dict[str, Any]:
    load = {
        "questions": questions,
        "rate": rate,
        "seconds": seconds,
        "chats": CHATS,
        "reindex_at": seconds / 2,
    }
    print(json.dumps(load), file=people.stdin, flush=True)
    return _read(people)


def _read(people: subprocess.Popen[str]) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(cast("IO[str]", people.stdout).readline())
    return answer


def _change(corpus: Path, number: int) -> None:
    """Change one document, so that the next reindexing builds another index."""
    (corpus / "changed.md").write_text(
        f"# الإعلان {number}\n\nهذا هو الإعلان رقم {number}.\n", encoding="utf-8"
    )


def _memory(serving: Serving) -> str:
    return ", ".join(f"{each.memory:.0f}" for each in (serving.started, serving.warm, serving.ended))


if __name__ == "__main__":
    sys.exit(main())
