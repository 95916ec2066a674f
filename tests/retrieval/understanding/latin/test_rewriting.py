from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.terms.stop_words import is_stop_word
from retrieval.understanding.latin.arabizi import (
    Transliteration,
    Transliterator,
    transliterate_letters,
    transliteration_cost,
)
from retrieval.understanding.latin.keyboard import from_english_keyboard
from retrieval.understanding.latin.rewriting import LatinRewriter, Rewriting
from tests.retrieval.language.term_counts import TermCounts

VOCABULARY = TermCounts.of_texts(
    [
        *["اجتماع جنيف بوتين بايدن الحرب أوكرانيا محمد شمس الحكومة مؤتمر الخارجية صواريخ Jstars"] * 3,
        *["ثورة قصر تاكسي جمال"] * 3,
        "مكالمة الوزراء متلازمة",
    ]
)
ARABIZI = Transliterator(VOCABULARY)
LATIN = LatinRewriter(VOCABULARY, lambda term: term in VOCABULARY or is_stop_word(term))


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("ejtima3", "اجتماع"),
        ("jenef", "جنيف"),
        ("geneva", "جنيف"),
        ("Putin", "بوتين"),
        ("biden", "بايدن"),
        ("al7arb", "الحرب"),
        ("el-7arb", "الحرب"),
        ("harb", "حرب"),
        ("okrania", "اوكرانيا"),
        ("mohammed", "محمد"),
        ("eshshams", "شمس"),
        ("7okooma", "حكومه"),
        ("mo2tamar", "مءتمر"),
        ("sawari5", "صواريخ"),
        ("thawra", "ثوره"),
        ("8asr", "قصر"),
        ("9asr", "قصر"),
        ("taxi", "تاكسي"),
        ("gamal", "جمال"),
        ("mokalama", "مكالمه"),
    ],
)
def test_arabizi_becomes_the_word_of_the_corpus(typed: str, word: str) -> None:
    transliteration = ARABIZI.transliterate(typed)
    assert transliteration is not None
    assert transliteration.text == word


def test_everyday_words_need_no_corpus() -> None:
    assert Transliterator(TermCounts({})).transliterate("Mata") == Transliteration(
        "متي", 0.0, is_everyday=True
    )


@pytest.mark.parametrize("typed", ["football", "xyz", "b", "", "123"])
def test_a_latin_word_unlike_any_of_the_corpus_has_no_transliteration(typed: str) -> None:
    assert ARABIZI.transliterate(typed) is None


def test_a_consonant_must_be_typed() -> None:
    assert transliteration_cost("mata", "متر") == math.inf
    assert transliteration_cost("", "") == 0.0


@pytest.mark.parametrize(
    ("typed", "word", "cost"),
    [
        ("9dr", "قدر", 0.0),
        ("9dr", "قدار", 0.4),
        ("9dr", "قدور", 0.55),
        ("9dr", "قدير", 0.5),
        ("9dr", "قدءر", 0.15),
        ("9dr", "قدعر", 0.5),
        ("9dr", "قدهر", 0.6),
        ("9dr", "قدره", 0.1),
        ("9dr", "قدرء", 0.05),
        ("9dr", "قدرا", 0.4),
        ("9dr", "قدرم", math.inf),
        ("9dr", "قد", math.inf),
        ("9ddr", "قدر", 0.03),
        ("9ddr", "قددر", 0.0),
        ("9oodr", "قودر", 0.0),
        ("e9dr", "اقدر", 0.02),
        ("o9dr", "اقدر", 0.02),
        ("a9dr", "اقدر", 0.06),
        ("9edr", "قادر", 0.2),
        ("6dr", "ضدر", math.inf),
        ("6'dr", "ظدر", 0.0),
        ("tchdr", "تشدر", 0.0),
        ("shdr", "شدر", 0.0),
    ],
)
def test_each_letter_has_its_cost(typed: str, word: str, cost: float) -> None:
    actual = transliteration_cost(typed, word)
    assert (math.inf if actual == math.inf else round(actual, 6)) == cost


def test_a_cost_above_the_bound_is_infinite() -> None:
    assert [transliteration_cost("9dr", "قدار", bound) for bound in (0.4, 0.39)] == [0.4, math.inf]


