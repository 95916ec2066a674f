"""Small engines for tests of reindexing, which differ by their digests."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from retrieval import Answer, Context, Document, NoAnswer, NoAnswerReason, Reason, SkippedFile, Source, reason


@dataclass(frozen=True, slots=True)
class SmallEngine:
    """An engine that finds nothing; it implements the whole port `AnswerEngine`."""

    digest: str
    documents: tuple[Document, ...] = (Document("a.txt", "نص", Source("عنوان")),)
    skipped: tuple[SkippedFile, ...] = (SkippedFile("b.bin", reason("binary")),)
    passage_count: int = 3
    built_at: datetime = datetime(2022, 1, 10, tzinfo=UTC)
    warning: Reason | None = None

    def answer(self, question: str) -> Answer | NoAnswer:
        return NoAnswer(question, NoAnswerReason.NOT_FOUND)

    def context(self, document_id: str, start: int, end: int, *, characters: int = 1200) -> Context | None:  # noqa: ARG002
        return None

    def key_of(self, document_id: str, start: int, end: int) -> str:
        return f"{document_id}-{start}-{end}"

    def find(self, key: str) -> Context | None:  # noqa: ARG002
        return None
