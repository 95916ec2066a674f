"""What the conversation needs from outside: an engine, pictures, a reindexer, a store of answers and votes.

Each Protocol has one production implementation: `retrieval.Engine`, `retrieval.PagePictures`,
`bot.moderation.reindexing.ProcessReindexer` and `bot.store.Store`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Any, Protocol

from retrieval import Answer, Context, Document, NoAnswer, NoPicture, PagePicture, Reason, SkippedFile


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

    @property
    def warning(self) -> Reason | None:
        """Why the index is not of the corpus as it is now, in one line; None where it is."""

    def answer(self, question: str) -> Answer | NoAnswer:
        """Answer a question; blocks until it is answered."""

    def context(self, document_id: str, start: int, end: int, *, characters: int = 1200) -> Context | None:
        """The text around a span of a document; None where document or span no longer exists."""

    def key_of(self, document_id: str, start: int, end: int) -> str:
        """A key for a span, for links and buttons: 1 to 32 characters of A-Z a-z 0-9 _ -."""

    def find(self, key: str) -> Context | None:
        """The span of a key with the text around it; None where it no longer exists."""


class PagePictures(Protocol):
    """Draws the pages of the files in the corpus folder; `retrieval.PagePictures` does."""

    def draw(self, document: Document, start: int, end: int) -> Future[PagePicture | NoPicture]:
        """Draw the page that a span of a document begins on, or give the reason why not; returns at once."""


class ReindexStage(StrEnum):
    """What a reindexing is doing."""

    READING = "reading"
    INDEXING = "indexing"
    CHECKING = "checking"


@dataclass(frozen=True, slots=True)
class ReindexProgress:
    """How far a reindexing is."""

    stage: ReindexStage
    done: int = 0
    total: int = 0
    """Total number of units of the stage; 0 where it is not known."""


class ReindexStatus(StrEnum):
    """How a reindexing ended."""

    SWAPPED = "swapped"
    """The new index is used from now on."""
    UNCHANGED = "unchanged"
    """The corpus has not changed."""
    REFUSED = "refused"
    """The corpus holds so few documents now that a moderator has to confirm; the old index is used."""
    ROLLED_BACK = "rolled back"
    """The index before is used from now on."""
    NO_EARLIER = "no earlier"
    """There is no index to go back to; the same one is used."""
    BUSY = "busy"
    """Another reindexing is running; this one was not started."""
    FAILED = "failed"
    """There is no new index; the old one is still used."""


@dataclass(frozen=True, slots=True)
class ReindexOutcome:
    """How a reindexing ended, and what the index holds now."""

    status: ReindexStatus
    documents: int = 0
    """Documents of the index; of the corpus where that was refused."""
    passages: int = 0
    skipped: tuple[SkippedFile, ...] = ()
    seconds: float = 0.0
    reason: Reason | None = None
    """Why it failed; None otherwise."""
    before: int = 0
    """Documents of the index that is used, where a new one was refused."""


class Reindexer(Protocol):
    """Builds a new index beside the old one, checks it and replaces the old one; one at a time."""

    async def reindex(
        self, on_progress: Callable[[ReindexProgress], Awaitable[None]], *, least: int | None = None
    ) -> ReindexOutcome:
        """Reindex; an unreadable corpus or index is an outcome, not an exception.

        `least` documents are enough to replace the old index; by default half of those that it holds.
        """

    async def roll_back(self) -> ReindexOutcome:
        """Go back to the index before; that there is none is an outcome, not an exception."""


class Vote(IntEnum):
    """What a person thinks of an answer."""

    GOOD = 1
    BAD = -1


@dataclass(frozen=True, slots=True)
class Votes:
    """Number of votes of each kind, over all answers."""

    good: int = 0
    bad: int = 0


class StoreTrouble(StrEnum):
    """What is wrong with a store that remembers in memory alone for now."""

    FULL = "full"
    """No space is left on the disk."""
    READ_ONLY = "read-only"
    """Folder or file cannot be written."""
    LOCKED = "locked"
    """Another program keeps it locked."""
    CORRUPT = "corrupt"
    """The file is damaged, or is no database."""
    NEWER = "newer"
    """A newer version of the bot made it."""
    DELETED = "deleted"
    """The file was deleted or replaced while it was open."""
    UNREACHABLE = "unreachable"
    """The server does not answer, or not in time."""
    OTHER = "other"


class AnswerStore(Protocol):
    """Keeps answers, so that their buttons work after a restart; votes; counts of questions; an audit.

    People and chats are named by opaque ids (see `Asker`). Each method is atomic, and several may run at
    a time. A store that cannot be written remembers in memory: no method raises because of that.
    """

    @property
    def problem(self) -> str | None:
        """What is wrong and what to do, in one English line; None where all is well."""

    @property
    def trouble(self) -> StoreTrouble | None:
        """The kind of the problem; None where all is well."""

    @property
    def is_writable(self) -> bool:
        """Whether the last attempt to write succeeded."""

    async def audit(self, asker_id: str, chat_id: str, act: str, outcome: str = "") -> None:
        """Record what a moderator did, or somebody tried to do, such as `reindex`, and how it ended."""

    async def keep_answer(self, answer_id: str, body: dict[str, Any]) -> None:
        """Keep an answer under an id of at most 32 characters; `body` has only types of JSON."""

    async def answer(self, answer_id: str) -> dict[str, Any] | None:
        """The body that was kept under an id; None where there is none (any more)."""

    async def vote(self, answer_id: str, asker_id: str, vote: Vote) -> bool:
        """Keep a person's vote on an answer, replacing an earlier one; False for an unknown answer."""

    async def votes(self) -> Votes:
        """The number of votes that are kept."""

    async def count_question(self, asker_id: str, window: timedelta) -> int:
        """Count one more question of a person; returns the number in this window, at least 1."""

    async def prune(self, retention: timedelta) -> int:
        """Delete what is older than needed; returns the number of deleted entries.

        Args:
            retention: How long an answer without votes is kept; one with votes is kept as long as
                its votes, a year at least.
        """
