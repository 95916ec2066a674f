"""A folder of files becomes a corpus; one bad file never stops the others."""

from __future__ import annotations

import os
import socket
from datetime import date
from pathlib import Path

import pytest

from retrieval.corpus import digest_corpus, folder, read_corpus, reading
from retrieval.corpus.drafts import SourceFields
from retrieval.corpus.one_file import FileContents, read_file
from retrieval.corpus.reading import read_document
from retrieval.errors import CorpusError
from retrieval.reasons import in_english, reason
from retrieval.types import Corpus, Document, SkippedFile, Source, Span
from tests.retrieval.wording import worded


def write(root: Path, **files: str) -> None:
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def reasons(corpus: Corpus) -> list[tuple[str, str]]:
    return worded(corpus.skipped)


def test_an_empty_folder_is_an_empty_corpus(tmp_path: Path) -> None:
    corpus = read_corpus(tmp_path)
    assert (corpus.documents, corpus.skipped) == ((), ())
    assert corpus.digest == digest_corpus(tmp_path)


def test_one_text_file_is_one_document(tmp_path: Path) -> None:
    write(tmp_path, a_txt="العنوان\n\nالنص هنا.")
    expected = Document("a.txt", "العنوان\n\nالنص هنا.", Source("العنوان"), headings=(Span(0, 7),))
    assert read_corpus(tmp_path).documents == (expected,)


def test_documents_come_in_order_of_their_ids_and_hidden_files_are_passed_over(tmp_path: Path) -> None:
    write(
        tmp_path,
        b_txt="ب",
        a_md="أ",
        sub__c_txt="ج",
        _hidden_txt="خ",
        sub__deep__d_jsonl='{"id": "x", "text": "د"}',
    )
    write(tmp_path, _git__e_txt="هـ")
    (tmp_path / "~$b.docx").write_bytes(b"lock")
    corpus = read_corpus(tmp_path)
    assert [document.document_id for document in corpus.documents] == [
        "a.md",
        "b.txt",
        "sub/c.txt",
        "sub/deep/d.jsonl#x",
    ]
    assert corpus.skipped == ()


@pytest.mark.parametrize("name", ["missing", "file.txt"])
def test_a_folder_that_is_not_there_raises(tmp_path: Path, name: str) -> None:
    (tmp_path / "file.txt").write_text("نص", encoding="utf-8")
    for read in (read_corpus, digest_corpus):
        with pytest.raises(CorpusError, match=r"create it, or name another"):
            read(tmp_path / name)


def test_a_folder_that_cannot_be_listed_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_path: object) -> object:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "scandir", refuse)
    with pytest.raises(CorpusError, match="cannot be listed: permission denied"):
        read_corpus(tmp_path)


