"""The errors that retrieval raises: one root, a branch for each subject.

Errors of other libraries are chained (`raise … from error`) where they enter. Each message names
what is wrong and what to do; `str(error)` may be shown to the person who runs the bot.
"""


class RetrievalError(Exception):
    """Root of all errors of this package."""


class CorpusError(RetrievalError):
    """The corpus folder cannot be read at all (a single bad file is skipped, not raised)."""


class DocumentError(CorpusError):
    """One file or record cannot be read; the reader's caller turns it into a `SkippedFile`."""


class LanguageError(RetrievalError):
    """A word list of a moderator's own cannot be read."""


class IndexingError(RetrievalError):
    """The index cannot be built, saved or loaded."""


class IndexMismatchError(IndexingError):
    """A saved index is of another format, analyzer or corpus, or is damaged: build it again."""


class EvaluationError(RetrievalError):
    """A question set or a run cannot be read, or an optional measure is not installed."""
