"""The engine that answers questions, which a reindexing replaces while the bot runs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.conversation.ports import AnswerEngine
from retrieval import Document


@dataclass(frozen=True, slots=True, weakref_slot=True)
class ServedIndex:
    """An engine with its documents by id: one question uses the same pair from beginning to end."""

    engine: AnswerEngine
    documents: Mapping[str, Document]

    def quotes(self, document_id: str, start: int, end: int, text: str) -> bool:
        """Whether `text` is exactly what that document has at that place."""
        document = self.documents.get(document_id)
        return document is not None and 0 <= start < end and document.text[start:end] == text


class EngineHolder:
    """Holds the engine that answers now. A question that began with an earlier one is finished with it."""

    def __init__(self, engine: AnswerEngine) -> None:
        self._served = _with_documents(engine)

    @property
    def current(self) -> AnswerEngine:
        """The engine that answers now."""
        return self._served.engine

    @property
    def served(self) -> ServedIndex:
        """The engine that answers now, with its documents: both always of the same index."""
        return self._served

    def swap(self, engine: AnswerEngine) -> None:
        """Answer with `engine` from now on; one assignment, so that no question sees half of the change."""
        self._served = _with_documents(engine)


def _with_documents(engine: AnswerEngine) -> ServedIndex:
    documents = {document.document_id: document for document in engine.documents}
    return ServedIndex(engine, MappingProxyType(documents))
