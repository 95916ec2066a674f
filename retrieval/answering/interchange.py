"""An answer as JSON: the form that `shahid ask --json` prints, stable and documented in `docs/json.md`.

In: an Answer or a NoAnswer. Out: a dict of JSON's own types, the same keys always, null where there
is nothing.
"""

from __future__ import annotations

from typing import Any

from retrieval.types import Answer, AnswerLine, Citation, Excerpt, NoAnswer, Source


def answer_to_json(answer: Answer | NoAnswer) -> dict[str, Any]:
    """The JSON object of an answer; offsets are code points, ends exclusive."""
    no_answer = answer if isinstance(answer, NoAnswer) else None
    line = answer.line if isinstance(answer, Answer) else None
    excerpts = answer.excerpts if isinstance(answer, Answer) else ()
    nearest = no_answer.nearest_titles if no_answer else ()
    return {
        "question": answer.question,
        "status": "no_answer" if no_answer else "answered",
        "reason": no_answer.reason.value if no_answer else None,
        "answer_line": _line(line) if line else None,
        "excerpts": [_excerpt(excerpt) for excerpt in excerpts],
        "nearest_titles": [{"document_id": near.document_id, "title": near.title} for near in nearest],
        "took_ms": answer.took_ms,
    }


def _line(line: AnswerLine) -> dict[str, Any]:
    return {
        "text": line.text,
        "kind": line.kind.value,
        "value": line.value,
        "document_ids": list(line.document_ids),
        "excerpt_rank": line.excerpt_rank,
        "span": [line.span.start, line.span.end],
        "others": list(line.others),
    }


def _excerpt(excerpt: Excerpt) -> dict[str, Any]:
    return {
        "rank": excerpt.rank,
        "document_id": excerpt.document_id,
        **_source(excerpt.source),
        "page": excerpt.page,
        "text": excerpt.text,
        "start": excerpt.start,
        "end": excerpt.end,
        "highlights": [[span.start, span.end] for span in excerpt.highlights],
        "gaps": list(excerpt.gaps),
        "score": round(excerpt.score, 6),
        "also_in": [_citation(citation) for citation in excerpt.also_in],
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "document_id": citation.document_id,
        **_source(citation.source),
        "page": citation.page,
        "start": citation.start,
        "end": citation.end,
    }


def _source(source: Source) -> dict[str, Any]:
    return {
        "title": source.title,
        "publisher": source.publisher,
        "author": source.author,
        "published": source.published.isoformat() if source.published else None,
        "url": source.url,
    }
