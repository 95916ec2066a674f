from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.normalization import normalize
from retrieval.language.terms.stemming import root, stem

WORDS = st.text(st.sampled_from("ابتثجحخدذرزسشصضطظعغفقكلمنهويءةى10a"), min_size=1, max_size=12).map(normalize)


@pytest.mark.parametrize(
    ("step", "words", "expected"),
    [
        ("article", "الوزير وبالوزير كالوزير فالوزير للوزير وللوزير", "وزير"),
        ("conjunction", "ومجلس مجلس", "مجلس"),
        ("future", "سيجتمع يجتمع", "جتمع"),
        ("future of a short verb", "سيقود ستقود يقود وسيقود", "قود"),
        ("a noun like a future", "سيارة سيارات السيارة وسيارتها", "سيار"),
        ("endings", "مهندسون مهندسين مهندسان مهندسات مهندسة مهندسها مهندسي", "مهندس"),
        ("preposition", "بمجلس لمجلس كمجلس فمجلس وبمجلس", "مجلس"),
        ("one ending more", "رئيسهم رئيسهن رئيسنا رئيسهما رئيسا", "رءيس"),
        ("verb", "يكتشف تكتشف نكتشف", "كتشف"),
        ("several at once", "محادثات وبالمحادثات المحادثة محادثاتها", "محادث"),
    ],
)
def test_forms_of_a_word_have_one_stem(step: str, words: str, expected: str) -> None:
    assert {stem(normalize(word)) for word in words.split()} == {expected}, step


@pytest.mark.parametrize(
    ("rule", "words", "expected"),
    [
        ("article", "القد للقد والقد بالقد كالقد فالقد وللقد فللقد وبالقد وكالقد فبالقد", "قد"),
        ("conjunction", "وقدر", "قدر"),
        ("future", "سيقدر ستقدر سنقدر وسيقدر", "قدر"),
        ("ending", "قدها قدان قدات قدون قدين قديه قده قدي", "قد"),
        ("preposition", "بقدرس لقدرس كقدرس فقدرس وبقدرس", "قدرس"),
        ("one more ending", "قدرهما قدرهم قدرهن قدرنا قدروا قدرا قدرت", "قدر"),
        ("prefix of a verb", "يقدر تقدر نقدر اليقدر", "قدر"),
    ],
)
def test_a_rule_removes_letters_where_it_leaves_exactly_the_least_number(
    rule: str, words: str, expected: str
) -> None:
    assert {word: stem(word) for word in words.split()} == dict.fromkeys(words.split(), expected), rule


@pytest.mark.parametrize(
    ("rule", "stems"),
    [
        ("article", {"الق": "الق", "للق": "للق", "بالق": "بالق", "كالق": "كالق", "فالق": "فالق"}),
        ("article after a conjunction", {"والق": "الق", "وللق": "للق", "فللق": "فللق"}),
        ("article after two clitics", {"وبالق": "بالق", "وكالق": "كالق", "فبالق": "بالق"}),
        ("conjunction", {"وقد": "وقد"}),
        ("future", {"سيقد": "سيقد", "ستقد": "ستقد", "سنقد": "سنقد"}),
        ("ending of two letters", {"قها": "قها", "قان": "قان", "قات": "قات", "قون": "قون", "قين": "قين"}),
        ("ending of two letters, but not its last one", {"قيه": "قي"}),
        ("ending of one letter", {"قه": "قه", "قي": "قي"}),
        ("preposition", {"بقدر": "بقدر", "لقدر": "لقدر", "كقدر": "كقدر", "فقدر": "فقدر"}),
        ("one more ending", {"قدهم": "قدهم", "قدهن": "قدهن", "قدا": "قدا", "قدت": "قدت"}),
        ("one more ending, but not its last letter", {"قدهما": "قدهم", "قدنا": "قدن", "قدوا": "قدو"}),
        ("prefix of a verb", {"يقد": "يقد", "تقد": "تقد", "نقد": "نقد"}),
    ],
)
def test_a_rule_removes_nothing_where_it_leaves_one_letter_less(rule: str, stems: dict[str, str]) -> None:
    assert {word: stem(word) for word in stems} == stems, rule


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("البقدرس", "بقدرس"),  # a preposition after an article is a letter of the word
        ("السيقدر", "سيقدر"),  # so is the mark of the future
        ("بيقدرس", "يقدرس"),  # after a preposition no prefix of a verb is removed
        ("سيقدي", "يقد"),  # of a verb in the future only its mark, where its endings leave 3 letters
        ("قدريها", "قدر"),  # several endings, each once
        ("قدرهها", "قدر"),
        ("قدانان", "قدان"),
        ("قدرتنا", "قدرت"),  # one more ending, but no second one
        ("بقدرهم", "قدر"),  # after a preposition, too
    ],
)
def test_each_rule_is_applied_once_and_in_its_order(word: str, expected: str) -> None:
    assert stem(word) == expected


