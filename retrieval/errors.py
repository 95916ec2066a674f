"""The errors that retrieval raises: one root, one branch for each subject.

Errors of other libraries are chained to them (`raise … from error`). Each message names the fault and
what to do; `str(error)` may be shown to the person who runs the bot.
"""


class RetrievalError(Exception):
    """Root of all errors of this package."""


class CorpusError(RetrievalError):
    """The corpus folder cannot be read at all (a single bad file is skipped, not raised)."""


class DocumentError(CorpusError):
    """One file or record cannot be read; the caller makes a `SkippedFile` of it."""


class LanguageError(RetrievalError):
    """A moderator's own word list cannot be read."""


class IndexingError(RetrievalError):
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
        super().__init__(
            f"the corpus holds {documents} documents now, the saved index {before}: it was not replaced"
        )
        self.documents = documents
        self.before = before


class NoEarlierIndexError(IndexingError):
    """There is no saved index to go back to."""


class EvaluationError(RetrievalError):
    """A question set or a run cannot be read, or an optional measure is not installed."""
