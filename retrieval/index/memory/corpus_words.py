"""The words of a corpus: what spelling repair may repair to.

In: the word postings of an index and the words of its titles. Out: membership, document
frequencies, all words.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from retrieval.index.memory.postings import Postings


@dataclass(frozen=True, slots=True)
class CorpusWords:
    """The `Vocabulary` of an index: the words of passages and titles, normalized, stop words left out."""

    words: Postings
    titles: tuple[str, ...]
    """The words of titles, each once."""
    _titles: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_titles", frozenset(self.titles))

    def __contains__(self, term: object) -> bool:
        return term in self.words.terms or term in self._titles

    def doc_freq(self, term: str) -> int:
        """Number of passages that hold a word; 1 for a word that stands in titles alone."""
        return self.words.doc_freq(term) or int(term in self._titles)

    def terms(self) -> Iterator[str]:
        """Each word once: those of the passages, then those that stand in titles alone."""
        yield from self.words.terms
        yield from (term for term in self.titles if term not in self.words.terms)
