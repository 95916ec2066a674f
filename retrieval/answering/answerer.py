"""Question → Answer or NoAnswer, over one index.

In: a question understood. Out: excerpts that answer it, with the line that they say, or silence with
its reason and the nearest titles.
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.answering.asked_articles import AskedArticles
from retrieval.answering.excerpts.choosing import SHOWN_TOGETHER, choose_excerpts
from retrieval.answering.excerpts.parameters import WINDOW_WEIGHTS
from retrieval.answering.excerpts.passages import PassageAnalyzer
from retrieval.answering.excerpts.windows import Window, judge_windows
from retrieval.answering.limits import AnswerLimits
from retrieval.answering.line.answer_line import find_line
from retrieval.answering.silence.confidence import confidence, silence_features
from retrieval.answering.silence.nearest_titles import nearest_titles
from retrieval.answering.silence.parameters import SILENCE_BIAS, SILENCE_WEIGHTS, THRESHOLD
from retrieval.index.matching import QuestionMatcher
from retrieval.index.searcher import Searcher
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import Answer, AnswerLine, Excerpt, Hit, NoAnswer, NoAnswerReason, Question


class Answerer:
    """Answers questions over one index. Immutable, and safe to share between threads.

    Args:
        searcher: Finds the passages of the index.
        limits: How much is looked at and shown.
    """

    threshold: float = THRESHOLD
    """Confidence below which there is no answer."""

    def __init__(self, searcher: Searcher, limits: AnswerLimits | None = None) -> None:
        self._searcher = searcher
        self._index = searcher.index
        self._limits = limits or AnswerLimits()
        self._analyzer = Analyzer()
        self._passages = PassageAnalyzer(self._analyzer)
        self._articles = AskedArticles(self._index.documents)
        self._documents = {document.document_id: document for document in self._index.documents}

    def answer(self, question: Question) -> Answer | NoAnswer:
        """Answer a question, or say why not. Never raises."""
        silent = self._without_search(question)
        if silent is not None:
            return NoAnswer(question.text, silent)
        part = self._articles.answer(question)
        if part is not None:
            return part
        hits = self._searcher.search(question, self._limits.depth)
        return self.answer_from(question, hits)

    def answer_from(self, question: Question, hits: Sequence[Hit]) -> Answer | NoAnswer:
        """Answer a question from hits that were found elsewhere, best first."""
        matcher = QuestionMatcher(question, self._index)
        windows = self._judge(question, hits, matcher)
        if not windows:
            return NoAnswer(question.text, NoAnswerReason.NOT_FOUND)
        if self._confidence(question, hits, windows, matcher) < self.threshold:
            nearest = nearest_titles(hits, windows, matcher, self._analyzer)
            return NoAnswer(question.text, NoAnswerReason.WEAK, nearest)
        excerpts = self._choose(windows, matcher)
        return Answer(question.text, excerpts, self.line(question, excerpts))

    def confidence(self, question: Question, hits: Sequence[Hit]) -> float:
        """Probability from 0 to 1 that hits, best first, answer a question; 0 without hits."""
        matcher = QuestionMatcher(question, self._index)
        windows = self._judge(question, hits, matcher)
        return self._confidence(question, hits, windows, matcher) if windows else 0.0

    def excerpts(self, question: Question, hits: Sequence[Hit]) -> tuple[Excerpt, ...]:
        """The excerpts of hits, best first, whether they answer the question or not."""
        matcher = QuestionMatcher(question, self._index)
        return self._choose(self._judge(question, hits, matcher), matcher)

    def line(self, question: Question, excerpts: Sequence[Excerpt]) -> AnswerLine | None:
        """The line that the excerpts shown together say, where one may be shown."""
        return find_line(question, excerpts[:SHOWN_TOGETHER])

    def _without_search(self, question: Question) -> NoAnswerReason | None:
        if question.is_greeting:
            return NoAnswerReason.GREETING
        if not self._index.passages:
            return NoAnswerReason.EMPTY_CORPUS
        return None if question.words else NoAnswerReason.NO_WORDS

    def _judge(self, question: Question, hits: Sequence[Hit], matcher: QuestionMatcher) -> list[Window]:
        judged = hits[: self._limits.passages]
        return judge_windows(
            question, judged, matcher, self._passages, weights=WINDOW_WEIGHTS, limit=self._limits.length
        )

    def _confidence(
        self, question: Question, hits: Sequence[Hit], windows: Sequence[Window], matcher: QuestionMatcher
    ) -> float:
        features = silence_features(
            question, hits, windows, matcher, analyzer=self._passages, passages=len(self._index.passages)
        )
        return confidence(features, SILENCE_WEIGHTS, SILENCE_BIAS)

    def _choose(self, windows: Sequence[Window], matcher: QuestionMatcher) -> tuple[Excerpt, ...]:
        return choose_excerpts(windows, self._documents, matcher, self._passages, self._limits.excerpts)
