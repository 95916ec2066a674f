"""Measures Shahid and its peers on the same questions, in one run.

In: a folder in the layout of BEIR with gold answers. Out: a table on the standard output, and with
`--write-readme` in README.md between `<!-- quality:begin -->` and `<!-- quality:end -->`.

    python -m benchmarks.quality [BEIR_FOLDER] [--write-readme]

Each passage has its title before its text for every peer, since Shahid searches titles as well; Lucene
is asked a second time without them. Peers that are not installed are left out, with a line for each.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.lucene_peer import run_lucene
from benchmarks.peers import PEERS, Build, PeerMissingError
from benchmarks.tables import MarkersMissingError, render_table, replace_between
from retrieval.engine import Engine
from retrieval.evaluation.beir import QuestionSets, read_beir
from retrieval.evaluation.evaluation import RUN_DEPTH, observe
from retrieval.evaluation.measures import holds_answer, mean, measure_rankings
from retrieval.evaluation.runs import EXCERPTS_SHOWN, Ranking

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- quality:begin -->", "<!-- quality:end -->"
COLUMNS = ("RR@10", "Success@1", "Success@3", "R@100")


@dataclass(frozen=True, slots=True)
class SystemRun:
    """The results of one system for all questions."""

    name: str
    rankings: Mapping[str, Ranking]
    excerpts: Mapping[str, Sequence[str]] | None = None
    """Question id → excerpts, best first; None where the system has none."""


def run_peer(name: str, build: Build, sets: QuestionSets) -> SystemRun:
    """Ask a peer of this process all questions.

    Raises:
        PeerMissingError: It is not installed.
    """
    names = [document.document_id for document in sets.corpus.documents]
    search = build([*titled_texts(sets).values()])
    return SystemRun(
        name,
        {
            topic.topic_id: tuple((names[place], score) for place, score in search(topic.text, RUN_DEPTH))
            for topic in sets.topics
        },
    )


def run_peer_lucene(name: str, texts: Mapping[str, str], sets: QuestionSets) -> SystemRun:
    """Ask Lucene all questions.

    Raises:
        PeerMissingError: Java or Lucene is not installed.
    """
    answers = run_lucene(texts, {topic.topic_id: topic.text for topic in sets.topics})
    return SystemRun(name, answers.rankings, answers.excerpts)


def run_shahid(sets: QuestionSets) -> SystemRun:
    """Ask Shahid all questions, with its default settings."""
    observations = observe(Engine.of_corpus(sets.corpus), sets)
    return SystemRun(
        "**Shahid**",
        {seen.topic.topic_id: seen.ranking for seen in observations},
        {seen.topic.topic_id: seen.texts for seen in observations},
    )


def titled_texts(sets: QuestionSets) -> dict[str, str]:
    """Passage id → its text with its title before it."""
    return {
        document.document_id: f"{document.source.title} . {document.text}"
        for document in sets.corpus.documents
    }


def plain_texts(sets: QuestionSets) -> dict[str, str]:
    """Passage id → its text."""
    return {document.document_id: document.text for document in sets.corpus.documents}


def run_all(sets: QuestionSets, write_line: Callable[[str], None]) -> list[SystemRun]:
    """Ask every system that is installed; writes a line for each that is not."""
    calls: list[Callable[[], SystemRun]] = [
        *(lambda name=name, build=build: run_peer(name, build, sets) for name, build in PEERS.items()),
        lambda: run_peer_lucene("Lucene 8 ArabicAnalyzer, no titles", plain_texts(sets), sets),
        lambda: run_peer_lucene("Lucene 8 ArabicAnalyzer", titled_texts(sets), sets),
        lambda: run_shahid(sets),
    ]
    runs = []
    for call in calls:
        try:
            runs.append(call())
        except PeerMissingError as error:
            write_line(f"left out: {error}")
    return runs


def measure_system(run: SystemRun, sets: QuestionSets) -> list[str]:
    """The row of a system: measures averaged over each set, then over the sets."""
    by_topic = measure_rankings(sets.qrels, run.rankings)
    names = list(dict.fromkeys(topic.set_name for topic in sets.topics))
    row = [run.name]
    for column in COLUMNS:
        by_set = [
            mean(by_topic[topic.topic_id][column] for topic in sets.topics if topic.set_name == name)
            for name in names
        ]
        row.append(_cell(mean(value for value in by_set if value is not None)))
    if run.excerpts is None:
        return [*row, "–", "–", "–"]
    for first in (1, EXCERPTS_SHOWN):
        by_set = [
            mean(
                any(
                    holds_answer(text, topic.answers) for text in run.excerpts.get(topic.topic_id, ())[:first]
                )
                for topic in sets.topics
                if topic.set_name == name
            )
            for name in names
        ]
        row.append(_cell(mean(value for value in by_set if value is not None)))
    length = mean(len(text) for texts in run.excerpts.values() for text in texts)
    return [*row, "–" if length is None else f"{length:.0f}"]


def build_report(sets: QuestionSets, runs: Sequence[SystemRun]) -> str:
    """The table, and a line with the numbers of questions and passages."""
    head = ["", *COLUMNS, "answer in 1st excerpt", "in first 3", "characters"]
    names = list(dict.fromkeys(topic.set_name for topic in sets.topics))
    table = render_table(head, [measure_system(run, sets) for run in runs])
    return (
        f"{table}\n\n{len(sets.topics)} questions over {len(sets.corpus.documents)} passages; "
        f"mean of {len(names)} question sets ({', '.join(names)}). Written by `python -m benchmarks.quality`."
    )


def default_folder() -> Path:
    """The bench of the evaluation data: `EVAL_DATA`, else `shared` beside the project."""
    return Path(os.environ.get("EVAL_DATA") or ROOT.parent / "shared") / "bench" / "arabic-qa-dev"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark as a command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.quality")
    parser.add_argument("folder", type=Path, nargs="?", default=default_folder(), help="a BEIR folder")
    parser.add_argument("--write-readme", action="store_true", help="write the table into README.md")
    options = parser.parse_args(arguments)
    sets = read_beir(options.folder)
    report = build_report(sets, run_all(sets, print))
    print(report)
    if options.write_readme:
        readme = ROOT / "README.md"
        try:
            replaced = replace_between(readme.read_text(encoding="utf-8"), BEGIN, END, report)
        except MarkersMissingError as error:
            print(f"README.md: {error}")
            return 1
        readme.write_text(replaced, encoding="utf-8")
    return 0


def _cell(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


if __name__ == "__main__":
    sys.exit(main())
