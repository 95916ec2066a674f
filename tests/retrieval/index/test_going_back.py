"""Going back to the generation before, in one rename, with a note of what was rejected."""

from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.errors import IndexingError
from retrieval.index.generations import list_generations, open_generation, save_generation
from retrieval.index.going_back import SavedIndex, go_back, is_whole, list_saved, make_newest


def save(folder: Path, digest: str, *, version: str = "v1", documents: int = 3) -> Path:
    def write(place: Path) -> None:
        (place / "a.txt").write_text(digest, encoding="utf-8")

    return save_generation(
        folder,
        write,
        version=version,
        corpus_digest=digest,
        documents=documents,
    )


def served(folder: Path) -> str:
    return open_generation(folder, lambda place: (place / "a.txt").read_text(encoding="utf-8"), version="v1")


def names_in(folder: Path) -> list[str]:
    return [path.name for path in list_generations(folder)]


def test_the_generation_before_serves_and_the_rejected_one_is_kept(tmp_path: Path) -> None:
    save(tmp_path, "old", documents=16)
    save(tmp_path, "new", documents=2)
    go_back(tmp_path, "v1")
    assert served(tmp_path) == "old"
    assert list_saved(tmp_path, "v1") == [
        SavedIndex(tmp_path / "generation-000003", "old", 16, instead_of="new"),
        SavedIndex(tmp_path / "generation-000002", "new", 2, instead_of=None),
    ]


def test_there_is_no_way_further_back_and_the_rejected_one_can_be_had_again(tmp_path: Path) -> None:
    save(tmp_path, "old")
    save(tmp_path, "new")
    go_back(tmp_path, "v1")
    with pytest.raises(IndexingError, match="the earlier index answers already: reindex for a new one"):
        go_back(tmp_path, "v1")
    make_newest(list_saved(tmp_path, "v1")[1])
    assert served(tmp_path) == "new"
    assert [each.instead_of for each in list_saved(tmp_path, "v1")] == [None, "new"]
    go_back(tmp_path, "v1")
    assert served(tmp_path) == "old"


@pytest.mark.parametrize("saved", [0, 1])
def test_without_an_earlier_generation_there_is_nothing_to_go_back_to(tmp_path: Path, saved: int) -> None:
    for _ in range(saved):
        save(tmp_path, "only")
    before = names_in(tmp_path)
    with pytest.raises(IndexingError, match="no earlier index is saved: there is nothing to go back to"):
        go_back(tmp_path, "v1")
    with pytest.raises(IndexingError, match="no index is saved"):
        go_back(tmp_path / "missing", "v1")
    assert names_in(tmp_path) == before


def test_a_generation_of_another_version_or_a_damaged_one_is_nothing_to_go_back_to(tmp_path: Path) -> None:
    save(tmp_path, "other", version="v0")
    save(tmp_path, "new")
    with pytest.raises(IndexingError, match="no earlier index is saved"):
        go_back(tmp_path, "v1")
    save(tmp_path, "newer")
    (tmp_path / "generation-000002" / "a.txt").write_text("x", encoding="utf-8")
    assert [is_whole(each) for each in list_saved(tmp_path, "v1")] == [True, False]
    with pytest.raises(IndexingError, match="no earlier index is saved"):
        go_back(tmp_path, "v1")
    assert served(tmp_path) == "newer"


def test_a_process_that_is_killed_before_the_rename_has_changed_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(tmp_path, "old")
    save(tmp_path, "new")

    def refuse(_: Path, __: Path) -> Path:
        raise OSError(30, "read-only file system")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(IndexingError, match="cannot be written: read-only file system"):
        go_back(tmp_path, "v1")
    assert served(tmp_path) == "new"
    newest = list_saved(tmp_path, "v1")[0]
    assert (newest.corpus_digest, newest.instead_of) == ("new", None)
    with pytest.raises(IndexingError, match="cannot be written: read-only file system"):
        make_newest(list_saved(tmp_path, "v1")[1])


@pytest.mark.parametrize(
    "manifest",
    ["", "[]", "{}", '{"version": "v1"}', '{"version": "v1", "corpus_digest": 1, "documents": "x"}'],
)
def test_a_manifest_that_cannot_be_understood_is_passed_over(tmp_path: Path, manifest: str) -> None:
    save(tmp_path, "old")
    (save(tmp_path, "new") / "manifest.json").write_text(manifest, encoding="utf-8")
    assert [each.corpus_digest for each in list_saved(tmp_path, "v1")] == ["old"]


@pytest.mark.parametrize("note", ["", "[]", "{}", "\xff"])
def test_a_note_that_cannot_be_understood_is_none(tmp_path: Path, note: str) -> None:
    (save(tmp_path, "old") / "instead-of.json").write_text(note, encoding="latin-1")
    assert [each.instead_of for each in list_saved(tmp_path, "v1")] == [None]
