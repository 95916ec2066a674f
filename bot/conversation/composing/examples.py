"""Finds questions to begin with, each of which the loaded corpus answers.

In: a served index. Out: Examples, at most one a document: «متى» and the title, where the document
itself answers that with a date; else a heading that is a question; else a question about the title.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from bot.conversation.engines import ServedIndex
from bot.conversation.wording import texts
from retrieval import Answer, Document, LineKind

WANTED = 3
_TRIED_OF_A_KIND = 8
"""Candidates of each kind that are tried at most; each costs one search."""
_LENGTHS = range(10, 61)
"""Lengths of a question, in code points, that fit on a button."""

# What follows is a subtitle: «لقاء جنيف: ما نعرفه», «لقاء جنيف - تحليل».
_SUBTITLE = re.compile(r"\s*(?:[:،؛]|\s[-–—|]\s|\.\.|…)")


@dataclass(frozen=True, slots=True)
class Example:
    """A question that the corpus answers, and the key that its button names."""

    key: str
    text: str


def find_examples(served: ServedIndex) -> tuple[Example, ...]:
    """Up to three questions that the engine answers; blocks while it tries them."""
    found: dict[str, Example] = {}
    for make in (_when, _own_question, _about):
        candidates = [(document, make(document)) for document in served.engine.documents]
        fitting = [(document, text) for document, text in candidates if len(text) in _LENGTHS]
        for document, text in fitting[:_TRIED_OF_A_KIND]:
            if len(found) == WANTED:
                return tuple(found.values())
            if document.document_id not in found and _is_answered(
                served, text, document, by_date=make is _when
            ):
                found[document.document_id] = Example(_key(text), text)
    return tuple(found.values())


@cache
def _events() -> frozenset[str]:
    """Nouns for events, which have a date; without the article."""
    lines = files(__package__).joinpath("events.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())


def _own_question(document: Document) -> str:
    """The first heading that is a question; empty where there is none."""
    lines = [document.text[span.start : span.end] for span in document.headings]
    questions = (" ".join(line.split()) for line in [*lines, document.source.title])
    return next((question for question in questions if question.endswith("؟")), "")


def _when(document: Document) -> str:
    """A question for the date of the event that the title names; empty where it names none."""
    title = _subject(document)
    first = title.split()[0].removeprefix("ال") if title else ""
    return texts.example_when(title) if first in _events() else ""


def _about(document: Document) -> str:
    title = _subject(document)
    return texts.example_about(title) if title else ""


def _subject(document: Document) -> str:
    """The title up to its first colon or dash."""
    return _SUBTITLE.split(" ".join(document.source.title.split()))[0].rstrip(" .!؟")


def _is_answered(served: ServedIndex, text: str, document: Document, *, by_date: bool) -> bool:
    """Whether the engine answers with this document first, and with a date where one is asked for."""
    answer = served.engine.answer(text)
    if not isinstance(answer, Answer) or answer.excerpts[0].document_id != document.document_id:
        return False
    return not by_date or (answer.line is not None and answer.line.kind is LineKind.DATE)


def _key(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
