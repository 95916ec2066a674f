"""Passage vectors on disk, by what they were made of, so that no passage is embedded twice.

In: digests of passages with their vectors. Out: files, or the vectors loaded.

    <folder>/manifest.json        format, model, checksum of each part
             part-0b5c….npz       digests and vectors of some passages

A part is written under a hidden name, flushed and renamed, then the manifest is replaced in one step:
what a stopped run has made is found by the next one. A part that the manifest does not name, or that
is not as it was written, is not read. No file is a pickle.
"""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np

from retrieval.errors import IndexingError
from retrieval.files import replace_file
from retrieval.index.semantic.embedder import Vectors
from retrieval.reasons import cause_of

FORMAT_VERSION: Final = 1
"""Raised with every change of the layout of these files."""
_MANIFEST: Final = "manifest.json"
_KEY_BYTES: Final = 8
"""Bytes of a part's digest in its name."""


class VectorStore:
    """The vectors of one model in a folder; one process writes at a time.

    Args:
        folder: Made when something is written.
        model: Vectors of other models are not read, and dropped when something is written.
        dimensions: Length of a vector.
    """

    def __init__(self, folder: Path, model: str, dimensions: int) -> None:
        self._folder = folder
        self._model = model
        self._dimensions = dimensions

    def load(self) -> dict[bytes, Vectors]:
        """All vectors that are whole, by digest; none of a missing, foreign or damaged store."""
        found: dict[bytes, Vectors] = {}
        for name, checksum in self._parts().items():
            found.update(self._read(self._folder / name, checksum))
        return found

    def add(self, vectors: Mapping[bytes, Vectors]) -> None:
        """Write some more vectors.

        Raises:
            IndexingError: The files cannot be written; what was there stays.
        """
        self._write(vectors, self._parts())

    def keep_only(self, vectors: Mapping[bytes, Vectors]) -> None:
        """Write these vectors as the only ones, and take all other parts away; raises as `add`."""
        parts = self._write(vectors, {})
        for old in self._folder.glob("part-*.npz"):
            if old.name not in parts:
                old.unlink(missing_ok=True)

    def _parts(self) -> dict[str, str]:
        """Checksums of the parts by name; none where the manifest is not of this format and model."""
        try:
            manifest: dict[str, Any] = json.loads((self._folder / _MANIFEST).read_text(encoding="utf-8"))
            if (manifest["version"], manifest["model"]) != (FORMAT_VERSION, self._model):
                return {}
            return {str(name): str(checksum) for name, checksum in manifest["parts"].items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return {}

    def _read(self, file: Path, checksum: str) -> Iterable[tuple[bytes, Vectors]]:
        try:
            if _checksum(file.read_bytes()) != checksum:
                return []
            with np.load(file, allow_pickle=False) as arrays:
                digests, vectors = arrays["digests"], arrays["vectors"].astype(np.float32)
        except (OSError, ValueError, KeyError, BadZipFile):
            return []
        if vectors.ndim != 2 or vectors.shape != (len(digests), self._dimensions):  # noqa: PLR2004 - a matrix
            return []
        return zip((bytes(digest) for digest in digests), vectors, strict=True)

    def _write(self, vectors: Mapping[bytes, Vectors], parts: Mapping[str, str]) -> dict[str, str]:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            written = dict(parts)
            if vectors:
                name, checksum = self._write_part(vectors)
                written[name] = checksum
            manifest = {"version": FORMAT_VERSION, "model": self._model, "parts": written}
            replace_file(self._folder / _MANIFEST, json.dumps(manifest, indent=1).encode())
        except OSError as error:
            raise IndexingError("vectors_unsaved", folder=self._folder, cause=cause_of(error)) from error
        return written

    def _write_part(self, vectors: Mapping[bytes, Vectors]) -> tuple[str, str]:
        digests = np.array([np.frombuffer(digest, np.uint8) for digest in vectors])
        rows = np.array(list(vectors.values()), np.float16)
        with tempfile.TemporaryFile(dir=self._folder) as stream:
            np.savez(stream, allow_pickle=False, digests=digests, vectors=rows)
            stream.seek(0)
            content = stream.read()
        checksum = _checksum(content)
        name = f"part-{checksum[: 2 * _KEY_BYTES]}.npz"
        replace_file(self._folder / name, content)
        return name, checksum


def _checksum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
