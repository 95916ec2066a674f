from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.letters import ARABIC_ALPHABET
from retrieval.language.normalization import normalize
from retrieval.understanding.spelling import Repair, Speller, spelling_cost
from tests.retrieval.language.term_counts import TermCounts

WORDS = "اجتماع جنيف أوكرانيا المحادثات موريتانيا الاضطراب النهاية الحرب القمر السلام محمد كويت الدبلوماسية"


def stem(term: str) -> str:
    """A simple stem: the word without its article."""
    return term.removeprefix("ال")


SPELLER = Speller(TermCounts.of_texts([WORDS]), stem, lambda term: term == normalize("الكوبت"))


@pytest.mark.parametrize(
    ("written", "meant", "cost"),
    [
        ("جنييف", "جنيف", 0.3),
        ("اجتماااع", "اجتماع", 0.6),
        ("لموريتانيا", "موريتانيا", 0.1),
        ("بسلام", "سلام", 0.1),
        ("عالحرب", "الحرب", 0.1),
        ("هالقمر", "القمر", 0.1),
        ("الاظطراب", "الاضطراب", 0.5),
        ("موريطانيا", "موريتانيا", 0.5),
        ("المحادتات", "المحادثات", 0.5),
        ("اوكرنيا", "أوكرانيا", 0.6),
        ("اجتامع", "اجتماع", 0.6),
        ("اجتناع", "اجتماع", 0.8),
        ("الدبلوناسيه", "الدبلوماسية", 0.8),
    ],
)
def test_a_misspelled_word_is_repaired_at_the_cost_of_the_table(
    written: str, meant: str, cost: float
) -> None:
    repair = SPELLER.repair(normalize(written))
    assert repair is not None
    assert (repair.terms, round(repair.cost, 2)) == ((normalize(meant),), cost)


@pytest.mark.parametrize(
    "word",
    [
        "أستراليا",
        "النمسا",
        "كأس",
        "حلب",
        "قمل",
        "سلم",
        "الكوبت",
        "والكوبت",
        "2022",
        "GDP",
        "اجتماع",
        "الاجتماع",
        "محمدا",
        "",
    ],
)
def test_a_correct_word_stays_unchanged(word: str) -> None:
    assert SPELLER.repair(normalize(word)) is None


def test_words_without_a_blank_before_an_article_are_split() -> None:
    assert SPELLER.repair("اجتماعالسلام") == Repair(("اجتماع", "السلام"), 0.3)
    assert [SPELLER.repair(term) for term in ("اجتماعالناس", "اجتماعالح")] == [None, None]


def test_among_words_of_similar_cost_the_most_frequent_wins() -> None:
    speller = Speller(TermCounts({"مراكب": 1, "مراقب": 50}), stem)
    assert speller.repair("مراغب") == Repair(("مراقب",), 0.5)


@pytest.mark.parametrize(
    ("word", "written", "repaired"),
    [
        ("قد", "قدد", True),  # 3 letters may cost 0.3
        ("قدر", "قذر", False),
        ("قدد", "قد", False),  # 2 letters may cost nothing
        ("قدرس", "قدررس", True),
        ("قدرس", "قدرص", False),  # 4 letters may cost no 0.5
        ("قدرسل", "قدرسب", True),  # 5 letters may cost 0.8
        ("قدرسل", "قدرسم", False),  # but not 1
        ("قدرسلف", "قدرسبف", True),
        ("قدرسلف", "قدرسمف", False),  # nor may 6 letters
        ("قدرسلفج", "قدرسمفج", True),  # 7 letters may cost 1
        ("قدرسلفج", "قذرصلفج", True),
        ("قدرسلفج", "قذرسبفج", False),  # but not 1.3
        ("قدرسلفجم", "قذرسبفجم", False),  # nor may 8 letters
        ("قدرسلفجمن", "قذرسبفجمن", True),  # 9 letters may cost 1.3
        ("قدرسلفجمن", "قدروسافلجمن", False),
        ("قدرسلفجمن", "قدرمسلفجتن", False),  # but not 1.8
        ("قدرس", "قددررس", False),  # two changes are looked for from 7 letters on
        ("قدرسف", "قددررسف", True),
        ("القدر", "القذر", False),  # the article does not count as letters
        ("القدرسل", "القدرسب", True),
        ("قدارسل", "قدرسل", True),
        ("قدرسلفج", "قددررسسلفج", False),  # three changes are never looked for
        ("قدر", "بقدر", True),  # a clitic before 3 letters
        ("قد", "بقد", False),
        ("القدر", "بقدر", True),
    ],
)
def test_the_length_of_a_word_limits_the_cost_of_its_repair(word: str, written: str, repaired: bool) -> None:  # noqa: FBT001
    assert (Speller(TermCounts({word: 1}), str).repair(written) is not None) == repaired


