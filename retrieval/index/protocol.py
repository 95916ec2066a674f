"""What every index backend fulfills, and the one way to ask it.

In: a `Question`. Out: `Hit`s.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol

from retrieval.types import Document, Hit, Passage, Question, SkippedFile


class Words(Protocol):
    """The normalized words of a corpus, for spelling repair."""

    def __contains__(self, term: object) -> bool: ...

    def doc_freq(self, term: str) -> int:
        """Number of passages that hold a word."""
        ...

    def terms(self) -> Iterator[str]:
        """Each word once."""
        ...


class Index(Protocol):
    """A searchable corpus. Immutable: a reindex builds another one."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents, in order of their ids."""
        ...

    @property
    def skipped(self) -> tuple[SkippedFile, ...]:
        """Files of the corpus that were not read."""
        ...

    @property
    def passages(self) -> tuple[Passage, ...]:
        """All passages; the ordinal of a passage is its place."""
        ...

    @property
    def corpus_digest(self) -> str:
        """Digest of the corpus that was indexed."""
        ...

    @property
    def built_at(self) -> datetime:
        """When the corpus was indexed, with its time zone."""
        ...

    @property
    def vocabulary(self) -> Words:
        """The words of the corpus."""
        ...

    def idf(self, term: str) -> float:
        """Inverse document frequency of the stem of a normalized term; highest where none holds it."""
        ...

    def search(self, question: Question, limit: int = 100) -> list[Hit]:
        """The best passages for a question.

        Args:
            question: May have no words; then there are no hits.
            limit: Most hits, at least 1.

        Returns:
            Best first, ties by ordinal. Each shares a term with the question.
        """
        ...


def search(index: Index, question: Question, limit: int = 100) -> list[Hit]:
    """The best passages of an index for a question; see `Index.search`."""
    return index.search(question, limit)
