from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.bootstrap import Composition
from bot.commands.ask import ask, ask_batch, first_excerpts, replies
from bot.conversation.engines import EngineHolder
from bot.conversation.reply import SpanKind
from retrieval import Answer
from tests.bot.conversation.fakes import BREAD, NEWS, TALKS, FakeEngine

QUESTION = "متى افتتح جسر الوادي؟"
UNKNOWN = "من فاز بكأس العالم للشطرنج؟"


def test_a_batch_from_a_file_is_a_line_of_json_for_each_of_its_lines(
    composition: Composition, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "questions.txt"
    file.write_bytes(f"\ufeff{QUESTION}\r\n{UNKNOWN}".encode())
    assert ask_batch(composition, str(file), limit=1) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(answer["question"], answer["status"], len(answer["excerpts"])) for answer in answers] == [
        (QUESTION, "answered", 1),
        (UNKNOWN, "no_answer", 0),
    ]


def test_one_question_is_answered_as_text_or_as_json(
    composition: Composition, capsys: pytest.CaptureFixture[str]
) -> None:
    assert ask(composition, QUESTION, as_json=False, limit=1) == 0
    assert "افتتحت المدينة جسر الوادي الجديد" in capsys.readouterr().out
    assert ask(composition, QUESTION, as_json=True, limit=1) == 0
    assert json.loads(capsys.readouterr().out)["question"] == QUESTION


def test_all_pages_of_an_answer_are_shown_in_order() -> None:
    engine = FakeEngine((TALKS, NEWS))
    answer = engine.answer("جنيف")
    assert isinstance(answer, Answer)
    assert len(answer.excerpts) > 3
    shown = [
        reply.text[span.start : span.end].strip("…")
        for reply in replies(answer, EngineHolder(engine).served)
        for span in reply.spans
        if span.kind is SpanKind.EXPANDABLE_QUOTE
    ]
    assert shown == [excerpt.text for excerpt in answer.excerpts]


def test_silence_is_shown_in_one_reply() -> None:
    engine = FakeEngine((BREAD,))
    assert len([*replies(engine.answer("فيلة"), EngineHolder(engine).served)]) == 1


def test_a_limit_takes_the_first_excerpts_and_leaves_silence_as_it_is() -> None:
    engine = FakeEngine((TALKS, NEWS))
    answer, silence = engine.answer("جنيف"), engine.answer("فيلة")
    assert isinstance(answer, Answer)
    shortened = first_excerpts(answer, 2)
    assert isinstance(shortened, Answer)
    assert shortened.excerpts == answer.excerpts[:2]
    assert first_excerpts(silence, 2) is silence
