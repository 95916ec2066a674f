"""Likeness: how near a text comes to a word that it does not hold.

In: the terms of a word and the terms of a text. Out: a degree from 0 to 1. A question often asks with
another form of a word than stands in the text («ألغى» and «إلغاء»), which no stem matches: such a word
is nearer to being there than one of which there is no form at all.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from retrieval.answering.events import event_groups
from retrieval.language.terms.stemming import root, stem

RELATED: Final = 0.8
"""Degree of a word with the same root, or for the same kind of event: both are less than the word."""
LEAST_LIKENESS: Final = 0.6
"""Share of common pairs of letters below which words are alike by chance, seen on the development
questions: from it on a word that is missing is more often one of an answered question."""
_CACHED: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Forms:
    """What the words of a text are compared by."""

    stems: frozenset[str]
    roots: frozenset[str]
    events: frozenset[str]
    """Groups of words for the same kind of event, as the answer line knows them."""


def forms_of(terms: Iterable[str]) -> Forms:
    """The stems and roots of normalized terms."""
    known = frozenset(terms)
    stems = frozenset(map(stem, known))
    events = frozenset(group for form in stems for group in event_groups(form))
    return Forms(stems, frozenset(map(root, known)), events)


def likeness(terms: Iterable[str], forms: Forms) -> float:
    """How near a text comes to a word, from 0 to 1.

    Args:
        terms: The normalized terms of the word and of its other names.
        forms: The text's.

    Returns:
        Of the term that comes nearest: `RELATED` where its root is there or a word for the same event,
        or the share of pairs of letters that its stem has in common with the stem most like it (Dice),
        where that is enough.
    """
    return max((_likeness(term, forms) for term in terms), default=0.0)


def _likeness(term: str, forms: Forms) -> float:
    form = stem(term)
    related = root(term) in forms.roots or not forms.events.isdisjoint(event_groups(form))
    pairs = _pairs(form)
    alike = max((_share(pairs, _pairs(other)) for other in forms.stems), default=0.0)
    return max(RELATED if related else 0.0, alike if alike >= LEAST_LIKENESS else 0.0)


def _share(pairs: frozenset[str], others: frozenset[str]) -> float:
    return 2 * len(pairs & others) / (len(pairs) + len(others))


@lru_cache(maxsize=_CACHED)
def _pairs(word: str) -> frozenset[str]:
    """Neighboring letters of a word, its ends among them; never empty."""
    framed = f"<{word}>"
    return frozenset(framed[at : at + 2] for at in range(len(framed) - 1))
