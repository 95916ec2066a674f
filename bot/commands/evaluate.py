"""`shahid evaluate`: measures over a BEIR folder, and writes runs and excerpts for other tools to score."""

from __future__ import annotations

from pathlib import Path

from tqdm import tqdm

from bot.bootstrap import Composition
from retrieval.evaluation import evaluate


def evaluate_folder(
    composition: Composition, folder: Path, *, run_file: Path | None, excerpts: Path | None, as_json: bool
) -> int:
    """Index a BEIR folder in memory, ask all its questions, and print the measures.

    Args:
        composition: Names the synonyms, and whether hits are ranked by meaning as well.
        folder: `corpus.jsonl`, `queries.jsonl` and `qrels/test.tsv`.
        run_file: Where to write a TREC run of 100 hits a query.
        excerpts: Where to write three excerpts a query, tabs between.
        as_json: Print JSON instead of a table.
    """
    with tqdm(desc="asking", unit="", disable=None) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        measured = evaluate(
            composition.index_in_memory, folder, run=run_file, excerpts=excerpts, progress=show
        )
    print(measured.to_json() if as_json else measured.to_text())
    return 0
