"""rank-bm25 as the scorer of one field: its statistics and scores, with an idf that is never negative.

In: the terms of each passage in one field. Out: `Postings`, in which every pair of term and passage
has its BM25 score as rank-bm25 gave it. A question's score is the sum of those of its terms, so that
searching adds up saved numbers and never scores a passage twice.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from rank_bm25 import BM25Okapi

from retrieval.index.parameters import FieldParameters

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]


class ExactBM25(BM25Okapi):  # type: ignore[misc]  # rank-bm25 has no types
    """`BM25Okapi` with Lucene's idf, ln(1 + (N - df + 0.5) / (df + 0.5)), above 0 for every term.

    The library's own idf is negative for a term of more than half of the passages, which ranks
    corpora of one or two passages wrongly.
    """

    def _calc_idf(self, nd: Mapping[str, int]) -> None:
        self.idf = {term: inverse_doc_freq(doc_freq, self.corpus_size) for term, doc_freq in nd.items()}


def inverse_doc_freq(doc_freq: int, passages: int) -> float:
    """Lucene's idf of a term that `doc_freq` of `passages` passages hold; above 0."""
    return math.log(1 + (passages - doc_freq + 0.5) / (doc_freq + 0.5))


@dataclass(frozen=True, slots=True)
class Postings:
    """One field of the index: for each term, the passages that hold it and their scores.

    The postings of term `i` are `passages[starts[i]:starts[i + 1]]`, ascending, and their scores
    stand at the same places of `scores`: idf x tf part, the latter from 0 to 1, exclusive.
    """

    size: int
    """Passages of the index, those without terms included."""
    terms: Mapping[str, int]
    starts: Ints
    passages: Ints
    scores: Floats

    def doc_freq(self, term: str) -> int:
        """Number of passages that hold a term."""
        place = self.terms.get(term)
        return 0 if place is None else int(self.starts[place + 1] - self.starts[place])

    def idf(self, term: str) -> float:
        """Inverse document frequency of any term; highest for one that no passage holds."""
        return inverse_doc_freq(self.doc_freq(term), self.size)

    def of(self, term: str) -> tuple[Ints, Floats]:
        """Passages that hold a term, ascending, and their scores; both empty for an unknown term."""
        place = self.terms.get(term)
        if place is None:
            return self.passages[:0], self.scores[:0]
        part = slice(int(self.starts[place]), int(self.starts[place + 1]))
        return self.passages[part], self.scores[part]


def build_postings(term_lists: Sequence[Sequence[str]], parameters: FieldParameters) -> Postings:
    """Score every pair of term and passage of one field with rank-bm25.

    Args:
        term_lists: The terms of each passage, in order of ordinals; lists may be empty.
        parameters: k1 and b of the field.
    """
    holders: dict[str, list[int]] = {}
    for ordinal, terms in enumerate(term_lists):
        for term in dict.fromkeys(terms):
            holders.setdefault(term, []).append(ordinal)
    scores: list[float] = []
    if holders:  # rank-bm25 divides by the number of passages, and by their mean length
        bm25 = ExactBM25(term_lists, k1=parameters.k1, b=parameters.b)
        bm25.doc_len = np.asarray(bm25.doc_len)
        for term, ordinals in holders.items():
            scores.extend(bm25.get_batch_scores([term], ordinals))
    counts = [len(ordinals) for ordinals in holders.values()]
    return Postings(
        size=len(term_lists),
        terms=MappingProxyType({term: place for place, term in enumerate(holders)}),
        starts=np.cumsum([0, *counts], dtype=np.int32),
        passages=np.array([ordinal for ordinals in holders.values() for ordinal in ordinals], dtype=np.int32),
        scores=(np.array(scores, dtype=np.float64) / (parameters.k1 + 1)).astype(np.float32),
    )
