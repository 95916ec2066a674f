"""A small embedder of our own for tests: hashed 3-grams of letters, deterministic, nothing to install."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import numpy as np

from retrieval.index.semantic.embedder import Vectors


class GramEmbedder:
    """Texts that share many 3-grams are near; counts how many texts it was given."""

    name = "grams-1"
    dimensions = 64

    def __init__(self) -> None:
        self.embedded = 0

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.embedded += len(texts)
        return np.array([self._embed(text) for text in texts], np.float32).reshape(
            len(texts), self.dimensions
        )

    def embed_question(self, text: str) -> Vectors:
        return self._embed(text)

    def _embed(self, text: str) -> Vectors:
        vector = np.zeros(self.dimensions, np.float32)
        for start in range(len(text) + 1):
            vector[zlib.crc32(text[start : start + 3].encode()) % self.dimensions] += 1
        return np.asarray(vector / np.linalg.norm(vector), np.float32)


class OtherEmbedder(GramEmbedder):
    """The same under another name."""

    name = "grams-2"