def test_a_sub_folder_that_cannot_be_listed_is_skipped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, sub__a_txt="أ", b_txt="ب")
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("sub"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    corpus = read_corpus(tmp_path)
    assert reasons(corpus) == [("sub", "the folder cannot be listed: permission denied")]
    assert [document.document_id for document in corpus.documents] == ["b.txt"]


def test_what_cannot_be_read_is_reported_with_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = tmp_path / "corpus"
    write(
        root,
        good_txt="نص جيد",
        a_csv="x",
        README="x",
        empty_txt=" \n",
        wordless_txt="... !!",
        large_txt="ك" * 90,
    )
    write(root, lines_jsonl='{"id": 1, "text": "نص"}\n{\n{"id": 2, "text": "--"}')
    write(root, bad_md="---\ndate: x\n---\nنص")
    (root / "bin.txt").write_bytes(bytes(range(20)) * 4)
    (root / "bad.pdf").write_bytes(b"%PDF-1.4")
    (root / "page.txt").write_text("شارك القصة\nتابعنا على فيسبوك", encoding="utf-8")
    write(tmp_path, outside_txt="سر", elsewhere__x_txt="سر")
    (root / "link.txt").symlink_to(tmp_path / "outside.txt")
    (root / "linked").symlink_to(tmp_path / "elsewhere")
    (root / "loop").symlink_to(root)
    (root / "inside.txt").symlink_to(root / "good.txt")
    os.mkfifo(root / "pipe.txt")
    monkeypatch.setattr(folder, "SIZE_LIMIT", 150)
    corpus = read_corpus(root)
    kinds = ".docx, .htm, .html, .json, .jsonl, .md, .pdf, .txt"
    assert reasons(corpus) == [
        ("README", f"it has no ending that names its type: the types are {kinds}"),
        ("a.csv", f"its type .csv is not read: the types are {kinds}"),
        ("bad.md", "front matter: `published` is no date: 'x'; write it as 2022-01-31"),
        ("bad.pdf", "it is damaged or no PDF (PdfStreamError): open it and save it again"),
        ("bin.txt", "it is binary data, not text: remove it or give it the ending of its real type"),
        ("empty.txt", "it is empty: write something into it, or remove it"),
        ("large.txt", "it is too large (0 MiB, at most 0): split it into smaller files"),
        ("lines.jsonl", "line 2: it is not valid JSON: mend the line"),
        ("lines.jsonl", "line 3: it holds no text: nothing in it could be quoted"),
        ("link.txt", "it is a link that leads out of the corpus folder: copy the file itself here"),
        ("linked", "it is a link that leads out of the corpus folder: copy the file itself here"),
        ("loop", "it is a link to a folder: links to folders are not followed"),
        ("page.txt", "it is a page without an article: menus and headlines only"),
        ("pipe.txt", "it is no ordinary file: remove it"),
        ("wordless.txt", "it holds no text: nothing in it could be quoted"),
    ]
    assert [document.document_id for document in corpus.documents] == [
        "bad.md",
        "good.txt",
        "inside.txt",
        "lines.jsonl#1",
    ]
    assert corpus.digest == digest_corpus(root)


def test_a_file_that_the_system_refuses_is_skipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, a_txt="أ")

    def refuse(_path: Path) -> int:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(folder, "_open_at_once", refuse)
    assert reasons(read_corpus(tmp_path)) == [("a.txt", "it cannot be read: input/output error")]
    assert digest_corpus(tmp_path)


def test_a_name_that_is_no_utf_8_is_skipped(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff.txt")).write_text("نص", encoding="utf-8")
    assert reasons(read_corpus(tmp_path)) == [("\ufffd.txt", "its name is not valid UTF-8: rename it")]


def test_a_socket_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("s.txt")
        assert reasons(read_corpus(tmp_path)) == [("s.txt", "it is no ordinary file: remove it")]


def test_sidecars_override_the_document_the_own_before_that_of_the_stem(tmp_path: Path) -> None:
    write(
        tmp_path,
        a_md="---\ntitle: أصل\npublisher: أصل\nauthor: أصل\n---\nنص",
        a_source_yaml="title: ساق\npublisher: ساق",
    )
    write(
        tmp_path,
        a_md_source_yml="publisher: خاص\nauthor: null\npublished: 2020-02-03\nurl: https://example.org/a",
    )
    source = Source("ساق", "خاص", None, date(2020, 2, 3), "https://example.org/a")
    corpus = read_corpus(tmp_path)
    assert [document.source for document in corpus.documents] == [source]
    assert corpus.skipped == ()


def test_a_sidecar_of_records_speaks_of_all_but_their_titles(tmp_path: Path) -> None:
    write(
        tmp_path,
        a_jsonl='{"id": 1, "title": "أول", "text": "نص"}',
        a_source_yaml="title: الكل\npublisher: دار",
    )
    assert [document.source for document in read_corpus(tmp_path).documents] == [Source("أول", "دار")]


def test_a_wrong_sidecar_is_reported_and_its_document_is_read(tmp_path: Path) -> None:
    write(
        tmp_path, a_txt="نص", a_source_yaml="published: 2022-02-30\npublisher: دار", b_source_yaml="title: x"
    )
    (tmp_path / "a.txt.source.yaml").write_bytes(bytes(range(20)))
    corpus = read_corpus(tmp_path)
    assert [document.source.publisher for document in corpus.documents] == ["دار"]
    assert reasons(corpus) == [
        ("a.source.yaml", "`published` is no date: '2022-02-30'; write it as 2022-01-31"),
        (
            "a.txt.source.yaml",
            "it is binary data, not text: remove it or give it the ending of its real type",
        ),
        ("b.source.yaml", "no document of its name stands beside it"),
    ]


def test_whatever_a_sidecar_makes_its_parser_raise_its_document_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_text: str) -> None:
        raise MemoryError

    monkeypatch.setattr(reading, "read_sidecar", fail)
    write(tmp_path, a_txt="نص", a_source_yaml="title: x")
    corpus = read_corpus(tmp_path)
    assert [document.source.title for document in corpus.documents] == ["نص"]
    assert reasons(corpus) == [
        ("a.source.yaml", "it takes too much memory to read: split it into smaller files")
    ]


