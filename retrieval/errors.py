"""The errors that retrieval raises: one root, one branch for each subject.

Errors of other libraries are chained to them (`raise … from error`). Each names the fault and what to do,
as a `Reason` where people who use the bot may meet it: `str(error)` has it in English.
"""

from __future__ import annotations

from typing import Any

from retrieval import reasons
from retrieval.types import Reason


class RetrievalError(Exception):
    """Root of all errors of this package."""


class ReasonedError(RetrievalError):
    """An error with a reason that can be worded in Arabic and in English.

    Args:
        code: The row of the table of reasons, or a whole reason.
        values: What stands in its braces.
    """

    def __init__(self, code: str | Reason, /, **values: object) -> None:
        self.reason = code if isinstance(code, Reason) else reasons.reason(code, **values)
        super().__init__(reasons.in_english(self.reason))

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.reason,)


class CorpusError(ReasonedError):
    """The corpus folder cannot be read at all (a single bad file is skipped, not raised)."""


class DocumentError(CorpusError):
    """One file or record cannot be read; the caller makes a `SkippedFile` of it."""


class LanguageError(ReasonedError):
    """A moderator's own word list cannot be read."""


class IndexingError(ReasonedError):
    """The index cannot be built, saved or loaded."""


class IndexMismatchError(IndexingError):
    """A saved index is of another format, analyzer or corpus, or is damaged: build it again."""


class IndexRefusedError(IndexingError):
    """The corpus holds so few documents now that its index does not replace the saved one unasked.

    Args:
        documents: Documents that the corpus holds.
        before: Documents that the saved index holds.
    """

    def __init__(self, documents: int, before: int) -> None:
        super().__init__("index_refused", documents=documents, before=before)
        self.documents = documents
        self.before = before

    def __reduce__(self) -> tuple[Any, ...]:
        return type(self), (self.documents, self.before)


class NoEarlierIndexError(IndexingError):
    """There is no saved index to go back to."""


class EvaluationError(RetrievalError):
    """A question set or a run cannot be read, or an optional measure is not installed."""
