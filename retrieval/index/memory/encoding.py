"""The contents of an index as JSON values and arrays, and back.

In: `Contents`, or what was made of them. Out: the other. Documents keep their text once; the text
of a passage is sliced from it again.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

import numpy.typing as npt

from retrieval.index.memory.arrangement import Layout
from retrieval.index.memory.contents import Contents, Fields
from retrieval.index.memory.postings import Postings
from retrieval.reasons import reason_from_json, reason_to_json
from retrieval.types import Document, Page, Passage, SkippedFile, Source, Span

Arrays = dict[str, npt.NDArray[Any]]
_POSTING_ARRAYS = ("starts", "passages", "scores")
_LAYOUT_ARRAYS = tuple(field.name for field in fields(Layout))
_FIELD_NAMES = tuple(field.name for field in fields(Fields))


def encode_contents(contents: Contents) -> tuple[dict[str, Any], Arrays]:
    """Turn the contents of an index into JSON values and arrays of numbers."""
    places = {document.document_id: place for place, document in enumerate(contents.documents)}
    postings = {name: getattr(contents.fields, name) for name in _FIELD_NAMES}
    values = {
        "documents": [_encode_document(document) for document in contents.documents],
        "skipped": [[file.name, reason_to_json(file.reason), file.is_read] for file in contents.skipped],
        "corpus_digest": contents.corpus_digest,
        "built_at": contents.built_at.isoformat(),
        "passages": [_encode_passage(passage, places) for passage in contents.passages],
        "terms": {name: list(field.terms) for name, field in postings.items()},
        "title_words": list(contents.title_words),
    }
    arrays = {f"layout_{name}": getattr(contents.layout, name) for name in _LAYOUT_ARRAYS}
    for name, field in postings.items():
        arrays.update({f"{name}_{part}": getattr(field, part) for part in _POSTING_ARRAYS})
    return values, arrays


def decode_contents(values: dict[str, Any], arrays: Arrays) -> Contents:
    """Turn JSON values and arrays into the contents of an index.

    Values that were not made by `encode_contents` raise KeyError, TypeError or ValueError.
    """
    documents = tuple(_decode_document(document) for document in values["documents"])
    size = len(values["passages"])
    return Contents(
        documents=documents,
        skipped=tuple(
            SkippedFile(name, reason_from_json(why), is_read) for name, why, is_read in values["skipped"]
        ),
        corpus_digest=values["corpus_digest"],
        built_at=datetime.fromisoformat(values["built_at"]),
        passages=tuple(
            _decode_passage(passage, ordinal, documents) for ordinal, passage in enumerate(values["passages"])
        ),
        fields=Fields(
            **{
                name: Postings(
                    size=size,
                    terms=MappingProxyType({term: place for place, term in enumerate(values["terms"][name])}),
                    **{part: arrays[f"{name}_{part}"] for part in _POSTING_ARRAYS},
                )
                for name in _FIELD_NAMES
            }
        ),
        layout=Layout(**{name: arrays[f"layout_{name}"] for name in _LAYOUT_ARRAYS}),
        title_words=tuple(values["title_words"]),
    )


def _encode_document(document: Document) -> dict[str, Any]:
    source = document.source
    return {
        "id": document.document_id,
        "text": document.text,
        "title": source.title,
        "publisher": source.publisher,
        "author": source.author,
        "published": source.published.isoformat() if source.published else None,
        "url": source.url,
        "headings": _encode_spans(document.headings),
        "pages": [[page.number, page.start] for page in document.pages],
        "gaps": list(document.gaps),
    }


def _decode_document(values: dict[str, Any]) -> Document:
    return Document(
        document_id=values["id"],
        text=values["text"],
        source=Source(
            title=values["title"],
            publisher=values["publisher"],
            author=values["author"],
            published=date.fromisoformat(values["published"]) if values["published"] else None,
            url=values["url"],
        ),
        headings=_decode_spans(values["headings"]),
        pages=tuple(Page(number, start) for number, start in values["pages"]),
        gaps=tuple(values["gaps"]),
    )


def _encode_passage(passage: Passage, places: dict[str, int]) -> list[Any]:
    sentences = _encode_spans(passage.sentences)
    return [
        places[passage.document_id],
        passage.start,
        passage.end,
        sentences,
        passage.title,
        passage.heading,
        passage.previous,
        passage.next,
    ]


def _decode_passage(values: list[Any], ordinal: int, documents: tuple[Document, ...]) -> Passage:
    place, start, end, sentences, title, heading, before, after = values
    return Passage(
        document_id=documents[place].document_id,
        ordinal=ordinal,
        start=start,
        end=end,
        text=documents[place].text[start:end],
        sentences=_decode_spans(sentences),
        title=title,
        heading=heading,
        previous=before,
        next=after,
    )


def _encode_spans(spans: tuple[Span, ...]) -> list[int]:
    return [offset for span in spans for offset in (span.start, span.end)]


def _decode_spans(offsets: list[int]) -> tuple[Span, ...]:
    return tuple(Span(start, end) for start, end in zip(offsets[::2], offsets[1::2], strict=True))
