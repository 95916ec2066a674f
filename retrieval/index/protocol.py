"""The ports of retrieval: what is searched, and what makes, saves and opens it.

In: a `Corpus`, later `Question`s. Out: `Hit`s. A backend is whatever fulfills these protocols;
`backends` lists those that there are, and the engine knows no other names of them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Protocol, TypeVar

from retrieval.language.vocabulary import Vocabulary
from retrieval.types import Corpus, Document, Hit, Passage, Question, SkippedFile

Progress = Callable[[int, int], None]
"""Called with the steps done and their total; the last time when all is done."""


class Index(Protocol):
    """A searchable corpus. Immutable, and safe to share between threads: a reindex builds another one."""

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
    def vocabulary(self) -> Vocabulary:
        """The words of the corpus, for spelling repair."""
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


IndexT = TypeVar("IndexT", bound=Index)


class Backend(Protocol[IndexT]):
    """One kind of index: builds it from a corpus, saves it in a folder, opens it again."""

    @property
    def name(self) -> str:
        """What the setting calls it; names its version of saved indexes, too."""
        ...

    @property
    def version(self) -> str:
        """What an index that it opens must have been made by: itself, its format, all code and lists."""
        ...

    def build(self, corpus: Corpus, *, progress: Progress | None = None) -> IndexT:
        """Index a corpus, which may be empty.

        Raises:
            IndexingError: The index cannot be built.
        """
        ...

    def save(self, index: IndexT, folder: Path) -> None:
        """Save an index that this backend built, in one step: another process sees all of it or nothing.

        Args:
            index: What to save.
            folder: Made where it is missing; backends may share it, and what the others saved stays.

        Raises:
            IndexingError: It cannot be saved; what was saved before is as it was.
        """
        ...

    def open(self, folder: Path, *, corpus_digest: str | None = None) -> IndexT:
        """Open the newest index in a folder that this backend saved and that is whole.

        Args:
            folder: Where indexes were saved; may be missing.
            corpus_digest: Digest of the corpus that it must have been built from; None takes any.

        Raises:
            IndexMismatchError: There is none; the message names what is wrong with the newest.
        """
        ...
