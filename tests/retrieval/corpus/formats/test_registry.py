from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from retrieval.corpus import digest_corpus, read_corpus
from retrieval.corpus.drafts import Block, Draft
from retrieval.corpus.formats.plain import read_plain
from retrieval.corpus.formats.registry import FORMATS, Entry, Format, Program, Registry
from retrieval.corpus.one_file import read_file
from retrieval.errors import DocumentError
from retrieval.reasons import reason
from retrieval.types import SkippedFile
from tests.retrieval.wording import odd


def read_pairs(data: bytes) -> list[Entry]:
    """A made-up format: a document a line, `id=text`."""
    entries = []
    for number, line in enumerate(data.decode().splitlines(), 1):
        record_id, equals, text = line.partition("=")
        draft = Draft((Block(text),)) if equals else DocumentError(odd("it has no `=`"))
        entries.append(Entry(draft, record_id if equals else "", number))
    return entries


PAIRS = Format((".pairs",), read_pairs, holds_records=True)


@pytest.mark.parametrize("name", ["a.txt", "b.MD", "c/d.html", "e.HTM", "f.pdf", "g.docx", "h.jsonl"])
def test_every_format_is_found_by_the_ending_of_a_name(name: str) -> None:
    assert Registry().format_of(name) is not None


@pytest.mark.parametrize("name", ["a", "a.doc", "txt", ".txt", "a.txt.bak"])
def test_a_name_of_another_ending_has_no_format(name: str) -> None:
    assert Registry().format_of(name) is None


def test_no_ending_belongs_to_two_formats() -> None:
    endings = [ending for each in FORMATS for ending in each.endings]
    assert len(endings) == len(set(endings))


def test_a_new_format_is_a_reader_and_a_line(tmp_path: Path) -> None:
    (tmp_path / "a.pairs").write_text("x=نص أول\nbroken\ny=نص ثان", encoding="utf-8")
    (tmp_path / "a.source.yaml").write_text("title: عنوان\npublisher: دار", encoding="utf-8")
    corpus = read_corpus(tmp_path, registry=Registry((*FORMATS, PAIRS)))
    assert [document.document_id for document in corpus.documents] == ["a.pairs#x", "a.pairs#y"]
    assert {(each.source.title, each.source.publisher) for each in corpus.documents} == {
        ("نص أول", "دار"),
        ("نص ثان", "دار"),
    }
    assert corpus.skipped == (
        SkippedFile("a.pairs", reason("at_line", line=2, reason=odd("it has no `=`")), is_read=True),
    )
    assert read_corpus(tmp_path).documents == ()


def test_another_version_of_an_outside_program_makes_another_digest(tmp_path: Path) -> None:
    (tmp_path / "a.pairs").write_text("x=نص", encoding="utf-8")
    version = ["5.3.0"]
    registry = Registry((replace(PAIRS, programs=(Program("tesseract", lambda: version[0]),)),))
    before = digest_corpus(tmp_path, registry=registry)
    assert read_corpus(tmp_path, registry=registry).digest == before
    version[0] = "5.5.1"
    assert digest_corpus(tmp_path, registry=registry) != before
    version[0] = ""
    assert digest_corpus(tmp_path, registry=registry) != before


def test_what_is_wrong_with_a_whole_file_is_its_reason() -> None:
    def refuse(_: bytes) -> list[Entry]:
        raise DocumentError(odd("it is damaged"))

    found = read_file("a.pairs", b"x", registry=Registry((Format((".pairs",), refuse),)))
    assert (found.documents, found.skipped) == ((), (SkippedFile("a.pairs", odd("it is damaged")),))


def test_a_file_of_one_document_is_one_entry() -> None:
    of_text = Registry().format_of("a.txt")
    assert of_text is not None
    assert [*of_text.read("سطر\nآخر".encode())] == [Entry(read_plain("سطر\nآخر"), "", None)]


def test_a_file_of_records_is_an_entry_a_record() -> None:
    of_records = Registry().format_of("a.jsonl")
    assert of_records is not None
    first, second = of_records.read('\n{"id": "x", "text": "نص"}\n{'.encode())
    assert first == Entry(Draft((Block("نص", after_gap=False),)), "x", 2)
    assert (str(second.draft), second.record_id, second.line) == (
        "it is not valid JSON: mend the line",
        "",
        3,
    )


def test_only_json_holds_many_documents_and_no_format_needs_a_program() -> None:
    assert [each.endings for each in FORMATS if each.holds_records] == [(".jsonl",), (".json",)]
    assert [each.programs for each in FORMATS] == [()] * len(FORMATS)
    assert Format((".pairs",), read_pairs) == Format(
        (".pairs",), read_pairs, holds_records=False, programs=()
    )
