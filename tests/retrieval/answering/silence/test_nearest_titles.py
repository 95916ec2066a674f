from __future__ import annotations

from retrieval.answering.excerpts.passages import PassageAnalyzer
from retrieval.answering.excerpts.windows import judge_windows
from retrieval.answering.silence.nearest_titles import nearest_titles
from retrieval.index import QuestionMatcher, build_index
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import AnswerKind, Corpus, Document, NearestTitle, Question, QuestionWord, Source
from tests.retrieval.answering.corpora import CITIES


def near(corpus: Corpus, words: str) -> tuple[NearestTitle, ...]:
    index = build_index(corpus)
    question = Question(words, AnswerKind.OTHER, tuple(QuestionWord(word) for word in words.split()))
    matcher, analyzer = QuestionMatcher(question, index), Analyzer()
    hits = index.search(question, 20)
    windows = judge_windows(question, hits, matcher, PassageAnalyzer(analyzer), weights={}, limit=300)
    return nearest_titles(hits, windows, matcher, analyzer)


def test_titles_that_share_a_word_come_before_those_whose_text_does() -> None:
    assert near(CITIES, "القاهرة دجلة") == (
        NearestTitle("cairo.txt", "القاهرة"),
        NearestTitle("baghdad.txt", "بغداد"),
    )


def test_a_title_of_little_in_common_is_not_offered() -> None:
    assert near(CITIES, "دجلة طوكيو باريس لندن") == ()


def test_documents_of_one_title_are_offered_once_and_those_without_never() -> None:
    texts = [("a", "حرب البسوس"), ("b", "حرب البسوس"), ("c", "")]
    corpus = Corpus(tuple(Document(name, "دامت حرب البسوس طويلا.", Source(title)) for name, title in texts))
    assert near(corpus, "البسوس") == (NearestTitle("a", "حرب البسوس"),)


def test_three_titles_are_offered_at_most() -> None:
    corpus = Corpus(tuple(Document(f"{n}", "نص عن البحر.", Source(f"البحر {n}")) for n in range(6)))
    assert len(near(corpus, "البحر")) == 3


def test_nothing_is_near_without_hits() -> None:
    assert near(CITIES, "زرافة") == ()
