from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from retrieval.errors import EvaluationError
from retrieval.evaluation.beir import Topic, read_beir
from retrieval.types import Document, Source
from tests.evaldata import eval_data

DOCUMENT = {"_id": "d1", "title": "نهر النيل", "text": "يجري النهر شمالا.\r\nوهو طويل."}
QUERY = {"_id": "rivers-1", "text": "أين يجري النهر؟", "metadata": {"answers": ["شمالا", "شمالا"]}}


def write_folder(
    folder: Path, documents: list[Any], queries: list[Any], qrels: str | None = "query-id\tcorpus-id\tscore\n"
) -> Path:
    for name, records in (("corpus", documents), ("queries", queries)):
        lines = [
            record if isinstance(record, str) else json.dumps(record, ensure_ascii=False)
            for record in records
        ]
        (folder / f"{name}.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if qrels is not None:
        (folder / "qrels").mkdir()
        (folder / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")
    return folder


def test_a_document_has_its_text_cleaned_and_its_title_as_source(tmp_path: Path) -> None:
    sets = read_beir(write_folder(tmp_path, [DOCUMENT], [QUERY], None))
    assert sets.corpus.documents == (Document("d1", "يجري النهر شمالا.\nوهو طويل.", Source("نهر النيل")),)
    assert len(sets.corpus.digest) == 64


def test_only_judged_questions_are_asked(tmp_path: Path) -> None:
    unjudged = {"_id": "rivers-2", "text": "كم طوله؟"}
    qrels = "query-id\tcorpus-id\tscore\nrivers-1\td1\t1\n"
    sets = read_beir(write_folder(tmp_path, [DOCUMENT], [QUERY, unjudged], qrels))
    assert sets.topics == (Topic("rivers-1", "أين يجري النهر؟", ("شمالا",)),)
    assert sets.qrels == {"rivers-1": {"d1": 1}}


def test_without_qrels_all_questions_are_asked(tmp_path: Path) -> None:
    unjudged = {"_id": "rivers-2", "text": "كم طوله؟", "metadata": {}}
    sets = read_beir(write_folder(tmp_path, [DOCUMENT], [QUERY, unjudged], None))
    assert [(topic.topic_id, topic.answers) for topic in sets.topics] == [
        ("rivers-1", ("شمالا",)),
        ("rivers-2", ()),
    ]
    assert sets.qrels == {}


def test_qrels_may_have_no_header_and_blank_lines(tmp_path: Path) -> None:
    sets = read_beir(write_folder(tmp_path, [DOCUMENT], [QUERY], "rivers-1\td1\t2\r\n\n"))
    assert sets.qrels == {"rivers-1": {"d1": 2}}


def test_the_set_of_a_question_is_its_id_up_to_the_first_dash() -> None:
    assert [Topic(name, "").set_name for name in ("a-1", "a-b-1", "plain")] == ["a", "a", "plain"]


@pytest.mark.parametrize(
    ("documents", "queries", "qrels", "message"),
    [
        (["{"], [QUERY], None, "corpus.jsonl, line 1: not a JSON object"),
        ([[]], [QUERY], None, "corpus.jsonl, line 1: not a JSON object"),
        (
            [DOCUMENT, DOCUMENT],
            [QUERY],
            None,
            "corpus.jsonl, line 2: the document id 'd1' occurs twice",
        ),
        ([{"_id": "d1"}], [QUERY], None, "corpus.jsonl, line 1: the field 'text' is missing or not a text"),
        (
            [{"_id": "", "text": ""}],
            [QUERY],
            None,
            "corpus.jsonl, line 1: the field '_id' is missing or not a text",
        ),
        ([DOCUMENT | {"title": 3}], [QUERY], None, "corpus.jsonl, line 1: the field 'title' is not a text"),
        (
            [DOCUMENT],
            [QUERY, QUERY],
            None,
            "queries.jsonl, line 2: the query id 'rivers-1' occurs twice",
        ),
        ([DOCUMENT], [QUERY | {"metadata": [1]}], None, "line 1: 'metadata.answers' is not a list of texts"),
        (
            [DOCUMENT],
            [QUERY | {"metadata": {"answers": [1]}}],
            None,
            "'metadata.answers' is not a list of texts",
        ),
        ([DOCUMENT], [QUERY], "rivers-1 d1 1\n", "test.tsv, line 1: expected query-id, corpus-id and score"),
        ([DOCUMENT], [QUERY], "rivers-1\td9\t1\n", "test.tsv, line 1: no document has the id 'd9'"),
        (
            [DOCUMENT],
            [QUERY],
            "rivers-1\td1\tyes\n",
            "test.tsv, line 1: the score 'yes' is not a whole number",
        ),
    ],
)
def test_a_line_that_is_not_of_the_layout_is_named(
    tmp_path: Path, documents: list[Any], queries: list[Any], qrels: str | None, message: str
) -> None:
    folder = write_folder(tmp_path, documents, queries, qrels)
    with pytest.raises(EvaluationError) as raised:
        read_beir(folder)
    assert message in str(raised.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"corpus\.jsonl cannot be read"):
        read_beir(tmp_path)


def test_a_file_of_another_encoding_is_named(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_bytes("نهر".encode("cp1256"))
    with pytest.raises(EvaluationError, match=r"corpus\.jsonl is not UTF-8 \(byte 0\)"):
        read_beir(tmp_path)


def test_the_development_questions_are_read() -> None:
    sets = read_beir(eval_data() / "bench" / "arabic-qa-dev")
    assert (len(sets.corpus.documents), len(sets.topics), len(sets.qrels)) == (1302, 1856, 1856)
