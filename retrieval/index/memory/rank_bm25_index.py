"""The index in memory, scored by rank-bm25: the backend for corpora of up to about 10,000 passages.

In: `Contents`. Out: hits.
"""

from __future__ import annotations

from datetime import datetime

from retrieval.index.memory.contents import Contents
from retrieval.index.memory.corpus_words import CorpusWords
from retrieval.index.memory.searching import search_contents
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import Document, Hit, Passage, Question, SkippedFile


class RankBM25Index:
    """A searchable corpus. Immutable, and safe to share between threads.

    Args:
        contents: What was built or loaded.
        analyzer: What it was analyzed with.
    """

    def __init__(self, contents: Contents, analyzer: Analyzer) -> None:
        self.contents = contents
        self.vocabulary = CorpusWords(contents.fields.word, contents.title_words)
        self._analyzer = analyzer

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents, in order of their ids."""
        return self.contents.documents

    @property
    def skipped(self) -> tuple[SkippedFile, ...]:
        """Files of the corpus that were not read."""
        return self.contents.skipped

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages; the ordinal of a passage is its place."""
        return self.contents.passages

    @property
    def corpus_digest(self) -> str:
        """Digest of the corpus that was indexed."""
        return self.contents.corpus_digest

    @property
    def built_at(self) -> datetime:
        """When the corpus was indexed, with its time zone."""
        return self.contents.built_at

    def idf(self, term: str) -> float:
        """Inverse document frequency of the stem of a normalized term; highest where none holds it."""
        return self.contents.fields.stem.idf(self._analyzer.stem(term))

    def search(self, question: Question, limit: int = 100) -> list[Hit]:
        """The best passages for a question: best first, at most `limit`, each sharing a term with it."""
        return search_contents(self.contents, self._analyzer, question, limit)
