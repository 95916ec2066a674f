from __future__ import annotations

from retrieval.answering.line.asked_value import asked_value
from retrieval.answering.line.asked_words import asked_words
from retrieval.answering.line.line_question import LineQuestion, line_question
from retrieval.types import AnswerKind, Question, QuestionWord


def test_a_question_has_the_value_and_the_words_that_it_asks_for() -> None:
    question = Question("متى ولد سمير؟", AnswerKind.WHEN, (QuestionWord("ولد"), QuestionWord("سمير")))
    expected = LineQuestion(question, asked_value(question), asked_words(question))
    assert line_question(question) == expected
