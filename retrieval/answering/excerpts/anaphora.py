"""Words that stand for a place or a time named before them, as «هناك» in «سافر إلى حلب. وتزوج هناك».

In: the analyzed tokens of a passage. Out: the places of such words, for questions that ask where or
when: the sentence about what is asked then has its answer in the one before. The words stand
in `anaphora.tsv`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from retrieval.language.normalization import normalize_word
from retrieval.language.terms.analyzer import AnalyzedToken
from retrieval.resources import read_rows
from retrieval.types import AnswerKind

_CONJUNCTIONS: Final = ("", "و", "ف")


def find_anaphora(kind: AnswerKind, tokens: Sequence[AnalyzedToken]) -> tuple[int, ...]:
    """Places of the words that stand for what a kind of question asks for, ascending.

    Behind a stop word or at the beginning «هناك» mostly means that there is something, and is not
    counted. Never raises.

    Args:
        kind: What is asked for; kinds other than a place or a time have no such words.
        tokens: The tokens of a text, in order.
    """
    words = _words().get(kind, frozenset())
    return tuple(
        place
        for place, token in enumerate(tokens)
        if words and place and token.term in words and not tokens[place - 1].is_stop
    )


@cache
def _words() -> dict[AnswerKind, frozenset[str]]:
    return {
        AnswerKind(kind): frozenset(
            before + normalize_word(word) for word in words.split() for before in _CONJUNCTIONS
        )
        for kind, words in read_rows(__package__, "anaphora.tsv")
    }
