"""Finds Arabic typed in Latin letters: Arabizi, or a keyboard left on English.

In: a question as written. Out: `Rewriting`s, each a span of it with the Arabic that was meant.

- Letter keys such as `[` inside words, or words whose keys give words of the corpus on an Arabic
  keyboard, are a keyboard left on English: `ljn h[jlhu [kdt`.
- Otherwise words are Arabizi where the question has everyday words or digits among letters
  (`mata ejtima3`), or where the corpus contains an Arabic word for the Latin one, but not the latter.
- Latin words of the corpus stay unchanged (`RT`, `Jstars`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from retrieval.language import letters as l
from retrieval.language.terms.stop_words import is_stop_word
from retrieval.language.tokens import tokenize
from retrieval.language.vocabulary import Vocabulary
from retrieval.understanding.latin.arabizi import Transliteration, Transliterator, transliterate_letters
from retrieval.understanding.latin.keyboard import LETTER_KEYS, from_english_keyboard

_KNOWN_SHARE = 0.6
"""Least share of letters in known words for a text to be taken as typed on an Arabic keyboard."""
_SHORTEST_KNOWN = 3
_SHORTEST_ALONE = 4
"""Fewest letters of a word among Arabic ones that is taken as typed on an Arabic keyboard."""
_SURE = 0.35
"""Cost up to which a transliteration is taken without further evidence."""
_ARABIZI_SHARE = 0.5
_UNKNOWN_WEIGHT = 0.5
"""Weight of an Arabizi word that is not in the corpus and is transliterated by letters."""

# Matches a run without blanks that contains a Latin letter.
_PIECE = re.compile(r"\S*[A-Za-z]\S*")
# Matches an Arabizi word: Latin letters, digits among them, apostrophes, hyphens.
_WORD = re.compile(r"[A-Za-z0-9$][A-Za-z0-9$'\u2019-]*[A-Za-z0-9$'\u2019]|[A-Za-z]")
# Matches an Arabic letter.
_ARABIC = re.compile(f"[{l.ARABIC_ALPHABET}]")
# Matches letters with a digit that stands for a letter among them or at an end: 3arab, ejtima3.
_DIGIT_LETTER = re.compile(r"[A-Za-z]['\u2019]?[235679]|(?<![0-9])[235679]['\u2019]?[A-Za-z]")
# Matches a key that is a letter in Arabic between letters or before one: h[jlhu, [kdt.
_KEY_IN_WORD = re.compile(rf"[{re.escape(LETTER_KEYS)}][A-Za-z]")


@dataclass(frozen=True, slots=True)
class Rewriting:
    """A span of a question, and the Arabic that was meant."""

    start: int
    end: int
    text: str
    """The Arabic that was meant."""
    weight: float
    """Its certainty, above 0 and at most 1."""


class LatinRewriter:
    """Finds Arabic typed in Latin letters in a question; see the module.

    Args:
        vocabulary: The words of the corpus.
        knows: Returns whether a normalized Arabic term is a word of the corpus or of the word lists.
    """

    def __init__(self, vocabulary: Vocabulary, knows: Callable[[str], bool]) -> None:
        self._vocabulary = vocabulary
        self._knows = knows
        self._transliterator = Transliterator(vocabulary)

    def find(self, text: str) -> list[Rewriting]:
        """Find the Latin words that were meant in Arabic.

        Args:
            text: A question as written, of bounded length.

        Returns:
            Rewritings in text order, disjoint; none for a question in Arabic letters. Never raises.
        """
        pieces = list(_PIECE.finditer(text))
        if not pieces:
            return []
        words = [word for piece in pieces for word in _spans(_WORD, piece)]
        arabic_words = [self._transliterator.transliterate(text[start:end]) for start, end in words]
        is_arabizi = self._is_arabizi([text[start:end] for start, end in words], arabic_words)
        if not is_arabizi and (keyed := self._from_keyboard(text, [piece.span() for piece in pieces])):
            return keyed
        is_mixed = bool(_ARABIC.search(text))
        rewritings = []
        for (start, end), arabic in zip(words, arabic_words, strict=True):
            is_latin = self._is_latin(text[start:end], arabic, is_mixed=is_mixed)
            if rewriting := _rewrite(text[start:end], arabic, is_arabizi=is_arabizi, is_latin=is_latin):
                rewritings.append(Rewriting(start, end, *rewriting))
        return rewritings

    def _is_arabizi(self, words: Sequence[str], arabic_words: Sequence[Transliteration | None]) -> bool:
        signs = [
            bool(_DIGIT_LETTER.search(word) or (arabic and _is_function_word(arabic)))
            for word, arabic in zip(words, arabic_words, strict=True)
        ]
        likely = [
            sign or bool(arabic and arabic.cost <= _SURE)
            for sign, arabic in zip(signs, arabic_words, strict=True)
        ]
        return any(signs) and sum(likely) >= _ARABIZI_SHARE * len(words)

    def _is_latin(self, word: str, arabic: Transliteration | None, *, is_mixed: bool) -> bool:
        """Whether a word is meant in Latin letters: the corpus has it no less often than its Arabic word."""
        latin = self._vocabulary.doc_freq(word.casefold())
        if is_stop_word(word.casefold()) or arabic is None or is_mixed:
            return is_stop_word(word.casefold()) or latin > 0
        return latin > 0 and latin >= self._vocabulary.doc_freq(arabic.text)

    def _from_keyboard(self, text: str, pieces: Sequence[tuple[int, int]]) -> list[Rewriting]:
        """The pieces as typed on an Arabic keyboard, where that gives known words."""
        if not _ARABIC.search(text):
            mapped = [from_english_keyboard(text[start:end]) for start, end in pieces]
            if self._known_share(mapped) < _KNOWN_SHARE:
                return []
            return [
                Rewriting(start, end, word, 1.0) for (start, end), word in zip(pieces, mapped, strict=True)
            ]
        keyed = []
        for start, end in pieces:
            written, word = text[start:end], from_english_keyboard(text[start:end])
            is_sure = len(word) >= _SHORTEST_ALONE and self._known_share([word]) == 1.0
            if is_sure and (_KEY_IN_WORD.search(written) or written.casefold() not in self._vocabulary):
                keyed.append(Rewriting(start, end, word, 1.0))
        return keyed

    def _known_share(self, words: Sequence[str]) -> float:
        terms = [token.term for word in words for token in tokenize(word)]
        known = [term for term in terms if _ARABIC.match(term) and self._knows(term)]
        if max(map(len, known), default=0) < _SHORTEST_KNOWN:
            return 0.0
        return sum(map(len, known)) / sum(map(len, terms))


def _is_function_word(arabic: Transliteration) -> bool:
    """Whether an everyday word is a question word or a particle, which marks Arabizi."""
    return arabic.is_everyday and is_stop_word(arabic.text.split()[0])


def _rewrite(
    word: str, arabic: Transliteration | None, *, is_arabizi: bool, is_latin: bool
) -> tuple[str, float] | None:
    """The Arabic for a word and its certainty; None where the word stays unchanged."""
    if arabic and arabic.is_everyday and (is_arabizi or (len(word) > _SHORTEST_KNOWN and not is_latin)):
        return arabic.text, 1.0
    if is_latin:
        return None
    if arabic and (is_arabizi or (arabic.cost <= _SURE and not is_stop_word(arabic.text))):
        return arabic.text, max(_UNKNOWN_WEIGHT, 1.0 - arabic.cost)
    if is_arabizi and not word.isdigit() and (letters := transliterate_letters(word)):
        return letters, _UNKNOWN_WEIGHT
    return None


def _spans(pattern: re.Pattern[str], piece: re.Match[str]) -> list[tuple[int, int]]:
    offset = piece.start()
    return [(offset + found.start(), offset + found.end()) for found in pattern.finditer(piece.group())]
