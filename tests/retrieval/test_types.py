from __future__ import annotations

import pytest

from retrieval.types import Document, Hit, Page, Passage, Source, Span


def test_a_place_of_a_document_stands_on_the_last_page_that_begins_at_or_before_it() -> None:
    paged = Document("p", "نص", Source(""), pages=(Page(1, 0), Page(2, 100), Page(4, 200)))
    assert [paged.page_at(offset) for offset in (0, 99, 100, 199, 200, 250)] == [1, 1, 2, 2, 4, 4]


def test_a_page_without_text_of_its_own_gives_way_to_the_next_one() -> None:
    assert Document("p", "نص", Source(""), pages=(Page(1, 0), Page(2, 5), Page(3, 5))).page_at(5) == 3


def test_a_document_without_pages_has_no_page_anywhere() -> None:
    assert Document("d", "نص", Source("")).page_at(0) is None


def test_the_features_of_a_hit_cannot_be_changed() -> None:
    hit = Hit(Passage("d", 0, 0, 2, "نص", (Span(0, 2),)), 1, 0.5)
    with pytest.raises(TypeError):
        hit.features["score"] = 1.0  # type: ignore[index]
