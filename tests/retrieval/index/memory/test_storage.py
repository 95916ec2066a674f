from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import IndexingError, IndexMismatchError
from retrieval.index import build_index, generations
from retrieval.index.memory.rank_bm25_index import RankBM25Index
from retrieval.index.memory.storage import load_index, save_index
from retrieval.types import Corpus, Document, Page, SkippedFile, Source, Span
from tests.retrieval.index.corpora import ask, corpus_of
from tests.retrieval.wording import odd

TEXT = "أول العنوان\nاجتمع الوفدان في جنيف. انتهت المحادثات مساء."
DOCUMENT = Document(
    "a.html",
    TEXT,
    Source("اجتماع جنيف", "الناشر", "الكاتب", date(2022, 1, 10), "https://example.org/a"),
    (Span(0, 11),),
    (Page(1, 0), Page(3, 12)),
)
CORPUS = Corpus(
    (DOCUMENT, Document("b", "", Source("بلا نص"))), (SkippedFile("c.pdf", odd("damaged")),), "digest"
)


def contents_of(index: RankBM25Index) -> tuple[object, ...]:
    contents = index.contents
    arrays = [contents.layout.starts, contents.layout.stems, contents.fields.gram.scores]
    plain = (contents.documents, contents.skipped, contents.passages, contents.built_at, contents.title_words)
    return (*plain, contents.fields.word.terms, [array.tolist() for array in arrays])


def test_a_loaded_index_is_the_saved_one(tmp_path: Path) -> None:
    index = build_index(CORPUS)
    save_index(index, tmp_path / "new" / "folder")
    loaded = load_index(tmp_path / "new" / "folder", corpus_digest="digest")
    assert contents_of(loaded) == contents_of(index)
    assert loaded.search(ask("محادثات جنيف")) == index.search(ask("محادثات جنيف"))
    assert (loaded.documents, loaded.skipped) == (CORPUS.documents, CORPUS.skipped)
    assert (loaded.corpus_digest, loaded.built_at) == ("digest", index.built_at)


@pytest.mark.parametrize("corpus", [Corpus(()), corpus_of(""), corpus_of("…")])
def test_an_index_without_words_is_saved_and_loaded(tmp_path: Path, corpus: Corpus) -> None:
    save_index(build_index(corpus), tmp_path)
    assert load_index(tmp_path).documents == corpus.documents


def test_a_missing_folder_holds_no_index(tmp_path: Path) -> None:
    with pytest.raises(IndexMismatchError, match="no index is saved"):
        load_index(tmp_path / "missing")


def test_an_index_of_another_corpus_is_not_loaded(tmp_path: Path) -> None:
    save_index(build_index(CORPUS), tmp_path)
    with pytest.raises(IndexMismatchError, match="another corpus"):
        load_index(tmp_path, corpus_digest="other")


def test_an_index_of_another_version_is_not_loaded(tmp_path: Path) -> None:
    manifest = save_index(build_index(CORPUS), tmp_path) / "manifest.json"
    manifest.write_text(json.dumps(json.loads(manifest.read_text()) | {"version": "0"}))
    with pytest.raises(IndexMismatchError, match="another version"):
        load_index(tmp_path)


@pytest.mark.parametrize("name", ["manifest.json", "contents.json", "arrays.npz"])
@pytest.mark.parametrize("left", [0, 0.5, 0.99])
def test_a_truncated_index_is_not_loaded(tmp_path: Path, name: str, left: float) -> None:
    file = save_index(build_index(CORPUS), tmp_path) / name
    content = file.read_bytes()
    file.write_bytes(content[: int(len(content) * left)])
    with pytest.raises(IndexMismatchError, match="damaged"):
        load_index(tmp_path)


