"""Stop words: terms that carry no meaning of their own.

In: a normalized term. Out: whether it is a stop word. The list, `stop_words.txt`, contains particles
and pronouns with their clitics, auxiliary verbs, and question words of Modern Standard Arabic and
of the dialects; it passes through the same normalization as every text.
"""

from __future__ import annotations

from functools import cache

from retrieval.language import letters as l
from retrieval.language.normalization import normalize_word
from retrieval.resources import read_lines

_CONJUNCTIONS = (l.WAW, l.FEH)


def is_stop_word(term: str) -> bool:
    """Whether a term is a stop word.

    Args:
        term: The term of a token, normalized.

    Returns:
        True for terms of the list, and for its open words with `و` or `ف` before them. Never raises.
    """
    return term in stop_words()


@cache
def stop_words() -> frozenset[str]:
    """Read the list of stop words.

    Returns:
        All stop words as terms, those with `و` and `ف` included; read once.
    """
    sections: dict[str, set[str]] = {"[open]": set(), "[closed]": set(), "[never]": set()}
    section = sections["[open]"]
    for line in read_lines(__package__, "stop_words.txt"):
        if line.startswith("["):
            section = sections[line]
        else:
            section.update(map(normalize_word, line.split()))
    with_conjunctions = {conjunction + term for term in sections["[open]"] for conjunction in _CONJUNCTIONS}
    return frozenset((sections["[open]"] | with_conjunctions | sections["[closed]"]) - sections["[never]"])
