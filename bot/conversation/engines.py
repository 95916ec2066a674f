"""The engine that serves now, swapped in one step while questions are being answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.conversation.ports import AnswerEngine
from retrieval import Document


@dataclass(frozen=True, slots=True)
class ServedIndex:
    """An engine with its documents by id: one question uses the same pair from beginning to end."""

    engine: AnswerEngine
    documents: Mapping[str, Document]

    def quotes(self, document_id: str, start: int, end: int, text: str) -> bool:
        """Whether `text` stands verbatim at that place of that document."""
        document = self.documents.get(document_id)
        return document is not None and 0 <= start < end and document.text[start:end] == text


class EngineHolder:
    """Holds the engine that serves. A question that began with the old one is finished with it."""

    def __init__(self, engine: AnswerEngine) -> None:
        self._served = _with_documents(engine)

    @property
    def current(self) -> AnswerEngine:
        """The engine that serves."""
        return self._served.engine

    @property
    def served(self) -> ServedIndex:
        """The engine that serves, with its documents: always of the same index."""
        return self._served

    def swap(self, engine: AnswerEngine) -> None:
        """Let `engine` serve from now on; one assignment, so no reader sees half of it."""
        self._served = _with_documents(engine)


def _with_documents(engine: AnswerEngine) -> ServedIndex:
    documents = {document.document_id: document for document in engine.documents}
    return ServedIndex(engine, MappingProxyType(documents))
