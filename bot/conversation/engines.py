"""The engine that serves now, swapped in one step while questions are being answered."""

from __future__ import annotations

from dataclasses import dataclass

from bot.conversation.ports import AnswerEngine
from retrieval import Document


@dataclass(frozen=True, slots=True)
class Shelf:
    """An engine with its documents by id: what one question sees from beginning to end."""

    engine: AnswerEngine
    documents: dict[str, Document]

    def quotes(self, document_id: str, start: int, end: int, text: str) -> bool:
        """Whether `text` stands verbatim at that place of that document."""
        document = self.documents.get(document_id)
        return document is not None and 0 <= start < end and document.text[start:end] == text


class EngineHolder:
    """Holds the engine that serves. Whoever began with the old one may finish with it."""

    def __init__(self, engine: AnswerEngine) -> None:
        self._shelf = _shelve(engine)

    @property
    def current(self) -> AnswerEngine:
        """The engine that serves."""
        return self._shelf.engine

    @property
    def shelf(self) -> Shelf:
        """The engine that serves, with its documents: always of the same index."""
        return self._shelf

    def swap(self, engine: AnswerEngine) -> None:
        """Let `engine` serve from now on; one assignment, so no reader sees half of it."""
        self._shelf = _shelve(engine)


def _shelve(engine: AnswerEngine) -> Shelf:
    return Shelf(engine, {document.document_id: document for document in engine.documents})