def test_a_huge_sidecar_is_refused_before_it_is_decoded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_data: bytes) -> str:
        raise AssertionError

    monkeypatch.setattr(reading, "decode", fail)
    write(tmp_path, a_txt="نص", a_source_yaml="title: " + "x" * 200_000)
    assert reasons(read_corpus(tmp_path)) == [
        ("a.source.yaml", "it is longer than 32768 characters: write the fields of the source alone")
    ]


@pytest.mark.parametrize("record_id", ["\\ud800", "a\\u0000b", "x" * 257])
def test_a_record_whose_id_cannot_be_stored_is_skipped_and_the_others_are_read(record_id: str) -> None:
    lines = [f'{{"id": "{each}", "text": "نص"}}' for each in (record_id, "b")]
    found = read_file("a.jsonl", "\n".join(lines).encode())
    assert found.documents == (Document("a.jsonl#b", "نص", Source("نص")),)
    reason = "line 1: its `id` is no short line of text: write letters and digits"
    assert worded(found.skipped) == [("a.jsonl", reason)]


def test_a_file_gives_no_more_reasons_than_a_person_reads_and_none_of_any_length() -> None:
    found = read_file("a.jsonl", b"{\n" * 1000)
    assert len(found.skipped) == 101
    first, *_, last = worded(found.skipped)
    assert first == ("a.jsonl", "line 1: it is not valid JSON: mend the line")
    assert last == ("a.jsonl", "900 more of it are wrong: mend these first")
    (long,) = read_file("a.jsonl", b'{"id": 1, "text": "x", "published": [%b1]}' % (b"1," * 900)).skipped
    assert len(in_english(long.reason)) < 300
    assert "…; write it as" in in_english(long.reason)


def test_a_long_title_is_cut_at_a_word(tmp_path: Path) -> None:
    write(tmp_path, a_txt="كلمة " * 100)
    assert read_corpus(tmp_path).documents[0].source.title == ("كلمة " * 59).rstrip() + "…"


def test_progress_is_reported_file_by_file(tmp_path: Path) -> None:
    write(tmp_path, a_txt="أ", b_txt="", a_source_yaml="title: أ")
    calls: list[tuple[int, int]] = []
    read_corpus(tmp_path, progress=lambda done, count: calls.append((done, count)))
    assert calls == [(1, 3), (2, 3), (3, 3)]


def test_the_digest_depends_on_names_bytes_and_sidecars(tmp_path: Path) -> None:
    digests = [digest_corpus(tmp_path)]
    for name, text in [
        ("a_txt", "أ"),
        ("a_txt", "ب"),
        ("b_txt", "ب"),
        ("a_source_yaml", "title: x"),
        ("c_txt", ""),
    ]:
        write(tmp_path, **{name: text})
        digests.append(digest_corpus(tmp_path))
    assert len(set(digests)) == len(digests)
    write(tmp_path, skipped_csv="x")
    assert digest_corpus(tmp_path) == digests[-1]


def test_skipped_files_are_values(tmp_path: Path) -> None:
    write(tmp_path, a_csv="x")
    assert isinstance(read_corpus(tmp_path).skipped[0], SkippedFile)


def test_the_digest_changes_with_the_readers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest_corpus(tmp_path)
    monkeypatch.setattr(folder, "_readers_digest", lambda: b"another version")
    assert digest_corpus(tmp_path) != before


def test_a_file_of_one_document_is_read_with_its_overrides() -> None:
    overrides = SourceFields("عنوان", "دار")
    expected = Document("sub/a.txt", "نص", Source("عنوان", "دار"))
    assert read_file("sub/a.txt", "نص".encode(), overrides) == FileContents((expected,), ())
    assert read_file("sub/a.txt", "نص".encode()).documents[0].source == Source("نص")


def test_overrides_of_records_give_no_title_and_clear_none() -> None:
    overrides = SourceFields(publisher="دار", cleared=frozenset({"title", "author"}))
    data = '{"id": 1, "title": "أول", "author": "كاتب", "text": "نص"}'.encode()
    assert read_file("a.jsonl", data, overrides).documents == (
        Document("a.jsonl#1", "نص", Source("أول", "دار")),
    )


