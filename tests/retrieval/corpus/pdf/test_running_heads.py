"""Running heads, feet and page numbers, and what only looks like them."""

from __future__ import annotations

from collections.abc import Mapping

from retrieval.corpus.pdf.clusters import rows_of
from retrieval.corpus.pdf.running_heads import PageRows, without_heads
from tests.retrieval.corpus.pdf.test_reading_order import drawn


def kept(*pages: Mapping[float, str]) -> list[list[str]]:
    """What is left of pages of 800 points, whose lines are given by where they stand."""
    rows = [
        PageRows(
            number, 800.0, tuple(rows_of([g for base, text in page.items() for g in drawn(*text, base=base)]))
        )
        for number, page in enumerate(pages, 1)
    ]
    found = without_heads(rows, mostly_arabic=False)
    return [["".join(cluster.text for cluster in row.clusters) for row in page.rows] for page in found]


def test_a_head_of_two_pages_goes_where_it_stands_at_one_height() -> None:
    assert kept({780: "Head", 400: "one"}, {780: "Head", 400: "two"}) == [["one"], ["two"]]
    assert kept({780: "Head", 400: "one"}, {740: "Head", 400: "two"}) == [["Head", "one"], ["Head", "two"]]


def test_a_number_that_grows_with_the_pages_goes_with_its_words() -> None:
    assert kept({20: "Page 4 of 9", 400: "one"}, {20: "Page 5 of 9", 400: "two"}) == [["one"], ["two"]]
    assert kept({780: "Line 4", 400: "one"}, {780: "Line 9", 400: "two"}) == [
        ["Line 4", "one"],
        ["Line 9", "two"],
    ]


def test_an_article_at_the_top_of_each_page_stays() -> None:
    assert kept({780: "Article 4", 400: "one"}, {780: "Article 5", 400: "two"}) == [
        ["Article 4", "one"],
        ["Article 5", "two"],
    ]


def test_a_page_number_goes_from_one_page_and_a_number_inside_stays() -> None:
    assert kept({400: "one", 20: "- 7 -"}) == [["one"]]
    assert kept({500: "one", 400: "7"}) == [["one", "7"]]
