from __future__ import annotations

import pytest

from retrieval.answering.line.asked_value import AskedValue, asked_value, skeleton
from retrieval.language.numbers.units import UnitClass
from retrieval.types import AnswerKind, Question, QuestionWord


def question(text: str, words: str = "") -> Question:
    return Question(text, AnswerKind.HOW_MANY, tuple(QuestionWord(word) for word in words.split()))


@pytest.mark.parametrize(
    ("text", "words", "classes", "unit"),
    [
        ("كم سنة دام الحكم؟", "سنة دام الحكم", {UnitClass.TIME}, "year"),
        ("كم مساحة المدينة؟", "مساحة المدينة", {UnitClass.AREA}, None),
        ("ما نسبة السكان العرب؟", "نسبة السكان العرب", {UnitClass.PERCENT}, None),
        ("كم حجم البحيرة؟", "حجم البحيرة", {UnitClass.VOLUME, UnitClass.AREA}, None),
        ("كم عدد الجنود؟", "عدد الجنود", {UnitClass.PEOPLE}, "soldier"),
        ("كم كتابا ألف؟", "كتابا ألف", set(), None),
    ],
)
def test_the_measure_that_a_question_asks_for_is_found(
    text: str, words: str, classes: set[UnitClass], unit: str | None
) -> None:
    asked = asked_value(question(text, words))
    assert (set(asked.classes), asked.unit) == (classes, unit)


def test_birth_death_and_grain_are_found() -> None:
    asked = asked_value(question("في أي عام ولد وتوفي ابن رشد؟"))
    assert (set(asked.life), asked.grain) == ({"begin", "end"}, "year")


def test_words_that_were_written_in_latin_letters_count_as_understood() -> None:
    asked = asked_value(question("emta etwalad ebn rushd", "ولد ابن رشد"))
    assert asked.life == {"begin"}


def test_a_question_without_words_asks_for_nothing() -> None:
    asked = asked_value(question("كم؟"))
    assert (asked.unit, asked.noun, asked.grain, asked.classes or asked.life) == (None, "", None, frozenset())


@pytest.mark.parametrize(
    ("one", "other"),
    [("جزيرة", "جزر"), ("مواقع", "موقعا"), ("الكتب", "كتابا"), ("ولايات", "الولاية"), ("دول", "دولة")],
)
def test_a_noun_and_its_broken_plural_have_one_skeleton(one: str, other: str) -> None:
    assert skeleton(one) == skeleton(other)


def test_a_value_has_all_that_the_words_ask_for() -> None:
    assert asked_value(question("في أي سنة كم جزيرة", "عدد جزيرة")) == AskedValue(
        frozenset(), None, "جزر", frozenset(), "year", frozenset({"في", "اي", "سنه", "كم", "جزيره"})
    )
    assert asked_value(question("كم مساحة", "سنة")) == AskedValue(
        frozenset({UnitClass.TIME}), "year", "سن", frozenset(), None, frozenset({"كم", "مساحه"})
    )


@pytest.mark.parametrize(
    ("text", "grain"),
    [
        ("في أي عام ولد", "year"),
        ("ترى في أي شهر ولد", "month"),
        ("يا ترى في أي شهر ولد", None),
        ("متى يوم قرن", "day"),
        ("متى", None),
    ],
)
def test_the_grain_stands_among_the_first_four_words(text: str, grain: str | None) -> None:
    assert asked_value(question(text)).grain == grain


@pytest.mark.parametrize(
    ("text", "life"),
    [
        ("متى ولد", {"begin"}),
        ("متى ولد ومات", {"begin", "end"}),
        ("متى المولد", {"begin"}),
        ("متى جاء", set()),
    ],
)
def test_words_of_birth_and_death_are_met_with_a_clitic_or_the_article(text: str, life: set[str]) -> None:
    assert asked_value(question(text)).life == life


@pytest.mark.parametrize(
    ("word", "letters"),
    [
        ("", ""),
        ("يد", "يد"),
        ("وادي", "وادي"),
        ("باب", "بب"),
        ("الكتب", "كتب"),
        ("وبالكتب", "كتب"),
        ("للكتب", "كتب"),
        ("التي", "تي"),
        ("ذات", "ذت"),
        ("لاعبين", "لعب"),
    ],
)
def test_a_skeleton_has_two_strong_letters_or_the_whole_word(word: str, letters: str) -> None:
    assert skeleton(word) == letters
