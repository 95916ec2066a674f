"""Generations of a folder, of files that any backend could have written."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.errors import IndexingError, IndexMismatchError
from retrieval.files import new_folder
from retrieval.index.generations import list_generations, open_generation, save_generation, tidy

DESCRIPTORS = Path("/proc/self/fd")


def save(folder: Path, text: str, *, version: str = "v1", corpus_digest: str = "d1") -> Path:
    def write(place: Path) -> None:
        (place / "b.txt").write_text(text, encoding="utf-8")
        (place / "in").mkdir()
        (place / "in" / "a.txt").write_text("طقس", encoding="utf-8")

    return save_generation(folder, write, version=version, corpus_digest=corpus_digest, documents=2)


def read(place: Path) -> str:
    return (place / "b.txt").read_text(encoding="utf-8")


def opened(folder: Path, *, version: str = "v1", corpus_digest: str | None = None) -> str:
    return open_generation(folder, read, version=version, corpus_digest=corpus_digest)


def names_in(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_generation_has_a_manifest_of_all_its_files(tmp_path: Path) -> None:
    generation = save(tmp_path / "new", "خبر")
    assert generation == tmp_path / "new" / "generation-000001"
    text = (generation / "manifest.json").read_text(encoding="utf-8")
    assert json.loads(text) == {
        "version": "v1",
        "corpus_digest": "d1",
        "documents": 2,
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


def test_a_number_is_one_above_the_highest_and_two_generations_that_are_whole_stay(tmp_path: Path) -> None:
    save(tmp_path, "أول").rename(tmp_path / "generation-000007")
    save(tmp_path, "ثان").rename(tmp_path / "generation-000041")
    damaged = save(tmp_path, "ثالث")
    (damaged / "b.txt").write_text("", encoding="utf-8")
    assert save(tmp_path, "رابع").name == "generation-000043"
    assert names_in(tmp_path) == ["generation-000041", "generation-000043"]


def test_a_generation_that_the_system_cannot_read_just_now_is_not_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for text in ("أول", "ثان"):
        save(tmp_path, text)

    def refuse(_: Path) -> str:
        raise OSError(24, "Too many open files")

    monkeypatch.setattr("retrieval.index.generations.load_manifest", refuse)
    save(tmp_path, "ثالث")
    assert names_in(tmp_path) == ["generation-000002", "generation-000003"]


def test_what_a_killed_writer_left_is_removed_and_what_a_live_one_writes_is_not(tmp_path: Path) -> None:
    (tmp_path / ".writing-x").mkdir()
    (tmp_path / ".writing-x" / "b.txt").write_text("", encoding="utf-8")
    (tmp_path / ".writing-y").write_text("", encoding="utf-8")
    with new_folder(tmp_path) as live:
        save(tmp_path, "خبر")
        assert names_in(tmp_path) == [live.name, "generation-000001"]
        tidy(tmp_path)
        assert live.exists()
    assert names_in(tmp_path) == ["generation-000001"]


def test_tidying_removes_generations_beyond_those_that_are_kept(tmp_path: Path) -> None:
    for text in ("أول", "ثان"):
        save(tmp_path, text)
    shutil.copytree(tmp_path / "generation-000002", tmp_path / "generation-000003")
    tidy(tmp_path)
    assert names_in(tmp_path) == ["generation-000002", "generation-000003"]
    tidy(tmp_path / "missing")


WRITER = """
import sys
from pathlib import Path
from retrieval.index.generations import save_generation

def write(place):
    (place / "b.txt").write_text(sys.argv[2])
    print("writing", flush=True)
    sys.stdin.readline()

folder = Path(sys.argv[1])
for _ in range(int(sys.argv[3])):
    save_generation(folder, write, version="v1", corpus_digest=sys.argv[2], documents=2)
"""


def writer(folder: Path, text: str, *, times: int = 1) -> subprocess.Popen[str]:
    """A process that saves generations, each when it gets a line."""
    return subprocess.Popen(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", WRITER, str(folder), text, str(times)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_writer_that_is_killed_leaves_the_older_generation_and_nothing_for_long(tmp_path: Path) -> None:
    save(tmp_path, "خبر")
    with writer(tmp_path, "half") as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        tidy(tmp_path)
        assert len(names_in(tmp_path)) == 2
        process.kill()
    assert opened(tmp_path) == "خبر"
    tidy(tmp_path)
    assert names_in(tmp_path) == ["generation-000001"]


def test_two_processes_that_save_at_once_both_save_all_of_theirs(tmp_path: Path) -> None:
    with writer(tmp_path, "one", times=8) as one, writer(tmp_path, "two", times=8) as two:
        for process in (one, two):
            process.communicate("\n" * 8)
    assert [process.returncode for process in (one, two)] == [0, 0]
    assert names_in(tmp_path) == ["generation-000015", "generation-000016"]
    assert opened(tmp_path) in {"one", "two"}


def test_a_generation_that_is_renamed_while_it_is_opened_is_found_under_its_new_name(tmp_path: Path) -> None:
    generation = save(tmp_path, "خبر")
    names: list[str] = []

    def read_late(place: Path) -> str:
        names.append(place.name)
        if len(names) == 1:
            generation.rename(tmp_path / "generation-000002")
        return read(place)

    assert open_generation(tmp_path, read_late, version="v1") == "خبر"
    assert names == ["generation-000001", "generation-000002"]


def test_a_writer_that_fails_leaves_the_folder_as_it_was(tmp_path: Path) -> None:
    save(tmp_path, "خبر")

    def fail(place: Path) -> None:
        (place / "b.txt").write_text("", encoding="utf-8")
        raise OSError(28, "no space left on device")

    with pytest.raises(IndexingError) as raised:
        save_generation(tmp_path, fail, version="v1", corpus_digest="d1", documents=2)
    assert str(raised.value) == f"the index cannot be saved in {tmp_path}: no space left on device"
    assert [path.name for path in tmp_path.iterdir()] == ["generation-000001"]


def test_an_error_without_a_message_of_the_system_is_reported_by_its_own(tmp_path: Path) -> None:
    def fail(_place: Path) -> None:
        raise OSError("disk gone")

    with pytest.raises(IndexingError, match=r"cannot be saved in .*: disk gone$"):
        save_generation(tmp_path, fail, version="v1", corpus_digest="d1", documents=2)


def test_a_writer_that_is_interrupted_leaves_nothing_behind(tmp_path: Path) -> None:
    def interrupt(_place: Path) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        save_generation(tmp_path, interrupt, version="v1", corpus_digest="d1", documents=2)
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
