"""The training data of silence: questions, and corpora that answer them or not.

In: question sets in the layout of BEIR. Out: `Case`s. Silence is trained on the whole corpus and on
others made of it, so that it also works without titles, with few passages, and for words that no passage
contains:

| Corpus | Answerable | Unanswerable |
|---|---|---|
| whole | all questions | the same, without the passages of their article |
| half | questions on this half of the articles | questions on the other half |
| small, middling | questions on its 6 (40) articles | the same without their article; those on others |

each of them with titles and without, except the half. Questions with one altered word are unanswerable
in each of them (`altered_questions`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.tuning.altered_questions import alter_questions
from benchmarks.tuning.articles import gold_of, part_of, titles_of
from benchmarks.tuning.logits import Vector
from benchmarks.tuning.window_judge import WindowJudge
from retrieval.answering.silence.confidence import silence_features
from retrieval.evaluation.beir import QuestionSets
from retrieval.types import Document, Source

AS_IT_IS = "whole"
HALVES = 2
ARTICLES_OF_SMALL, ARTICLES_OF_MIDDLING = 6, 40
SEARCH_DEPTH = 60
FOR_EACH = 1000.0
"""Weight of the answerable questions of one set and corpus, and of its unanswerable ones."""
ANSWERED, ALTERED, REMOVED, FOREIGN = "answered", "altered", "removed", "foreign"


@dataclass(frozen=True, slots=True)
class Case:
    """A question, and a corpus that answers it or not."""

    corpus: str
    set_name: str
    article: str
    sort: str
    """`ANSWERED`, or the reason why there is no answer."""
    features: Mapping[str, float] | None
    """None where nothing was found."""

    @property
    def answerable(self) -> bool:
        """Whether the corpus answers the question."""
        return self.sort == ANSWERED


@dataclass(frozen=True, slots=True)
class Plan:
    """How to make corpora: the documents, the number of parts by article, and how many parts are used."""

    name: str
    documents: Sequence[Document]
    parts: int = 1
    used: int = 1


def silence_cases(sets: QuestionSets, weights: Mapping[str, float]) -> Iterable[Case]:
    """All cases, with windows judged by the given weights."""
    titles = titles_of(sets)
    articles = sorted(set(titles.values()))
    altered = alter_questions(sets, WindowJudge(sets.corpus.documents))
    for plan in _plans(sets, len(articles)):
        for part in range(plan.used):
            mine = {article for article in articles if part_of(article, plan.parts) == part}
            others = {
                article for article in articles if part_of(article, plan.parts) == (part + 1) % plan.parts
            }
            documents = [one for one in plan.documents if titles[one.document_id] in mine]
            yield from _part_cases(
                sets, plan, WindowJudge(documents), others, altered=altered, weights=weights
            )
        print(f"  asked of {plan.name}", flush=True)


def case_weights(cases: Sequence[Case]) -> Vector:
    """Weights of the cases: in each set and corpus half for the answerable, equal parts for other sorts."""
    counts: dict[object, int] = defaultdict(int)
    sorts: dict[object, set[str]] = defaultdict(set)
    for case in cases:
        counts[case.corpus, case.set_name, case.sort] += 1
        sorts[case.corpus, case.set_name, case.answerable].add(case.sort)
    return np.array(
        [
            FOR_EACH
            / counts[case.corpus, case.set_name, case.sort]
            / len(sorts[case.corpus, case.set_name, case.answerable])
            for case in cases
        ]
    )


def _plans(sets: QuestionSets, articles: int) -> list[Plan]:
    titled = sets.corpus.documents
    bare = [replace(document, source=Source("")) for document in titled]
    small, middling = max(2, articles // ARTICLES_OF_SMALL), max(2, articles // ARTICLES_OF_MIDDLING)
    return [
        Plan(AS_IT_IS, titled),
        Plan("whole, no titles", bare),
        Plan("half", titled, HALVES),
        Plan("small", titled, small, small),
        Plan("small, no titles", bare, small, small),
        Plan("middling", titled, middling, middling),
        Plan("middling, no titles", bare, middling, middling),
    ]


def _part_cases(
    sets: QuestionSets,
    plan: Plan,
    judge: WindowJudge,
    others: set[str],
    *,
    altered: Mapping[str, str],
    weights: Mapping[str, float],
) -> Iterable[Case]:
    titles = titles_of(sets)
    held = {titles[document_id] for document_id in judge.documents}
    for topic in sets.topics:
        article = titles[gold_of(sets, topic)]
        asked = []
        if article in held:
            asked = [(ANSWERED, topic.text), (ALTERED, altered.get(topic.topic_id, ""))]
            asked += [(REMOVED, topic.text)] if plan.parts != HALVES else []
        elif article in others:
            asked = [(FOREIGN, topic.text)]
        for sort, text in asked:
            if text:
                removed = {one for one in judge.documents if titles[one] == article and sort == REMOVED}
                features = _features(judge, text, removed, weights)
                yield Case(plan.name, topic.set_name, article, sort, features)


def _features(
    judge: WindowJudge, text: str, removed: set[str], weights: Mapping[str, float]
) -> dict[str, float] | None:
    question = judge.parser.parse(text)
    left = [
        hit for hit in judge.index.search(question, SEARCH_DEPTH) if hit.passage.document_id not in removed
    ]
    hits = [replace(hit, rank=rank) for rank, hit in enumerate(left, start=1)]
    matcher, windows = judge.judge(question, hits, weights)
    if not windows:
        return None
    passages = len(judge.index.passages)
    return silence_features(question, hits, windows, matcher, analyzer=judge.passages, passages=passages)
