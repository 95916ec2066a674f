"""A vocabulary kept as counts of terms, for tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from retrieval.language.tokens import tokenize


@dataclass(frozen=True, slots=True)
class TermCounts:
    """A vocabulary kept as counts."""

    counts: Mapping[str, int]
    """For each term, the number of passages that hold it."""

    def __contains__(self, term: str) -> bool:
        """Whether a passage holds the term."""
        return term in self.counts

    def doc_freq(self, term: str) -> int:
        """How many passages hold the term, 0 for none."""
        return self.counts.get(term, 0)

    def terms(self) -> Iterator[str]:
        """All terms, each once."""
        return iter(self.counts)

    @classmethod
    def of_texts(cls, texts: Iterable[str]) -> Self:
        """Count the terms of texts.

        Args:
            texts: One text a passage.

        Returns:
            The vocabulary of them all.
        """
        counts: Counter[str] = Counter()
        for text in texts:
            counts.update({token.term for token in tokenize(text)})
        return cls(counts)
