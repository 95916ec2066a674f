"""How a question's words stand together in the passages that are looked at closely.

In: the layout of an index, candidates, and the words of a question. Out: for each candidate the
share of the question's words in its best sentence, and of those that stand in the question's order.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.index.memory.contents import Contents
from retrieval.index.memory.postings import Ints
from retrieval.index.parameters import NEAR
from retrieval.index.query import QueryWord
from retrieval.language.terms.analyzer import Analyzer, TermField

Vector = npt.NDArray[np.float64]
Places = npt.NDArray[np.integer[Any]]
_ELSEWHERE = -1
"""Stands for a token that no word of the question matches."""


def match_layout(
    contents: Contents, candidates: Ints, words: Sequence[QueryWord], shares: Vector, analyzer: Analyzer
) -> tuple[Vector, Vector]:
    """Measure how words stand together.

    Args:
        contents: The index.
        candidates: Ordinals of passages.
        words: Words of the question, at least one.
        shares: What each of them counts; they add up to 1.
        analyzer: The analyzer of the index.

    Returns:
        For each candidate, from 0 to 1: the best sentence's share of the words, and the share of
        neighboring words of the question that stand together in the passage, counted half where
        their order is another one.
    """
    layout = contents.layout
    starts, lengths = layout.starts[candidates], np.diff(layout.starts)[candidates]
    owners = np.repeat(np.arange(len(candidates)), lengths)
    offsets = np.arange(len(owners)) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    tokens = starts[owners] + offsets
    matched = _word_of_stem(contents, words, analyzer)[layout.stems[tokens]]
    kept = np.flatnonzero(matched != _ELSEWHERE)
    matched, owners, tokens = matched[kept], owners[kept], tokens[kept]
    sentence = _best_sentence(owners, layout.sentences[tokens], matched, shares, len(candidates))
    return sentence, _order(owners, tokens, matched, shares, len(candidates))


def _word_of_stem(contents: Contents, words: Sequence[QueryWord], analyzer: Analyzer) -> Ints:
    """For the place of each stem the word that it matches; the last place is that of no stem."""
    stems = contents.fields.stem.terms
    table = np.full(len(stems) + 1, _ELSEWHERE, dtype=np.int32)
    for number, word in reversed(list(enumerate(words))):
        for option in word.options:
            for stem in analyzer.field_terms(TermField.STEM, option.terms):
                if stem in stems:
                    table[stems[stem]] = number
    return table


def _best_sentence(owners: Places, sentences: Places, matched: Places, shares: Vector, size: int) -> Vector:
    best = np.zeros(size)
    if len(owners):
        width = int(sentences.max()) + 1
        keys = owners * width + sentences
        found = np.unique(keys * len(shares) + matched)
        sums = np.bincount(found // len(shares), weights=shares[found % len(shares)], minlength=size * width)
        best = sums.reshape(-1, width)[:size].max(axis=1)
    return best


def _order(owners: Places, tokens: Places, matched: Places, shares: Vector, size: int) -> Vector:
    if len(shares) == 1:
        return np.zeros(size)
    near = (owners[1:] == owners[:-1]) & (np.diff(tokens) <= NEAR)
    first, second, owner = matched[:-1][near], matched[1:][near], owners[:-1][near]
    values = np.minimum(shares[:-1], shares[1:])
    together = np.zeros((size, len(values)))
    backward = second == first - 1
    together[owner[backward], second[backward]] = 0.5
    forward = second == first + 1
    together[owner[forward], first[forward]] = 1.0
    order: Vector = together @ (values / values.sum())
    return order
