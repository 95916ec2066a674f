"""Arabic typed in Latin letters and digits → the word of the corpus that was meant.

In: one Latin word, and the vocabulary. Out: the most similar Arabic word with its cost: `ejtima3` →
`اجتماع`. The Arabic letters for each Latin letter are in `arabizi.tsv`, everyday words in
`arabizi_words.tsv`. Candidates are the words of the corpus with the same consonants, where letters that
chats do not distinguish are one class; they are ranked by the lowest cost of their letters.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from retrieval.language import letters as l
from retrieval.language.normalization import normalize
from retrieval.language.terms.stop_words import is_stop_word, stop_words
from retrieval.language.vocabulary import Vocabulary
from retrieval.resources import read_rows

_NEAR_ENOUGH = 0.3
_PER_LETTER = 0.12
"""A transliteration may cost `_NEAR_ENOUGH`, and this much more for each letter of the Latin word."""
_FREQUENT = 0.04
"""Cost that a factor of e in frequency outweighs."""
_STOP_WORD_FREQUENCY = 2
"""Document frequency assumed for stop words, which a vocabulary may leave out."""
_MOST_KEYS = 64
_LONGEST_TYPED = 3
_LONGEST_WORD = 24
_DOUBLED = 0.03
_UNWRITTEN = {l.ALEF: 0.4, l.WAW: 0.55, l.YEH: 0.5, l.HAMZA: 0.15, l.AIN: 0.5, l.HEH: 0.6}
"""Cost of an Arabic letter that is not typed; other letters must be typed."""
_UNWRITTEN_AT_END = {l.HEH: 0.1, l.HAMZA: 0.05}
_NO_LETTER = "-"
_LATIN_VOWELS = frozenset("aeiouy")
_INITIAL_VOWELS = frozenset("eiou")
_INITIAL_ALEF = 0.02
"""Cost of an alef for a vowel at the beginning."""

# Letters that are left out of the key of a word, and letters that have the same key.
_NO_KEY = frozenset(l.ALEF + l.WAW + l.YEH + l.HAMZA + l.AIN)
_CLASSES = {"ط": "ت", "ص": "س", "ض": "د", "ذ": "ز", "ظ": "ز", "ح": "ه"}
_ARTICLES = ("وال", "بال", "لل", "ال")
_TYPED_ARTICLES = ("wel", "wal", "bel", "bil", "bal", "lel", "lil", "al", "el", "il", "l")
_SUN_LETTERS = ("ash", "esh", "as", "es", "ar", "er", "an", "en", "ad", "ed", "at", "et", "az", "ez")
_SHORTEST_BARE = 3
_ARTICLE_OFF = 0.05
"""Cost of removing an article, for each of its letters."""


@dataclass(frozen=True, slots=True)
class Transliteration:
    """An Arabic word for a Latin one."""

    text: str
    """Normalized; an everyday word may be two words."""
    cost: float
    """Distance from the Latin word, from 0."""
    is_everyday: bool = False
    """Whether it is in the list of question words and everyday words."""


_Step = tuple[int, str, float]
"""Number of Latin letters, the Arabic letters for them, and the cost."""


class Transliterator:
    """Transliterates Arabizi by one vocabulary; its index is built at the first word.

    Args:
        vocabulary: The words of the corpus.
    """

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self.transliterate = lru_cache(maxsize=4096)(self._transliterate)

    @cached_property
    def _by_key(self) -> dict[str, list[str]]:
        words: defaultdict[str, list[str]] = defaultdict(list)
        bare_words: set[str] = set()
        for term in self._vocabulary.terms():
            if all(letter in l.ARABIC_ALPHABET for letter in term):
                words[_key(term)].append(term)
                bare = _without_article(term)
                if len(bare) >= _SHORTEST_BARE and bare != term and bare not in self._vocabulary:
                    bare_words.add(bare)
        for term in sorted(bare_words | stop_words()):
            if term not in self._vocabulary:
                words[_key(term)].append(term)
        return dict(words)

    def _doc_freq(self, term: str) -> int:
        return _STOP_WORD_FREQUENCY if is_stop_word(term) else self._vocabulary.doc_freq(term)

    def _transliterate(self, word: str) -> Transliteration | None:
        """Find the Arabic word for a Latin one.

        Args:
            word: Letters, digits and apostrophes, in any case.

        Returns:
            The everyday word or the word of the corpus with the lowest cost; None where no word is
            similar enough. Never raises.
        """
        typed = word.casefold().replace("\u2019", "'").replace("-", "")[:_LONGEST_WORD]
        if everyday := _everyday().get(typed):
            return Transliteration(everyday, 0.0, is_everyday=True)
        if len(typed) < _SHORTEST_BARE:
            return None
        best: tuple[float, float, str] | None = None
        for bare, off in _without_typed_article(typed):
            bound = _NEAR_ENOUGH + _PER_LETTER * len(bare)
            steps = _steps(bare)
            for candidate in {c for key in _keys(bare) for c in self._by_key.get(key, ())}:
                cost = off + _cost_of_steps(steps, candidate, bound - off)
                if cost <= bound:
                    rank = (cost - _FREQUENT * math.log1p(self._doc_freq(candidate)), cost, candidate)
                    best = min(best, rank) if best else rank
        return Transliteration(best[2], best[1]) if best else None


def transliteration_cost(typed: str, word: str, bound: float = math.inf) -> float:
    """The lowest cost of an Arabic word for a Latin one.

    Args:
        typed: Small letters, digits and apostrophes.
        word: A normalized Arabic word.
        bound: Highest cost that is looked for.

    Returns:
        A cost from 0; infinite where the letters do not match within the bound. Never raises.
    """
    return _cost_of_steps(_steps(typed), word, bound)


def _cost_of_steps(steps: Sequence[Sequence[_Step]], word: str, bound: float) -> float:
    width = len(word)
    unwritten = [_unwritten(word, at) for at in range(width)]
    costs = [[math.inf] * (width + 1) for _ in range(len(steps) + 1)]
    costs[0][0] = 0.0
    for i, row in enumerate(costs):
        for j in range(width + 1):
            cost = row[j]
            if cost > bound:
                continue
            if j < width and cost + unwritten[j] < row[j + 1]:
                row[j + 1] = cost + unwritten[j]
            if i == len(steps):
                continue
            for length, letters, price in steps[i]:
                if word.startswith(letters, j):
                    target, end = costs[i + length], j + len(letters)
                    target[end] = min(target[end], cost + price)
    return costs[-1][-1] if costs[-1][-1] <= bound else math.inf


def _steps(typed: str) -> list[list[_Step]]:
    """The possible steps from each place of a Latin word."""
    steps: list[list[_Step]] = []
    for at, letter in enumerate(typed):
        here = [
            (length, letters, price)
            for length in range(1, min(_LONGEST_TYPED, len(typed) - at) + 1)
            for letters, price in _table().get(typed[at : at + length], ())
        ]
        if at == 0 and letter in _INITIAL_VOWELS:
            here.append((1, l.ALEF, _INITIAL_ALEF))
        if at and letter == typed[at - 1] and letter not in _LATIN_VOWELS:
            here.append((1, "", _DOUBLED))
        steps.append(here)
    return steps


def transliterate_letters(typed: str) -> str:
    """Replace each Latin letter by the Arabic one that it most often stands for.

    Args:
        typed: Letters, digits and apostrophes, in any case.

    Returns:
        Arabic letters, for words that are not in the corpus; empty where no letter is known. Never raises.
    """
    typed = typed.casefold()
    arabic: list[str] = []
    at = 0
    while at < len(typed):
        for length in range(_LONGEST_TYPED, 0, -1):
            options = _table().get(typed[at : at + length])
            if options and len(typed) >= at + length:
                doubled = at > 0 and length == 1 and typed[at] == typed[at - 1]
                short = typed[at] in "eiou" and length == 1 and 0 < at < len(typed) - 1
                arabic.append("" if doubled or short else options[0][0])
                at += length
                break
        else:
            at += 1
    return "".join(arabic)


def _unwritten(word: str, at: int) -> float:
    letter = word[at]
    if at == len(word) - 1 and letter in _UNWRITTEN_AT_END:
        return _UNWRITTEN_AT_END[letter]
    return _UNWRITTEN.get(letter, math.inf)


def _key(word: str) -> str:
    """The classes of the consonants of an Arabic word, without a final teh marbuta or heh."""
    consonants = [_CLASSES.get(letter, letter) for letter in word if letter not in _NO_KEY]
    if word.endswith(l.HEH):
        consonants.pop()
    return "".join(consonants)


def _keys(typed: str) -> set[str]:
    """The keys of the Arabic words that a Latin word may stand for, at most a fixed number."""
    keys: list[set[str]] = [set() for _ in range(len(typed) + 1)]
    keys[0].add("")
    for i in range(len(typed)):
        if i and typed[i] == typed[i - 1]:
            keys[i + 1] |= keys[i]
        for length in range(1, min(_LONGEST_TYPED, len(typed) - i) + 1):
            endings = {_key_of_letters(letters) for letters, _ in _table().get(typed[i : i + length], ())}
            grown = {key + ending for key in sorted(keys[i])[:_MOST_KEYS] for ending in endings}
            keys[i + length] |= grown
    found = keys[-1]
    return {key[:-1] if key.endswith(l.HEH) else key for key in found} | found


def _key_of_letters(letters: str) -> str:
    return "".join(_CLASSES.get(letter, letter) for letter in letters if letter not in _NO_KEY)


def _without_article(term: str) -> str:
    return next((term[len(article) :] for article in _ARTICLES if term.startswith(article)), term)


def _without_typed_article(typed: str) -> Iterable[tuple[str, float]]:
    """The word, and the word without each article that it may begin with; each with its cost."""
    yield typed, 0.0
    for article in _TYPED_ARTICLES:
        if typed.startswith(article) and len(typed) - len(article) >= _SHORTEST_BARE:
            yield typed[len(article) :], _ARTICLE_OFF * len(article)
    for article in _SUN_LETTERS:
        # As in esh-shams: the article is pronounced like the letter after it.
        if typed.startswith(article + article[1:]):
            yield typed[len(article) :], _ARTICLE_OFF


@cache
def _table() -> dict[str, Sequence[tuple[str, float]]]:
    table: dict[str, Sequence[tuple[str, float]]] = {}
    for typed, options in read_rows(__package__, "arabizi.tsv"):
        pairs = [option.split(":") for option in options.split("|")]
        table[typed] = tuple((letters.replace(_NO_LETTER, ""), float(cost)) for letters, cost in pairs)
    return table


@cache
def _everyday() -> dict[str, str]:
    words: dict[str, str] = {}
    for arabic, typed in read_rows(__package__, "arabizi_words.tsv"):
        words.update(dict.fromkeys(typed.split("|"), normalize(arabic)))
    return words
