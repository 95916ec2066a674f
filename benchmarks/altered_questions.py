"""Questions that nobody answers, made of answered ones: one word is another question's.

In: question sets, and an index of their corpus. Out: for most questions one with a content word — the
first for one half, the last or the rarest for the other — replaced by the like word of a question of the
same kind about another article. It stays near to a passage that does not answer
it, since that lacks the new word and its root.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Callable, Sequence

from benchmarks.desk import Desk, gold_of, titles_of
from retrieval.answering.silence.likeness import forms_of
from retrieval.evaluation.beir import QuestionSets, Topic
from retrieval.language.terms.analyzer import Analyzer
from retrieval.language.terms.stemming import root, stem
from retrieval.types import AnswerKind, QuestionWord

TRIES = 20
STRIDE = 7919
"""Step from one peer to the next: a prime, so that all of them are met."""
LEAST_WORDS = 2

Choose = Callable[[Sequence[QuestionWord]], QuestionWord]


def alter_questions(sets: QuestionSets, desk: Desk) -> dict[str, str]:
    """Altered questions by the id of the topic; a topic without a fitting word is left out."""
    analyzer = Analyzer()
    kinds: dict[str, AnswerKind] = {}
    words: dict[str, list[QuestionWord]] = {}
    peers: dict[AnswerKind, list[Topic]] = defaultdict(list)
    for topic in sets.topics:
        question = desk.questions.parse(topic.text)
        kinds[topic.topic_id] = question.kind
        words[topic.topic_id] = [word for word in question.words if _written(word) in topic.text]
        if len(words[topic.topic_id]) >= LEAST_WORDS:
            peers[question.kind].append(topic)

    def rarity(word: QuestionWord) -> float:
        return max(map(desk.index.idf, analyzer.terms(word.surface)), default=0.0)

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
        gold = desk.documents[gold_of(sets, topic)]
        known = forms_of(analyzer.terms(f"{gold.source.title}\n{gold.text}"))
        for turn in range(TRIES):
            other = others[(number // len(chosen) + turn * STRIDE) % len(others)]
            new = choose(words[other.topic_id])
            terms = analyzer.terms(new.surface)
            told = any(stem(term) in known.stems or root(term) in known.roots for term in terms)
            if titles[gold_of(sets, other)] != gold.source.title and not told:
                old = choose(words[topic.topic_id])
                altered[topic.topic_id] = topic.text.replace(_written(old), _written(new), 1)
                break
    return altered


def _written(word: QuestionWord) -> str:
    return word.written or word.surface
