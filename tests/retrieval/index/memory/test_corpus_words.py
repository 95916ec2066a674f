from __future__ import annotations

from retrieval.index.memory.corpus_words import CorpusWords
from retrieval.index.memory.postings import build_postings
from retrieval.index.parameters import WORD

WORDS = CorpusWords(build_postings([["قمر", "شمس"], ["قمر", "قمر"]], WORD), ("نجم", "قمر"))


def test_words_of_texts_and_of_titles_are_in_the_vocabulary() -> None:
    assert [term in WORDS for term in ("قمر", "شمس", "نجم", "غيم")] == [True, True, True, False]


def test_passages_are_counted_and_a_word_of_titles_alone_counts_once() -> None:
    assert [WORDS.doc_freq(term) for term in ("قمر", "شمس", "نجم", "غيم")] == [2, 1, 1, 0]


def test_each_word_comes_once_those_of_texts_first() -> None:
    assert list(WORDS.terms()) == ["قمر", "شمس", "نجم"]
