"""Measures the weights of `retrieval/answering/parameters.py`: of windows, and of silence.

In: a folder in the layout of BEIR with gold answers. Out: on the standard output how well windows
and silence do on questions that were not trained on (five parts by article, then one question set
for the other), and the weights of all questions, to be copied.

    python -m benchmarks.tune_answering [BEIR_FOLDER]

Silence is trained on the corpus as it is and on others made of it, so that it holds where there are
no titles, few passages, or words that nobody wrote about:

| Corpus | Answerable | Unanswerable |
|---|---|---|
| whole | all questions | the same, their article's passages taken away |
| halves | questions on this half of the articles | questions on the other half |
| small, middling | questions on its 6 (40) articles | the same without their article; those on others |

each of them with titles and without, save the middling ones, which have none.
"""

from __future__ import annotations

import argparse
import math
import os
import zlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from benchmarks.logits import Choice, Vector, fit_choice, fit_logistic
from retrieval.answering.excerpts import choose_excerpts
from retrieval.answering.parameters import SILENCE_WEIGHTS, WINDOW_WEIGHTS, Limits
from retrieval.answering.reading import PassageReader
from retrieval.answering.silence import silence_features
from retrieval.answering.windows import Window, judge_windows
from retrieval.evaluation.beir import QuestionSets, Topic, read_beir
from retrieval.evaluation.measures import KEPT_SHARE, auroc, holds_answer, refused_when_kept
from retrieval.index import Index, QuestionMatcher, build_index
from retrieval.language.analyzer import Analyzer
from retrieval.language.synonyms import load_synonyms
from retrieval.language.understanding import QuestionReader
from retrieval.types import Corpus, Document, Hit, Question, Source

DEFAULT_FOLDER = Path(os.environ.get("EVAL_DATA", "../shared")) / "bench" / "arabic-qa-dev"
PARTS = 5
WINDOW_PENALTY = 10.0
SILENCE_PENALTY = 3.0
HALVES = 2
ARTICLES_OF_SMALL, ARTICLES_OF_MIDDLING = 6, 40
SEARCH_DEPTH = 60
LIMITS = Limits()


class Desk:
    """An index with all that judging needs."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.index: Index = build_index(Corpus(tuple(documents)))
        self.questions = QuestionReader(self.index.vocabulary, load_synonyms(None))
        self.passages = PassageReader(Analyzer())
        self.documents = {document.document_id: document for document in self.index.documents}

    def judge(
        self, question: Question, hits: Sequence[Hit], weights: Mapping[str, float]
    ) -> tuple[QuestionMatcher, list[Window]]:
        """The windows of the first hits, best first by some weights."""
        matcher = QuestionMatcher(question, self.index)
        first = hits[: LIMITS.passages]
        return matcher, judge_windows(
            question, first, matcher, self.passages, weights=weights, limit=LIMITS.length
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the windows that may answer it."""

    topic: Topic
    article: str
    matcher: QuestionMatcher
    windows: list[Window]
    judged: list[Window]
    """Those that no other window holds."""
    right: list[bool]
    """Which of these hold the answer."""


