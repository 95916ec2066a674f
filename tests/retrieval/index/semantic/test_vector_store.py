from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from retrieval.errors import IndexingError
from retrieval.index.semantic.embedder import Vectors
from retrieval.index.semantic.vector_store import FORMAT_VERSION, VectorStore

ONE, TWO, THREE = b"1" * 16, b"2" * 16, b"3" * 16


def vector(*values: float) -> Vectors:
    return np.array(values, np.float32)


def plain(vectors: dict[bytes, Vectors]) -> dict[bytes, list[float]]:
    return {digest: row.tolist() for digest, row in vectors.items()}


def manifest_of(folder: Path) -> dict[str, object]:
    manifest: dict[str, object] = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    return manifest


def test_what_was_added_is_loaded_part_by_part(tmp_path: Path) -> None:
    store = VectorStore(tmp_path / "new", "m", 2)
    store.add({ONE: vector(0.5, 0.25), TWO: vector(1, 0)})
    store.add({THREE: vector(0, -1)})
    loaded = VectorStore(tmp_path / "new", "m", 2).load()
    assert plain(loaded) == {ONE: [0.5, 0.25], TWO: [1, 0], THREE: [0, -1]}
    assert {row.dtype.name for row in loaded.values()} == {"float32"}
    assert len(list((tmp_path / "new").glob("part-*.npz"))) == 2


def test_parts_are_named_by_their_digests_and_keep_half_floats(tmp_path: Path) -> None:
    VectorStore(tmp_path, "m", 2).add({ONE: vector(0.5, 0.25)})
    (part,) = tmp_path.glob("part-*.npz")
    checksum = hashlib.sha256(part.read_bytes()).hexdigest()
    assert part.name == f"part-{checksum[:16]}.npz"
    assert manifest_of(tmp_path) == {"version": 1, "model": "m", "parts": {part.name: checksum}}
    assert FORMAT_VERSION == 1
    assert (tmp_path / "manifest.json").read_text(encoding="utf-8").startswith('{\n "version"')
    with np.load(part, allow_pickle=False) as arrays:
        assert (arrays["vectors"].dtype.name, arrays["digests"].shape) == ("float16", (1, 16))
    assert sorted(file.name for file in tmp_path.iterdir()) == ["manifest.json", part.name]


def test_what_is_kept_only_takes_the_place_of_all_parts(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, "m", 2)
    store.add({ONE: vector(1, 0)})
    store.add({TWO: vector(0, 1)})
    store.keep_only({TWO: vector(0, 1), THREE: vector(0.5, 0)})
    assert plain(store.load()) == {TWO: [0, 1], THREE: [0.5, 0]}
    assert len(list(tmp_path.glob("part-*.npz"))) == 1


def test_the_same_vectors_are_kept_in_the_same_part(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, "m", 2)
    store.add({ONE: vector(1, 0)})
    store.keep_only({ONE: vector(1, 0)})
    assert plain(store.load()) == {ONE: [1, 0]}


def test_nothing_may_be_kept(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, "m", 2)
    store.add({ONE: vector(1, 0)})
    store.keep_only({})
    assert (store.load(), [file.name for file in tmp_path.iterdir()]) == ({}, ["manifest.json"])
    assert manifest_of(tmp_path)["parts"] == {}


def test_vectors_of_another_model_are_not_read_and_are_dropped_at_the_next_write(tmp_path: Path) -> None:
    VectorStore(tmp_path, "m", 2).add({ONE: vector(1, 0)})
    other = VectorStore(tmp_path, "n", 2)
    assert other.load() == {}
    other.add({TWO: vector(0, 1)})
    assert plain(other.load()) == {TWO: [0, 1]}
    assert VectorStore(tmp_path, "m", 2).load() == {}


def test_vectors_of_another_format_are_not_read(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, "m", 2)
    store.add({ONE: vector(1, 0)})
    manifest = manifest_of(tmp_path) | {"version": 2}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert store.load() == {}


def test_vectors_of_another_length_are_not_read(tmp_path: Path) -> None:
    VectorStore(tmp_path, "m", 2).add({ONE: vector(1, 0)})
    assert [VectorStore(tmp_path, "m", length).load() for length in (1, 3)] == [{}, {}]


@pytest.mark.parametrize("rows", [np.zeros(2), np.zeros((1, 2)), np.zeros((2, 1, 2)), np.zeros((2, 3))])
def test_rows_that_are_no_matrix_of_the_digests_are_not_read(tmp_path: Path, rows: np.ndarray) -> None:
    part = tmp_path / "part-1.npz"
    np.savez(part, digests=np.zeros((2, 16), np.uint8), vectors=rows)
    checksum = hashlib.sha256(part.read_bytes()).hexdigest()
    manifest = {"version": 1, "model": "m", "parts": {part.name: checksum}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    assert VectorStore(tmp_path, "m", 2).load() == {}


def test_a_damaged_part_does_not_spoil_the_others(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, "m", 2)
    store.add({ONE: vector(1, 0)})
    (damaged,) = tmp_path.glob("part-*.npz")
    store.add({TWO: vector(0, 1)})
    damaged.write_bytes(b"x")
    assert plain(store.load()) == {TWO: [0, 1]}


def test_a_part_that_the_manifest_does_not_name_is_not_read(tmp_path: Path) -> None:
    store = VectorStore(tmp_path, "m", 2)
    store.add({ONE: vector(1, 0)})
    (tmp_path / "manifest.json").unlink()
    assert store.load() == {}


def test_an_error_without_a_message_of_the_system_is_reported_by_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError("disk gone")

    monkeypatch.setattr("os.fsync", fail)
    with pytest.raises(IndexingError) as raised:
        VectorStore(tmp_path, "m", 2).add({ONE: vector(1, 0)})
    assert str(raised.value) == f"passage vectors cannot be saved in {tmp_path}: disk gone"
    assert list(tmp_path.iterdir()) == []


def test_a_write_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = VectorStore(tmp_path, "m", 2)
    store.add({ONE: vector(1, 0)})

    def fail(_self: Path, _target: Path) -> Path:
        raise OSError(13, "permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", fail)
        with pytest.raises(IndexingError, match="permission denied"):
            store.add({TWO: vector(0, 1)})
    assert plain(store.load()) == {ONE: [1, 0]}
    assert len(list(tmp_path.iterdir())) == 2


class Opened:
    """Leaves a mark when it is unpickled."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __reduce__(self) -> tuple[object, ...]:
        return Path.touch, (self.mark,)


def test_a_part_that_holds_a_pickle_is_not_read_and_never_unpickled(tmp_path: Path) -> None:
    mark, pickled = tmp_path / "mark", tmp_path / "pickled.npz"
    np.savez(pickled, allow_pickle=True, digests=np.array([Opened(mark)], dtype=object))
    store = VectorStore(tmp_path, "model", 2)
    store.add({b"\1" * 16: np.array([1, 0], np.float32)})
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    manifest["parts"][pickled.name] = hashlib.sha256(pickled.read_bytes()).hexdigest()
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    assert list(store.load()) == [b"\1" * 16]
    assert not mark.exists()
