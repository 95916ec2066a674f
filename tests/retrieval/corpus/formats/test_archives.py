"""Archives: the files in them, within limits."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest

from retrieval.corpus.formats import archives
from retrieval.corpus.one_file import read_file
from retrieval.reasons import in_english


def packed(**files: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


def test_the_files_of_an_archive_are_documents_by_their_names() -> None:
    data = packed(b_txt="نص ثان".encode(), a__c_md="# باب\n\nنص".encode())
    with zipfile.ZipFile(stream := io.BytesIO(data), "a") as archive:
        archive.writestr("d.jsonl", '{"id": 1, "text": "سجل"}')
        archive.writestr("__MACOSX/a.txt", "x")
    found = read_file("folder.zip", stream.getvalue())
    assert [document.document_id for document in found.documents] == [
        "folder.zip#a/c.md", "folder.zip#b.txt", "folder.zip#d.jsonl#1",
    ]  # fmt: skip
    assert found.skipped == ()


def test_what_is_not_read_of_an_archive_is_named_and_the_rest_is_read() -> None:
    found = read_file(
        "a.zip", packed(good_txt="نص".encode(), bad_pdf=b"junk", x_exe=b"MZ", inner_zip=packed(a_txt=b"x"))
    )
    assert [document.document_id for document in found.documents] == ["a.zip#good.txt"]
    assert [in_english(each.reason).partition(":")[0] for each in found.skipped] == [
        "bad.pdf",
        "inner.zip",
        "x.exe",
    ]


def test_archives_that_unpack_to_too_much_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("retrieval.corpus.formats.office.packages.UNPACKED_LIMIT", 1000)
    monkeypatch.setattr(archives, "UNPACKED_LIMIT", 1000)
    for name, data in (("a.zip", packed(a_txt=b"x" * 5000)), ("a.gz", gzip.compress(b"x" * 5000))):
        (skipped,) = read_file(name, data).skipped
        assert "unpacks to more" in in_english(skipped.reason)


def test_archives_of_too_many_files_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "_MOST_FILES", 1)
    (skipped,) = read_file("a.zip", packed(a_txt=b"x", b_txt=b"y")).skipped
    assert "more than 1 files" in in_english(skipped.reason)


def test_a_packed_file_is_read_by_its_name_or_its_beginning() -> None:
    out = io.BytesIO()
    with gzip.GzipFile("report.md", "wb", fileobj=out) as file:
        file.write("# باب\n\nنص".encode())
    (document,) = read_file("report.md.gz", out.getvalue()).documents
    assert (document.text, len(document.headings)) == ("باب\n\nنص", 1)
    (plain,) = read_file("x.gz", gzip.compress("نص بلا اسم".encode())).documents
    assert plain.text == "نص بلا اسم"


def test_a_damaged_archive_is_named() -> None:
    (skipped,) = read_file("a.gz", b"\x1f\x8bjunk").skipped
    assert in_english(skipped.reason).startswith("it is damaged or no archive")
