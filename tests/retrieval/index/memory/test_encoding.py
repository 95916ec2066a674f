from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime

import pytest

from retrieval.index import build_index
from retrieval.index.memory.arrangement import Layout
from retrieval.index.memory.contents import Contents, Fields
from retrieval.index.memory.encoding import decode_contents, encode_contents
from retrieval.types import Corpus, Document, Page, SkippedFile, Source, Span
from tests.retrieval.wording import odd

BUILT = datetime(2026, 11, 2, 8, 30, tzinfo=UTC)
DOCUMENTS = (
    Document(
        "a",
        "باب\nخبر جنيف. طقس.",
        Source("قمة", "ناشر", "كاتب", date(2022, 1, 10), "https://example.org"),
        (Span(0, 3),),
        (Page(1, 0), Page(3, 4)),
    ),
    Document("b", "لندن", Source("")),
)
CORPUS = Corpus(DOCUMENTS, (SkippedFile("c.pdf", odd("تالف")),), "digest")
CONTENTS = replace(build_index(CORPUS).contents, built_at=BUILT)


def plain(contents: Contents) -> dict[str, object]:
    """All of the contents, arrays as lists."""
    arrays = {name.name: getattr(contents.layout, name.name).tolist() for name in fields(Layout)}
    postings = {name.name: getattr(contents.fields, name.name) for name in fields(Fields)}
    return {
        **{name.name: getattr(contents, name.name) for name in fields(Contents)},
        "layout": arrays,
        "fields": {
            name: (one.size, one.terms, one.starts.tolist(), one.passages.tolist(), one.scores.tolist())
            for name, one in postings.items()
        },
    }


def test_contents_are_the_same_after_their_way_through_json() -> None:
    values, arrays = encode_contents(CONTENTS)
    assert plain(decode_contents(json.loads(json.dumps(values)), arrays)) == plain(CONTENTS)


def test_values_have_each_text_once_and_passages_as_offsets() -> None:
    values, arrays = encode_contents(CONTENTS)
    assert values["documents"] == [
        {
            "id": "a",
            "text": "باب\nخبر جنيف. طقس.",
            "title": "قمة",
            "publisher": "ناشر",
            "author": "كاتب",
            "published": "2022-01-10",
            "url": "https://example.org",
            "headings": [0, 3],
            "pages": [[1, 0], [3, 4]],
            "gaps": [],
        },
        {
            "id": "b",
            "text": "لندن",
            "title": "",
            "publisher": None,
            "author": None,
            "published": None,
            "url": None,
            "headings": [],
            "pages": [],
            "gaps": [],
        },
    ]
    assert values["passages"] == [
        [0, 4, 18, [4, 13, 14, 18], "قمة", "باب", None, None],
        [1, 0, 4, [0, 4], "", "", None, None],
    ]
    assert (values["skipped"], values["corpus_digest"], values["title_words"]) == (
        [["c.pdf", {"code": "failed_as", "values": {"error": "تالف"}}, False]],
        "digest",
        ["قمه"],
    )
    assert values["built_at"] == "2026-11-02T08:30:00+00:00"
    assert values["terms"]["word"] == ["خبر", "جنيف", "طقس", "لندن"]
    assert {name for name in arrays if name.startswith(("layout_", "word_"))} == {
        *(f"layout_{field.name}" for field in fields(Layout)),
        *("word_starts", "word_passages", "word_scores"),
    }
    assert len(arrays) == len(fields(Layout)) + 3 * len(fields(Fields))


def test_passages_keep_their_neighbors() -> None:
    text = "\n".join(f"{'كلمة ' * 50}رقم {number}." for number in range(20))
    contents = build_index(Corpus((Document("a", text, Source("")),))).contents
    decoded = decode_contents(*encode_contents(contents))
    assert [(one.previous, one.next) for one in decoded.passages[:2]] == [(None, 1), (0, 2)]
    assert decoded.passages == contents.passages


def test_spans_of_an_odd_number_of_offsets_are_refused() -> None:
    values, arrays = encode_contents(CONTENTS)
    values["documents"][0]["headings"] = [0, 3, 4]
    with pytest.raises(ValueError, match="shorter"):
        decode_contents(values, arrays)
