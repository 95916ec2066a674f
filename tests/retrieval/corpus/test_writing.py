from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest

from retrieval import CorpusError, Source, read_corpus, write_document
from retrieval.corpus import folder
from retrieval.corpus.writing import NAME_LIMIT, Written

TEXT = "العنوان\n\nافتتح الجسر سنة 1987."
SOURCE = Source("جسر: الوادي «القديم»", "بلدية الوادي", None, date(1987, 5, 1), "https://example.org/b?a=1#x")


def names(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())


def test_what_was_written_is_read_back_with_its_source(tmp_path: Path) -> None:
    written = write_document(tmp_path, "news/bridge.txt", TEXT.encode(), SOURCE)
    assert written == Written("news/bridge.txt", "news/bridge.txt.source.yaml")
    (document,) = read_corpus(tmp_path).documents
    assert (document.document_id, document.text, document.source) == ("news/bridge.txt", TEXT, SOURCE)
    assert read_corpus(tmp_path).skipped == ()


def test_a_field_that_is_unknown_stays_unknown_whatever_the_file_gives(tmp_path: Path) -> None:
    page = "---\ntitle: من الملف\npublisher: دار\n---\nنص الوثيقة هنا."
    write_document(tmp_path, "a.md", page.encode(), Source("عنوان"))
    (document,) = read_corpus(tmp_path).documents
    assert document.source == Source("عنوان")


def test_without_a_source_no_sidecar_is_written(tmp_path: Path) -> None:
    assert write_document(tmp_path, "a.txt", TEXT.encode()) == Written("a.txt", None)
    assert names(tmp_path) == ["a.txt"]


def test_a_file_that_is_there_is_not_replaced_unless_asked_for(tmp_path: Path) -> None:
    write_document(tmp_path, "a.txt", b"one", SOURCE)
    with pytest.raises(CorpusError, match="choose another name"):
        write_document(tmp_path, "a.txt", b"two", SOURCE)
    assert (tmp_path / "a.txt").read_bytes() == b"one"
    write_document(tmp_path, "a.txt", b"two", replace=True)
    assert (tmp_path / "a.txt").read_bytes() == b"two"
    assert names(tmp_path) == ["a.txt"]


@pytest.mark.parametrize(
    "name",
    [
        *("", "/a.txt", "../a.txt", "a/../../b.txt", ".hidden.txt", "~$a.docx", "a//b.txt", "a/", "./a.txt"),
        *("a\\b.txt", "a\n.txt", "a\x00.txt", ".git/a.txt"),
    ],
)
def test_a_name_that_leads_elsewhere_or_is_hidden_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "corpus").mkdir()
    with pytest.raises(CorpusError, match="is no name for a document"):
        write_document(tmp_path / "corpus", name, b"x")
    assert names(tmp_path) == []


@pytest.mark.parametrize("name", ["a", "a.exe", "a.txt.source.yaml", "a.source.yml"])
def test_a_name_of_a_type_that_is_not_read_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(CorpusError, match="the types are"):
        write_document(tmp_path, name, b"x")


def test_the_longest_name_is_written_and_a_longer_one_refused(tmp_path: Path) -> None:
    longest = "ا" * ((NAME_LIMIT - len(".txt")) // 2) + ".txt"
    write_document(tmp_path, longest, TEXT.encode(), SOURCE)
    with pytest.raises(CorpusError, match="too long"):
        write_document(tmp_path, "a" + longest, TEXT.encode())
    assert len(read_corpus(tmp_path).documents) == 1


def test_a_link_that_leads_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "corpus" / "out").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "corpus" / "a.txt").symlink_to(tmp_path / "elsewhere" / "a.txt")
    with pytest.raises(CorpusError, match="leads out of the corpus folder"):
        write_document(tmp_path / "corpus", "out/a.txt", b"x")
    with pytest.raises(CorpusError, match="choose another name"):
        write_document(tmp_path / "corpus", "a.txt", b"x", replace=True)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_corpus_folder_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="does not exist: create it"):
        write_document(tmp_path / "corpus", "a.txt", b"x")


