from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.excerpts.passages import PassageAnalyzer
from retrieval.answering.excerpts.windows import Window, cut_windows, judge_windows
from retrieval.index import QuestionMatcher, build_index
from retrieval.index.splitting import split_document
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import AnswerKind, Corpus, Document, Passage, Question, QuestionWord, Source, Span
from tests.retrieval.answering.corpora import CITIES, arabic_text

SENTENCE = "جملة من خمس كلمات تقريبا."


def passage_of(text: str) -> Passage:
    return split_document(Document("d", text, Source("")), 0, whole=10_000)[0]


def texts(passage: Passage, limit: int) -> list[str]:
    return [
        passage.text[span.start - passage.start : span.end - passage.start]
        for span in cut_windows(passage, limit)
    ]


def judge(
    words: str, kind: AnswerKind, corpus: Corpus = CITIES, weights: dict[str, float] | None = None
) -> list[Window]:
    index = build_index(corpus)
    question = Question(words, kind, tuple(QuestionWord(word) for word in words.split()))
    matcher = QuestionMatcher(question, index)
    analyzer = PassageAnalyzer(Analyzer())
    return judge_windows(
        question, index.search(question, 5), matcher, analyzer, weights=weights or {"score": 1.0}, limit=300
    )


def test_a_short_passage_is_one_window_with_the_ends_that_it_holds() -> None:
    assert texts(passage_of(f"{SENTENCE} {SENTENCE}"), 300) == [f"{SENTENCE} {SENTENCE}", SENTENCE]


def test_a_window_that_another_holds_is_judged_behind_all_that_none_holds() -> None:
    report = Document("d", f"زار خالد حلب. {SENTENCE} ثم زار سمير حمص.", Source(""))
    windows = judge("سمير حمص", AnswerKind.OTHER, Corpus((report,)), weights={"share": -1.0})
    assert [window.held for window in windows] == [False, True, True]
    assert [window.span.start for window in windows] == [0, 40, 14]


def test_windows_are_whole_sentences_each_as_many_as_fit() -> None:
    passage = passage_of(" ".join([SENTENCE] * 6))
    assert texts(passage, 110) == [" ".join([SENTENCE] * count) for count in (4, 4, 4, 3, 2, 1)]


def test_a_long_sentence_is_cut_where_a_clause_ends_and_goes_on_in_the_next_window() -> None:
    clause = "كلمة " * 12 + "كلمة،"
    passage = passage_of(" ".join([clause] * 4))
    whole = texts(passage, 150)
    assert whole[0] == f"{clause} {clause}"
    assert " ".join(whole).count("كلمة،") == 4


def test_a_sentence_without_clauses_is_cut_where_a_word_ends() -> None:
    passage = passage_of("كلمة " * 60)
    assert all(text.startswith("كلمة") and text.endswith("كلمة") for text in texts(passage, 100))


def test_a_word_longer_than_the_limit_is_cut_inside() -> None:
    assert [len(text) for text in texts(passage_of("ب" * 250), 100)] == [100, 100, 50]


@given(st.lists(arabic_text, max_size=4).map(" ".join), st.integers(100, 320))
def test_windows_are_slices_within_the_limit_that_hold_every_sentence(text: str, limit: int) -> None:
    document = Document("d", text, Source(""))
    for passage in split_document(document, 0):
        windows = cut_windows(passage, limit)
        assert windows == sorted(windows)
        assert all(0 < window.end - window.start <= limit for window in windows)
        assert all(passage.start <= window.start and window.end <= passage.end for window in windows)
        shown = {place for window in windows for place in range(window.start, window.end)}
        assert all(text[place].isspace() for place in range(passage.start, passage.end) if place not in shown)


def test_what_the_title_holds_counts_as_covered_with_it() -> None:
    window = judge("القاهرة الأزهر", AnswerKind.OTHER)[0]
    assert window.features["covered"] == pytest.approx(1.0)
    assert window.features["title_asked"] == 1.0
    assert 0 < window.features["title_share"] < 1


