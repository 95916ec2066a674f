"""A misspelled word → the word of the corpus that was meant.

In: a normalized term that is not in the corpus, and the vocabulary. Out: a `Repair`, or None where no
word of the corpus is similar enough: a correct word that is not in the corpus must stay unchanged, or
a question about it would be answered with something else.

The cost of each change of the normalized letters:

| change | cost |
|---|---|
| a clitic of one letter before the word: ل ب ك و | 0.1 |
| a letter doubled, or a double letter written once | 0.3 |
| letters that sound or look alike: ض/ظ/ط ذ/ز/د ث/س/ت س/ص ت/ط ق/ك/غ/ج ه/ح ا/ه/ي/ء و/ء | 0.5 |
| a long vowel `ا` `و` `ي` or a hamza inserted or deleted inside the word; two neighbors exchanged | 0.6 |
| letters of neighboring keys | 0.8 |
| any other letter changed, inserted or deleted | 1 |
| the first letter changed, inserted or deleted | twice as much |

A word of 3 or 4 letters may cost 0.3, of 5 or 6 letters 0.8, longer ones 1, from 9 letters 1.3.
Of the words within the limit the cheapest wins, of nearly equal ones the most frequent.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from retrieval.language import letters as l
from retrieval.language.vocabulary import Vocabulary

_CLITIC = 0.1
_DOUBLED = 0.3
_ALIKE_COST = 0.5
_VOWEL = 0.6
_EXCHANGED = 0.6
_NEIGHBOR_KEY = 0.8
_OTHER = 1.0
_BOUNDS = ((3, 0.3), (5, 0.8), (7, 1.0), (9, 1.3))
"""Fewest letters of a word, and the highest cost of its repair."""
_LONG = 7
"""Fewest letters of a word in which two changes are looked for."""
_FREQUENT = 0.06
"""Cost that a factor of e in frequency outweighs."""
_CLITICS = l.LAM + l.BEH + l.KAF + l.WAW
_ARTICLE = l.ALEF + l.LAM
_SPOKEN = (l.AIN + _ARTICLE, l.HEH + _ARTICLE)
"""Spellings of على ال and هذا ال in dialects."""
_SHORTEST_AFTER_CLITIC = 3
_SHORTEST_SPLIT = 3
_SHORTEST_SECOND = 5
"""Fewest letters of the first and of the second of two words written without a blank."""

_VOWELS = frozenset(l.ALEF + l.WAW + l.YEH + l.HAMZA)
_ALIKE = (
    *("ضظ", "ذز", "ذد", "ثس", "ثت", "سص", "تط", "قك", "قغ", "جغ", "كغ", "جق", "هح", "اه", "اي", "ءا", "ءي"),
    *("ءو", "دض", "زظ", "طظ"),
)
_KEY_ROWS = ("ضصثقفغعهخحجد", "شسيبلاتنمكط", "ءرهوزظ")


def _pairs(groups: Iterable[str]) -> frozenset[tuple[str, str]]:
    return frozenset(pair for group in groups for pair in ((group[0], group[1]), (group[1], group[0])))


_ALIKE_PAIRS = _pairs(_ALIKE)
_NEIGHBOR_PAIRS = _pairs(row[at : at + 2] for row in _KEY_ROWS for at in range(len(row) - 1))


@dataclass(frozen=True, slots=True)
class Repair:
    """The words of the corpus that a misspelled word was meant to be."""

    terms: tuple[str, ...]
    """One word of the corpus, or two that were written without a blank."""
    cost: float
    """Distance from the word as written, from 0; see the table."""


class Speller:
    """Repairs words by one vocabulary; its index is built at the first word.

    Args:
        vocabulary: The words of the corpus.
        stem: Makes the stem of a term; a word whose stem is in the corpus is no misspelling.
        known: Returns whether a word is no misspelling though it is not in the corpus.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        stem: Callable[[str], str],
        known: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._vocabulary = vocabulary
        self._stem = stem
        self._known = known
        self.repair = lru_cache(maxsize=4096)(self._repair)

    @cached_property
    def _stems(self) -> frozenset[str]:
        return frozenset(self._stem(term) for term in self._vocabulary.terms())

    @cached_property
    def _by_length(self) -> dict[int, list[str]]:
        words: defaultdict[int, list[str]] = defaultdict(list)
        for term in self._vocabulary.terms():
            if _is_arabic(term):
                words[len(term)].append(term)
        return dict(words)

    def knows(self, term: str) -> bool:
        """Whether a term needs no repair: it is known, or it or its stem is in the corpus.

        Args:
            term: A normalized term.

        Returns:
            True also for numbers and for words that are not Arabic. Never raises.
        """
        return (
            not _is_arabic(term) or self.holds(term) or any(map(self._known, (term, *_without_clitics(term))))
        )

    def holds(self, term: str) -> bool:
        """Whether a term or its stem is in the corpus.

        Args:
            term: A normalized term.

        Returns:
            True where a search for the term may find something. Never raises.
        """
        return term in self._vocabulary or self._stem(term) in self._stems

    def _repair(self, term: str) -> Repair | None:
        """Find the word of the corpus that a misspelled term was meant to be.

        Args:
            term: A normalized term.

        Returns:
            The most similar word, or two that were written without a blank; None where the term is
            known or no word is similar enough. Never raises.
        """
        if not _is_arabic(term) or self.holds(term) or self._known(term):
            return None
        for rest in _without_clitics(term):
            if rest in self._vocabulary or _ARTICLE + rest in self._vocabulary:
                return Repair((rest,), _CLITIC)
        if self.knows(term):
            return None
        return self._nearest(term) or self._split(term)

    def _nearest(self, term: str) -> Repair | None:
        bare = term.removeprefix(_ARTICLE)
        bound = max((cost for letters, cost in _BOUNDS if len(bare) >= letters), default=0.0)
        if not bound:
            return None
        best: tuple[float, float, str] | None = None
        for word in self._candidates(term, 2 if len(bare) >= _LONG else 1):
            cost = spelling_cost(term, word)
            if cost <= bound:
                rank = (cost - _FREQUENT * math.log1p(self._vocabulary.doc_freq(word)), cost, word)
                best = min(best, rank) if best else rank
        return Repair((best[2],), best[1]) if best else None

    def _candidates(self, term: str, changes: int) -> Iterable[str]:
        for length in range(max(2, len(term) - changes), len(term) + changes + 1):
            words = self._by_length.get(length, [])
            for word, _, _ in process.extract_iter(term, words, scorer=OSA.distance, score_cutoff=changes):
                yield word

    def _split(self, term: str) -> Repair | None:
        """Split two words without a blank between them where the second has the article: `نهايهالحرب`."""
        at = term.find(_ARTICLE, _SHORTEST_SPLIT)
        while at > 0:
            left, right = term[:at], term[at:]
            if len(right) >= _SHORTEST_SECOND and left in self._vocabulary and right in self._vocabulary:
                return Repair((left, right), _DOUBLED)
            at = term.find(_ARTICLE, at + 1)
        return None