@pytest.mark.parametrize(
    ("word", "typed", "cost"),
    [
        ("طمف", "6mf", 0.0),
        ("طم", "6m", None),  # 2 letters are too few
        ("طمف", "al6mf", 0.1),
        ("طمف", "wel6mf", 0.15),
        ("طمف", "L6mf", 0.05),
        ("طم", "al6m", None),  # an article before 2 letters is part of the word
        ("شمف", "eshshmf", 0.05),
        ("شمف", "esshmf", 0.05),
        ("شمف", "eshmf", 0.08),
        ("الطمف", "6mf", 0.0),  # a word of the corpus without its article
        ("الطم", "6mm", None),
        ("طموف", "6mf", 0.55),
        ("طماوف", "6mf", None),  # 3 letters may cost 0.66
        ("طاموف", "6emf", 0.75),
        ("طاموف", "6imf", None),  # 4 letters may cost 0.78
        ("ظمف", "6'mf", 0.0),
        ("ظمف", "6\u2019mf", 0.0),
        ("طمف", "6-mf", 0.0),
        ("طمف", "6MF", 0.0),
        ("م" * 24, "m" * 25, 0.0),  # 24 letters are compared
    ],
)
def test_a_latin_word_becomes_a_word_of_the_corpus_within_its_limits(
    word: str, typed: str, cost: float | None
) -> None:
    found = Transliterator(TermCounts({word: 1})).transliterate(typed)
    assert (None if found is None else round(found.cost, 6)) == cost


def test_of_two_words_for_a_latin_one_the_cheaper_or_much_more_frequent_wins() -> None:
    rare, frequent = TermCounts({"قدر": 1, "قدءر": 1}), TermCounts({"قدر": 1, "قدءر": 100})
    found = [Transliterator(vocabulary).transliterate("9dr") for vocabulary in (rare, frequent)]
    assert found == [Transliteration("قدر", 0.0), Transliteration("قدءر", 0.15)]


@pytest.mark.parametrize(
    ("typed", "word"),
    [("ostralia", "وسترالا"), ("Qahira", "قاهرا"), ("5aleej", "خاليج"), ("mm", "م"), ("€", "")],
)
def test_an_unknown_word_is_transliterated_letter_by_letter(typed: str, word: str) -> None:
    assert transliterate_letters(typed) == word


def test_the_keys_of_an_english_keyboard_become_arabic_letters() -> None:
    assert from_english_keyboard("ljn h[jlhu [kdt? Hpl] f]hdm") == "متى اجتماع جنيف؟ أحمد بداية"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("متى اجتماع جنيف", []),
        ("ljn h[jlhu", [Rewriting(0, 3, "متى", 1.0), Rewriting(4, 10, "اجتماع", 1.0)]),
        ("متى [kdt؟", [Rewriting(4, 9, "جنيف؟", 1.0)]),
        ("mata ejtima3?", [Rewriting(0, 4, "متي", 1.0), Rewriting(5, 12, "اجتماع", 1.0)]),
        ("mata Jstars", [Rewriting(0, 4, "متي", 1.0)]),
        ("ما هي Jstars", []),
        ("the xyzw of qqq", []),
        ("متى mo2tamar", [Rewriting(4, 12, "مءتمر", 0.74)]),
        ("mata fzzqt 12", [Rewriting(0, 4, "متي", 1.0), Rewriting(5, 10, "فزقت", 0.5)]),
        ("متى ab", []),
        ("when did Putin meet", [Rewriting(9, 14, "بوتين", 1.0)]),
        ("mata Jenef", [Rewriting(0, 4, "متي", 1.0), Rewriting(5, 10, "جنيف", 0.8)]),
    ],
)
def test_arabizi_keyboard_and_latin_words_are_distinguished(text: str, expected: list[Rewriting]) -> None:
    assert LATIN.find(text) == expected


@given(st.text(alphabet="abcdehijklmnoqstxz23579[];',./ -'؟متى\U0001f600"))
def test_rewritings_are_in_range_sorted_and_disjoint(text: str) -> None:
    rewritings = LATIN.find(text)
    ends = [0, *(rewriting.end for rewriting in rewritings)]
    assert all(
        end <= rewriting.start < rewriting.end <= len(text)
        for end, rewriting in zip(ends, rewritings, strict=False)
    )
    assert all(0 < rewriting.weight <= 1 for rewriting in rewritings)


