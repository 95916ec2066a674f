"""Fits the weights of the answer line on development questions and measures it on the others.

    python benchmarks/tune_answer_line.py [BEIR_DIR]

In: a BEIR folder whose queries have answers (default: `$EVAL_DATA/bench/arabic-qa-dev`). Out: for each
of five parts of the questions, precision and coverage with weights fitted on the other four, over a
range of thresholds, and how often a line is shown without the excerpts that answer; then the weights fitted
on all of them, as `retrieval/answering/line/parameters.py` has them. Whether a line is right is decided
by `retrieval.evaluation.measures.line_is_right`.

The model is a conditional logit (McFadden 1974): one weight a feature, a softmax over the values in
the excerpts of a question and "none of them", fitted by Newton's method with a quadratic penalty.
"""

from __future__ import annotations

import os
import sys
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from retrieval import Engine
from retrieval.answering.line.answer_line import choose, find_values, line_of, rival_share
from retrieval.answering.line.candidates import Candidate
from retrieval.answering.line.line_question import line_question
from retrieval.answering.line.parameters import EXCERPTS_READ, RIVAL_SHARE
from retrieval.evaluation.beir import Topic, read_beir
from retrieval.evaluation.evaluation import asks_for_line
from retrieval.evaluation.measures import line_is_right
from retrieval.types import AnswerKind, Excerpt, Question

PARTS = 5
PENALTY = 4.0
ROUNDS = 50
THRESHOLDS = (0.25, 0.30, 0.33, 0.35, 0.40, 0.45, 0.50, 0.55, 0.60)
KINDS = {
    "DATE_WEIGHTS": {AnswerKind.WHEN},
    "NUMBER_WEIGHTS": {AnswerKind.HOW_MANY, AnswerKind.HOW_MUCH},
}

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the values in its excerpts."""

    topic_id: str
    kind: AnswerKind
    candidates: tuple[Candidate, ...]
    names: tuple[str, ...]
    features: Matrix
    """A row for each candidate, a column for each feature, the last column 1."""
    right: tuple[bool, ...]
    answered: bool = True
    """False where the excerpts with the answer were removed, so that no value is right."""


def read_questions(folder: Path) -> list[Asked]:
    """Ask every question that the line is measured on, and again without the excerpts that answer it."""
    sets = read_beir(folder)
    engine = Engine.of_corpus(sets.corpus)
    questions = []
    for topic in sets.topics:
        if not asks_for_line(topic.text):
            continue
        question = engine.parse(topic.text)
        excerpts = engine.excerpts(question, engine.search(question, 100))
        questions.append(_asked(topic, question, excerpts[:EXCERPTS_READ]))
        silent = [each for each in excerpts if not any(_asked(topic, question, [each]).right)]
        ranked = [replace(each, rank=rank) for rank, each in enumerate(silent[:EXCERPTS_READ], start=1)]
        questions.append(replace(_asked(topic, question, ranked), answered=False))
    return questions


def _asked(topic: Topic, question: Question, excerpts: Sequence[Excerpt]) -> Asked:
    by_rank = [replace(each, rank=rank) for rank, each in enumerate(excerpts, start=1)]
    candidates, judged = find_values(line_question(question), by_rank)
    names = tuple(judged[0]) if judged else ()
    return Asked(
        topic_id=topic.topic_id,
        kind=question.kind,
        candidates=tuple(candidates),
        names=names,
        features=np.array([[*each.values(), 1.0] for each in judged]),
        right=tuple(line_is_right(line_of(each, by_rank), topic.answers) for each in candidates),
    )


def fit(questions: Sequence[Asked]) -> Matrix:
    """The weights that make the right values, or none of them, most likely."""
    known = [each for each in questions if each.candidates]
    weights = np.zeros(known[0].features.shape[1])
    for _ in range(ROUNDS):
        gradient = -PENALTY * np.append(weights[:-1], 0.0)
        curvature = PENALTY * np.eye(len(weights))
        for each in known:
            rows = np.vstack([each.features, np.zeros(len(weights))])
            shares = softmax(rows @ weights)
            right = np.append(np.array(each.right, float), 0.0 if any(each.right) else 1.0)
            wanted = shares * right / (shares * right).sum()
            mean = rows.T @ shares
            gradient += rows.T @ (wanted - shares)
            curvature += (rows * shares[:, None]).T @ rows - np.outer(mean, mean)
        step = np.linalg.solve(curvature, gradient)
        weights = weights + step
        if np.abs(step).max() < 1e-5:  # noqa: PLR2004 - far below the two decimals that are kept
            break
    return weights


def softmax(sums: Matrix) -> Matrix:
    """Shares that add up to 1."""
    powers = np.exp(sums - sums.max())
    return np.asarray(powers / powers.sum())


def outcome(asked: Asked, weights: Matrix) -> tuple[float, bool]:
    """The share of the value to show, 0 where another is too near, and whether it is right."""
    if not asked.candidates:
        return 0.0, False
    shares = softmax(np.append(asked.features @ weights, 0.0))[:-1].tolist()
    chosen = choose(asked.candidates, shares)
    if chosen is None or rival_share(chosen[0], asked.candidates, shares) >= RIVAL_SHARE * chosen[1]:
        return 0.0, False
    return chosen[1], asked.right[asked.candidates.index(chosen[0])]


def part_of(asked: Asked) -> int:
    """The part that a question belongs to, the same in every run."""
    return zlib.crc32(asked.topic_id.encode()) % PARTS


def main(write_line: Callable[[str], object] = print) -> None:
    """Fit, measure and print."""
    shared = Path(os.environ.get("EVAL_DATA", Path(__file__).resolve().parents[2] / "shared"))
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else shared / "bench" / "arabic-qa-dev"
    questions = read_questions(folder)
    outcomes: list[tuple[bool, float, bool]] = []
    for kinds in KINDS.values():
        of_kind = [each for each in questions if each.kind in kinds]
        for part in range(PARTS):
            weights = fit([each for each in of_kind if part_of(each) != part])
            parted = [each for each in of_kind if part_of(each) == part]
            outcomes += [(each.answered, *outcome(each, weights)) for each in parted]
    asked = sum(each.answered for each in questions)
    write_line(f"{asked} questions, each by weights fitted on the other {PARTS - 1} parts")
    for threshold in THRESHOLDS:
        shown = [right for answered, share, right in outcomes if answered and share >= threshold]
        false = sum(share >= threshold for answered, share, _ in outcomes if not answered)
        precision = sum(shown) / len(shown) if shown else 0.0
        write_line(
            f"threshold {threshold:.2f}: precision {precision:.3f}, shown for {len(shown) / asked:.3f}; "
            f"without the excerpts that answer shown for {false / asked:.3f}"
        )
    for name, kinds in KINDS.items():
        of_kind = [each for each in questions if each.kind in kinds]
        names = next(each.names for each in of_kind if each.names)
        write_line(f"\n{name}")
        for feature, weight in zip([*names, "bias"], fit(of_kind), strict=True):
            write_line(f'        "{feature}": {weight:.2f},')


if __name__ == "__main__":
    main()
