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


@given(st.text(ARABIC_ALPHABET, max_size=8), st.text(ARABIC_ALPHABET, max_size=8))
def test_a_cost_is_zero_only_for_equal_words(left: str, right: str) -> None:
    assert (spelling_cost(left, right) == 0) == (left == right)


@given(st.text(ARABIC_ALPHABET, max_size=12))
def test_a_repair_is_made_of_words_of_the_corpus(term: str) -> None:
    repair = SPELLER.repair(term)
    assert repair is None or all(normalize(word) in normalize(WORDS).split() for word in repair.terms)
