"""Where terms stand in passages, and which passages belong together.

In: passages and the analyzer. Out: `Layout`, flat arrays made once at indexing, from which search
reads order, nearness and sentences of the question's words without touching text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.index.bm25 import Ints, Postings
from retrieval.language.analyzer import AnalyzedToken
from retrieval.types import Passage

NO_TERM = -1
"""Stands where a stop word stands in the text."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The order of terms in each passage; passage `i` is `starts[i]:starts[i + 1]` of the flat arrays."""

    starts: Ints
    stems: Ints
    """Places of stems in the stem postings, in the order of the text; `NO_TERM` for a stop word."""
    sentences: Ints
    """Number of the sentence in its passage that each term stands in, from 0."""
    groups: Ints
    """For each passage the number of its group: passages of one document or of equal titles."""
    group_places: Ints
    """For each passage its place in its group, from 0, in order of ordinals."""


def group_passages(passages: Sequence[Passage], titles: Sequence[str]) -> tuple[Ints, Ints]:
    """Number the groups of passages that speak of one thing.

    Args:
        passages: All passages, in order of ordinals.
        titles: Their normalized titles; equal ones that are not empty make one group, since long
            articles come in several documents of one title.

    Returns:
        The group of each passage, and its place in it; both from 0.
    """
    numbers: dict[tuple[str, str], int] = {}
    sizes: list[int] = []
    groups, places = [], []
    for passage, title in zip(passages, titles, strict=True):
        key = ("title", title) if title else ("document", passage.document_id)
        number = numbers.setdefault(key, len(sizes))
        if number == len(sizes):
            sizes.append(0)
        groups.append(number)
        places.append(sizes[number])
        sizes[number] += 1
    return np.array(groups, dtype=np.int32), np.array(places, dtype=np.int32)


def lay_out(
    passages: Sequence[Passage],
    lines: Sequence[Sequence[AnalyzedToken]],
    stems: Postings,
    titles: Sequence[str],
) -> Layout:
    """Make the layout of all passages.

    Args:
        passages: All passages, in order of ordinals.
        lines: The analyzed tokens of each, stop words among them.
        stems: The postings of the stem field.
        titles: The normalized title of each.
    """
    starts = np.zeros(len(passages) + 1, dtype=np.int32)
    flat: list[int] = []
    sentences: list[int] = []
    for passage, line in zip(passages, lines, strict=True):
        ends = [span.end - passage.start for span in passage.sentences]
        flat.extend(NO_TERM if token.is_stop else stems.terms[token.stem] for token in line)
        sentences.extend(bisect_right(ends, token.start) for token in line)
        starts[passage.ordinal + 1] = len(flat)
    groups, places = group_passages(passages, titles)
    return Layout(
        starts=starts,
        stems=np.array(flat, dtype=np.int32),
        sentences=np.array(sentences, dtype=np.int32),
        groups=groups,
        group_places=places,
    )
