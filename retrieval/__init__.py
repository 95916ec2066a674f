"""Answers questions by verbatim quotation from a folder of documents.

This is the facade: all that `bot` may import, but for `shahid evaluate`, which imports
`retrieval.evaluation`. Nothing here knows Telegram, HTTP, an event loop or a database.
"""

from retrieval.answering.interchange import answer_to_json
from retrieval.corpus import (
    NoPicture,
    PagePicture,
    PagePictures,
    Written,
    read_corpus,
    read_document,
    shows_pages,
    write_document,
)
from retrieval.engine import Engine, saved_index_problem
from retrieval.errors import (
    CorpusError,
    DocumentError,
    EvaluationError,
    IndexingError,
    IndexMismatchError,
    IndexRefusedError,
    NoEarlierIndexError,
    ReasonedError,
    RetrievalError,
)
from retrieval.processes import end_with_parent
from retrieval.reasons import in_arabic, in_english, reason, reason_from_json, reason_to_json
from retrieval.types import (
    Answer,
    AnswerKind,
    AnswerLine,
    Citation,
    Context,
    Corpus,
    Document,
    Excerpt,
    LineKind,
    NearestTitle,
    NoAnswer,
    NoAnswerReason,
    Page,
    Reason,
    SkippedFile,
    Source,
    Span,
)
from retrieval.upkeep import Opening

__all__ = [
    "Answer",
    "AnswerKind",
    "AnswerLine",
    "Citation",
    "Context",
    "Corpus",
    "CorpusError",
    "Document",
    "DocumentError",
    "Engine",
    "EvaluationError",
    "Excerpt",
    "IndexMismatchError",
    "IndexRefusedError",
    "IndexingError",
    "LineKind",
    "NearestTitle",
    "NoAnswer",
    "NoAnswerReason",
    "NoEarlierIndexError",
    "NoPicture",
    "Opening",
    "Page",
    "PagePicture",
    "PagePictures",
    "Reason",
    "ReasonedError",
    "RetrievalError",
    "SkippedFile",
    "Source",
    "Span",
    "Written",
    "answer_to_json",
    "end_with_parent",
    "in_arabic",
    "in_english",
    "read_corpus",
    "read_document",
    "reason",
    "reason_from_json",
    "reason_to_json",
    "saved_index_problem",
    "shows_pages",
    "write_document",
]
