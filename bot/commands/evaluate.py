"""`shahid evaluate`: measures over a BEIR folder, and writes runs and excerpts for others to score."""

from __future__ import annotations

from pathlib import Path

from tqdm import tqdm

from bot.settings import Settings
from retrieval import Corpus, Engine, evaluate


def evaluate_folder(
    settings: Settings, folder: Path, *, run_file: Path | None, excerpts: Path | None, as_json: bool
) -> int:
    """Index a BEIR folder in memory, ask all its questions, and print the measures.

    Args:
        settings: Which synonyms are used, and whether meaning is.
        folder: `corpus.jsonl`, `queries.jsonl` and `qrels/test.tsv`.
        run_file: Where to write a TREC run of 100 hits a query.
        excerpts: Where to write three excerpts a query, tabs between.
        as_json: Print JSON instead of a table.
    """

    def build(corpus: Corpus) -> Engine:
        vectors = settings.data_dir / "evaluated" / corpus.digest[:12] if settings.semantic == "on" else None
        return Engine.of_corpus(corpus, synonyms_file=settings.synonyms_file, vectors=vectors)

    with tqdm(desc="asking", unit="", disable=None) as bar:

        def told(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        measured = evaluate(build, folder, run=run_file, excerpts=excerpts, progress=told)
    print(measured.to_json() if as_json else measured.to_text())
    return 0
