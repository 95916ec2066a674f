"""Measures how long a question takes, how long an index takes, and how much memory.

In: `seeds/`, the scraped seeds and the bench of the evaluation data where they exist, and a
synthetic corpus. Out: two tables on the standard output, and with `--write` in benchmarks/README.md
between `<!-- speed:begin -->` and `<!-- speed:end -->`.

    python -m benchmarks.speed [--passages N] [--write]

Each corpus is measured in a process of its own, so that its memory is its own. Peers search the
bench in the same run, so that their ratios are comparable between machines.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import random
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from benchmarks.lucene_peer import run_lucene
from benchmarks.peers import PEERS, PeerMissingError
from benchmarks.quality import ROOT, default_folder
from benchmarks.tables import MarkersMissingError, render_table, replace_between
from bot.commands.ask import replies
from bot.conversation.engines import EngineHolder
from retrieval.engine import Engine
from retrieval.evaluation.beir import read_beir
from retrieval.evaluation.gold import read_gold

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- speed:begin -->", "<!-- speed:end -->"
SYNTHETIC_PASSAGES = 10_000
"""Size above which another backend than rank-bm25 is better."""
ASKED = 300
"""Questions asked of a corpus, after `WARM_UP` questions that are not measured."""
WARM_UP = 20
TOP = 10
"""Passages that a peer is asked for."""
WORDS, PASSAGE_WORDS, QUESTION_WORDS = 50_000, 60, (4, 8)
Result = TypeVar("Result")

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهوي"


@dataclass(frozen=True, slots=True)
class Speed:
    """Times and sizes for one corpus."""

    name: str
    documents: int
    passages: int
    build_seconds: float
    """From the folder to a saved index."""
    open_seconds: float
    """From the saved index to the first possible answer."""
    p50_ms: float
    p95_ms: float
    """Wall-clock time of one question, including the composed reply."""
    processor_p50_ms: float
    processor_p95_ms: float
    """Processor time of one question."""
    memory_mb: float
    """Peak memory of the process that opens a saved index and answers."""
    index_mb: float
    """Size of the saved index on disk."""


def measure_corpus(name: str, corpus_dir: Path, questions: Sequence[str]) -> Speed:
    """Build, save, open and ask, the building in one process and the rest in another."""
    with tempfile.TemporaryDirectory() as data:
        build_seconds = _apart(_build, corpus_dir, Path(data))
        documents, passages, open_seconds, clock, processor, memory_mb = _apart(
            _open_and_ask, corpus_dir, Path(data), list(questions)
        )
        size = sum(file.stat().st_size for file in Path(data).rglob("*") if file.is_file())
    return Speed(
        name,
        documents,
        passages,
        build_seconds,
        open_seconds,
        *quantiles(clock),
        *quantiles(processor),
        memory_mb,
        size / 1e6,
    )


def quantiles(times: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile of times in seconds, in milliseconds."""
    return statistics.median(times) * 1000, statistics.quantiles(times, n=20, method="inclusive")[-1] * 1000


def time_calls(call: Callable[[str], object], questions: Sequence[str]) -> tuple[list[float], list[float]]:
    """Seconds of wall-clock time and of processor time for each question.

    The first questions are asked once before, to warm up. On an idle machine both are about equal;
    on a busy one only processor time is comparable.
    """
    for question in questions[:WARM_UP]:
        call(question)
    clock, processor = [], []
    for question in questions:
        start, start_processor = time.perf_counter(), time.process_time()
        call(question)
        processor.append(time.process_time() - start_processor)
        clock.append(time.perf_counter() - start)
    return clock, processor


def synthesize(passages: int, seed: int = 1) -> tuple[list[str], list[str]]:
    """Passages of random words with frequencies by Zipf's law, and questions from them.

    Args:
        passages: How many passages.
        seed: The same seed gives the same words.

    Returns:
        The passages, and `ASKED` questions of 4 to 8 words, each from one passage.
    """
    chance = random.Random(seed)
    words = ["".join(chance.choices(LETTERS, k=chance.randint(3, 8))) for _ in range(WORDS)]
    weights = [1 / rank for rank in range(1, WORDS + 1)]
    drawn = chance.choices(words, weights, k=passages * PASSAGE_WORDS)
    texts = [
        " ".join(drawn[start : start + PASSAGE_WORDS]) + "." for start in range(0, len(drawn), PASSAGE_WORDS)
    ]
    questions = [
        " ".join(chance.sample(chance.choice(texts).rstrip(".").split(), chance.randint(*QUESTION_WORDS)))
        for _ in range(ASKED)
    ]
    return texts, questions


def write_corpus(folder: Path, records: Iterable[tuple[str, str, str]]) -> Path:
    """Write documents (id, title, text) as a corpus folder of one JSONL file."""
    folder.mkdir(parents=True)
    with (folder / "documents.jsonl").open("w", encoding="utf-8") as stream:
        for name, title, text in records:
            stream.write(json.dumps({"id": name, "title": title, "text": text}, ensure_ascii=False) + "\n")
    return folder