@pytest.mark.parametrize("name", ["manifest.json", "contents.json", "arrays.npz"])
def test_an_index_with_a_missing_file_is_not_loaded(tmp_path: Path, name: str) -> None:
    (save_index(build_index(CORPUS), tmp_path) / name).unlink()
    with pytest.raises(IndexMismatchError, match="damaged"):
        load_index(tmp_path)


def test_a_foreign_archive_with_right_checksums_is_not_loaded(tmp_path: Path) -> None:
    generation = save_index(build_index(CORPUS), tmp_path)
    np.savez(generation / "arrays.npz", other=np.zeros(3))
    manifest = json.loads((generation / "manifest.json").read_text())
    manifest["checksums"]["arrays.npz"] = generations._checksum(generation / "arrays.npz")
    (generation / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(IndexMismatchError, match="damaged"):
        load_index(tmp_path)


def test_the_generation_before_serves_when_the_newest_is_damaged(tmp_path: Path) -> None:
    save_index(build_index(corpus_of("أول")), tmp_path)
    newest = save_index(build_index(corpus_of("ثان")), tmp_path)
    (newest / "contents.json").write_text("{")
    assert [document.text for document in load_index(tmp_path).documents] == ["أول"]


def test_a_half_written_index_is_passed_over(tmp_path: Path) -> None:
    save_index(build_index(CORPUS), tmp_path)
    (tmp_path / ".writing-x").mkdir()
    (tmp_path / ".writing-x" / "contents.json").write_text("{")
    assert load_index(tmp_path).documents == CORPUS.documents


def test_what_a_killed_writer_left_is_cleared_by_the_next_one(tmp_path: Path) -> None:
    (tmp_path / ".writing-old").mkdir()
    save_index(build_index(CORPUS), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["generation-000001"]


def test_two_generations_are_kept(tmp_path: Path) -> None:
    for text in ("أول", "ثان", "ثالث"):
        save_index(build_index(corpus_of(text)), tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["generation-000002", "generation-000003"]


def test_a_failed_save_is_an_error_and_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(IndexingError, match="cannot be saved"):
        save_index(build_index(CORPUS), tmp_path / "file" / "folder")


def test_a_save_that_breaks_off_leaves_the_older_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_index(build_index(CORPUS), tmp_path)

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "no space left on device")

    monkeypatch.setattr(np, "savez", full)
    with pytest.raises(IndexingError, match="no space left on device"):
        save_index(build_index(corpus_of("ثان")), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["generation-000001"]
    assert load_index(tmp_path).documents == CORPUS.documents


def test_a_number_taken_meanwhile_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save_index(build_index(CORPUS), tmp_path)
    seen = iter([[], generations.list_generations(tmp_path)])
    real = generations.list_generations
    monkeypatch.setattr(generations, "list_generations", lambda folder: next(seen, real(folder)))
    assert save_index(build_index(CORPUS), tmp_path).name == "generation-000002"


def test_a_rename_that_fails_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> Path:
        raise OSError(13, "permission denied")

    monkeypatch.setattr(Path, "rename", refuse)
    with pytest.raises(IndexingError, match="permission denied"):
        save_index(build_index(CORPUS), tmp_path)
    assert list(tmp_path.iterdir()) == []


class Opened:
    """Leaves a mark when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.mark,)


def test_an_archive_that_holds_a_pickle_is_refused_and_never_unpickled(tmp_path: Path) -> None:
    generation, mark = save_index(build_index(CORPUS), tmp_path), tmp_path / "mark"
    with np.load(generation / "arrays.npz") as arrays:
        kept = dict(arrays)
    name = next(iter(kept))
    np.savez(
        generation / "arrays.npz", allow_pickle=True, **{**kept, name: np.array([Opened(mark)], dtype=object)}
    )
    manifest = json.loads((generation / "manifest.json").read_text())
    manifest["checksums"]["arrays.npz"] = generations._checksum(generation / "arrays.npz")
    (generation / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(IndexMismatchError, match="damaged"):
        load_index(tmp_path)
    assert not mark.exists()
