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


NUMERIC = {AnswerKind.HOW_MANY, AnswerKind.HOW_MUCH}


@pytest.mark.parametrize(
    ("word", "kinds"),
    [
        ("99", NUMERIC),
        ("100", NUMERIC | {AnswerKind.WHEN}),
        ("2199", NUMERIC | {AnswerKind.WHEN}),
        ("2200", NUMERIC),
        ("002199", NUMERIC | {AnswerKind.WHEN}),
        ("02199", NUMERIC | {AnswerKind.WHEN}),
        ("19991", NUMERIC),
        ("000150", NUMERIC),
        ("0015000", NUMERIC | {AnswerKind.WHEN}),
        ("²", NUMERIC),
        ("مايو", {AnswerKind.WHEN}),
        ("خمسون", NUMERIC),
        ("بعام", {AnswerKind.WHEN}),
        ("والعام", {AnswerKind.WHEN}),
        ("وعام", {AnswerKind.WHEN}),
        ("العام", {AnswerKind.WHEN}),
        ("هم", {AnswerKind.DEFINITION}),
        ("بهم", set()),
        ("الحي", set()),
        ("قعام", set()),
        ("قمر", set()),
    ],
)
def test_a_word_is_evidence_of_some_kinds(word: str, kinds: set[AnswerKind]) -> None:
    assert set(find_evidence(Analyzer().analyze(word))) == kinds


def test_places_of_a_kind_are_those_of_all_its_tokens() -> None:
    assert find_evidence(Analyzer().analyze("سنة 1950 قمر 7")) == {
        AnswerKind.WHEN: (0, 1),
        AnswerKind.HOW_MANY: (1, 3),
        AnswerKind.HOW_MUCH: (1, 3),
    }
