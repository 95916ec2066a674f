from __future__ import annotations

import pytest

from retrieval.answering.excerpts.anaphora import find_anaphora
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import AnswerKind


@pytest.mark.parametrize(
    ("kind", "text", "places"),
    [
        (AnswerKind.WHERE, "وصل إلى حلب وتزوج هناك", (4,)),
        (AnswerKind.WHERE, "تزوج وهنالك أقام", (1,)),
        (AnswerKind.WHEN, "كان الأمير صغيرا آنذاك", (3,)),
        (AnswerKind.WHEN, "وصل إلى حلب وتزوج هناك", ()),
        (AnswerKind.WHO, "وصل إلى حلب وتزوج هناك", ()),
    ],
)
def test_words_that_stand_for_what_is_asked_are_found(
    kind: AnswerKind, text: str, places: tuple[int, ...]
) -> None:
    assert find_anaphora(kind, Analyzer().analyze(text)) == places


@pytest.mark.parametrize("text", ["هناك أسباب كثيرة", "أعلن أن هناك أسبابا كثيرة", ""])
def test_a_word_that_says_that_there_is_something_points_nowhere(text: str) -> None:
    assert find_anaphora(AnswerKind.WHERE, Analyzer().analyze(text)) == ()
