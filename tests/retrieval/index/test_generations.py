"""Generations of a folder, of files that any backend could have written."""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path

import pytest

from retrieval.errors import IndexingError, IndexMismatchError
from retrieval.index.generations import list_generations, open_generation, save_generation

DESCRIPTORS = Path("/proc/self/fd")


def save(folder: Path, text: str, *, version: str = "v1", corpus_digest: str = "d1") -> Path:
    def write(place: Path) -> None:
        (place / "b.txt").write_text(text, encoding="utf-8")
        (place / "in").mkdir()
        (place / "in" / "a.txt").write_text("طقس", encoding="utf-8")

    return save_generation(folder, write, version=version, corpus_digest=corpus_digest)


def read(place: Path) -> str:
    return (place / "b.txt").read_text(encoding="utf-8")


def opened(folder: Path, *, version: str = "v1", corpus_digest: str | None = None) -> str:
    return open_generation(folder, read, version=version, corpus_digest=corpus_digest)


def test_a_generation_has_a_manifest_of_all_its_files(tmp_path: Path) -> None:
    generation = save(tmp_path / "new", "خبر")
    assert generation == tmp_path / "new" / "generation-000001"
    text = (generation / "manifest.json").read_text(encoding="utf-8")
    assert json.loads(text) == {
        "version": "v1",
        "corpus_digest": "d1",
        "checksums": {
            "b.txt": hashlib.sha256("خبر".encode()).hexdigest(),
            "in/a.txt": hashlib.sha256("طقس".encode()).hexdigest(),
        },
    }
    assert text.startswith('{\n "version"')
    assert opened(tmp_path / "new") == "خبر"


def test_the_newest_generation_that_fits_is_read(tmp_path: Path) -> None:
    save(tmp_path, "أول")
    save(tmp_path, "ثان", corpus_digest="d2")
    assert [opened(tmp_path), opened(tmp_path, corpus_digest="d1"), opened(tmp_path, corpus_digest="d2")] == [
        "ثان",
        "أول",
        "ثان",
    ]


def test_where_none_fits_the_reason_is_that_of_the_newest(tmp_path: Path) -> None:
    save(tmp_path, "أول", version="v2")
    newest = save(tmp_path, "ثان", corpus_digest="d2")
    with pytest.raises(IndexMismatchError) as raised:
        opened(tmp_path, corpus_digest="d1")
    assert str(raised.value) == f"the index in {newest} is of another corpus"
    with pytest.raises(IndexMismatchError) as raised:
        opened(tmp_path, version="v3")
    assert str(raised.value) == f"the index in {newest} is of another version"


def test_a_file_that_changed_is_named(tmp_path: Path) -> None:
    generation = save(tmp_path, "خبر")
    (generation / "in" / "a.txt").write_text("غيم", encoding="utf-8")
    with pytest.raises(IndexMismatchError) as raised:
        opened(tmp_path)
    assert str(raised.value) == f"the index in {generation} is damaged: in/a.txt is not as it was written"


@pytest.mark.parametrize("manifest", ["", "{}", "[]", '{"version": "v1", "checksums": {"gone": "0"}}'])
def test_a_damaged_manifest_is_a_mismatch(tmp_path: Path, manifest: str) -> None:
    generation = save(tmp_path, "خبر")
    (generation / "manifest.json").write_text(manifest, encoding="utf-8")
    with pytest.raises(IndexMismatchError, match="is damaged"):
        opened(tmp_path)


@pytest.mark.parametrize("folder", ["missing", "file"])
def test_without_a_generation_nothing_is_read(tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert list_generations(tmp_path / folder) == []
    with pytest.raises(IndexMismatchError) as raised:
        opened(tmp_path / folder)
    assert str(raised.value) == f"no index is saved in {tmp_path / folder}"


def test_generations_are_listed_newest_first_by_their_numbers(tmp_path: Path) -> None:
    names = ["generation-000002", "generation-1000000", "generation-999999", "generation-000010"]
    for name in (*names, "generation-12345", "generation-000003x", "xgeneration-000004", "vectors"):
        (tmp_path / name).mkdir()
    assert [path.name for path in list_generations(tmp_path)] == [
        "generation-1000000",
        "generation-999999",
        "generation-000010",
        "generation-000002",
    ]


def test_a_number_is_one_above_the_highest_and_two_generations_stay(tmp_path: Path) -> None:
    for name in ("generation-000007", "generation-000041"):
        (tmp_path / name).mkdir()
    assert save(tmp_path, "خبر").name == "generation-000042"
    assert [path.name for path in list_generations(tmp_path)] == ["generation-000042", "generation-000041"]


@pytest.mark.parametrize(("age", "stays"), [(24 * 3600 - 60, True), (24 * 3600 + 60, False)])
def test_a_half_written_generation_is_cleared_a_day_later(tmp_path: Path, age: int, *, stays: bool) -> None:
    hidden = tmp_path / ".writing-x"
    hidden.mkdir()
    (hidden / "b.txt").write_text("", encoding="utf-8")
    os.utime(hidden, (time.time() - age,) * 2)
    save(tmp_path, "خبر")
    assert hidden.exists() is stays


def test_a_writer_that_fails_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    save(tmp_path, "خبر")

    def fail(place: Path) -> None:
        (place / "b.txt").write_text("", encoding="utf-8")
        raise OSError(28, "No space left on device")

    with pytest.raises(IndexingError) as raised:
        save_generation(tmp_path, fail, version="v1", corpus_digest="d1")
    assert str(raised.value) == f"the index cannot be saved in {tmp_path}: No space left on device"
    assert [path.name for path in tmp_path.iterdir()] == ["generation-000001"]


def test_an_error_without_a_message_of_the_system_is_reported_by_its_own(tmp_path: Path) -> None:
    def fail(_place: Path) -> None:
        raise OSError("disk gone")

    with pytest.raises(IndexingError, match=r"cannot be saved in .*: disk gone$"):
        save_generation(tmp_path, fail, version="v1", corpus_digest="d1")


def test_a_writer_that_is_interrupted_leaves_nothing_behind(tmp_path: Path) -> None:
    def interrupt(_place: Path) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save_generation(tmp_path, interrupt, version="v1", corpus_digest="d1")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(not DESCRIPTORS.exists(), reason="open files are listed on Linux alone")
def test_all_files_and_folders_are_flushed_before_and_after_the_rename(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    flushed: list[str] = []
    real = os.fsync

    def note(descriptor: int) -> None:
        flushed.append((DESCRIPTORS / str(descriptor)).readlink().name)
        real(descriptor)

    monkeypatch.setattr(os, "fsync", note)
    before = len(list(DESCRIPTORS.iterdir()))
    save(tmp_path, "خبر")
    names = [name for name in flushed if not name.startswith(".writing-")]
    assert names[:3] == ["b.txt", "a.txt", "manifest.json"]
    assert sorted(names[3:]) == sorted(["in", tmp_path.name])
    assert names[-1] == tmp_path.name
    assert len(flushed) - len(names) == 1  # the folder itself, under its hidden name
    assert len(list(DESCRIPTORS.iterdir())) == before


def test_a_number_that_another_writer_takes_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = Path.rename
    taken: list[str] = []

    def race(self: Path, target: Path) -> Path:
        if not taken:
            taken.append(target.name)
            target.mkdir()
            (target / "b.txt").write_text("", encoding="utf-8")
        return real(self, target)

    monkeypatch.setattr(Path, "rename", race)
    assert save(tmp_path, "خبر").name == "generation-000002"
    assert taken == ["generation-000001"]
