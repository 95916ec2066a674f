"""What the conversation asks of others: an engine that answers, and someone who reindexes.

Each Protocol has one real implementation: `retrieval.Engine` and `bot.moderation`'s reindexing.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from retrieval import Answer, Context, Document, NoAnswer, SkippedFile


class AnswerEngine(Protocol):
    """An immutable, loaded index, safe to share between threads; `retrieval.Engine` is one."""

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents, in order of their ids."""

    @property
    def skipped(self) -> tuple[SkippedFile, ...]:
        """Files of the corpus folder that were not read."""

    @property
    def passage_count(self) -> int:
        """Number of passages in the index."""

    @property
    def built_at(self) -> datetime:
        """When the index was built, in UTC."""

    @property
    def digest(self) -> str:
        """Digest of the corpus that the index was built from."""

    def answer(self, question: str) -> Answer | NoAnswer:
        """Answer a question; blocks for its time."""

    def context(self, document_id: str, start: int, end: int, *, characters: int = 1200) -> Context | None:
        """Widen a span to its neighbours; None where document or span is gone."""

    def key_of(self, document_id: str, start: int, end: int) -> str:
        """Name a span by 1 to 48 of A-Z a-z 0-9 _ -, for links and buttons."""

    def find(self, key: str) -> Context | None:
        """The span that a key names, within its neighbours; None where it is gone."""


class ReindexStage(StrEnum):
    """What a reindexing is doing."""

    READING = "reading"
    INDEXING = "indexing"
    CHECKING = "checking"


@dataclass(frozen=True, slots=True)
class ReindexProgress:
    """How far a reindexing has come."""

    stage: ReindexStage
    done: int = 0
    total: int = 0
    """Units of the stage in all; 0 where they are not known."""


class ReindexStatus(StrEnum):
    """How a reindexing ended."""

    SWAPPED = "swapped"
    """The new index serves."""
    UNCHANGED = "unchanged"
    """The corpus is as it was; the index that served still serves."""
    BUSY = "busy"
    """Another reindexing is under way; this one was not begun."""
    FAILED = "failed"
    """No new index; the old one still serves."""


@dataclass(frozen=True, slots=True)
class ReindexOutcome:
    """How a reindexing ended, and what serves now."""

    status: ReindexStatus
    documents: int = 0
    passages: int = 0
    skipped: tuple[SkippedFile, ...] = ()
    seconds: float = 0.0
    reason: str = ""
    """Why it failed, in one line fit for a moderator's eyes; empty otherwise."""


class Reindexer(Protocol):
    """Builds an index aside, checks it and swaps it in; one at a time."""

    async def reindex(self, on_progress: Callable[[ReindexProgress], Awaitable[None]]) -> ReindexOutcome:
        """Reindex; never raises for a corpus or an index that is wrong: that is an outcome."""
