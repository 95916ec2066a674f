from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.types import AnswerKind, Question, QuestionWord
from retrieval.understanding.question_parser import QuestionParser
from retrieval.understanding.synonyms import Group, Relation, Synonyms
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


NOTHING = QuestionParser(TermCounts({}))


def test_of_a_long_message_2000_characters_are_parsed() -> None:
    whole, cut = NOTHING.parse(" " * 1996 + "جنيف"), NOTHING.parse(" " * 1997 + "جنيف")
    assert [[word.surface for word in one.words] for one in (whole, cut)] == [["جنيف"], ["جني"]]


def test_of_many_words_the_first_40_are_searched_for() -> None:
    numbers = [str(number) for number in range(1001, 1042)]
    assert [word.surface for word in NOTHING.parse(" ".join(numbers)).words] == numbers[:40]


def test_of_many_misspelled_words_the_first_8_are_repaired() -> None:
    words = [f"قدرسل{letter}" for letter in "بتجخدشصطف"]
    parser = QuestionParser(TermCounts(dict.fromkeys(words, 1)), stem=str)
    written = [word.replace("ر", "رر") for word in words]
    assert parser.parse(" ".join(written)).words == (
        *(QuestionWord(word, written=typed) for word, typed in zip(words[:8], written, strict=False)),
        QuestionWord(written[8]),
    )
    between = " ".join([*written[:7], words[0], *written[7:]])
    assert parser.parse(between).words[8] == QuestionWord(words[7], written=written[7])


@pytest.mark.parametrize(
    ("written", "meant", "weight"),
    [
        ("قدررسلف", "قدرسلف", 1.0),
        ("بقدرسلف", "قدرسلف", 1.0),
        ("قدرصلف", "قدرسلف", 0.88),
        ("قدراسلف", "قدرسلف", 0.82),
        ("قدرسبف", "قدرسلف", 0.7),
        ("قدرسمفج", "قدرسلفج", 0.58),
        ("قذرسبفجمن", "قدرسلفجمن", 0.4),
    ],
)
def test_a_dearer_repair_has_less_weight(written: str, meant: str, weight: float) -> None:
    parser = QuestionParser(TermCounts({meant: 1}), stem=str)
    assert parser.parse(written).words == (QuestionWord(meant, weight=weight, written=written),)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("لمازا سافر الوزير", AnswerKind.WHY),
        ("لمااذا سافر الوزير", AnswerKind.WHY),
        ("لماكا سافر الوزير", AnswerKind.OTHER),
        ("متا سافر الوزير", AnswerKind.OTHER),
    ],
)
def test_a_question_word_is_recognized_at_a_cost_of_half_a_letter(text: str, kind: AnswerKind) -> None:
    assert NOTHING.parse(text).kind == kind


def test_a_word_of_the_corpus_is_no_misspelled_question_word() -> None:
    question = QuestionParser(TermCounts({"لمازا": 1})).parse("لمازا سافر")
    assert (question.kind, question.words[0]) == (AnswerKind.OTHER, QuestionWord("لمازا"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("اللله", ["الله"]),
        ("اللاعب", ["اللاعب"]),
        ("كتابب", ["كتابب"]),
        ("كتاببب", ["كتاب"]),
        ("علي بن خالد", ["علي", "بن", "خالد"]),
        ("كتاب علي ابن خالد", ["كتاب", "علي", "ابن", "خالد"]),
        ("علي الطاولة كتاب", ["الطاولة", "كتاب"]),
        ("كتاب علي", ["كتاب", "علي"]),
    ],
)
def test_the_words_to_search_for(text: str, expected: list[str]) -> None:
    assert [word.surface for word in NOTHING.parse(text).words] == expected


def test_each_word_knows_how_it_was_written_and_how_sure_it_is() -> None:
    vocabulary = TermCounts({"اجتماع": 1, "جنيف": 1, "مءتمر": 1})
    parser = QuestionParser(vocabulary)
    assert parser.parse("éejtima3é").words == (
        QuestionWord("é"),
        QuestionWord("اجتماع", written="ejtima3"),
        QuestionWord("é"),
    )
    assert parser.parse("mata mo2tamar, jenef 10?") == Question(
        "mata mo2tamar, jenef 10?",
        AnswerKind.WHEN,
        (
            QuestionWord("مءتمر", weight=0.74, written="mo2tamar"),
            QuestionWord("جنيف", weight=0.8, written="jenef"),
            QuestionWord("10"),
        ),
    )
    assert parser.parse("متى ejtima3 جنيف").words == (
        QuestionWord("اجتماع", written="ejtima3"),
        QuestionWord("جنيف"),
    )


def test_what_was_written_in_latin_letters_is_kept_through_a_repair() -> None:
    words = QuestionParser(TermCounts({"كدار": 1})).parse("mata kddaar").words
    assert [word.written for word in words] == ["kddaar"]


def test_a_name_of_several_words_has_its_other_names_at_each_of_them() -> None:
    parser = QuestionParser(TermCounts.of_texts(["قرار الناتو", "حلف شمال الأطلسي"]))
    words = parser.parse("توسع حلف شمال الأطلسي غدا").words
    assert [word.alternatives for word in words] == [(), ("الناتو",), ("الناتو",), ("الناتو",), ()]


def test_a_name_that_the_corpus_does_not_hold_is_no_alternative() -> None:
    parser = QuestionParser(TermCounts.of_texts(["حلف شمال"]))
    assert [word.alternatives for word in parser.parse("قرار الناتو").words] == [(), ()]


def test_synonyms_and_stems_of_ones_own_are_used() -> None:
    group = Group(Relation.SAME, ("قمر", "بدر"))
    parser = QuestionParser(TermCounts({"بدر": 1}), Synonyms([group]), stem=str)
    assert parser.parse("قمر").words == (QuestionWord("قمر", alternatives=("بدر",)),)
    near = Synonyms([Group(Relation.NEAR, ("قمر", "بدر")), Group(Relation.SAME, ("قمر", "بدر", "هلال"))])
    parser = QuestionParser(TermCounts({"بدر": 1, "هلال": 1}), near, stem=str)
    assert parser.parse("قمر").words == (QuestionWord("قمر", alternatives=("بدر", "هلال")),)


def test_no_synonyms_are_not_the_shipped_ones() -> None:
    parser = QuestionParser(VOCABULARY, Synonyms([]))
    assert parser.parse("متى قتل الملك").words[0] == QuestionWord("قتل")


def test_a_greeting_before_and_behind_is_taken_off_before_latin_words_are_rewritten() -> None:
    parser = QuestionParser(TermCounts({"اجتماع": 1}))
    assert parser.parse("مرحبا h[jlhu شكرا").words == (QuestionWord("اجتماع", written="h[jlhu"),)
