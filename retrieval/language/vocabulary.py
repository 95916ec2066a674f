"""The vocabulary of a corpus: its terms, and how many passages contain each.

Out: the protocol `Vocabulary`, by which misspelled words, Arabizi and text typed on the wrong keyboard
layout are repaired.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, Self

from retrieval.language.tokens import tokenize


class Vocabulary(Protocol):
    """The normalized words of a corpus."""

    def __contains__(self, term: str) -> bool:
        """Whether a passage contains the term."""
        ...

    def doc_freq(self, term: str) -> int:
        """Number of passages that contain the term."""
        ...

    def terms(self) -> Iterable[str]:
        """All terms, each once."""
        ...


@dataclass(frozen=True, slots=True)
class TermCounts:
    """A vocabulary kept as counts."""

    counts: Mapping[str, int]
    """For each term, the number of passages that contain it."""

    def __contains__(self, term: str) -> bool:
        """Whether a passage contains the term."""
        return term in self.counts

    def doc_freq(self, term: str) -> int:
        """Number of passages that contain the term."""
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
