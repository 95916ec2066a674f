"""Lucene as a peer: its Arabic analyzer, BM25 and UnifiedHighlighter, run by `LuceneRun.java`.

In: passages and questions. Out: rankings, excerpts and times. Java and the jars of
Debian's `liblucene8-java` are needed; `LUCENE_JARS` names another folder of jars.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from benchmarks.peers import PeerMissingError

PROGRAM = Path(__file__).with_name("lucene") / "LuceneRun.java"
JARS = ("core", "analyzers-common", "highlighter", "queries", "memory")
JARS_FOLDER = "/usr/share/java"
FRAGMENT_CHARACTERS = 300
"""Wanted length of a fragment, as of Shahid's excerpts."""


@dataclass(frozen=True, slots=True)
class LuceneAnswers:
    """The results of Lucene."""

    rankings: Mapping[str, tuple[tuple[str, float], ...]]
    """Question id → passage ids with scores, best first, at most 100."""
    excerpts: Mapping[str, tuple[str, ...]]
    """Question id → at most three excerpts."""
    build_seconds: float
    p50_ms: float
    p95_ms: float
    """Processor time of one search, in milliseconds, excerpts not counted."""


def run_lucene(passages: Mapping[str, str], questions: Mapping[str, str]) -> LuceneAnswers:
    """Index the passages and ask the questions.

    Args:
        passages: Passage id → text.
        questions: Question id → text.

    Raises:
        PeerMissingError: Java or the jars are not installed.
    """
    command = ["java", "-cp", os.pathsep.join(map(str, _find_jars())), str(PROGRAM)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder / "documents.tsv", passages)
        _write(folder / "questions.tsv", questions)
        done = subprocess.run(  # noqa: S603  # our own program, no shell
            [*command, name, str(FRAGMENT_CHARACTERS)], capture_output=True, text=True, check=True
        )
        took = json.loads(done.stdout)
        rankings: dict[str, list[tuple[str, float]]] = {}
        for question, passage, score in _read(folder / "run.tsv"):
            rankings.setdefault(question, []).append((passage, float(score)))
        excerpts = {question: tuple(texts) for question, *texts in _read(folder / "excerpts.tsv")}
    return LuceneAnswers(
        MappingProxyType({question: tuple(ranking) for question, ranking in rankings.items()}),
        MappingProxyType(excerpts),
        took["build_s"],
        took["p50_us"] / 1000,
        took["p95_us"] / 1000,
    )


def _find_jars() -> list[Path]:
    if shutil.which("java") is None:
        raise PeerMissingError("Java is not installed: apt-get install default-jdk-headless")
    folder = Path(os.environ.get("LUCENE_JARS", JARS_FOLDER))
    jars = [jar for name in JARS for jar in sorted(folder.glob(f"lucene-{name}-8*.jar"))[:1]]
    if len(jars) < len(JARS):
        raise PeerMissingError("Lucene is not installed: apt-get install liblucene8-java")
    return jars


def _write(file: Path, texts: Mapping[str, str]) -> None:
    lines = (f"{name}\t{' '.join(text.split())}\n" for name, text in texts.items())
    file.write_text("".join(lines), encoding="utf-8")


def _read(file: Path) -> list[list[str]]:
    return [line.split("\t") for line in file.read_text(encoding="utf-8").split("\n") if line]