def test_what_is_wrong_with_a_record_has_its_line_and_with_a_file_has_none() -> None:
    found = read_file("a.jsonl", '{"id": 1, "text": "نص"}\n\n{"id": 2}'.encode())
    assert found.documents == (Document("a.jsonl#1", "نص", Source("نص")),)
    assert worded(found.skipped) == [("a.jsonl", "line 3: it has no `text`: write it")]
    whole = read_file("a.txt", b"...")
    assert whole == FileContents((), (SkippedFile("a.txt", reason("no_text")),))
    assert FileContents() == FileContents((), ())


@pytest.mark.parametrize(
    ("sidecars", "title"),
    [
        (["a.txt.source.yaml", "a.source.yaml"], "a.txt.source.yaml"),
        (["a.txt.source.yml", "a.source.yaml"], "a.txt.source.yml"),
        (["a.txt.source.yml", "a.txt.source.yaml"], "a.txt.source.yaml"),
        (["a.source.yml", "a.source.yaml"], "a.source.yaml"),
        (["a.SOURCE.YAML"], "a.SOURCE.YAML"),
    ],
)
def test_of_several_sidecars_the_own_and_then_the_first_wins(
    tmp_path: Path, sidecars: list[str], title: str
) -> None:
    write(tmp_path, a_txt="نص")
    for name in sidecars:
        (tmp_path / name).write_text(f"title: {name}", encoding="utf-8")
    corpus = read_corpus(tmp_path)
    assert [document.source.title for document in corpus.documents] == [title]
    assert corpus.skipped == ()


def test_a_sidecar_speaks_of_its_own_folder_alone(tmp_path: Path) -> None:
    write(tmp_path, a_txt="نص", sub__a_txt="نص", sub__a_source_yaml="title: عنوان")
    titles = {document.document_id: document.source.title for document in read_corpus(tmp_path).documents}
    assert titles == {"a.txt": "نص", "sub/a.txt": "عنوان"}


def test_what_was_skipped_comes_in_order_of_names(tmp_path: Path) -> None:
    write(tmp_path, c_csv="x", b_txt="...", a_source_yaml="title: x", d_txt="نص")
    assert [name for name, _ in reasons(read_corpus(tmp_path))] == ["a.source.yaml", "b.txt", "c.csv"]


def test_the_digest_of_a_folder_leaves_out_what_cannot_be_read_and_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, b_txt="نص")
    before = digest_corpus(tmp_path)
    write(tmp_path, a_txt="ك" * 90)
    monkeypatch.setattr(folder, "SIZE_LIMIT", 20)
    assert digest_corpus(tmp_path) == read_corpus(tmp_path).digest == before


def test_one_file_is_read_as_in_the_folder(tmp_path: Path) -> None:
    write(tmp_path, a_txt="العنوان\n\nالنص هنا.")
    assert (read_document("a.txt", (tmp_path / "a.txt").read_bytes()),) == read_corpus(tmp_path).documents


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        (
            "a.exe",
            b"MZ",
            "its type .exe is not read: the types are .docx, .htm, .html, .json, .jsonl, .md, .pdf, .txt",
        ),
        ("a.txt", b"  \n", "it is empty: write something into it, or remove it"),
        ("a.jsonl", b'{"id": "x"}', "line 1: it has no `text`: write it"),
        ("a.jsonl", b"\xef\xbb\xbf", "it holds no document: write something into it"),
        (
            "a.jsonl",
            '{"id": "x", "text": "نص"}\n{"id": "y", "text": "نص"}'.encode(),
            "it holds 2 documents: put it into the corpus folder",
        ),
    ],
)
def test_a_file_that_is_no_document_is_skipped_with_its_reason(name: str, data: bytes, reason: str) -> None:
    found = read_document(name, data)
    assert isinstance(found, SkippedFile)
    assert worded([found]) == [(name, reason)]


def test_a_file_of_one_record_is_its_document() -> None:
    found = read_document("a.jsonl", '{"id": "x", "text": "نص"}'.encode())
    assert isinstance(found, Document)
    assert (found.document_id, found.text) == ("a.jsonl#x", "نص")
