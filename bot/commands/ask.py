"""`shahid ask`: one answer in the terminal, or one for each line of a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from bot.bootstrap import Composition
from bot.commands.locale_words import in_locale
from bot.commands.terminal import print_reply
from bot.conversation.composing.answers import answer_page
from bot.conversation.composing.screens import no_answer
from bot.conversation.engines import EngineHolder, ServedIndex
from bot.conversation.record import KeptAnswer
from bot.conversation.reply import Reply
from retrieval import Answer, Engine, NoAnswer, answer_to_json


def ask(composition: Composition, question: str, *, as_json: bool, limit: int) -> int:
    """Print one answer of at most `limit` excerpts; a question without an answer is no error."""
    engine = _open(composition)
    answer = first_excerpts(engine.answer(question), limit)
    if as_json:
        print(json.dumps(answer_to_json(answer), ensure_ascii=False, indent=2))
        return 0
    for reply in replies(answer, EngineHolder(engine).served):
        print_reply(reply)
    return 0


def ask_batch(composition: Composition, file: str, *, limit: int) -> int:
    """Print one JSON object for each line of a file (`-`: standard input), in order."""
    engine = _open(composition)
    with _lines(file) as lines:
        _answer_lines(engine, lines, limit)
    return 0


def _open(composition: Composition) -> Engine:
    engine = composition.open_engine()
    if engine.warning:
        print(f"shahid: {in_locale(engine.warning)}", file=sys.stderr)
    return engine


def first_excerpts(answer: Answer | NoAnswer, limit: int) -> Answer | NoAnswer:
    """The answer with its first `limit` excerpts only."""
    return replace(answer, excerpts=answer.excerpts[:limit]) if isinstance(answer, Answer) else answer


def replies(answer: Answer | NoAnswer, served: ServedIndex) -> Iterator[Reply]:
    """The replies that the bot would send, page by page."""
    if isinstance(answer, NoAnswer):
        yield no_answer(answer, served, ())
        return
    kept, page = KeptAnswer("", answer.excerpts, answer.line), 0
    while (reply := answer_page(kept, served, page)) is not None:
        yield reply
        page += 1


def _answer_lines(engine: Engine, lines: TextIO, limit: int) -> None:
    for line in lines:
        answer = first_excerpts(engine.answer(line.rstrip("\r\n")), limit)
        print(json.dumps(answer_to_json(answer), ensure_ascii=False), flush=True)


@contextmanager
def _lines(file: str) -> Iterator[TextIO]:
    if file == "-":
        with open(sys.stdin.fileno(), encoding="utf-8-sig", errors="replace", closefd=False) as lines:
            yield lines
    else:
        with Path(file).open(encoding="utf-8-sig", errors="replace") as lines:
            yield lines
