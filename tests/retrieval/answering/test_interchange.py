from __future__ import annotations

from datetime import date

from retrieval.answering.interchange import answer_to_json
from retrieval.types import (
    Answer,
    AnswerLine,
    Citation,
    Excerpt,
    LineKind,
    NearestTitle,
    NoAnswer,
    NoAnswerReason,
    Source,
    Span,
)

FULL = Source("بغداد", "صحيفة", "كاتب", date(2022, 1, 10), "https://example.org/1")
BARE = Source("مدن")
LINE = AnswerLine("سنة 762", LineKind.DATE, "0762", ("a", "b"), 1, Span(5, 8), ("0763",))
EXCERPT = Excerpt(
    1,
    "a",
    FULL,
    "بنيت سنة 762",
    3,
    15,
    (Span(0, 4), Span(9, 12)),
    0.12345678,
    2,
    (Citation("b", BARE, 1, 9, 4),),
)


def test_an_answer_has_its_line_and_its_excerpts_with_their_sources() -> None:
    assert answer_to_json(Answer("متى بنيت بغداد؟", (EXCERPT,), LINE, 1.5)) == {
        "question": "متى بنيت بغداد؟",
        "status": "answered",
        "reason": None,
        "answer_line": {
            "text": "سنة 762",
            "kind": "date",
            "value": "0762",
            "document_ids": ["a", "b"],
            "excerpt_rank": 1,
            "span": [5, 8],
            "others": ["0763"],
        },
        "excerpts": [
            {
                "rank": 1,
                "document_id": "a",
                "title": "بغداد",
                "publisher": "صحيفة",
                "author": "كاتب",
                "published": "2022-01-10",
                "url": "https://example.org/1",
                "page": 2,
                "text": "بنيت سنة 762",
                "start": 3,
                "end": 15,
                "highlights": [[0, 4], [9, 12]],
                "gaps": [],
                "score": 0.123457,
                "also_in": [
                    {
                        "document_id": "b",
                        "title": "مدن",
                        "publisher": None,
                        "author": None,
                        "published": None,
                        "url": None,
                        "page": 4,
                        "start": 1,
                        "end": 9,
                    }
                ],
            }
        ],
        "nearest_titles": [],
        "took_ms": 1.5,
    }


def test_an_answer_without_a_line_has_null_in_its_place() -> None:
    assert answer_to_json(Answer("سؤال", (EXCERPT,)))["answer_line"] is None


def test_silence_has_its_reason_and_the_nearest_titles() -> None:
    near = (NearestTitle("a", "بغداد"), NearestTitle("b", "مدن"))
    assert answer_to_json(NoAnswer("سؤال", NoAnswerReason.WEAK, near, 0.25)) == {
        "question": "سؤال",
        "status": "no_answer",
        "reason": "weak",
        "answer_line": None,
        "excerpts": [],
        "nearest_titles": [{"document_id": "a", "title": "بغداد"}, {"document_id": "b", "title": "مدن"}],
        "took_ms": 0.25,
    }
