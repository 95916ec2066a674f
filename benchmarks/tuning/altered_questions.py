"""Unanswerable questions, made of answerable ones by replacing one word.

In: question sets, and an index of their corpus. Out: for most questions one in which a content word
(the first for one half of them, the last or the rarest for the other) is replaced by the corresponding
word of a question of the same kind about another article. The altered question is similar to a passage
that does not answer it, since the passage contains neither the new word nor its root.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence

from benchmarks.tuning.articles import gold_of, titles_of
from benchmarks.tuning.window_judge import WindowJudge
from retrieval.answering.silence.likeness import forms_of
from retrieval.evaluation.beir import QuestionSets, Topic
from retrieval.language.terms.analyzer import Analyzer
from retrieval.language.terms.stemming import root, stem
from retrieval.types import AnswerKind, QuestionWord

TRIES = 20
STRIDE = 7919
"""Step from one question to the next: a prime, so that all are tried."""
LEAST_WORDS = 2

Choose = Callable[[Sequence[QuestionWord]], QuestionWord]


def alter_questions(sets: QuestionSets, judge: WindowJudge) -> dict[str, str]:
    """Topic id → altered question, without topics for which no fitting word is found."""
    analyzer = Analyzer()
    kinds: dict[str, AnswerKind] = {}
    words: dict[str, list[QuestionWord]] = {}
    peers: dict[AnswerKind, list[Topic]] = defaultdict(list)
    for topic in sets.topics:
        question = judge.parser.parse(topic.text)
        kinds[topic.topic_id] = question.kind
        words[topic.topic_id] = [word for word in question.words if _written(word) in topic.text]
        if len(words[topic.topic_id]) >= LEAST_WORDS:
            peers[question.kind].append(topic)

    def rarity(word: QuestionWord) -> float:
        return max(map(judge.index.idf, analyzer.terms(word.surface)), default=0.0)

    chosen: tuple[Choose, ...] = (
        lambda of: of[0],
        lambda of: of[0],
        lambda of: of[-1],
        lambda of: max(of, key=rarity),
    )
    titles, altered = titles_of(sets), {}
    for topic in (topic for fitting in peers.values() for topic in fitting):
        number = zlib.crc32(topic.topic_id.encode())
        choose, others = chosen[number % len(chosen)], peers[kinds[topic.topic_id]]
        gold = judge.documents[gold_of(sets, topic)]
        known = forms_of(analyzer.terms(f"{gold.source.title}\n{gold.text}"))
        for turn in range(TRIES):
            other = others[(number // len(chosen) + turn * STRIDE) % len(others)]
            new = choose(words[other.topic_id])
            terms = analyzer.terms(new.surface)
            answered = any(stem(term) in known.stems or root(term) in known.roots for term in terms)
            if titles[gold_of(sets, other)] != gold.source.title and not answered:
                old = choose(words[topic.topic_id])
                altered[topic.topic_id] = topic.text.replace(_written(old), _written(new), 1)
                break
    return altered


def _written(word: QuestionWord) -> str:
    return word.written or word.surface
