"""The sets of questions that the gate measures, and the measures of each that have a floor.

In: the project folder (`seeds/`, `tests/quality/`) and, where it exists, a folder of evaluation
data (`seeds/` with `seeds_gold.jsonl` and `seeds_expected.json`, `bench/*/` in the layout of BEIR).
Out: a `Measured` for each set: its name, the digest of its data and its values.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from retrieval.engine import Engine
from retrieval.evaluation.beir import read_beir
from retrieval.evaluation.evaluation import observe, summarize
from retrieval.evaluation.floors import Measured, digest_files
from retrieval.evaluation.gold import GoldReport, evaluate_gold, read_not_quoted
from retrieval.evaluation.report import SetMeasures

KIND_GROUPS = {
    "plain": ("msa", "diacritics", "digits"),
    "dialect": ("dialect",),
    "mistyped": ("typo", "arabizi", "keyboard"),
    "reworded": ("synonym", "yes_no", "why"),
}
"""Kinds of answerable questions that are measured together, so that no group is too small."""
SILENT_GROUPS = {"unanswerable": ("unanswerable",), "noise": ("boilerplate", "word_salad")}
"""Kinds of unanswerable questions that are measured together."""
SAMPLE_STEP = 4
"""Without `--full` every fourth question of a bench is asked, over its whole corpus."""
LONGEST_EXCERPT = 300
"""Highest mean length of the excerpts of a bench, in code points."""


def measure_gold(name: str, corpus_dir: Path, gold_file: Path, expected: Path, data_dir: Path) -> Measured:
    """Measure a gold file on its corpus.

    Args:
        name: Name of the set.
        corpus_dir: Its documents.
        gold_file: Its questions.
        expected: What must not be quoted, a file for `read_not_quoted`.
        data_dir: Where the index may be saved.

    Raises:
        RetrievalError: The corpus, the gold file or the index cannot be read.
    """
    report = ask_gold(corpus_dir, gold_file, expected, data_dir)
    files = [*(file for file in corpus_dir.rglob("*") if file.is_file()), gold_file, expected]
    root = Path(os.path.commonpath([corpus_dir.parent, gold_file.parent, expected.parent]))
    return Measured(
        name, digest_files(files, root), MappingProxyType(flatten_gold(report)), tuple(report.failures())
    )


def ask_gold(corpus_dir: Path, gold_file: Path, expected: Path, data_dir: Path) -> GoldReport:
    """Ask an engine over a corpus the questions of a gold file.

    Raises:
        RetrievalError: The corpus, the gold file or the index cannot be read.
    """
    engine = Engine.open(corpus_dir, data_dir)
    return evaluate_gold(engine, gold_file, not_quoted=read_not_quoted(expected))


def flatten_gold(report: GoldReport) -> dict[str, float]:
    """The measures of a gold report that have a floor, each from 0 to 1, without those of no question."""
    found: dict[str, float | None] = {"first": report.found(1), "first three": report.found(3)}
    for group, kinds in KIND_GROUPS.items():
        found[f"{group}: first"] = report.found(1, kinds)
        found[f"{group}: first three"] = report.found(3, kinds)
    found["refused"] = report.refused()
    for group, kinds in SILENT_GROUPS.items():
        found[f"{group}: refused"] = report.refused(kinds)
    found["verbatim"], found["no boilerplate quoted"] = report.verbatim, report.clean
    return {name: value for name, value in found.items() if value is not None}


def measure_bench(name: str, folder: Path, *, step: int = 1) -> Measured:
    """Measure a folder in the layout of BEIR.

    Args:
        name: Name of the set.
        folder: The BEIR folder.
        step: 1 asks every question, n every nth.

    Raises:
        RetrievalError: The folder cannot be read or a measure is not installed.
    """
    sets = read_beir(folder)
    sets = replace(sets, topics=sets.topics[::step])
    kept = {topic.topic_id for topic in sets.topics}
    judged = {topic_id: grades for topic_id, grades in sets.qrels.items() if topic_id in kept}
    sets = replace(sets, qrels=MappingProxyType(judged))
    engine = Engine.of_corpus(sets.corpus)
    evaluation = summarize(observe(engine, sets), sets, engine.threshold)
    files = [file for file in folder.rglob("*") if file.suffix in {".jsonl", ".tsv"}]
    return Measured(name, digest_files(files, folder), MappingProxyType(flatten_bench(evaluation.macro)))


def flatten_bench(macro: SetMeasures) -> dict[str, float]:
    """The measures of a bench that have a floor, each from 0 to 1, without those not measured."""
    length = macro.excerpt_length
    found: dict[str, float | None] = {
        **macro.retrieval,
        "answer in first excerpt": macro.answer_in_first,
        "answer in first three excerpts": macro.answer_in_first_three,
        f"excerpts of {LONGEST_EXCERPT} characters at most": length and float(length <= LONGEST_EXCERPT),
        "answer line: precision": macro.line_precision,
        "answer line: shown": macro.line_coverage,
        "no-answer AUROC": macro.no_answer_auroc,
        "refused, 95 % kept": macro.refused_when_95_kept,
        "kept as shipped": macro.kept,
        "refused as shipped": macro.refused,
    }
    return {name: value for name, value in found.items() if value is not None}


def measure_all(root: Path, eval_data: Path | None, *, full: bool = False) -> Iterator[Measured]:
    """Measure every set that exists, one after the other.

    Args:
        root: The project folder.
        eval_data: The folder of evaluation data, None where there is none.
        full: Whether all questions of a bench are asked.

    Raises:
        RetrievalError: A set cannot be read or measured.
    """
    quality = root / "tests" / "quality"
    with tempfile.TemporaryDirectory() as data_dir:
        place = Path(data_dir)
        yield measure_gold(
            "seeds", root / "seeds", quality / "seeds_gold.jsonl", quality / "seeds_expected.json", place
        )
        if eval_data is None:
            return
        if (eval_data / "seeds_gold.jsonl").exists():
            scraped = measure_gold(
                "scraped seeds",
                eval_data / "seeds",
                eval_data / "seeds_gold.jsonl",
                eval_data / "seeds_expected.json",
                place,
            )
            yield replace(scraped, outside=True)
        for queries in sorted(eval_data.glob("bench/*/queries.jsonl")):
            name = queries.parent.name
            if full:
                measured = measure_bench(name, queries.parent)
            else:
                measured = measure_bench(f"{name}, every {SAMPLE_STEP}th", queries.parent, step=SAMPLE_STEP)
            yield replace(measured, outside=True)
