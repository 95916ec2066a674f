"""Measures the weights of `retrieval/index/parameters.py`.

In: a folder in the layout of BEIR. Out: on the standard output the measures of the ranking with the
current weights, with weights tuned on one half of the articles and reported on the other,
and with weights tuned on one question set and reported on another; then with each weight changed.

    python -m benchmarks.tune_ranking [BEIR_FOLDER]

Each question is asked of the corpus with titles and without, since not every corpus has them. Only the
weights of the features are tuned: the parameters of the fields (k1, b, grams) were tried by hand.
"""

from __future__ import annotations

import argparse
import os
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from retrieval.evaluation.beir import QuestionSets, read_beir
from retrieval.index import build_index
from retrieval.index.parameters import RERANKED, WEIGHTS
from retrieval.understanding.question_parser import QuestionParser

DEFAULT_FOLDER = Path(os.environ.get("EVAL_DATA", "../shared")) / "bench" / "arabic-qa-dev"
CUTOFF = 10
"""Rank up to which a found passage counts, as in RR@10."""
STEPS = (0.0, 0.5, 0.7, 1.4, 2.0)
"""Factors by which a weight is multiplied in search of a better value."""
ROUNDS = 3
LEAST_GAIN = 0.0003
"""Gain of the measure below which a weight stays as it is."""
NAMES = tuple(name for name in asdict(WEIGHTS) if name != "lemma")
"""Without the lemma, whose data is not part of the project."""

Vector = npt.NDArray[np.float64]


class Ranked:
    """The hits of all questions over one corpus: their features, and which of them are relevant.

    Args:
        sets: The questions.
        titled: Whether the documents keep their titles.
    """

    def __init__(self, sets: QuestionSets, *, titled: bool) -> None:
        documents = sets.corpus.documents
        if not titled:
            documents = tuple(
                replace(document, source=replace(document.source, title="")) for document in documents
            )
        index = build_index(replace(sets.corpus, documents=documents))
        parser = QuestionParser(index.vocabulary)
        self.features = np.zeros((len(sets.topics), RERANKED, len(NAMES)))
        self.relevant = np.zeros((len(sets.topics), RERANKED), dtype=bool)
        for row, topic in enumerate(sets.topics):
            relevant = {document for document, grade in sets.qrels[topic.topic_id].items() if grade > 0}
            for place, hit in enumerate(index.search(parser.parse(topic.text), RERANKED)):
                self.features[row, place] = [hit.features[name] for name in NAMES]
                self.relevant[row, place] = hit.passage.document_id in relevant

    def reciprocal_ranks(self, weights: Vector) -> Vector:
        """For each question 1 / rank of its first relevant passage, 0 below the cutoff."""
        scores = self.features @ weights
        best = np.where(self.relevant, scores, -np.inf).max(axis=1, keepdims=True)
        ranks = 1 + ((scores > best) & ~self.relevant).sum(axis=1)
        return np.where(np.isfinite(best[:, 0]) & (ranks <= CUTOFF), 1 / ranks, 0.0)


class Judge:
    """Measures weights on questions: the mean over sets, over corpora with and without titles."""

    def __init__(self, corpora: Sequence[Ranked], set_names: Sequence[str]) -> None:
        self._corpora = corpora
        self._set_names = np.array(set_names)

    def measure(self, weights: Vector, chosen: npt.NDArray[np.bool_], corpora: slice = slice(None)) -> float:
        """RR@10 from 0 to 1 over the chosen questions."""
        means = []
        for corpus in self._corpora[corpora]:
            values = corpus.reciprocal_ranks(weights)
            means += [
                values[chosen & (self._set_names == name)].mean()
                for name in dict.fromkeys(self._set_names[chosen].tolist())
            ]
        return float(np.mean(means))

    def tune(self, weights: Vector, chosen: npt.NDArray[np.bool_]) -> Vector:
        """Change one weight after the other while the measure rises, a few rounds at most."""
        weights, best = weights.copy(), self.measure(weights, chosen)
        for _ in range(ROUNDS):
            before = best
            for place in range(len(weights)):
                for step in STEPS:
                    tried = weights.copy()
                    tried[place] *= step
                    value = self.measure(tried, chosen)
                    if value > best + LEAST_GAIN:
                        weights, best = tried, value
            if best == before:
                break
        return weights


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="measure the weights of ranking")
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT_FOLDER)
    for line in report(read_beir(parser.parse_args().folder)):
        print(line, flush=True)


def report(sets: QuestionSets) -> Iterable[str]:
    """The lines of the report, each as soon as it is known."""
    set_names = [topic.set_name for topic in sets.topics]
    judge = Judge([Ranked(sets, titled=True), Ranked(sets, titled=False)], set_names)
    halves = np.array([zlib.crc32(_article(sets, topic.topic_id).encode()) % 2 for topic in sets.topics])
    everything = np.ones(len(set_names), dtype=bool)
    current = np.array([getattr(WEIGHTS, name) for name in NAMES])
    yield _line("current weights", judge, current, everything)
    parts = [(f"half {half}", halves == half) for half in (0, 1)]
    parts += [(name, np.array(set_names) == name) for name in dict.fromkeys(set_names)]
    for name, part in parts:
        if part.all() or not part.any():
            continue
        tuned = judge.tune(current, part)
        yield _line(f"current weights, on all but {name}", judge, current, ~part)
        yield _line(f"tuned on {name}, on the others", judge, tuned, ~part)
        yield "  " + ", ".join(f"{name} {weight:.3g}" for name, weight in zip(NAMES, tuned, strict=True))
    for place, name in enumerate(NAMES):
        for step in (0.0, 0.5, 2.0):
            tried = current.copy()
            tried[place] *= step
            yield _line(f"{name} x {step}", judge, tried, everything)


def _line(label: str, judge: Judge, weights: Vector, chosen: npt.NDArray[np.bool_]) -> str:
    titled, untitled = (judge.measure(weights, chosen, slice(place, place + 1)) for place in (0, 1))
    return f"{label:40} RR@10 {titled:.4f}, without titles {untitled:.4f}"


def _article(sets: QuestionSets, topic_id: str) -> str:
    """The title of a question's first relevant passage: one article's questions stay together."""
    relevant = next(iter(sets.qrels[topic_id]))
    titles = {document.document_id: document.source.title for document in sets.corpus.documents}
    return titles[relevant]


if __name__ == "__main__":
    main()
