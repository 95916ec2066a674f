"""A question that asks for a date or a number, as the answer line understands it.

In: a question. Out: a `LineQuestion`, made once for all that weighs its values.
"""

from __future__ import annotations

from dataclasses import dataclass

from retrieval.answering.line.asked_value import AskedValue, asked_value
from retrieval.answering.line.asked_words import AskedWords, asked_words
from retrieval.types import Question


@dataclass(frozen=True, slots=True)
class LineQuestion:
    """A question, the value that would answer it, and the words to look for beside the value."""

    question: Question
    value: AskedValue
    words: AskedWords


def line_question(question: Question) -> LineQuestion:
    """What a question of kind WHEN, HOW_MANY or HOW_MUCH asks for; never raises."""
    return LineQuestion(question, asked_value(question), asked_words(question))
