from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import IndexingError, IndexMismatchError
from retrieval.index.semantic.embedder import Vectors
from retrieval.index.semantic.passage_vectors import BATCH, build_vectors, load_vectors
from retrieval.index.semantic.vector_store import VectorStore
from retrieval.types import Passage, Span
from tests.retrieval.index.semantic.semantic_models import GramEmbedder, OtherEmbedder


def passages(count: int, start: int = 0) -> list[Passage]:
    texts = [f"فقرة رقم {number} عن موضوع {number * 7}" for number in range(start, start + count)]
    return [
        Passage("d", place, 0, len(text), text, (Span(0, len(text)),)) for place, text in enumerate(texts)
    ]


def rows_of(given: list[Passage]) -> Vectors:
    return GramEmbedder().embed_passages([passage.text for passage in given])


class Counting:
    """Makes one embedder and keeps it, to see how much it was asked."""

    def __init__(self) -> None:
        self.embedder = GramEmbedder()

    def __call__(self) -> GramEmbedder:
        return self.embedder


def test_each_passage_has_its_row_and_progress_is_reported(tmp_path: Path) -> None:
    steps: list[tuple[int, int]] = []
    given = passages(BATCH + 4)
    actual = build_vectors(given, GramEmbedder, tmp_path, progress=lambda *done: steps.append(done))
    assert actual.model == GramEmbedder.name
    assert np.allclose(actual.rows, rows_of(given))
    assert steps == [(0, BATCH + 4), (BATCH, BATCH + 4), (BATCH + 4, BATCH + 4)]


def test_a_second_run_embeds_only_what_changed_and_forgets_what_is_gone(tmp_path: Path) -> None:
    build_vectors(passages(10), GramEmbedder, tmp_path)
    counting = Counting()
    later = passages(10, start=4)
    actual = build_vectors(later, counting, tmp_path)
    assert counting.embedder.embedded == 4
    assert np.allclose(actual.rows, rows_of(later), atol=1e-3)
    assert len(VectorStore(tmp_path, GramEmbedder.name, GramEmbedder.dimensions).load()) == 10


def test_nothing_is_written_where_nothing_changed(tmp_path: Path) -> None:
    build_vectors(passages(3), GramEmbedder, tmp_path)
    before = {file.name: file.stat().st_mtime_ns for file in tmp_path.iterdir()}
    build_vectors(passages(3), GramEmbedder, tmp_path)
    assert {file.name: file.stat().st_mtime_ns for file in tmp_path.iterdir()} == before


class Stopping(GramEmbedder):
    """Is stopped in the middle of its work."""

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        if self.embedded >= 20 * BATCH:
            raise KeyboardInterrupt
        return super().embed_passages(texts)


def test_a_stopped_run_goes_on_where_it_was(tmp_path: Path) -> None:
    given = passages(24 * BATCH)
    with pytest.raises(KeyboardInterrupt):
        build_vectors(given, Stopping, tmp_path)
    counting = Counting()
    actual = build_vectors(given, counting, tmp_path)
    assert counting.embedder.embedded == 8 * BATCH  # 16 batches of 20 had been written
    assert np.allclose(actual.rows, rows_of(given), atol=1e-3)


def test_several_processes_make_the_same_rows(tmp_path: Path) -> None:
    given = passages(3 * BATCH)
    actual = build_vectors(given, GramEmbedder, tmp_path, processes=2)
    assert np.allclose(actual.rows, rows_of(given))


def test_equal_passages_share_a_vector_and_no_passages_have_none(tmp_path: Path) -> None:
    counting = Counting()
    twice = [passages(1)[0], passages(1)[0]]
    assert build_vectors(twice, counting, tmp_path).rows.shape == (2, GramEmbedder.dimensions)
    assert counting.embedder.embedded == 1
    assert build_vectors([], counting, tmp_path).rows.shape == (0, GramEmbedder.dimensions)


def test_vectors_are_loaded_without_making_any(tmp_path: Path) -> None:
    given = passages(5)
    build_vectors(given, GramEmbedder, tmp_path)
    assert np.allclose(load_vectors(given, GramEmbedder(), tmp_path).rows, rows_of(given), atol=1e-3)
    with pytest.raises(IndexMismatchError, match="1 of 6 passages"):
        load_vectors(passages(6), GramEmbedder(), tmp_path)
    with pytest.raises(IndexMismatchError, match="5 of 5 passages"):
        load_vectors(given, OtherEmbedder(), tmp_path)


def store_in(folder: Path, dimensions: int = GramEmbedder.dimensions) -> VectorStore:
    return VectorStore(folder, GramEmbedder.name, dimensions)


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"version": 1, "model": "grams-1", "parts": 3}'])
def test_a_damaged_manifest_is_as_none(tmp_path: Path, manifest: str) -> None:
    build_vectors(passages(3), GramEmbedder, tmp_path)
    (tmp_path / "manifest.json").write_text(manifest, encoding="utf-8")
    assert store_in(tmp_path).load() == {}


def test_a_part_that_is_not_as_it_was_written_is_not_read(tmp_path: Path) -> None:
    build_vectors(passages(3), GramEmbedder, tmp_path)
    part = next(tmp_path.glob("part-*.npz"))
    part.write_bytes(part.read_bytes()[:-1] + b"x")
    assert store_in(tmp_path).load() == {}
    part.unlink()
    assert store_in(tmp_path).load() == {}


@pytest.mark.parametrize(
    "arrays", [{}, {"digests": np.zeros((2, 16), np.uint8), "vectors": np.zeros((2, 3))}]
)
def test_a_part_of_another_shape_is_not_read(tmp_path: Path, arrays: dict[str, np.ndarray]) -> None:
    np.savez(tmp_path / "part-1.npz", **arrays)  # type: ignore[arg-type]

    checksum = hashlib.sha256((tmp_path / "part-1.npz").read_bytes()).hexdigest()
    manifest = {"version": 1, "model": GramEmbedder.name, "parts": {"part-1.npz": checksum}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert store_in(tmp_path).load() == {}


def test_a_part_that_is_no_archive_is_not_read(tmp_path: Path) -> None:

    (tmp_path / "part-1.npz").write_bytes(b"PK no archive")
    checksum = hashlib.sha256(b"PK no archive").hexdigest()
    manifest = {"version": 1, "model": GramEmbedder.name, "parts": {"part-1.npz": checksum}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert store_in(tmp_path).load() == {}


def test_a_folder_that_cannot_be_written_is_reported(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(IndexingError, match="cannot be saved"):
        build_vectors(passages(1), GramEmbedder, tmp_path / "file" / "vectors")


def test_a_write_that_fails_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(IndexingError, match="no space left"):
        build_vectors(passages(1), GramEmbedder, tmp_path)
    assert list(tmp_path.iterdir()) == []
