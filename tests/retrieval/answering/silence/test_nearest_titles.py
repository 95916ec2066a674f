from __future__ import annotations

from retrieval.answering.excerpts.passages import PassageAnalyzer
from retrieval.answering.excerpts.windows import Window, judge_windows
from retrieval.answering.silence.nearest_titles import nearest_titles
from retrieval.index import QuestionMatcher, build_index
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import (
    AnswerKind,
    Corpus,
    Document,
    Hit,
    NearestTitle,
    Passage,
    Question,
    QuestionWord,
    Source,
    Span,
)
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


def made(
    titles: dict[str, str], covered: list[tuple[str, float]], words: str = "حرب البسوس"
) -> tuple[str, ...]:
    """The documents near a question of some words; windows are given by document and share covered."""
    question = Question(words, AnswerKind.OTHER, tuple(QuestionWord(word) for word in words.split()))
    corpus = Corpus((Document("d", "حرب البسوس طويلة.", Source("")),))
    matcher = QuestionMatcher(question, build_index(corpus))
    hits = [
        Hit(Passage(name, 0, 0, 2, "نص", (Span(0, 2),), title), rank, 1.0)
        for rank, (name, title) in enumerate(titles.items(), 1)
    ]
    of = {hit.passage.document_id: hit for hit in hits}
    windows = [Window(of[name], Span(0, 2), {"covered": share}, 1.0, frozenset()) for name, share in covered]
    return tuple(near.document_id for near in nearest_titles(hits, windows, matcher, Analyzer()))


def test_half_of_the_question_in_a_window_makes_a_title_near() -> None:
    titles = {"a": "قمر", "b": "نجم", "c": "شمس"}
    assert made(titles, [("a", 0.49), ("b", 0.5), ("c", 0.51), ("c", 0.1)]) == ("c", "b")


def test_titles_are_ordered_by_what_they_share_then_by_their_windows_then_by_rank() -> None:
    titles = {"a": "حرب", "b": "حرب البسوس", "c": "البسوس", "d": "قمر"}
    assert made(titles, [("c", 0.9), ("d", 1.0)]) == ("b", "c", "a")
    assert made(titles, []) == ("b", "a", "c")
    assert made({"a": "قمر", "b": "حرب"}, [("a", 1.0)]) == ("b", "a")


def test_a_title_that_stands_twice_is_that_of_the_better_hit_and_none_is_not_offered() -> None:
    assert made({"a": "حرب", "b": "حرب", "c": ""}, [("b", 1.0), ("c", 1.0)]) == ("a",)


def test_words_that_weigh_nothing_make_no_title_near() -> None:
    assert made({"a": "قمر"}, [("a", 0.0)], words="؟") == ()
    assert made({"a": "قمر"}, [("a", 0.5)], words="؟") == ("a",)
