"""Stems and roots: a normalized Arabic word without its clitics and inflections.

In: one normalized term (`normalization.normalize`). Out: its stem or root, which is never shown, and
never empty for a term that is not empty. Terms that are not Arabic are returned unchanged.

The light stem extends light10 (Larkey, Ballesteros and Connell 2007) by combined clitics, more
pronouns, and the prefixes of verbs. The steps, in their order:

| # | step | removes | where it leaves at least |
|---|---|---|---|
| 1 | article, with `و` `ف` `ب` `ك` before it | `ال` `لل` `وال` `وبال` `فبال` `ولل` … | 2 letters |
| 2 | conjunction, where 1 found nothing | `و` | 3 |
| 3 | future, where 1 found nothing | `س` before `ي` `ت` `ن`, but of a noun (`future_like_words.txt`) | 4 |
| 4 | endings, each once | `ها` `ان` `ات` `ون` `ين` `يه` `ه` `ي` | 2 |
| 5 | preposition or conjunction, where 1 found nothing | `ب` `ل` `ك` `ف` | 4 |
| 6 | one more ending | `هما` `هم` `هن` `نا` `وا` `ا` `ت` | 3 |
| 7 | prefix of a verb, where 5 found nothing | `ي` `ت` `ن` | 3 |

The root is a guess that is equal for broken plurals and derived forms (كتاب, كتب, مكتبة): from the
word after steps 1, 2, 4 and 6, `است` and its variants are removed where they leave 3 letters, else one
letter that begins derived forms (`م` `ت` `ي` `ن` `ا`) where it leaves 3 strong consonants; then the weak
letters and hamza, where they leave 2 letters.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from retrieval.language.normalization import normalize_word
from retrieval.resources import read_words

_TERMS_CACHED: Final = 1 << 17
_ARTICLES: Final = ("وبال", "وكال", "فبال", "وال", "بال", "كال", "فال", "ولل", "فلل", "ال", "لل")
"""Longest first."""
_CONJUNCTION: Final = "و"
_PREPOSITIONS: Final = tuple("بلكف")
_ENDINGS: Final = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
"""The suffixes of light10, in its order (teh marbuta is heh after normalization)."""
_MORE_ENDINGS: Final = ("هما", "هم", "هن", "نا", "وا", "ا", "ت")
_VERB_PREFIXES: Final = tuple("يتن")
_FUTURE: Final = ("سي", "ست", "سن")
_TENTH_FORM: Final = ("است", "يست", "تست", "مست", "نست")
_DERIVING: Final = tuple("متينا")
_WEAK: Final = re.compile("[اويءى]")  # matches the letters that vary within one root
_ARABIC: Final = re.compile("[ء-ي]+")  # matches a term of Arabic letters alone

_ARTICLE_LEAVES: Final = 2
_CONJUNCTION_LEAVES: Final = 3
_PREPOSITION_LEAVES: Final = 4
_ENDING_LEAVES: Final = 2
_MORE_LEAVES: Final = 3
_FUTURE_LEAVES: Final = 4
_ROOT_LEAVES: Final = 2


@lru_cache(maxsize=_TERMS_CACHED)
def stem(term: str) -> str:
    """Remove clitics and inflections from a normalized term. Never raises."""
    if not _ARABIC.fullmatch(term):
        return term
    bare = _without_article(term)
    has_article = len(term) - len(bare) > len(_CONJUNCTION)
    if not has_article and bare.startswith(_FUTURE) and len(bare) > _FUTURE_LEAVES:
        bare = bare if bare in _future_like_words() else bare[1:]
    word = _without_endings(bare)
    if not has_article and word.startswith(_PREPOSITIONS) and len(word) > _PREPOSITION_LEAVES:
        return _without_one(word[1:], _MORE_ENDINGS)
    word = _without_one(word, _MORE_ENDINGS)
    return word[1:] if word.startswith(_VERB_PREFIXES) and len(word) > _MORE_LEAVES else word


@lru_cache(maxsize=_TERMS_CACHED)
def root(term: str) -> str:
    """Guess the consonants that a normalized term shares with its broken plurals. Never raises."""
    if not _ARABIC.fullmatch(term):
        return term
    word = _without_one(_without_endings(_without_article(term)), _MORE_ENDINGS)
    if word.startswith(_TENTH_FORM) and len(word) >= len(_TENTH_FORM[0]) + _MORE_LEAVES:
        word = word[len(_TENTH_FORM[0]) :]
    elif word.startswith(_DERIVING) and len(_WEAK.sub("", word[1:])) >= _MORE_LEAVES:
        word = word[1:]
    consonants = _WEAK.sub("", word)
    return consonants if len(consonants) >= _ROOT_LEAVES else word


@cache
def _future_like_words() -> frozenset[str]:
    return frozenset(map(normalize_word, read_words(__package__, "future_like_words.txt")))


def _without_article(term: str) -> str:
    """Steps 1 and 2."""
    for prefix in _ARTICLES:
        if term.startswith(prefix) and len(term) >= len(prefix) + _ARTICLE_LEAVES:
            return term[len(prefix) :]
    return term[1:] if term.startswith(_CONJUNCTION) and len(term) > _CONJUNCTION_LEAVES else term


def _without_endings(word: str) -> str:
    """Step 4."""
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) >= len(ending) + _ENDING_LEAVES:
            word = word[: -len(ending)]
    return word


def _without_one(word: str, endings: tuple[str, ...]) -> str:
    """Step 6: the first of some endings that leaves enough."""
    for ending in endings:
        if word.endswith(ending) and len(word) >= len(ending) + _MORE_LEAVES:
            return word[: -len(ending)]
    return word
