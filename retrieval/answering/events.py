"""What happens at a time: words for it, in groups of near meaning, met by stem and by root.

In: a stem, or a normalized term. Out: its groups in `event_words.tsv`, and the letters by which
«ينضم» and «انضمام» are the same event. Both the answer line and silence ask.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Final

from retrieval.language.terms.analyzer import Analyzer
from retrieval.language.terms.stemming import root
from retrieval.resources import read_rows

GENERIC: Final = "event"
"""The group of verbs that name no event by themselves: «وقعت» asks for what comes behind it."""
_MARKS: Final = ("ي", "ت")
"""Letters that begin a verb of the imperfect, masculine and feminine."""
_LEAST_ROOT: Final = 3
"""Letters of a root from which it names few words; two are shared by too many."""
_WORDS_CACHED: Final = 1 << 15
# Matches a letter that stands twice, as in the noun of a doubled root: انضمام beside ينضم.
_DOUBLED: Final = re.compile(r"(.)\1")


@lru_cache(maxsize=_WORDS_CACHED)
def event_root(term: str) -> str:
    """The letters of a term's root, a doubled one once; empty where they are fewer than three."""
    letters = _DOUBLED.sub(r"\1", root(term))
    return letters if len(letters) >= _LEAST_ROOT else ""


def event_groups(stem: str) -> frozenset[str]:
    """The groups of `event_words.tsv` that a stem belongs to; none for most."""
    return _groups_by_stem().get(stem, frozenset())


def is_imperfect(term: str) -> bool:
    """Whether a normalized term is a listed verb that is not over: «ينضم», «تنضم», but not «تأسس»."""
    return term.startswith(_MARKS) and {term, f"{_MARKS[0]}{term[1:]}"} <= _listed_terms()


@cache
def _listed_terms() -> frozenset[str]:
    words = " ".join(words for _, words in read_rows(__package__, "event_words.tsv"))
    return frozenset(token.term for token in Analyzer().analyze(words))


@cache
def _groups_by_stem() -> Mapping[str, frozenset[str]]:
    analyzer = Analyzer()
    groups: dict[str, frozenset[str]] = {}
    for group, words in read_rows(__package__, "event_words.tsv"):
        for token in analyzer.analyze(words):
            groups[token.stem] = groups.get(token.stem, frozenset()) | {group}
    return MappingProxyType(groups)
