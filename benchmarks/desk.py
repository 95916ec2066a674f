"""What measuring answering stands on: an index with all that judging needs, and where questions belong.

In: documents, question sets in the layout of BEIR. Out: hits and judged windows of a question; the
article that answers it, and the part of the articles that it falls into.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence

from retrieval.answering.excerpts.passages import PassageAnalyzer
from retrieval.answering.excerpts.windows import Window, judge_windows
from retrieval.answering.limits import AnswerLimits
from retrieval.evaluation.beir import QuestionSets, Topic
from retrieval.index import Index, QuestionMatcher, build_index
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import Corpus, Document, Hit, Question
from retrieval.understanding.question_parser import QuestionParser
from retrieval.understanding.synonyms import load_synonyms

LIMITS = AnswerLimits()


class Desk:
    """An index with all that judging needs."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self.index: Index = build_index(Corpus(tuple(documents)))
        self.questions = QuestionParser(self.index.vocabulary, load_synonyms(None))
        self.passages = PassageAnalyzer(Analyzer())
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


def titles_of(sets: QuestionSets) -> dict[str, str]:
    """The article that each document is of, told by its title."""
    return {document.document_id: document.source.title for document in sets.corpus.documents}


def gold_of(sets: QuestionSets, topic: Topic) -> str:
    """The document that answers a question."""
    return next(iter(sets.qrels[topic.topic_id]))


def part_of(article: str, parts: int, salt: str = "") -> int:
    """Which of so many parts an article falls into, the same in every run."""
    return zlib.crc32((salt + article).encode()) % parts