def spelling_cost(written: str, word: str) -> float:
    """The lowest cost of the changes between two words; see the table of this module.

    Args:
        written: A term.
        word: Another term.

    Returns:
        A cost from 0. Never raises.
    """
    above: list[float] = []
    row = [0.0]
    for column in range(1, len(word) + 1):
        row.append(row[-1] + _missing(word, column - 1))
    for i, letter in enumerate(written, 1):
        before, above, row = above, row, [row[0] + _missing(written, i - 1)]
        for j, other in enumerate(word, 1):
            first = 2.0 if i == 1 and j == 1 else 1.0
            cost = min(
                above[j - 1] + first * _changed(letter, other),
                above[j] + _missing(written, i - 1),
                row[j - 1] + _missing(word, j - 1),
            )
            if i > 1 and j > 1 and letter == word[j - 2] and other == written[i - 2] and letter != other:
                cost = min(cost, before[j - 2] + _EXCHANGED)
            row.append(cost)
    return row[-1]


def _changed(letter: str, other: str) -> float:
    if letter == other:
        return 0.0
    if (letter, other) in _ALIKE_PAIRS:
        return _ALIKE_COST
    return _NEIGHBOR_KEY if (letter, other) in _NEIGHBOR_PAIRS else _OTHER


def _missing(word: str, at: int) -> float:
    """Cost of a letter of a word that is missing in the other word."""
    if at and word[at - 1] == word[at]:
        return _DOUBLED
    if word[at] in _VOWELS and 0 < at < len(word) - 1:
        return _VOWEL
    return _OTHER if at else 2 * _OTHER


def _without_clitics(term: str) -> Iterable[str]:
    if (term[:1] in _CLITICS or term.startswith(_SPOKEN)) and len(term) > _SHORTEST_AFTER_CLITIC:
        yield term[1:]


def _is_arabic(term: str) -> bool:
    return len(term) > 1 and all(letter in l.ARABIC_ALPHABET for letter in term)
