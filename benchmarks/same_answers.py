"""Compares the answers of this tree with those of another revision: for changes that must not change any.

In: a revision of the project's history. Out: for each set of questions how many answers differ in their
JSON, the time they took aside, and the questions that do; exit code 1 where any does.

Both trees answer by `shahid ask --batch`, each in processes and with saved indexes of its own: the gold
questions over `seeds/` and, with evaluation data (`EVAL_DATA`), those over the scraped seeds, the
near-topic questions over both, and all questions of the benches over their passages.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from retrieval.evaluation.gate import find_eval_data

SHOWN = 5
"""Questions of a set that are named where their answers differ."""


@dataclass(frozen=True, slots=True)
class AskedSet:
    """Questions over one corpus."""

    name: str
    corpus_dir: Path
    questions: tuple[str, ...]


def find_sets(root: Path, eval_data: Path | None, scratch: Path) -> Iterator[AskedSet]:
    """The sets of questions that there are.

    Args:
        root: The project's folder.
        eval_data: The folder of evaluation data, where it is there.
        scratch: Where the corpora of benches may be laid out.
    """
    yield AskedSet("seeds", root / "seeds", _field(root / "tests/quality/seeds_gold.jsonl", "question"))
    if eval_data is None:
        print("no evaluation data: only the project's own questions are asked (set EVAL_DATA to its folder)")
        return
    near = _field(eval_data / "nearby_dev.jsonl", "question")
    yield AskedSet("seeds, near-topic", root / "seeds", near)
    scraped = _field(eval_data / "seeds_gold.jsonl", "question")
    yield AskedSet("scraped seeds", eval_data / "seeds", (*scraped, *near))
    for bench in sorted(eval_data.glob("bench/*/queries.jsonl")):
        corpus = scratch / bench.parent.name
        corpus.mkdir()
        (corpus / "corpus.jsonl").write_bytes((bench.parent / "corpus.jsonl").read_bytes())
        yield AskedSet(bench.parent.name, corpus, _field(bench, "text"))


def answer(tree: Path, asked: AskedSet, data_dir: Path) -> list[dict[str, Any]]:
    """The answers of a tree to a set of questions, in order, without the time they took.

    Raises:
        subprocess.CalledProcessError: The tree's command failed.
    """
    lines = "".join(f"{question}\n" for question in asked.questions)
    command = [sys.executable, "-m", "bot", "ask", "--corpus", str(asked.corpus_dir), "--batch", "-"]
    done = subprocess.run(  # noqa: S603 - our own command
        [*command, "--data-dir", str(data_dir)],
        cwd=tree,
        input=lines,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(tree), "PYTHONUTF8": "1"},
        text=True,
        check=True,
    )
    return [{**json.loads(line), "took_ms": 0} for line in done.stdout.splitlines()]


def compare(asked: AskedSet, old: Sequence[dict[str, Any]], new: Sequence[dict[str, Any]]) -> list[str]:
    """The questions of a set whose answers differ."""
    if len(old) != len(new) or len(new) != len(asked.questions):
        return [f"{len(old)} answers before, {len(new)} now, {len(asked.questions)} questions"]
    return [one["question"] for one, other in zip(old, new, strict=True) if one != other]


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare with a revision; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.same_answers", description=__doc__)
    parser.add_argument("revision", help="what to compare with: a commit, a tag, HEAD~3")
    parser.add_argument("--root", type=Path, default=Path(), help="the project folder (default: this one)")
    options = parser.parse_args(arguments)
    root = options.root.resolve()
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        tree = scratch / "tree"
        git = ["git", "-C", str(root), "worktree"]
        subprocess.run([*git, "add", "--quiet", "--detach", str(tree), options.revision], check=True)  # noqa: S603
        try:
            return _compare_all(root, tree, scratch)
        finally:
            subprocess.run([*git, "remove", "--force", str(tree)], check=True)  # noqa: S603


def _compare_all(root: Path, tree: Path, scratch: Path) -> int:
    code = 0
    for asked in find_sets(root, find_eval_data(root), scratch):
        old, new = (
            answer(place, asked, scratch / f"data-{name}") for name, place in (("old", tree), ("new", root))
        )
        differing = compare(asked, old, new)
        print(f"{asked.name}: {len(differing)} of {len(asked.questions)} answers differ")
        for question in differing[:SHOWN]:
            print(f"  {question}")
        code = 1 if differing else code
    return code


def _field(file: Path, name: str) -> tuple[str, ...]:
    """One field of each line of a JSON Lines file, on one line."""
    lines = file.read_text(encoding="utf-8").splitlines()
    return tuple(" ".join(json.loads(line)[name].split()) for line in lines if line.strip())


if __name__ == "__main__":
    sys.exit(main())
