"""Answers questions by verbatim quotation from a folder of documents.

This is the facade: all that `bot` may import. Nothing here knows Telegram, HTTP, an event loop or
a database.
"""

from retrieval.types import (
    Answer,
    AnswerKind,
    AnswerLine,
    Citation,
    Context,
    Document,
    Excerpt,
    LineKind,
    NearestTitle,
    NoAnswer,
    NoAnswerReason,
    SkippedFile,
    Source,
    Span,
)

__all__ = [
    "Answer",
    "AnswerKind",
    "AnswerLine",
    "Citation",
    "Context",
    "Document",
    "Excerpt",
    "LineKind",
    "NearestTitle",
    "NoAnswer",
    "NoAnswerReason",
    "SkippedFile",
    "Source",
    "Span",
]
