from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.types import AnswerKind, Question, QuestionWord
from retrieval.understanding.question_parser import QuestionParser
from tests.arabic_text import ARABIC_TEXT
from tests.retrieval.language.term_counts import TermCounts

VOCABULARY = TermCounts.of_texts(
    [
        "عقد اجتماع في جنيف يوم 10 يناير بين روسيا وأمريكا",
        "قال الكرملين إن المكالمة بين بوتين وبايدن استغرقت خمسين دقيقة",
        "طائرة Jstars فوق أوكرانيا",
        "نهاية الحرب في المدينة",
        "حلف شمال الأطلسي ومؤسس الشركة، واغتيال الملك",
    ]
)
PARSER = QuestionParser(VOCABULARY)


def surfaces(text: str) -> list[str]:
    return [word.surface for word in PARSER.parse(text).words]


def test_a_plain_question_is_its_kind_and_its_content_words() -> None:
    assert PARSER.parse("متى اجتماع جنيف؟") == Question(
        "متى اجتماع جنيف؟", AnswerKind.WHEN, (QuestionWord("اجتماع"), QuestionWord("جنيف"))
    )


@pytest.mark.parametrize(
    "text",
    [
        "mata ejtima3 jenef?",
        "ljn h[jlhu [kdt",
        "متى ejtima3 جنيف",
        "متى اجتماع [kdt",
        "امتى اجتماع جنيف",
        "السلام عليكم، متى اجتماع جنيف؟ شكرا",
        "salam mata ejtima3 jenef",
        "متي اجتماع جنييف",
        "اجتماع جنيف وقتاش",
        "متىىىى اجتماااع جنيف؟؟؟",
    ],
)
def test_spellings_of_one_question_are_parsed_alike(text: str) -> None:
    question = PARSER.parse(text)
    assert (question.kind, [word.surface for word in question.words]) == (AnswerKind.WHEN, ["اجتماع", "جنيف"])


@pytest.mark.parametrize(
    "text", ["السلام عليكم", "hi", "شكرا جزيلا!", "مرحبا 😀", "سلام", "mar7aba", "من أنت؟"]
)
def test_a_greeting_alone_is_a_greeting(text: str) -> None:
    assert PARSER.parse(text) == Question(text, AnswerKind.OTHER, (), is_greeting=True)


@pytest.mark.parametrize("text", ["", "😀😀", "؟!", " \u200f", "متى؟", "ما هو؟"])
def test_a_message_without_content_has_no_words_and_is_no_greeting(text: str) -> None:
    question = PARSER.parse(text)
    assert (question.words, question.is_greeting) == ((), False)


def test_a_repaired_word_keeps_what_was_written() -> None:
    assert PARSER.parse("متى حرب أوكرنيا").words[1] == QuestionWord(
        "اوكرانيا", weight=0.82, written="أوكرنيا"
    )


def test_two_words_without_a_blank_are_split() -> None:
    assert surfaces("متى نهايةالحرب") == ["نهايه", "الحرب"]


def test_a_correct_word_that_is_not_in_the_corpus_stays_unchanged() -> None:
    assert surfaces("ما هي عاصمة أستراليا؟") == ["عاصمة", "أستراليا"]


def test_latin_words_of_the_corpus_stay_latin() -> None:
    assert surfaces("ما هي طائرة Jstars") == ["طائرة", "Jstars"]


def test_a_latin_word_beside_arabic_ones_is_not_lost_as_a_stop_word() -> None:
    assert surfaces("شركة Apple") == ["شركة", "Apple"]


def test_a_month_is_its_canonical_name() -> None:
    assert PARSER.parse("10 كانون الثاني").words[1] == QuestionWord("يناير", written="كانون الثاني")


def test_a_misspelled_question_word_is_not_searched_for() -> None:
    assert surfaces("اجتماع جنيف امتىى") == ["اجتماع", "جنيف"]


def test_names_of_one_thing_are_alternatives() -> None:
    assert "حلف شمال الاطلسي" in PARSER.parse("اجتماع للناتو").words[1].alternatives


def test_words_of_near_meaning_are_related_if_the_corpus_contains_them() -> None:
    assert PARSER.parse("متى قتل الملك").words[0] == QuestionWord("قتل", related=("اغتيال",))


def test_a_word_that_repeats_itself_is_no_alternative() -> None:
    assert PARSER.parse("بوتين").words == (QuestionWord("بوتين"),)


def test_a_word_of_the_kind_of_question_is_faint() -> None:
    assert PARSER.parse("كم عدد الجنود").words == (QuestionWord("عدد", weight=0.6), QuestionWord("الجنود"))


def test_the_meaning_of_a_word_of_a_dialect_is_certain_only_where_the_corpus_does_not_contain_it() -> None:
    vocabulary = TermCounts.of_texts(["تحدث الوزير", "مشكلة الراجل والرجل"])
    words = QuestionParser(vocabulary).parse("الراجل حكى").words
    assert words == (QuestionWord("الراجل", related=("رجل",)), QuestionWord("حكى", alternatives=("تحدث",)))


def test_a_name_that_looks_like_a_preposition_is_kept_at_the_end() -> None:
    assert surfaces("من هو علي؟") == ["علي"]


@pytest.mark.parametrize("text", ["شنو راح تسوي روسيا؟", "وش سوت روسيا", "شو عملت روسيا", "ماذا فعلت روسيا؟"])
def test_a_verb_that_only_means_to_do_is_not_searched_for(text: str) -> None:
    question = PARSER.parse(text)
    assert (question.kind, [word.surface for word in question.words]) == (AnswerKind.OTHER, ["روسيا"])


def test_how_long_something_lasted_in_a_dialect_is_faint() -> None:
    assert [word.weight < 1 for word in PARSER.parse("المكالمة قعدت قد ايه").words] == [False, True]


@given(st.one_of(ARABIC_TEXT, st.text(alphabet="abdehijklmnost23579[];',./ ؟متى")))
def test_every_message_is_parsed(text: str) -> None:
    question = PARSER.parse(text)
    assert question.text == text
    assert all(word.surface and 0 < word.weight <= 1 for word in question.words)


@pytest.mark.parametrize(
    "text",
    ["ا" * 100_000, "3a" * 50_000, "ت\u0300\u0489" * 33_000, "غلطة " * 20_000, "😀" * 100_000, "[" * 100_000],
)
def test_a_message_of_100000_characters_takes_no_longer_than_a_second(text: str) -> None:
    started = time.process_time()
    PARSER.parse(text)
    assert time.process_time() - started < 1


def test_a_word_that_was_rewritten_keeps_how_it_was_written_and_one_that_was_not_keeps_nothing() -> None:
    words = PARSER.parse("متى ejtima3 جنيف").words
    assert [(word.surface, word.written) for word in words] == [("اجتماع", "ejtima3"), ("جنيف", "")]
