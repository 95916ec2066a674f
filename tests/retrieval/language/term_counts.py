"""A vocabulary of the terms of some texts, for tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Self

from retrieval.language.tokens import tokenize


@dataclass(frozen=True, slots=True)
class TermCounts:
    """A `Vocabulary` of terms with the number of passages that contain each."""

    counts: Mapping[str, int]

    def __contains__(self, term: str) -> bool:
        return term in self.counts

    def doc_freq(self, term: str) -> int:
        return self.counts.get(term, 0)

    def terms(self) -> Iterator[str]:
        return iter(self.counts)

    @classmethod
    def of_texts(cls, texts: Iterable[str]) -> Self:
        """Count the terms of texts, one text for each passage."""
        counts: Counter[str] = Counter()
        for text in texts:
            counts.update({token.term for token in tokenize(text)})
        return cls(counts)