@pytest.mark.parametrize(("typed", "word"), [("ba7r", "بحر"), ("elba7r", "البحر"), ("2ab", None)])
def test_a_word_that_the_corpus_has_with_its_article_alone_is_found_without_it_from_three_letters_on(
    typed: str, word: str | None
) -> None:
    found = Transliterator(TermCounts.of_texts(["البحر الأب"])).transliterate(typed)
    assert (found.text if found else None) == word


@pytest.mark.parametrize(("latin", "arabic", "found"), [(2, 1, []), (1, 1, []), (1, 2, ["تاكسي"])])
def test_a_word_stays_in_latin_letters_where_the_corpus_writes_it_so_at_least_as_often(
    latin: int, arabic: int, found: list[str]
) -> None:
    vocabulary = TermCounts.of_texts([*["taxi"] * latin, *["تاكسي"] * arabic])
    rewriter = LatinRewriter(vocabulary, lambda term: term in vocabulary or is_stop_word(term))
    assert [rewriting.text for rewriting in rewriter.find("fein taxi")][1:] == found


def found_with(text: str, counts: dict[str, int]) -> list[tuple[str, float]]:
    """What is written in place of the Latin words of a text, by a vocabulary of its own."""
    vocabulary = TermCounts(counts)
    rewriter = LatinRewriter(vocabulary, lambda term: term in vocabulary or is_stop_word(term))
    return [(one.text, one.weight) for one in rewriter.find(text)]


@pytest.mark.parametrize(
    ("text", "counts", "expected"),
    [
        ("kodr", {"كادر": 1}, [("كادر", 0.65)]),  # a cost of 0.35 needs no further evidence
        ("kdr", {"كدار": 1}, []),  # one of 0.4 does
        ("mata kdr", {"كدار": 1}, [("متي", 1.0), ("كدار", 0.6)]),
        ("mata 6mf", {"طموف": 1}, [("متي", 1.0), ("طموف", 0.5)]),  # at least 0.5, for a cost of 0.55
        ("kam football", {}, [("كم", 1.0), ("فوتبال", 0.5)]),  # half of the words are Arabizi
        ("kam football cricket", {}, []),  # a third is not enough
        ("hal football cricket", {}, []),
        ("kayfa football cricket", {}, [("كيف", 1.0)]),
        ("russia football cricket", {}, [("روسيا", 1.0)]),
        ("mata russia", {"russia": 1}, [("متي", 1.0), ("روسيا", 1.0)]),
        ("russia", {"russia": 1}, []),
        ("harb", {"harb": 2, "حرب": 3}, [("حرب", 1.0)]),
        ("harb", {"harb": 3, "حرب": 3}, []),
        ("متى harb", {"harb": 1, "حرب": 3}, []),
        ("متى harb", {"حرب": 3}, [("حرب", 1.0)]),
        ("mata 7", {}, [("متي", 1.0)]),
        ("3arab", {}, [("عاراب", 0.5)]),
        ("football", {}, []),
        ("ara3b", {}, [("اراعب", 0.5)]),
        ("12a", {}, []),
    ],
)
def test_arabizi_needs_evidence(text: str, counts: dict[str, int], expected: list[tuple[str, float]]) -> None:
    assert found_with(text, counts) == expected


@pytest.mark.parametrize(
    ("text", "counts", "expected"),
    [
        ("rwv .v", {"قصر": 1}, [("قصر", 1.0), ("زر", 1.0)]),  # 3 of 5 letters are known
        ("rwv .v.", {"قصر": 1}, []),  # 3 of 6 are not enough
        (".v", {"زر": 1}, []),  # 2 letters are no evidence
        (".v rwv", {"زر": 1, "قصر": 1}, [("زر", 1.0), ("قصر", 1.0)]),
        ("متى [kdt", {"جنيف": 1}, [("جنيف", 1.0)]),
        ("متى [kd", {"جني": 1}, []),  # beside Arabic 4 letters are needed
        ("متى [kdt", {"جني": 1}, []),  # and each must be known
        ("متى fvdv", {"برير": 1}, [("برير", 1.0)]),
        ("متى fvdv", {"برير": 1, "fvdv": 1}, []),
        ("متى [vdv", {"جرير": 1, "[vdv": 1}, [("جرير", 1.0)]),
        ("متى fvdv [vdv", {"برير": 1, "fvdv": 1, "جرير": 1}, [("جرير", 1.0)]),
    ],
)
def test_words_of_another_keyboard_are_known_words(
    text: str, counts: dict[str, int], expected: list[tuple[str, float]]
) -> None:
    assert found_with(text, counts) == expected
