from __future__ import annotations

from dataclasses import replace

import pytest

from retrieval.answering.excerpts.passages import AnalyzedPassage, PassageAnalyzer
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import AnswerKind, Passage, Span

TEXT = "ولد سمير سنة 1950."
PASSAGE = Passage("d", 3, 100, 118, TEXT, (Span(100, 118),), "حياة سمير", "من مولده")


def test_an_analyzed_passage_has_its_tokens_their_places_in_the_document_evidence_and_title() -> None:
    tokens = tuple(Analyzer().analyze(TEXT))
    assert PassageAnalyzer(Analyzer()).analyze(PASSAGE) == AnalyzedPassage(
        PASSAGE,
        tokens,
        (100, 104, 109, 113),
        {
            AnswerKind.WHEN: (2, 3),
            AnswerKind.HOW_MANY: (3,),
            AnswerKind.HOW_MUCH: (3,),
        },
        ("حياه", "سمير", "مولده"),
    )


@pytest.mark.parametrize(
    ("start", "end", "places"),
    [
        (100, 118, range(4)),
        (101, 118, range(1, 4)),
        (100, 113, range(3)),
        (100, 114, range(4)),
        (104, 109, range(1, 2)),
        (105, 109, range(2, 2)),
        (0, 100, range(0)),
    ],
)
def test_the_places_of_a_span_are_those_of_the_tokens_that_begin_in_it(
    start: int, end: int, places: range
) -> None:
    assert PassageAnalyzer(Analyzer()).analyze(PASSAGE).places(Span(start, end)) == places


def test_a_passage_is_remembered_by_its_value() -> None:
    analyzer = PassageAnalyzer(Analyzer())
    assert analyzer.analyze(replace(PASSAGE)) is analyzer.analyze(PASSAGE)
    assert analyzer.analyze(replace(PASSAGE, title="")).title_terms == ("مولده",)
