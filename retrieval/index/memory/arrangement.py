"""Where terms stand in passages, and which passages belong together.

In: passages and their analyzed tokens. Out: `Layout`, flat arrays made once at indexing, from which
search reads order, nearness, sentences and neighbors without touching text.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from retrieval.index.memory.postings import Ints, Postings
from retrieval.language.terms.analyzer import AnalyzedToken
from retrieval.types import Passage

NO_TERM = -1
"""Stands where a stop word stands in the text."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The tokens of passage `i` are `starts[i]:starts[i + 1]` of `stems` and `sentences`.

    A group is the passages of one document, or of documents of one title: long articles come in
    several of these. Neighbors stand beside each other in their group.
    """

    starts: Ints
    stems: Ints
    """Places of stems in the stem postings, in the order of the text; `NO_TERM` for a stop word."""
    sentences: Ints
    """Number of the sentence in its passage that each token stands in, from 0."""
    groups: Ints
    """The number of each passage's group, from 0."""
    grouped: Ints
    """Ordinals of all passages, group by group."""
    group_starts: Ints
    """Where each group begins in `grouped`."""
    before: Ints
    """The passage before each one, or the number of passages where there is none."""
    after: Ints
    """The passage after each one, or the number of passages where there is none."""


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
        titles: The normalized title of each; may be empty.
    """
    starts = [0]
    flat: list[int] = []
    sentences: list[int] = []
    for passage, line in zip(passages, lines, strict=True):
        ends = [span.end - passage.start for span in passage.sentences]
        flat.extend(NO_TERM if token.is_stop else stems.terms[token.stem] for token in line)
        sentences.extend(bisect_right(ends, token.start) for token in line)
        starts.append(len(flat))
    groups = _group_passages(passages, titles)
    members = [ordinal for group in groups for ordinal in group]
    numbers = np.zeros(len(passages), dtype=np.int32)
    before = np.full(len(passages), len(passages), dtype=np.int32)
    after = before.copy()
    for number, group in enumerate(groups):
        numbers[group] = number
        before[group[1:]] = group[:-1]
        after[group[:-1]] = group[1:]
    return Layout(
        starts=np.array(starts, dtype=np.int32),
        stems=np.array(flat, dtype=np.int32),
        sentences=np.array(sentences, dtype=np.int32),
        groups=numbers,
        grouped=np.array(members, dtype=np.int32),
        group_starts=np.cumsum([0, *map(len, groups)], dtype=np.int32)[:-1],
        before=before,
        after=after,
    )


def _group_passages(passages: Sequence[Passage], titles: Sequence[str]) -> list[list[int]]:
    groups: dict[tuple[str, str], list[int]] = {}
    for passage, title in zip(passages, titles, strict=True):
        key = ("title", title) if title else ("document", passage.document_id)
        groups.setdefault(key, []).append(passage.ordinal)
    return list(groups.values())
