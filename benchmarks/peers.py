"""Other search engines for Arabic passages, each with the same two steps.

In: the texts of all passages; then a question and a limit. Out: places of passages from 0 with their
scores, best first, ties in the order of the passages. Each peer is set up as in its own documentation,
without any code of Shahid.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Sequence
from typing import TypeAlias

import numpy as np
from rank_bm25 import BM25Okapi

Search: TypeAlias = Callable[[str, int], list[tuple[int, float]]]
"""Takes a question and a limit, returns places of passages with scores, best first."""
Build: TypeAlias = Callable[[Sequence[str]], Search]
"""Takes the texts of all passages, returns their `Search`; raises `PeerMissingError`."""

# Matches a run of letters, digits and Arabic marks: `\w` alone would split vocalized words.
WORD = re.compile(r"[\w\u0610-\u061a\u064b-\u065f\u0670]+")


class PeerMissingError(Exception):
    """The peer is not installed; the message gives the command that installs it."""


def build_whitespace(texts: Sequence[str]) -> Search:
    """rank-bm25 over tokens between blanks, as in its README."""
    return _rank_bm25([text.split() for text in texts], str.split)


def build_camel(texts: Sequence[str]) -> Search:
    """rank-bm25 over camel-tools' words, normalized as its guide does for search."""
    from camel_tools.tokenizers.word import simple_word_tokenize
    from camel_tools.utils.dediac import dediac_ar
    from camel_tools.utils.normalize import (
        normalize_alef_ar,
        normalize_alef_maksura_ar,
        normalize_teh_marbuta_ar,
        normalize_unicode,
    )

    def words(text: str) -> list[str]:
        plain = dediac_ar(normalize_unicode(text))
        folded = normalize_teh_marbuta_ar(normalize_alef_maksura_ar(normalize_alef_ar(plain)))
        return [word for word in simple_word_tokenize(folded) if WORD.search(word)]

    return _rank_bm25([words(text) for text in texts], words)


def build_bm25s(texts: Sequence[str]) -> Search:
    """bm25s over Snowball's Arabic stems, with Lucene's idf (its own default).

    Raises:
        PeerMissingError: bm25s is not installed.
    """
    try:
        import bm25s
    except ImportError as error:
        raise PeerMissingError("bm25s is not installed: pip install bm25s") from error
    from snowballstemmer import stemmer

    stem = stemmer("arabic").stemWords
    index = bm25s.BM25(k1=1.2, b=0.75)
    index.index([stem(WORD.findall(text)) for text in texts], show_progress=False)

    def search(question: str, limit: int) -> list[tuple[int, float]]:
        terms = stem(WORD.findall(question))
        return _best(np.asarray(index.get_scores(terms)), limit) if terms else []

    return search


def build_fts5(texts: Sequence[str]) -> Search:
    """SQLite's FTS5 with its default tokenizer; any word of the question may match.

    Raises:
        PeerMissingError: This Python's SQLite has no FTS5.
    """
    connection = sqlite3.connect(":memory:", check_same_thread=False)
    try:
        connection.execute("CREATE VIRTUAL TABLE passages USING fts5(text)")
    except sqlite3.OperationalError as error:
        raise PeerMissingError("this Python's SQLite is built without FTS5") from error
    rows = list(enumerate(texts, start=1))
    connection.executemany("INSERT INTO passages(rowid, text) VALUES (?, ?)", rows)

    def search(question: str, limit: int) -> list[tuple[int, float]]:
        words = " OR ".join(f'"{word}"' for word in WORD.findall(question))
        if not words:
            return []
        found = connection.execute(
            "SELECT rowid, -rank FROM passages WHERE passages MATCH ? ORDER BY rank, rowid LIMIT ?",
            (words, limit),
        )
        return [(int(place) - 1, float(score)) for place, score in found]

    return search


PEERS: dict[str, Build] = {
    "rank-bm25, tokens between blanks": build_whitespace,
    "rank-bm25, camel-tools words": build_camel,
    "SQLite FTS5": build_fts5,
    "bm25s, Snowball Arabic": build_bm25s,
}
"""The peers that run in this process; Lucene runs in its own: see `benchmarks.lucene_peer`."""


def _rank_bm25(tokenized: list[list[str]], words: Callable[[str], list[str]]) -> Search:
    index = BM25Okapi(tokenized)

    def search(question: str, limit: int) -> list[tuple[int, float]]:
        return _best(np.asarray(index.get_scores(words(question))), limit)

    return search


def _best(scores: np.ndarray[tuple[int], np.dtype[np.float64]], limit: int) -> list[tuple[int, float]]:
    places = np.argsort(-scores, kind="stable")[:limit]
    return [(int(place), float(scores[place])) for place in places]
