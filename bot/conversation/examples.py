"""Questions to begin with, taken from the corpus that is loaded, each one that it can answer.

In: a shelf. Out: Examples: the headings and titles that are questions themselves, then questions
about the titles; one a document, so that they differ.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from bot.conversation import texts
from bot.conversation.engines import Shelf
from bot.conversation.grammar import one_line
from retrieval import Answer, Document

WANTED = 3
_TRIED = 12
"""How many candidates are asked at most; each costs one search."""
_LENGTHS = range(10, 61)
"""Lengths of a question, in code points, that fit on a button."""
_TITLE_LENGTH = 44


@dataclass(frozen=True, slots=True)
class Example:
    """A question that the corpus answers, and the key that its button carries."""

    key: str
    text: str


def find_examples(shelf: Shelf) -> tuple[Example, ...]:
    """Up to three questions that the engine answers; blocks for as long as it asks."""
    found: list[Example] = []
    for number, text in enumerate(_candidates(shelf.engine.documents)):
        if len(found) == WANTED or number == _TRIED:
            break
        if isinstance(shelf.engine.answer(text), Answer):
            found.append(Example(_key(text), text))
    return tuple(found)


def _candidates(documents: tuple[Document, ...]) -> Iterator[str]:
    seen: set[str] = set()
    own = [(document, question) for document in documents if (question := _own_question(document))]
    with_own = {document.document_id for document, _ in own}
    others = [_about(document) for document in documents if document.document_id not in with_own]
    for text in [*(question for _, question in own), *others]:
        if text not in seen:
            seen.add(text)
            yield text


def _own_question(document: Document) -> str | None:
    """The first heading or title that is a question."""
    lines = [document.text[span.start : span.end] for span in document.headings]
    for line in [*lines, document.source.title]:
        question = " ".join(line.split())
        if question.endswith("؟") and len(question) in _LENGTHS:
            return question
    return None


def _about(document: Document) -> str:
    return texts.example_about(one_line(document.source.title, _TITLE_LENGTH).rstrip("…"))


def _key(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