@pytest.mark.parametrize(
    ("written", "word", "cost"),
    [
        ("قدرس", "قدرس", 0.0),
        ("قدررس", "قدرس", 0.3),
        ("قدرس", "قدررس", 0.3),
        *((f"م{one}م", f"م{other}م", 0.5) for one, other in ("ضظ", "ذز", "ذد", "ثس", "ثت", "سص", "تط")),
        *((f"م{one}م", f"م{other}م", 0.5) for one, other in ("قك", "قغ", "جغ", "كغ", "جق", "هح", "اه")),
        *((f"م{one}م", f"م{other}م", 0.5) for one, other in ("اي", "ءا", "ءي", "ءو", "دض", "زظ", "طظ")),
        *((f"قد{vowel}رس", "قدرس", 0.6) for vowel in "اويء"),
        *(("قدرس", f"قد{vowel}رس", 0.6) for vowel in "اويء"),
        ("قادرس", "قدرس", 0.6),
        ("قدراس", "قدرس", 0.6),
        ("قدرسا", "قدرس", 1.0),
        ("مجم", "مدم", 0.8),
        ("مكم", "مطم", 0.8),
        ("قردس", "قدرس", 0.6),
        ("دقرس", "قدرس", 0.6),
        ("قدرسل", "قدرسب", 0.8),
        ("قدرسل", "قدرسم", 1.0),
        ("قدمرس", "قدرس", 1.0),
        ("قدرس", "قدمرس", 1.0),
        ("كدرس", "قدرس", 1.0),
        ("فدرس", "قدرس", 1.6),
        ("مدرس", "قدرس", 2.0),
        ("مقدرس", "قدرس", 2.0),
        ("اقدرس", "قدرس", 2.0),
        ("قدرس", "مقدرس", 2.0),
        ("", "قد", 3.0),
        ("قد", "", 3.0),
    ],
)
def test_each_change_has_its_cost(written: str, word: str, cost: float) -> None:
    assert round(spelling_cost(written, word), 6) == cost


def test_a_word_is_in_the_corpus_by_itself_or_by_its_stem() -> None:
    assert [SPELLER.holds(term) for term in ("اجتماع", "الاجتماع", "النمسا")] == [True, True, False]


@pytest.mark.parametrize("term", ["اجتماع", "الاجتماع", "الكوبت", "والكوبت", "2022", "nato", "م"])
def test_words_that_are_known_numbers_and_foreign_words_need_no_repair(term: str) -> None:
    assert SPELLER.knows(term)


def test_an_unknown_word_may_need_a_repair() -> None:
    assert [SPELLER.knows(term) for term in ("اجتماغ", "النمسا", "باجتماغ")] == [False] * 3


@pytest.mark.parametrize(
    ("words", "written", "repaired"),
    [
        (("قدر", "السلم"), "قدرالسلم", True),
        (("قدر", "السل"), "قدرالسل", False),
        (("قد", "السلم"), "قدالسلم", False),
        (("قدرالم", "السلم"), "قدرالمالسلم", True),
        (("قدر",), "قدرالسلم", False),
        (("السلم",), "قدرالسلم", False),
    ],
)
def test_two_words_are_split_from_3_and_5_letters_on(
    words: tuple[str, ...],
    written: str,
    repaired: bool,  # noqa: FBT001
) -> None:
    repair = Speller(TermCounts(dict.fromkeys(words, 1)), str).repair(written)
    assert repair == (Repair(words, 0.3) if repaired else None)


@given(st.text(ARABIC_ALPHABET, max_size=8), st.text(ARABIC_ALPHABET, max_size=8))
def test_a_cost_is_zero_only_for_equal_words(left: str, right: str) -> None:
    assert (spelling_cost(left, right) == 0) == (left == right)


@given(st.text(ARABIC_ALPHABET, max_size=12))
def test_a_repair_is_made_of_words_of_the_corpus(term: str) -> None:
    repair = SPELLER.repair(term)
    assert repair is None or all(normalize(word) in normalize(WORDS).split() for word in repair.terms)


@pytest.mark.parametrize(("written", "is_repaired"), [("اصطقلال", True), ("صطقلال", False)])
def test_two_letters_are_repaired_in_a_word_of_seven_letters_or_more(written: str, is_repaired: bool) -> None:  # noqa: FBT001
    speller = Speller(TermCounts.of_texts(["استقلال ستقلال"]), stem, lambda _term: False)
    assert (speller.repair(written) is not None) is is_repaired