@pytest.mark.parametrize("word", ["من", "وفد", "بن", "ها", "ال", "سين", "2022", "nato", "f16", "٪"])
def test_short_and_foreign_words_stay(word: str) -> None:
    assert (stem(word), root(word)) == (word, root(word))


@pytest.mark.parametrize("word", ["2022", "nato"])
def test_what_is_not_arabic_has_no_root(word: str) -> None:
    assert root(word) == word


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("كتاب كتب مكتبة الكتاب كاتب", "كتب"),
        ("عالم علماء علوم", "علم"),
        ("استخدام يستخدم خدم", "خدم"),
        ("دولة دول الدول", "دل"),
        ("محادثات حديث أحداث", "حدث"),
    ],
)
def test_a_word_and_its_broken_plurals_have_one_root(words: str, expected: str) -> None:
    assert {root(normalize(word)) for word in words.split()} == {expected}


@pytest.mark.parametrize(
    ("rule", "roots"),
    [
        ("tenth form", dict.fromkeys(["استقدر", "يستقدر", "تستقدر", "مستقدر", "نستقدر"], "قدر")),
        ("derived form", dict.fromkeys(["مقدر", "تقدر", "يقدر", "نقدر", "اقدر", "مقدار"], "قدر")),
        ("weak letters", dict.fromkeys(["قاد", "قود", "قيد", "قءد"], "قد")),
    ],
)
def test_a_root_is_found_where_exactly_enough_letters_are_left(rule: str, roots: dict[str, str]) -> None:
    assert {word: root(word) for word in roots} == roots, rule


@pytest.mark.parametrize(
    ("rule", "roots"),
    [
        ("tenth form", {"استقد": "ستقد", "مستقد": "ستقد", "نستقد": "ستقد", "تستقد": "ستقد"}),
        ("derived form", {"مقد": "مقد", "تقد": "تقد", "نقد": "نقد", "مقاد": "مقد"}),
        ("weak letters", {"اوق": "اوق", "داو": "داو"}),
    ],
)
def test_a_root_keeps_letters_where_one_less_would_be_left(rule: str, roots: dict[str, str]) -> None:
    assert {word: root(word) for word in roots} == roots, rule


@given(WORDS)
def test_a_stem_and_a_root_are_made_of_letters_of_the_word(word: str) -> None:
    assert not word or stem(word) in word
    assert not word or (root(word) and set(root(word)) <= set(word))


@pytest.mark.parametrize(
    ("step", "enough", "expected", "too_short"),
    [
        ("article", "الفم", "فم", "الف"),
        ("conjunction", "وقمر", "قمر", "وقر"),
        ("endings", "فمها", "فم", "بها"),
        ("preposition", "بمجلس", "مجلس", "بقمر"),
        ("one ending more", "قمرهم", "قمر", "فمهم"),
        ("verb", "يكتب", "كتب", "يصل"),
    ],
)
def test_a_step_leaves_as_many_letters_as_its_row_says(
    step: str, enough: str, expected: str, too_short: str
) -> None:
    assert (stem(enough), stem(too_short)) == (expected, too_short), step


def test_a_future_leaves_four_letters_of_which_the_mark_of_the_verb_then_goes() -> None:
    assert (stem("سيقود"), stem("سيصل")) == ("قود", "سيصل")


@pytest.mark.parametrize(
    ("rule", "word", "expected"),
    [
        ("a deriving letter goes where three strong letters follow it", "محمد", "حمد"),
        ("and stays where two do", "ملك", "ملك"),
        ("a letter that derives nothing stays", "درهم", "درهم"),
        ("the tenth form goes where it leaves three letters", "استخدم", "خدم"),
        ("and else its first letter alone", "مستمر", "ستمر"),
        ("weak letters go where two others are left", "دول", "دل"),
        ("and stay where one is left", "راي", "را"),
    ],
)
def test_a_root_keeps_enough_of_its_word(rule: str, word: str, expected: str) -> None:
    assert root(word) == expected, rule
