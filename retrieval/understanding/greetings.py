"""Greetings and thanks around a question.

In: the normalized terms of a message in order. Out: the terms that remain after greetings, thanks and
farewells are removed from its beginning and its end. The phrases are in `greetings.txt`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from retrieval.language.tokens import tokenize
from retrieval.resources import read_lines


@dataclass(frozen=True, slots=True)
class _Phrases:
    anywhere: frozenset[tuple[str, ...]]
    alone: frozenset[tuple[str, ...]]
    longest: int


def without_greetings(terms: Sequence[str]) -> range:
    """Find the part of a message between its greetings.

    Args:
        terms: The normalized terms of the message in order.

    Returns:
        The places of the remaining terms; empty where the message is only a greeting or has no
        terms. Never raises.
    """
    phrases = _phrases()
    start, end = 0, len(terms)
    while (
        length := _greeting_at(phrases, terms[start : min(end, start + phrases.longest)], at_end=False)
    ) > 0:
        start += length
    while (length := _greeting_at(phrases, terms[max(start, end - phrases.longest) : end], at_end=True)) > 0:
        end -= length
    if tuple(terms[start:end][: phrases.longest + 1]) in phrases.alone:
        return range(0)
    return range(start, end)


def _greeting_at(phrases: _Phrases, terms: Sequence[str], *, at_end: bool) -> int:
    """Length of the longest greeting at the beginning or the end of the terms, 0 for none."""
    for length in range(len(terms), 0, -1):
        if tuple(terms[-length:] if at_end else terms[:length]) in phrases.anywhere:
            return length
    return 0


@cache
def _phrases() -> _Phrases:
    sections: list[set[tuple[str, ...]]] = [set()]
    for line in read_lines(__package__, "greetings.txt"):
        if line.startswith("["):
            sections.append(set())
        else:
            sections[-1].add(tuple(token.term for token in tokenize(line)))
    anywhere, alone = sections
    return _Phrases(frozenset(anywhere), frozenset(alone), max(map(len, anywhere | alone)))
