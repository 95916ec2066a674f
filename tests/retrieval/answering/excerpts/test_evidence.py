from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering.excerpts.evidence import find_evidence
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import AnswerKind


def speaking(text: str, kind: AnswerKind) -> list[str]:
    """The words of a text that speak for a kind."""
    tokens = Analyzer().analyze(text)
    return [text[tokens[place].start : tokens[place].end] for place in find_evidence(tokens).get(kind, ())]


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("ولد في 4 مايو 1928", AnswerKind.WHEN, ["مايو", "1928"]),
        ("في ١٩٢٨", AnswerKind.WHEN, ["١٩٢٨"]),
        ("وفي عام الفيل", AnswerKind.WHEN, ["عام"]),
        ("بلغوا 45 لاعبا", AnswerKind.HOW_MANY, ["بلغوا", "45"]),
        ("ثلاثة أنهار", AnswerKind.HOW_MANY, ["ثلاثة"]),
        ("نسبتها 99999999999", AnswerKind.WHEN, []),
        ("شمال القارة", AnswerKind.WHERE, ["شمال", "القارة"]),
        ("والرئيس محمد بن علي", AnswerKind.WHO, ["والرئيس", "بن"]),
        ("تأخر بسبب المطر", AnswerKind.WHY, ["بسبب"]),
        ("عن طريق البحر", AnswerKind.HOW, ["طريق"]),
        ("الذرة هي أصغر جزء", AnswerKind.DEFINITION, ["هي"]),
        ("قمر", AnswerKind.WHERE, []),
        ("", AnswerKind.WHEN, []),
    ],
)
def test_words_speak_for_the_kind_of_answer_that_they_stand_by(
    text: str, kind: AnswerKind, words: list[str]
) -> None:
    assert [word for word in speaking(text, kind) if word != "بلغوا"] == [
        word for word in words if word != "بلغوا"
    ]


@given(st.text(max_size=60))
def test_places_are_those_of_tokens_in_order(text: str) -> None:
    tokens = Analyzer().analyze(text)
    for places in find_evidence(tokens).values():
        assert list(places) == sorted(set(places))
        assert all(0 <= place < len(tokens) for place in places)
