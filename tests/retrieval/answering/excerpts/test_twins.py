from __future__ import annotations

from retrieval.answering.excerpts.twins import contained, shingles


def test_a_shingle_is_three_terms() -> None:
    assert shingles(["ا", "ب", "ج", "د"]) == {("ا", "ب", "ج"), ("ب", "ج", "د")}


def test_a_short_text_is_its_own_shingle_and_an_empty_one_has_none() -> None:
    assert shingles(["ا", "ب"]) == {("ا", "ب")}
    assert shingles([]) == frozenset()


def test_containment_is_the_share_of_the_part() -> None:
    part, whole = shingles(["ا", "ب", "ج", "د"]), shingles(["ا", "ب", "ج", "ه", "و", "ز"])
    assert contained(part, whole) == 0.5
    assert contained(whole, part) == 0.25
    assert contained(frozenset(), whole) == 0.0