def test_a_date_near_the_words_speaks_for_a_question_of_when() -> None:
    window = judge("بناها المنصور", AnswerKind.WHEN)[0]
    assert window.hit.passage.document_id == "baghdad.txt"
    assert window.features["evidence:when"] == 1.0
    assert 0 < window.features["near:when"] < 1
    assert window.features["evidence_count"] > 0


def test_words_in_the_order_of_the_question_are_told() -> None:
    assert judge("السد العالي", AnswerKind.OTHER)[0].features["in_order"] == 1.0
    assert judge("العالي السد", AnswerKind.OTHER)[0].features["in_order"] == 0.0


def test_words_side_by_side_as_the_question_writes_them_are_told() -> None:
    corpus = Corpus((Document("d", "وصل وزير الخارجية التركي مساء أمس.", Source("")),))
    asked = ("وزير الخارجية التركي", "وزير التركي", "وزيرة الخارجية التركي", "الخارجية وزير")
    told = [judge(words, AnswerKind.WHO, corpus)[0].features["exact_in_order"] for words in asked]
    assert told == [1.0, 0.0, 0.5, 0.0]


def test_a_window_before_a_sentence_that_points_back_at_its_place_has_the_words_of_both() -> None:
    rest = "ولم تنشر الصحف عن الزيارة شيئا كثيرا في تلك الأيام البعيدة " * 4
    start = f"وصل سمير إلى مدينة حلب صباحا {rest}."
    text = f"{start} استقبل الوالي ضيفه بحفاوة كبيرة لا تنسى هناك. ثم عاد إلى بيته."
    corpus = Corpus((Document("d", text, Source("")),))
    windows = judge("استقبل الوالي", AnswerKind.WHERE, corpus)
    told = {text[window.span.start : window.span.end]: window.features["continued"] for window in windows}
    assert told[start] == pytest.approx(1.0)
    assert sorted(told.values())[:-1] == [0.0] * (len(told) - 1)
    others = judge("استقبل الوالي", AnswerKind.WHEN, corpus)
    assert {window.features["continued"] for window in others} == {0.0}


def test_a_sentence_that_does_not_point_back_adds_nothing_to_the_window_before() -> None:
    rest = "ولم تنشر الصحف عن الزيارة شيئا كثيرا في تلك الأيام البعيدة " * 4
    start = f"وصل سمير إلى مدينة حلب صباحا {rest}."
    text = f"{start} استقبل الوالي ضيفه فرحا. وتزوج خالد هناك. {rest}"
    windows = judge("استقبل الوالي", AnswerKind.WHERE, Corpus((Document("d", text, Source("")),)))
    assert {window.features["continued"] for window in windows} == {0.0}


def test_a_question_without_evidence_of_its_kind_has_none_near() -> None:
    window = judge("بحيرة فيكتوريا", AnswerKind.YES_NO)[0]
    assert window.features["near:yes_no"] == pytest.approx(0.0, abs=1e-4)
    assert window.features["evidence_count"] == 0.0


def test_the_heaviest_window_comes_first_and_ties_follow_rank_and_place() -> None:
    windows = judge("عاصمة", AnswerKind.OTHER, weights={"reciprocal_rank": -1.0})
    ranks = [window.hit.rank for window in windows if not window.held]
    assert ranks == sorted(ranks, reverse=True)
    tied = judge("عاصمة", AnswerKind.OTHER, weights={"nothing": 1.0})
    assert [window.hit.rank for window in tied if not window.held] == sorted(ranks)


def test_nothing_is_judged_without_hits() -> None:
    assert judge("زرافة", AnswerKind.OTHER) == []


def test_a_reader_recalls_what_it_read() -> None:
    analyzer = PassageAnalyzer(Analyzer())
    passage = passage_of(SENTENCE)
    assert analyzer.analyze(passage) is analyzer.analyze(replace(passage))
    assert analyzer.analyze(passage).places(Span(0, 8)) == range(2)
