"""What shows that an answer of some kind stands in a text: dates, numbers, names, reasons.

In: the analyzed tokens of a text. Out: for each kind of answer the places of the tokens that are
evidence of it. The words stand in `evidence.tsv`; numbers and months are known by their form.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from typing import Final

from retrieval.language.months import month_of
from retrieval.language.normalization import normalize_word
from retrieval.language.numbers.numeral_words import number_word
from retrieval.language.terms.analyzer import AnalyzedToken
from retrieval.resources import read_rows
from retrieval.types import AnswerKind

Evidence = Mapping[AnswerKind, tuple[int, ...]]
"""Places of tokens, ascending, by the kind of answer that they are evidence of."""

YEARS: Final = range(100, 2200)
"""Whole numbers that are read as a year where nothing else is known of them."""
_CLITICS: Final = ("و", "ف", "ب", "ل")
_ARTICLE: Final = "ال"
_LEAST_LETTERS: Final = 2
"""Letters that must stay when a clitic is taken off."""
_NUMERIC: Final = (AnswerKind.HOW_MANY, AnswerKind.HOW_MUCH)


def find_evidence(tokens: Sequence[AnalyzedToken]) -> Evidence:
    """Find which tokens are evidence of which kind of answer.

    Args:
        tokens: The tokens of a text, in order.

    Returns:
        For each kind that there is evidence of, the places of its tokens. Never raises.
    """
    places: dict[AnswerKind, list[int]] = {}
    for place, token in enumerate(tokens):
        for kind in _kinds_of(token.term):
            places.setdefault(kind, []).append(place)
    return {kind: tuple(found) for kind, found in places.items()}


@lru_cache(maxsize=100_000)
def _kinds_of(term: str) -> frozenset[AnswerKind]:
    """The kinds of answer that a normalized term is evidence of."""
    if term[0].isdigit():
        kinds = {*_NUMERIC}
        if term.isdecimal() and int(term[:5]) in YEARS:
            kinds.add(AnswerKind.WHEN)
        return frozenset(kinds)
    if month_of(term) is not None:
        return frozenset({AnswerKind.WHEN})
    kinds = set(_listed(term))
    if number_word(term) is not None:
        kinds.update(_NUMERIC)
    return frozenset(kinds)


def _listed(term: str) -> frozenset[AnswerKind]:
    listed = _words()
    while term not in listed:
        if term[0] in _CLITICS and len(term) > _LEAST_LETTERS + 1:
            term = term[1:]
        elif term.startswith(_ARTICLE) and len(term) > _LEAST_LETTERS + len(_ARTICLE):
            term = term[len(_ARTICLE) :]
        else:
            return frozenset()
    return listed[term]


@cache
def _words() -> dict[str, frozenset[AnswerKind]]:
    kinds: dict[str, set[AnswerKind]] = {}
    for kind, words in read_rows(__package__, "evidence.tsv"):
        for word in words.split():
            kinds.setdefault(normalize_word(word), set()).add(AnswerKind(kind))
    return {word: frozenset(found) for word, found in kinds.items()}
