"""Finds the kind of answer that a question asks for: time, place, person, number, reason or meaning.

In: the normalized terms of a question in order, in Modern Standard Arabic or a dialect. Out: the
kind, and the places of the question words, which are not searched for. The patterns are in
`question_words.tsv`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from retrieval.language.normalization import normalize_word
from retrieval.resources import read_rows, read_words
from retrieval.types import AnswerKind

_WHAT = "what"
"""Kind of the patterns with "what": a definition or anything else."""
_LONGEST_DEFINITION = 3
"""Most words after `ما هو` in a question for a definition."""

_COPULAS = tuple(map(normalize_word, ("ما", "هو", "هي", "هم", "هما", "شو", "وش", "ايش", "شنو")))
"""Endings of question words that ask what a thing is; `ماذا` asks what happens."""

_MACROS = {
    "{ma}": "(?:^(?:و |يا ترى )?ما|ماذا|ماهو|ماهي|ماهم|شو|وش|وشو|ايش|شنو|شنهو|شنهي|"
    "اش|اشنو|واش|ويش|ايه|وما|فما)",
    "{hu}": "(?: هو| هي| هم| هما| هن| كان| كانت)?",
    "{fi}": "(?:في |ب|من |منذ |إلى |خلال |على |ل|ف|و|حتى |قبل |بعد |عن )?",
}
# Matches a run of Arabic letters: a word inside a pattern.
_WORD = re.compile("[\u0621-\u064a]+")
# Matches a word that selects one thing among many: ال + relative pronoun, superlatives.
_RELATION = re.compile(r"^ا[^ا]{3}$|^ا[^ا]{2}ي$|^اول$|^اخر$|^اهم$|^اشهر$|^اي$")


@dataclass(frozen=True, slots=True)
class AskedFor:
    """The kind of answer that a question asks for."""

    kind: AnswerKind
    asking: range
    """Places of the question words; empty where there is none."""


def question_kind(terms: Sequence[str]) -> AskedFor:
    """Find the kind of answer that a question asks for.

    Args:
        terms: The normalized terms of a question in order, without greetings.

    Returns:
        The kind, `OTHER` where no question word is found. Never raises.
    """
    line = " ".join(terms)
    best: tuple[int, int, str] | None = None
    for kind, pattern in _patterns():
        found = pattern.search(line)
        if found and (best is None or found.start() < best[0]):
            best = found.start(), found.end(), kind
    if best is None:
        return AskedFor(AnswerKind.OTHER, range(0))
    start, end, name = best
    first = line.count(" ", 0, start)
    asking = range(first, first + len(line[start:end].split()))
    kind = _kind_of_what(terms, asking) if name == _WHAT else AnswerKind(name)
    return AskedFor(kind, asking)


def _kind_of_what(terms: Sequence[str], asking: range) -> AnswerKind:
    rest = terms[asking.stop :]
    is_thing = all(term.endswith(_COPULAS) for term in terms[asking.start : asking.stop])
    if asking.start > 0 or not is_thing or not 0 < len(rest) <= _LONGEST_DEFINITION:
        return AnswerKind.OTHER
    return AnswerKind.OTHER if rest[0] in _relations() or _RELATION.match(rest[0]) else AnswerKind.DEFINITION


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = read_rows(__package__, "question_words.tsv")
    return tuple((kind, _compile(pattern, followers)) for kind, pattern, followers in rows)


def _compile(pattern: str, followers: str) -> re.Pattern[str]:
    for name, macro in _MACROS.items():
        pattern = pattern.replace(name, macro)
    after = r"(?= |$)"
    if followers:
        blank = "" if pattern == "^" else " "
        after = rf"(?={blank}(?:ال)?(?:{followers})(?:ه|ها|هم|هما)?(?: |$))"
    spelled = _WORD.sub(lambda word: normalize_word(word.group()), rf"{pattern}{after}")
    return re.compile(rf"(?:^|(?<= )){spelled}")


@cache
def _relations() -> frozenset[str]:
    return frozenset(map(normalize_word, read_words(__package__, "relational_nouns.txt")))