def measure_all(passages: int, write_line: Callable[[str], None]) -> Iterator[Speed]:
    """Measure every corpus that exists."""
    seeds = read_gold(ROOT / "tests" / "quality" / "seeds_gold.jsonl")
    yield measure_corpus("seeds", ROOT / "seeds", [asked.question for asked in seeds])
    scraped = default_folder().parents[1]
    if (scraped / "seeds_gold.jsonl").is_file():
        gold = read_gold(scraped / "seeds_gold.jsonl")
        yield measure_corpus("scraped seeds", scraped / "seeds", [asked.question for asked in gold])
    else:
        write_line("left out: the scraped seeds (set EVAL_DATA to their folder)")
    with tempfile.TemporaryDirectory() as name:
        if default_folder().is_dir():
            sets = read_beir(default_folder())
            records = ((one.document_id, one.source.title, one.text) for one in sets.corpus.documents)
            folder = write_corpus(Path(name) / "bench", records)
            yield measure_corpus("bench", folder, [topic.text for topic in sets.topics[-ASKED:]])
        else:
            write_line("left out: the bench (set EVAL_DATA to its folder)")
        texts, questions = synthesize(passages)
        folder = write_corpus(
            Path(name) / "synthetic",
            ((str(place), f"وثيقة {place}", text) for place, text in enumerate(texts)),
        )
        yield measure_corpus("synthetic", folder, questions)


def compare_peers(ours: Speed, write_line: Callable[[str], None]) -> list[list[str]]:
    """Time of one search of the bench for each peer, and as a ratio to one answer of Shahid."""
    sets = read_beir(default_folder())
    texts = {one.document_id: f"{one.source.title} . {one.text}" for one in sets.corpus.documents}
    questions = [topic.text for topic in sets.topics[-ASKED:]]
    rows = [_peer_row("**Shahid**, answer with excerpts", ours.processor_p50_ms, ours.processor_p95_ms, ours)]
    for name, build in PEERS.items():
        try:
            search = build([*texts.values()])
        except PeerMissingError as error:
            write_line(f"left out: {error}")
            continue
        _, processor = time_calls(lambda text, search=search: search(text, TOP), questions)  # type: ignore[misc]
        rows.append(_peer_row(name, *quantiles(processor), ours))
    try:
        lucene = run_lucene(texts, {str(place): text for place, text in enumerate(questions)})
    except PeerMissingError as error:
        write_line(f"left out: {error}")
    else:
        rows.append(_peer_row("Lucene 8 ArabicAnalyzer", lucene.p50_ms, lucene.p95_ms, ours))
    return rows


def build_report(speeds: Sequence[Speed], peers: Sequence[Sequence[str]]) -> str:
    """Both tables."""
    rows = [
        ["documents", *(f"{one.documents:,}" for one in speeds)],
        ["passages", *(f"{one.passages:,}" for one in speeds)],
        ["read, index and save, s", *(f"{one.build_seconds:.2f}" for one in speeds)],
        ["start-up with a saved index, s", *(f"{one.open_seconds:.2f}" for one in speeds)],
        ["one question, p50, ms", *(f"{one.p50_ms:.1f}" for one in speeds)],
        ["one question, p95, ms", *(f"{one.p95_ms:.1f}" for one in speeds)],
        ["one question, processor p50, ms", *(f"{one.processor_p50_ms:.1f}" for one in speeds)],
        ["one question, processor p95, ms", *(f"{one.processor_p95_ms:.1f}" for one in speeds)],
        ["memory of the process, MB", *(f"{one.memory_mb:.0f}" for one in speeds)],
        ["index on disk, MB", *(f"{one.index_mb:.1f}" for one in speeds)],
    ]
    report = render_table(["", *(one.name for one in speeds)], rows)
    if peers:
        head = ["processor time of one question over the bench", "p50, ms", "p95, ms", "p50 as a ratio"]
        report += "\n\n" + render_table(head, peers)
    return report


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark as a command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed")
    parser.add_argument("--passages", type=int, default=SYNTHETIC_PASSAGES, help="of the synthetic corpus")
    parser.add_argument("--write", action="store_true", help="write the tables into benchmarks/README.md")
    options = parser.parse_args(arguments)
    speeds = list(measure_all(options.passages, print))
    bench = next((one for one in speeds if one.name == "bench"), None)
    report = build_report(speeds, compare_peers(bench, print) if bench else [])
    print(report)
    if options.write:
        try:
            replaced = replace_between(README.read_text(encoding="utf-8"), BEGIN, END, report)
        except MarkersMissingError as error:
            print(f"{README}: {error}")
            return 1
        README.write_text(replaced, encoding="utf-8")
    return 0


def _peer_row(name: str, p50_ms: float, p95_ms: float, ours: Speed) -> list[str]:
    return [name, f"{p50_ms:.2f}", f"{p95_ms:.2f}", f"{p50_ms / ours.processor_p50_ms:.2f}"]


def _apart(call: Callable[..., Result], *arguments: object) -> Result:
    """Run a call in a fresh process."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(call, arguments)


def _build(corpus_dir: Path, data_dir: Path) -> float:
    start = time.perf_counter()
    Engine.open(corpus_dir, data_dir, rebuild=True)
    return time.perf_counter() - start


def _open_and_ask(
    corpus_dir: Path, data_dir: Path, questions: list[str]
) -> tuple[int, int, float, list[float], list[float], float]:
    start = time.perf_counter()
    engine = Engine.open(corpus_dir, data_dir)
    opened = time.perf_counter() - start
    served = EngineHolder(engine).served
    clock, processor = time_calls(lambda question: next(replies(engine.answer(question), served)), questions)
    # On Linux the peak memory of a process is given in KiB.
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return len(engine.documents), engine.passage_count, opened, clock, processor, memory_mb


if __name__ == "__main__":
    sys.exit(main())
