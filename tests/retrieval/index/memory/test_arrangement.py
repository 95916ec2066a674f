"""Where terms stand, and which passages belong together."""

from __future__ import annotations

from dataclasses import fields

from retrieval.index.memory.arrangement import NO_TERM, Layout, lay_out
from retrieval.index.memory.postings import build_postings
from retrieval.index.parameters import STEM
from retrieval.language.terms.analyzer import AnalyzedToken
from retrieval.types import Passage, Span


def passage(ordinal: int, document_id: str, *sentences: Span) -> Passage:
    start, end = sentences[0].start, sentences[-1].end
    return Passage(document_id, ordinal, start, end, "", sentences)


def token(start: int, stem: str, *, is_stop: bool = False) -> AnalyzedToken:
    return AnalyzedToken(start, start + 2, stem, stem, is_stop)


def as_lists(layout: Layout) -> dict[str, list[int]]:
    return {field.name: getattr(layout, field.name).tolist() for field in fields(Layout)}


def test_tokens_stand_flat_with_their_stem_and_the_sentence_of_their_passage() -> None:
    passages = [
        passage(0, "a", Span(10, 14), Span(15, 20)),
        passage(1, "a", Span(30, 40)),
        passage(2, "b", Span(0, 5)),
    ]
    lines = [
        [token(0, "قمر"), token(3, "شمس"), token(4, "في", is_stop=True), token(5, "قمر")],
        [],
        [token(0, "نجم")],
    ]
    stems = build_postings([["قمر", "شمس", "قمر"], [], ["نجم"]], STEM)
    assert as_lists(lay_out(passages, lines, stems, ["", "", ""])) == {
        "starts": [0, 4, 4, 5],
        "stems": [0, 1, NO_TERM, 0, 2],
        "sentences": [0, 0, 1, 1, 0],  # a sentence ends before its end
        "groups": [0, 0, 1],
        "grouped": [0, 1, 2],
        "group_starts": [0, 2],
        "before": [3, 0, 3],
        "after": [1, 3, 3],
    }


def test_passages_of_one_title_are_a_group_whose_members_are_neighbors_in_order() -> None:
    passages = [passage(ordinal, name, Span(0, 1)) for ordinal, name in enumerate("abcda")]
    titles = ["قمة", "", "قمة", "a", ""]
    layout = as_lists(lay_out(passages, [[]] * 5, build_postings([[]] * 5, STEM), titles))
    assert layout == {
        "starts": [0] * 6,
        "stems": [],
        "sentences": [],
        "groups": [0, 1, 0, 2, 3],  # a title is no document of that name
        "grouped": [0, 2, 1, 3, 4],
        "group_starts": [0, 2, 3, 4],
        "before": [5, 5, 0, 5, 5],
        "after": [2, 5, 5, 5, 5],
    }


def test_three_passages_of_a_document_know_the_one_before_and_the_one_after() -> None:
    passages = [passage(ordinal, "a", Span(0, 1)) for ordinal in range(3)]
    layout = as_lists(lay_out(passages, [[]] * 3, build_postings([[]] * 3, STEM), [""] * 3))
    assert (layout["before"], layout["after"]) == ([3, 0, 1], [1, 2, 3])


def test_the_layout_of_no_passage_is_empty() -> None:
    layout = as_lists(lay_out([], [], build_postings([], STEM), []))
    assert layout == {field.name: [] for field in fields(Layout)} | {"starts": [0]}


def test_the_arrays_are_of_32_bits() -> None:
    layout = lay_out([passage(0, "a", Span(0, 1))], [[]], build_postings([[]], STEM), [""])
    assert {getattr(layout, field.name).dtype.name for field in fields(Layout)} == {"int32"}
