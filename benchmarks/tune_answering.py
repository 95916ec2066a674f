"""Measures the weights of windows and of silence: `parameters.py` of `answering`'s `excerpts` and `silence`.

In: a folder in the layout of BEIR with gold answers. Out: on the standard output the measures of windows
and of silence on questions that were not trained on (five parts by article, then one question set for
the other), and the weights from all questions, to be copied.

    python -m benchmarks.tune_answering [BEIR_FOLDER]

The training data of silence is made by `tuning.silence_cases`.
"""

from __future__ import annotations

import argparse
import math
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.tuning.articles import gold_of, part_of, titles_of
from benchmarks.tuning.logits import Choice, Vector, fit_choice, fit_logistic
from benchmarks.tuning.silence_cases import ANSWERED, AS_IT_IS, Case, case_weights, silence_cases
from benchmarks.tuning.window_judge import LIMITS, WindowJudge
from retrieval.answering.excerpts.choosing import choose_excerpts
from retrieval.answering.excerpts.parameters import WINDOW_WEIGHTS
from retrieval.answering.excerpts.windows import Window
from retrieval.answering.silence.parameters import SILENCE_WEIGHTS
from retrieval.evaluation.beir import QuestionSets, Topic, read_beir
from retrieval.evaluation.measures import KEPT_SHARE, auroc, holds_answer, refused_when_kept
from retrieval.index import QuestionMatcher

DEFAULT_FOLDER = Path(os.environ.get("EVAL_DATA", "../shared")) / "bench" / "arabic-qa-dev"
PARTS = 5
WINDOW_PENALTY = 10.0
SILENCE_PENALTY = 3.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with its candidate windows."""

    topic: Topic
    article: str
    matcher: QuestionMatcher
    windows: tuple[Window, ...]
    judged: tuple[Window, ...]
    """Those that no other window contains."""
    right: tuple[bool, ...]
    """Which of these contain the answer."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="measure the weights of windows and of silence")
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT_FOLDER)
    sets = read_beir(parser.parse_args().folder)
    weights = tune_windows(sets)
    tune_silence(sets, weights)


def tune_windows(sets: QuestionSets) -> dict[str, float]:
    """Print the measures of the chosen windows, and return the weights from all questions."""
    judge = WindowJudge(sets.corpus.documents)
    titles = titles_of(sets)
    asked = [_ask(judge, topic, titles[gold_of(sets, topic)]) for topic in sets.topics]
    names = list(WINDOW_WEIGHTS)
    counts = _counts(one.topic.set_name for one in asked)
    choices = [
        Choice(
            np.array([[window.features.get(name, 0.0) for name in names] for window in one.judged]),
            np.array(one.right),
            max(counts.values()) / counts[one.topic.set_name],
        )
        for one in asked
    ]

    def fit(places: Iterable[int]) -> dict[str, float]:
        found = fit_choice([choices[place] for place in places if choices[place].right.size], WINDOW_PENALTY)
        return dict(zip(names, found.tolist(), strict=True))

    print("windows: answer in 1st excerpt, in first 3")
    for label, splits in _splits([(one.topic.set_name, one.article) for one in asked]).items():
        held: dict[str, list[tuple[bool, bool]]] = defaultdict(list)
        for train, test in splits:
            weights = fit(train)
            for place in test:
                held[asked[place].topic.set_name].append(_holds(judge, asked[place], weights))
        means = {name: np.mean(np.array(values), axis=0) for name, values in held.items()}
        print(f"  {label}:", *(f"{name} {first:.3f} {three:.3f}" for name, (first, three) in means.items()))
    final = fit(range(len(asked)))
    print("".join(f'        "{name}": {weight:.2f},\n' for name, weight in final.items()))
    return final