@dataclass(frozen=True, slots=True)
class Case:
    """A question put to a corpus that answers it or does not."""

    corpus: str
    set_name: str
    article: str
    answerable: bool
    features: Mapping[str, float] | None
    """None where nothing was found."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="measure the weights of windows and of silence")
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT_FOLDER)
    sets = read_beir(parser.parse_args().folder)
    weights = tune_windows(sets)
    tune_silence(sets, weights)


def tune_windows(sets: QuestionSets) -> dict[str, float]:
    """Print how well windows are chosen, and return the weights of all questions."""
    desk = Desk(sets.corpus.documents)
    titles = _titles(sets)
    asked = [_ask(desk, topic, titles[_gold(sets, topic)]) for topic in sets.topics]
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
                held[asked[place].topic.set_name].append(_holds(desk, asked[place], weights))
        told = {name: np.mean(np.array(values), axis=0) for name, values in held.items()}
        print(f"  {label}:", *(f"{name} {first:.3f} {three:.3f}" for name, (first, three) in told.items()))
    final = fit(range(len(asked)))
    print("".join(f'        "{name}": {weight:.2f},\n' for name, weight in final.items()))
    return final


def tune_silence(sets: QuestionSets, window_weights: Mapping[str, float]) -> None:
    """Print how well silence does, and its weights with the threshold that keeps enough."""
    cases = list(_cases(sets, window_weights))
    names = list(SILENCE_WEIGHTS)
    features = np.array([[case.features[name] if case.features else 0.0 for name in names] for case in cases])
    labels = np.array([float(case.answerable) for case in cases])
    counts = _counts((case.corpus, case.set_name, case.answerable) for case in cases)
    weight = np.array([1000 / counts[case.corpus, case.set_name, case.answerable] for case in cases])
    nothing = np.array([case.features is None for case in cases])
    thresholds = {}
    for label, splits in _splits([(case.set_name, case.article) for case in cases]).items():
        logits = np.full(len(cases), -math.inf)
        for train, test in splits:
            weights, bias = fit_logistic(features[train], labels[train], weight[train], SILENCE_PENALTY)
            logits[test] = features[test] @ weights + bias
        logits[nothing] = -math.inf
        thresholds[label] = _threshold(logits, labels, weight)
        print(f"silence, {label}: AUROC; refused at 95 % kept; kept and refused by one threshold")
        _print_silence(cases, logits, thresholds[label])
    weights, bias = fit_logistic(features, labels, weight, SILENCE_PENALTY)
    print(f"SILENCE_BIAS: Final = {bias:.2f}")
    print("".join(f'        "{name}": {value:.2f},\n' for name, value in zip(names, weights, strict=True)))
    print(f"THRESHOLD: Final = {1 / (1 + math.exp(-thresholds['by article'])):.3f}")


def _ask(desk: Desk, topic: Topic, article: str) -> Asked:
    question = desk.questions.read(topic.text)
    matcher, windows = desk.judge(question, desk.index.search(question, LIMITS.passages), {})
    judged = [window for window in windows if not window.held]
    texts = [
        desk.documents[window.hit.passage.document_id].text[window.span.start : window.span.end]
        for window in judged
    ]
    right = [holds_answer(text, topic.answers) for text in texts]
    return Asked(topic, article, matcher, windows, judged, right)


def _holds(desk: Desk, asked: Asked, weights: Mapping[str, float]) -> tuple[bool, bool]:
    scored = [
        replace(window, score=sum(weights.get(name, 0.0) * value for name, value in window.features.items()))
        for window in asked.windows
    ]
    shown = choose_excerpts(scored, desk.documents, asked.matcher, desk.passages, 3)
    held = [holds_answer(excerpt.text, asked.topic.answers) for excerpt in shown]
    return any(held[:1]), any(held)


def _cases(sets: QuestionSets, weights: Mapping[str, float]) -> Iterable[Case]:
    titles = _titles(sets)
    articles = sorted(set(titles.values()))
    bare = [replace(document, source=Source("")) for document in sets.corpus.documents]
    titled = list(sets.corpus.documents)
    plans = [
        ("whole", titled, 1),
        ("whole, no titles", bare, 1),
        ("halves", titled, HALVES),
        ("halves, no titles", bare, HALVES),
        ("small", titled, len(articles) // ARTICLES_OF_SMALL),
        ("small, no titles", bare, len(articles) // ARTICLES_OF_SMALL),
        ("middling, no titles", bare, len(articles) // ARTICLES_OF_MIDDLING),
    ]
    for name, documents, parts in plans:
        for part in range(parts):
            mine = {article for article in articles if _hash(article, parts) == part}
            desk = Desk(document for document in documents if titles[document.document_id] in mine)
            others = {article for article in articles if _hash(article, parts) == (part + 1) % parts}
            for topic in sets.topics:
                article = titles[_gold(sets, topic)]
                if article in mine:
                    yield _case(desk, name, topic, article, weights)
                    if parts != HALVES:
                        yield _case(desk, name, topic, article, weights, without=titles)
                elif article in others:
                    yield _case(desk, name, topic, article, weights, foreign=True)
        print(f"  asked of {name}", flush=True)


def _case(
    desk: Desk,
    corpus: str,
    topic: Topic,
    article: str,
    weights: Mapping[str, float],
    *,
    without: Mapping[str, str] | None = None,
    foreign: bool = False,
) -> Case:
    question = desk.questions.read(topic.text)
    hits = desk.index.search(question, SEARCH_DEPTH)
    if without is not None:
        left = [hit for hit in hits if without[hit.passage.document_id] != article]
        hits = [replace(hit, rank=rank) for rank, hit in enumerate(left, start=1)]
    matcher, windows = desk.judge(question, hits, weights)
    features = None
    if windows:
        features = silence_features(question, hits, windows, matcher, len(desk.index.passages))
    return Case(corpus, topic.set_name, article, without is None and not foreign, features)


def _print_silence(cases: Sequence[Case], logits: Vector, threshold: float) -> None:
    groups: dict[tuple[str, str], tuple[list[float], list[float]]] = defaultdict(lambda: ([], []))
    for case, logit in zip(cases, logits.tolist(), strict=True):
        groups[case.corpus, case.set_name][not case.answerable].append(logit)
    for (corpus, set_name), (good, bad) in groups.items():
        kept = sum(logit >= threshold for logit in good) / len(good)
        refused = sum(logit < threshold for logit in bad) / len(bad)
        measured = f"{auroc(good, bad):.3f} {refused_when_kept(good, bad):.3f} | {kept:.3f} {refused:.3f}"
        print(f"  {corpus}, {set_name}: {measured}")


def _threshold(logits: Vector, labels: Vector, weight: Vector) -> float:
    """The logit that keeps 95 % of the answerable, each corpus and set weighing the same."""
    good = labels == 1
    order = np.argsort(-logits[good])
    share = np.cumsum(weight[good][order]) / weight[good].sum()
    return float(logits[good][order][int(np.searchsorted(share, KEPT_SHARE))])


def _splits(keys: Sequence[tuple[str, str]]) -> dict[str, list[tuple[list[int], list[int]]]]:
    """Places to train on and to test on: by article, and each set by the others."""
    ways: dict[str, list[str]] = {
        "by article": [str(_hash(article, PARTS, "part")) for _, article in keys],
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


def _hash(article: str, parts: int, salt: str = "") -> int:
    return zlib.crc32((salt + article).encode()) % parts


def _titles(sets: QuestionSets) -> dict[str, str]:
    return {document.document_id: document.source.title for document in sets.corpus.documents}


def _gold(sets: QuestionSets, topic: Topic) -> str:
    return next(iter(sets.qrels[topic.topic_id]))


if __name__ == "__main__":
    main()
