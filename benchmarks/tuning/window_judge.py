"""An index, and the parts of an engine that find and judge the windows of a question.

In: documents, then questions. Out: hits, and windows with their features and scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from retrieval.answering.excerpts.passages import PassageAnalyzer
from retrieval.answering.excerpts.windows import Window, judge_windows
from retrieval.answering.limits import AnswerLimits
from retrieval.index import Index, QuestionMatcher, build_index
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import Corpus, Document, Hit, Question
from retrieval.understanding.question_parser import QuestionParser
from retrieval.understanding.synonyms import load_synonyms

LIMITS = AnswerLimits()


class WindowJudge:
    """Judges windows of the documents of one index.

    Args:
        documents: The documents to index.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self.index: Index = build_index(Corpus(tuple(documents)))
        self.parser = QuestionParser(self.index.vocabulary, load_synonyms(None))
        self.passages = PassageAnalyzer(Analyzer())
        self.documents = {document.document_id: document for document in self.index.documents}

    def judge(
        self, question: Question, hits: Sequence[Hit], weights: Mapping[str, float]
    ) -> tuple[QuestionMatcher, list[Window]]:
        """The windows of the first hits, best first by the given weights."""
        matcher = QuestionMatcher(question, self.index)
        first = hits[: LIMITS.passages]
        return matcher, judge_windows(
            question, first, matcher, self.passages, weights=weights, limit=LIMITS.length
        )
