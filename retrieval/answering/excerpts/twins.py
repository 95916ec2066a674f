"""Twins: excerpts that print the same sentences, as sites do that reprint one agency's report.

In: the terms of two excerpts. Out: how much of one stands in the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

SHINGLE: Final = 3
"""Terms a shingle (Broder 1997): enough that unrelated sentences share none."""
Shingles = frozenset[tuple[str, ...]]


def shingles(terms: Sequence[str]) -> Shingles:
    """All runs of three terms of a text; a shorter text is its own run."""
    if not terms:
        return frozenset()
    last = max(1, len(terms) - SHINGLE + 1)
    return frozenset(tuple(terms[start : start + SHINGLE]) for start in range(last))


def contained(part: Shingles, whole: Shingles) -> float:
    """Share of one text's shingles that stand in another, from 0 to 1; 0 for a text without words."""
    return len(part & whole) / len(part) if part else 0.0