def tune_silence(sets: QuestionSets, window_weights: Mapping[str, float]) -> None:
    """Print the measures of silence, and its weights with the threshold that keeps enough."""
    cases = list(silence_cases(sets, window_weights))
    names = list(SILENCE_WEIGHTS)
    features = np.array([[case.features[name] if case.features else 0.0 for name in names] for case in cases])
    labels = np.array([float(case.answerable) for case in cases])
    weight = case_weights(cases)
    nothing = np.array([case.features is None for case in cases])
    thresholds = {}
    for label, splits in _splits([(case.set_name, case.article) for case in cases]).items():
        logits = np.full(len(cases), -math.inf)
        for train, test in splits:
            weights, bias = fit_logistic(features[train], labels[train], weight[train], SILENCE_PENALTY)
            logits[test] = features[test] @ weights + bias
        logits[nothing] = -math.inf
        thresholds[label] = _threshold(logits, np.array([_is_held(case) for case in cases]), weight)
        print(f"silence, {label}: kept; AUROC, refused at 95 % kept, refused by one threshold")
        _print_silence(cases, logits, thresholds[label])
    weights, bias = fit_logistic(features, labels, weight, SILENCE_PENALTY)
    print(f"SILENCE_BIAS: Final = {bias:.2f}")
    print("".join(f'        "{name}": {value:.2f},\n' for name, value in zip(names, weights, strict=True)))
    print(f"THRESHOLD: Final = {1 / (1 + math.exp(-thresholds['by article'])):.3f}")


def _ask(judge: WindowJudge, topic: Topic, article: str) -> Asked:
    question = judge.parser.parse(topic.text)
    matcher, windows = judge.judge(question, judge.index.search(question, LIMITS.passages), {})
    judged = tuple(window for window in windows if not window.held)
    texts = [
        judge.documents[window.hit.passage.document_id].text[window.span.start : window.span.end]
        for window in judged
    ]
    right = tuple(holds_answer(text, topic.answers) for text in texts)
    return Asked(topic, article, matcher, tuple(windows), judged, right)


def _holds(judge: WindowJudge, asked: Asked, weights: Mapping[str, float]) -> tuple[bool, bool]:
    scored = [
        replace(window, score=sum(weights.get(name, 0.0) * value for name, value in window.features.items()))
        for window in asked.windows
    ]
    shown = choose_excerpts(scored, judge.documents, asked.matcher, judge.passages, 3)
    held = [holds_answer(excerpt.text, asked.topic.answers) for excerpt in shown]
    return any(held[:1]), any(held)


def _print_silence(cases: Sequence[Case], logits: Vector, threshold: float) -> None:
    groups: dict[tuple[str, str], dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for case, logit in zip(cases, logits.tolist(), strict=True):
        groups[case.corpus, case.set_name][case.sort].append(logit)
    for (corpus, set_name), sorts in groups.items():
        good = sorts.pop(ANSWERED)
        kept = sum(logit >= threshold for logit in good) / len(good)
        measured = [
            f"{sort} {auroc(good, bad):.3f} {refused_when_kept(good, bad):.3f} "
            f"{sum(logit < threshold for logit in bad) / len(bad):.3f}"
            for sort, bad in sorts.items()
        ]
        print(f"  {corpus}, {set_name}: kept {kept:.3f} |", " | ".join(measured))


def _is_held(case: Case) -> bool:
    """Whether a case counts for the share that the threshold keeps: an answerable one of the whole corpus."""
    return case.answerable and case.corpus == AS_IT_IS


def _threshold(logits: Vector, held: npt.NDArray[np.bool_], weight: Vector) -> float:
    """The logit that keeps 95 % of the held cases, each set with the same weight."""
    order = np.argsort(-logits[held])
    share = np.cumsum(weight[held][order]) / weight[held].sum()
    return float(logits[held][order][int(np.searchsorted(share, KEPT_SHARE))])


def _splits(keys: Sequence[tuple[str, str]]) -> dict[str, list[tuple[list[int], list[int]]]]:
    """Places to train on and to test on: by article, and by question set."""
    ways: dict[str, list[str]] = {
        "by article": [str(part_of(article, PARTS, "part")) for _, article in keys],
        "other set": [set_name for set_name, _ in keys],
    }
    return {
        label: [
            (
                [place for place, part in enumerate(parts) if part != tested],
                [place for place, part in enumerate(parts) if part == tested],
            )
            for tested in sorted(set(parts))
        ]
        for label, parts in ways.items()
        if len(set(parts)) > 1
    }


def _counts(keys: Iterable[object]) -> dict[object, int]:
    counts: dict[object, int] = defaultdict(int)
    for key in keys:
        counts[key] += 1
    return counts


if __name__ == "__main__":
    main()
