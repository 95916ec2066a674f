"""`shahid ask`: one answer in the terminal, or one for each line of a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TextIO

from bot.bootstrap import open_engine
from bot.commands.terminal import print_reply
from bot.conversation.composing import compose_plainly
from bot.settings import Settings
from retrieval import Answer, Engine, NoAnswer, answer_to_json


def ask(settings: Settings, question: str, *, as_json: bool, limit: int) -> int:
    """Print one answer of at most `limit` excerpts; silence is an answer too."""
    answer = first_excerpts(open_engine(settings).answer(question), limit)
    if as_json:
        print(json.dumps(answer_to_json(answer), ensure_ascii=False, indent=2))
    else:
        print_reply(compose_plainly(answer))
    return 0


def ask_batch(settings: Settings, file: str, *, limit: int) -> int:
    """Print one JSON object for each line of a file (`-`: standard input), in order."""
    engine = open_engine(settings)
    with _lines(file) as lines:
        _answer_lines(engine, lines, limit)
    return 0


def first_excerpts(answer: Answer | NoAnswer, limit: int) -> Answer | NoAnswer:
    """The same answer with its first excerpts only, as one message shows them."""
    return replace(answer, excerpts=answer.excerpts[:limit]) if isinstance(answer, Answer) else answer


def _answer_lines(engine: Engine, lines: TextIO, limit: int) -> None:
    for line in lines:
        answer = first_excerpts(engine.answer(line.rstrip("\r\n")), limit)
        print(json.dumps(answer_to_json(answer), ensure_ascii=False), flush=True)


@contextmanager
def _lines(file: str) -> Iterator[TextIO]:
    if file == "-":
        sys.stdin.reconfigure(encoding="utf-8-sig", errors="replace")  # type: ignore[union-attr]
        yield sys.stdin
    else:
        with Path(file).open(encoding="utf-8-sig", errors="replace") as lines:
            yield lines
