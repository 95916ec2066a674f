from __future__ import annotations

from retrieval.index.query import Option, QueryWord, analyze_question
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import AnswerKind, Question, QuestionWord


def analyzed(*words: QuestionWord) -> tuple[QueryWord, ...]:
    return analyze_question(Question("", AnswerKind.OTHER, words), Analyzer())


def test_the_word_comes_first_then_its_names_then_related_words_of_half_the_share() -> None:
    word = QuestionWord("القمّة", ("حلف شمال الأطلسي",), 0.8, "القمه", ("اجتماع",))
    assert analyzed(word) == (
        QueryWord(
            0,
            (
                Option(("القمه",), 1.0),
                Option(("حلف", "شمال", "الاطلسي"), 1.0),
                Option(("اجتماع",), 0.5),
            ),
            0.8,
        ),
    )


def test_a_word_without_a_term_is_left_out_and_the_others_keep_their_places() -> None:
    assert analyzed(QuestionWord("؟"), QuestionWord("خبر")) == (QueryWord(1, (Option(("خبر",), 1.0),), 1.0),)


def test_of_a_word_that_is_asked_twice_the_first_stays() -> None:
    words = (QuestionWord("خبر", weight=0.6), QuestionWord("طقس"), QuestionWord("خَبَر", ("نبأ",)))
    assert analyzed(*words) == (
        QueryWord(0, (Option(("خبر",), 1.0),), 0.6),
        QueryWord(1, (Option(("طقس",), 1.0),), 1.0),
    )


def test_of_an_option_that_comes_twice_the_greater_share_stays() -> None:
    word = QuestionWord("خبر", ("نبا",), related=("نبأ", "خبر"))
    assert analyzed(word) == (QueryWord(0, (Option(("خبر",), 1.0), Option(("نبا",), 1.0)), 1.0),)


def test_stop_words_of_an_option_are_left_out_unless_nothing_else_is_there() -> None:
    word = QuestionWord("خبر في جنيف", ("في",), related=("،",))
    assert analyzed(word) == (QueryWord(0, (Option(("خبر", "جنيف"), 1.0), Option(("في",), 1.0)), 1.0),)


def test_a_word_of_options_alone_is_asked_by_the_first_of_them() -> None:
    assert analyzed(QuestionWord("…", ("خبر",))) == (QueryWord(0, (Option(("خبر",), 1.0),), 1.0),)


def test_a_question_without_words_asks_nothing() -> None:
    assert analyzed() == ()