def test_what_is_too_large_is_not_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "SIZE_LIMIT", 3)
    write_document(tmp_path, "a.txt", b"abc")
    with pytest.raises(CorpusError, match=r"b\.txt: it is too large"):
        write_document(tmp_path, "b.txt", b"abcd")
    assert names(tmp_path) == ["a.txt"]


def test_a_full_disk_is_an_error_and_leaves_no_half_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_document(tmp_path, "a.txt", b"one")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CorpusError, match=r"a\.txt cannot be written: no space left on device"):
        write_document(tmp_path, "a.txt", b"two", replace=True)
    assert (tmp_path / "a.txt").read_bytes() == b"one"
    assert names(tmp_path) == ["a.txt"]


def test_a_sidecar_has_every_field_on_a_line_of_its_own(tmp_path: Path) -> None:
    title = "عنوان طويل " * 30
    write_document(tmp_path, "a.txt", TEXT.encode(), Source(title, published=date(2020, 1, 2)))
    assert (tmp_path / "a.txt.source.yaml").read_text(encoding="utf-8") == (
        f"title: '{title}'\npublisher: null\nauthor: null\npublished: '2020-01-02'\nurl: null\n"
    )


def test_anybody_may_read_what_was_written(tmp_path: Path) -> None:
    write_document(tmp_path, "a.txt", TEXT.encode(), SOURCE)
    assert [path.stat().st_mode & 0o777 for path in tmp_path.iterdir()] == [0o644] * 2


def test_folders_are_made_and_may_be_there(tmp_path: Path) -> None:
    for name in ("a/b/c.txt", "a/b/d.txt", "a/e.txt"):
        assert write_document(tmp_path, name, TEXT.encode()) == Written(name, None)
    assert names(tmp_path) == ["a/b/c.txt", "a/b/d.txt", "a/e.txt"]


def test_a_file_is_no_folder_and_a_folder_is_no_file(tmp_path: Path) -> None:
    write_document(tmp_path, "a.txt", b"one")
    with pytest.raises(CorpusError, match=r"a\.txt/b\.txt cannot be written: "):
        write_document(tmp_path, "a.txt/b.txt", b"two")
    (tmp_path / "c.txt").mkdir()
    for replace in (False, True):
        with pytest.raises(CorpusError, match=r"c\.txt is in the corpus folder already: choose another name"):
            write_document(tmp_path, "c.txt", b"two", replace=replace)


def test_a_new_document_is_written_where_it_may_replace_one(tmp_path: Path) -> None:
    assert write_document(tmp_path, "a.txt", b"one", replace=True) == Written("a.txt", None)
    assert write_document(tmp_path, "a.txt", b"two", SOURCE, replace=True).sidecar == "a.txt.source.yaml"
    assert (tmp_path / "a.txt").read_bytes() == b"two"


def test_a_sidecar_that_waits_for_its_document_stays(tmp_path: Path) -> None:
    (tmp_path / "a.txt.source.yaml").write_text("title: عنوان", encoding="utf-8")
    write_document(tmp_path, "a.txt", TEXT.encode())
    assert names(tmp_path) == ["a.txt", "a.txt.source.yaml"]


def test_a_folder_with_too_long_a_name_is_refused(tmp_path: Path) -> None:
    write_document(tmp_path, f"{'a' * 200}/b.txt", b"x")
    with pytest.raises(CorpusError, match="is too long: at most 200 bytes a part"):
        write_document(tmp_path, f"{'a' * 201}/b.txt", b"x")


def test_an_error_without_words_is_reported_by_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int) -> None:
        raise OSError

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(CorpusError, match=r"a\.txt cannot be written: OSError"):
        write_document(tmp_path, "a.txt", b"x")
    assert names(tmp_path) == []
