"""Whether the letters of a page are what its author wrote."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from retrieval.corpus import read_corpus
from retrieval.corpus.pdf.usable_text import foreign_share, is_usable, odd_share

TEXTS = [document.text for document in read_corpus(Path(__file__).parents[4] / "seeds").documents]
LETTERS = "ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهويى"
NAMES = (
    "محمد أحمد علي حسن فاطمة زينب خالد عمر يوسف إبراهيم سعيد ناصر عبد الله القحطاني الزهراني الشمري المصري"
)


def exchanged(text: str, seed: int) -> str:
    """A text whose letters are exchanged, as by a map of another font."""
    other = list(LETTERS)
    random.Random(seed).shuffle(other)
    return text.translate(str.maketrans(LETTERS, "".join(other)))


def test_texts_of_seeds_and_lists_of_names_are_usable() -> None:
    assert len(TEXTS) > 10
    assert [text[:40] for text in [*TEXTS, NAMES] if not is_usable(text)] == []


def test_a_map_that_exchanges_letters_is_found() -> None:
    long = [text for text in TEXTS if len(text) > 300]
    assert [text[:40] for text in long if is_usable(exchanged(text, 1))] == []


@pytest.mark.parametrize(
    "text",
    [
        "\ufffd" * 5 + "كلمات من نص",
        "ႠႡႢႣႤႥႦ هذا نص",
        "\ue001\ue002\ue003\ue004 هذا نص من صفحة",
        "ಅಆಇಈಉಊ هذا نص قصير",
    ],
)
def test_letters_of_no_script_of_ours_are_found(text: str) -> None:
    assert foreign_share(text) > 0.12
    assert not is_usable(text)


@pytest.mark.parametrize(
    "text", ["", "12", "\ufffd", "Le texte de l'été", "Текст на русском языке", "نص قصير"]
)
def test_short_texts_and_texts_of_europe_are_usable(text: str) -> None:
    assert is_usable(text)


def test_marks_do_not_count() -> None:
    vocalized = " ".join("".join(f"{letter}\u064e" for letter in word) for word in TEXTS[0].split())
    assert odd_share(vocalized) == odd_share(TEXTS[0])
