"""What value a question asks for: which unit or noun is to be counted, which end of a life, what grain.

In: a Question of kind WHEN, HOW_MANY or HOW_MUCH. Out: an `AskedValue`, by its words and the list
`asked_values.tsv`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from retrieval.language.folding import fold, fold_word, split_pieces
from retrieval.language.numbers.units import UnitClass, known_unit
from retrieval.resources import read_rows
from retrieval.types import Question

_WEAK_LETTERS: Final = str.maketrans("", "", "اويءى")
# Matches the article with clitics before it.
_BEGINNINGS: Final = re.compile("^[وفبلك]{0,2}(?:ال|لل)(?=..)")
# Matches an ending of gender, number or case behind two letters or more.
_ENDINGS: Final = re.compile("(?<=..)(?:ات|ان|ين|ون|تان|تين|ه|ا)$")
_COUNTERS: Final = frozenset(fold_word(word) for word in ("عدد", "تعداد", "مجموع", "إجمالي", "كمية", "عدد"))
_LEAST_SKELETON: Final = 2


@dataclass(frozen=True, slots=True)
class AskedValue:
    """What kind of value would answer a question."""

    classes: frozenset[UnitClass]
    """Classes of units that may answer; empty where the question names none."""
    unit: str | None
    """Canonical name of the unit that is counted («كم سنة»); None for other nouns."""
    noun: str
    """Skeleton of the noun that is counted; empty where none is."""
    life: frozenset[str]
    """`begin`, `end` or both, where birth or death are asked for."""
    grain: str | None
    """day, month, year, decade or century, where the question names it."""
    written: frozenset[str]
    """All folded words and numbers of the question: what it holds itself is no answer."""


def asked_value(question: Question) -> AskedValue:
    """The value that a question asks for; never raises."""
    words = [piece.text for piece in split_pieces(fold(question.text).text)]
    measures, lives, grains = _listed("measure"), _listed("life"), _listed("grain")
    content = [fold_word(word.surface) for word in question.words]
    counted = next((word for word in content if _bare(word) not in _COUNTERS), "")
    unit = known_unit(counted)
    written = [*words, *content]  # content words in Arabic, even where the person wrote others
    measure = next(filter(None, (_of(word, measures) for word in written)), "")
    classes = {UnitClass(name) for name in measure.split("|") if name}
    if unit is not None:
        classes = {unit[1]}
    return AskedValue(
        classes=frozenset(classes),
        unit=unit[0] if unit else None,
        noun=skeleton(counted),
        life=frozenset(filter(None, (_of(word, lives) for word in written))),
        grain=next(filter(None, (_of(word, grains) for word in words[:_GRAIN_WORDS])), None),
        written=frozenset(words),
    )


_GRAIN_WORDS: Final = 4
"""Words at the beginning of a question among which «في أي عام» stands."""


def skeleton(word: str) -> str:
    """The strong letters of a word, which a noun shares with its broken plural: جزيرة, جزر."""
    bare = _ENDINGS.sub("", _bare(fold_word(word)))
    strong = bare.translate(_WEAK_LETTERS)
    return strong if len(strong) >= _LEAST_SKELETON else bare


def _of(word: str, table: dict[str, str]) -> str:
    return table.get(word) or table.get(word.removeprefix("و")) or table.get(_bare(word), "")


def _bare(word: str) -> str:
    return _BEGINNINGS.sub("", word)


@cache
def _listed(kind: str) -> dict[str, str]:
    rows = read_rows(__package__, "asked_values.tsv")
    return {fold_word(word): value for of, value, words in rows if of == kind for word in words.split()}
