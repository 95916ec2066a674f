"""The steps of an engine one by one, over a corpus in memory, for the evaluation to look between them.

In: a corpus. Out: an `IndexedAnswering`, made of the same parts as `retrieval.engine.Engine`.
"""

from __future__ import annotations

from collections.abc import Sequence

from retrieval.answering import Answerer
from retrieval.index import Index, build_index, search
from retrieval.language.synonyms import load_synonyms
from retrieval.language.understanding import QuestionReader
from retrieval.types import AnswerLine, Corpus, Excerpt, Hit, Question


class IndexedAnswering:
    """What `retrieval.evaluation.evaluate` asks; see `Answering` there.

    Args:
        index: What is searched.
    """

    def __init__(self, index: Index) -> None:
        self._index = index
        self._reader = QuestionReader(index.vocabulary, load_synonyms(None))
        self._answerer = Answerer(index)

    @property
    def threshold(self) -> float:
        """Confidence below which the engine is silent."""
        return self._answerer.threshold

    def read(self, text: str) -> Question:
        """Understand a question."""
        return self._reader.read(text)

    def search(self, question: Question, limit: int) -> list[Hit]:
        """Find at most `limit` passages, best first."""
        return search(self._index, question, limit)

    def confidence(self, question: Question, hits: Sequence[Hit]) -> float:
        """Probability from 0 to 1 that the hits answer the question."""
        return self._answerer.confidence(question, hits)

    def excerpts(self, question: Question, hits: Sequence[Hit]) -> tuple[Excerpt, ...]:
        """The excerpts that would be shown, best first."""
        return self._answerer.excerpts(question, hits)

    def line(self, question: Question, excerpts: Sequence[Excerpt]) -> AnswerLine | None:
        """The answer line that would stand above them."""
        return self._answerer.line(question, excerpts)


def build_answering(corpus: Corpus) -> IndexedAnswering:
    """Index a corpus in memory.

    Raises:
        IndexingError: The index cannot be built.
    """
    return IndexedAnswering(build_index(corpus))
