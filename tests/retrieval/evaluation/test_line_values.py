from __future__ import annotations

import pytest

from retrieval.evaluation.line_values import same_value
from retrieval.types import AnswerLine, LineKind, Span


def line(kind: LineKind, value: str) -> AnswerLine:
    return AnswerLine("", kind, value, ("d",), 1, Span(0, 0))


@pytest.mark.parametrize(
    ("value", "answer", "same"),
    [
        ("2011", "سنة 2011م", True),
        ("2011-02-11", "في 11 فبراير عام2011", True),
        ("2011", "11 فبراير 2011", True),
        ("2011-02-11", "2011", True),
        ("2011-02", "11 فبراير 2011", True),
        ("1908/1914", "بين عامي 1908 و1914", True),
        ("1908", "بين عامي 1908 و1914", False),
        ("2011", "2012", False),
        ("2011", "في العصر الحجري", False),
    ],
)
def test_dates_are_the_same_by_their_value(value: str, answer: str, same: bool) -> None:  # noqa: FBT001
    assert same_value(line(LineKind.DATE, value), answer) is same


@pytest.mark.parametrize(
    ("value", "answer", "same"),
    [
        ("8", "ثمان منتخبات", True),
        ("1338000000", "1.338 مليار نسمة", True),
        ("75/80", "من 75% إلى 80%", True),
        ("75", "من 75% إلى 80%", False),
        ("9", "لا أحد", False),
    ],
)
def test_numbers_are_the_same_by_their_value(value: str, answer: str, same: bool) -> None:  # noqa: FBT001
    assert same_value(line(LineKind.NUMBER, value), answer) is same
