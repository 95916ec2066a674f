"""Converts an answer to the record that the store keeps, and back.

The buttons of an answer work after a restart and a reindexing because of its record: a dict of JSON's
types with the places of the excerpts and digests of their texts, but neither the question nor any
text. It is converted back only if each excerpt is still, verbatim, where it was.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from bot.conversation.engines import ServedIndex
from retrieval import Answer, AnswerLine, Citation, Excerpt, LineKind, Span

FORMAT = 1


@dataclass(frozen=True, slots=True)
class KeptAnswer:
    """The excerpts and the answer line of an answer, with the id that its buttons name."""

    answer_id: str
    excerpts: tuple[Excerpt, ...]
    line: AnswerLine | None


def answer_to_record(answer: Answer) -> dict[str, Any]:
    """The record of an answer."""
    return {
        "format": FORMAT,
        "excerpts": [_excerpt_to_record(excerpt) for excerpt in answer.excerpts],
        "line": _line_to_record(answer.line) if answer.line else None,
    }


def answer_from_record(answer_id: str, record: dict[str, Any], served: ServedIndex) -> KeptAnswer | None:
    """The answer of a record; None where an excerpt has changed or the record has another format."""
    if record.get("format") != FORMAT:
        return None
    excerpts = [_excerpt_from_record(rank, kept, served) for rank, kept in enumerate(record["excerpts"], 1)]
    whole = tuple(excerpt for excerpt in excerpts if excerpt is not None)
    if len(whole) < len(excerpts):
        return None
    return KeptAnswer(answer_id, whole, _line_from_record(record["line"]) if record["line"] else None)


def _excerpt_to_record(excerpt: Excerpt) -> dict[str, Any]:
    return {
        "document": excerpt.document_id,
        "start": excerpt.start,
        "end": excerpt.end,
        "digest": _digest(excerpt.text),
        "highlights": [[span.start, span.end] for span in excerpt.highlights],
        "score": excerpt.score,
        "page": excerpt.page,
        "also_in": [[also.document_id, also.start, also.end, also.page] for also in excerpt.also_in],
    }


def _excerpt_from_record(rank: int, kept: dict[str, Any], served: ServedIndex) -> Excerpt | None:
    document = served.documents.get(kept["document"])
    if document is None:
        return None
    text = document.text[kept["start"] : kept["end"]]
    if _digest(text) != kept["digest"]:
        return None
    return Excerpt(
        rank=rank,
        document_id=document.document_id,
        source=document.source,
        text=text,
        start=kept["start"],
        end=kept["end"],
        highlights=tuple(Span(start, end) for start, end in kept["highlights"]),
        score=kept["score"],
        page=kept["page"],
        also_in=tuple(_citations(kept["also_in"], served)),
    )


def _citations(kept: list[list[Any]], served: ServedIndex) -> Iterable[Citation]:
    for document_id, start, end, page in kept:
        document = served.documents.get(document_id)
        if document is not None:
            yield Citation(document_id, document.source, start, end, page)


def _line_to_record(line: AnswerLine) -> dict[str, Any]:
    return {
        "text": line.text,
        "kind": line.kind.value,
        "value": line.value,
        "documents": list(line.document_ids),
        "rank": line.excerpt_rank,
        "span": [line.span.start, line.span.end],
        "others": list(line.others),
    }


def _line_from_record(kept: dict[str, Any]) -> AnswerLine:
    return AnswerLine(
        text=kept["text"],
        kind=LineKind(kept["kind"]),
        value=kept["value"],
        document_ids=tuple(kept["documents"]),
        excerpt_rank=kept["rank"],
        span=Span(*kept["span"]),
        others=tuple(kept["others"]),
    )


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()
