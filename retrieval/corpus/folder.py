"""A folder → the files in it that may be documents, and their sidecars.

In: a folder. Out: its files by name relative to it, in order, and what in it is no file that can be
read. Hidden files and folders are passed over without a word; links that lead out of the folder,
devices and pipes are reported.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from retrieval.corpus.sources import SIDECAR_ENDINGS
from retrieval.errors import CorpusError, DocumentError
from retrieval.resources import digest_package
from retrieval.types import SkippedFile

SIZE_LIMIT = 64 * 1024 * 1024
"""Largest file that is read, in bytes: what is larger is rather a mistake than a document."""
HIDDEN = (".", "~$")
"""How hidden files begin: on Unix, and the locks of office programs."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What a corpus folder holds."""

    root: Path
    documents: tuple[str, ...]
    """Names relative to the folder, with `/`, in order."""
    sidecars: tuple[str, ...]
    skipped: tuple[SkippedFile, ...]


class CorpusDigest:
    """A digest of names and bytes that grows file by file; the same whoever reads the files.

    It changes with the readers, too: what another version read from the same files may be another text.

    Args:
        programs: Digest of the outside programs that readers depend on.
    """

    def __init__(self, programs: bytes = b"") -> None:
        self._hash = hashlib.sha256(_readers_digest() + programs)

    def add(self, name: str, data: bytes) -> None:
        """Add a file; the order of the files counts."""
        self._hash.update(f"{hashlib.sha256(data).hexdigest()} {name}\n".encode())

    def hexdigest(self) -> str:
        """The digest so far: 64 hexadecimal digits."""
        return self._hash.hexdigest()


@cache
def _readers_digest() -> bytes:
    """A digest of the code and the word lists that read files."""
    return bytes.fromhex(digest_package("retrieval.corpus"))


def list_folder(folder: Path, endings: frozenset[str]) -> Listing:
    """List a corpus folder and its sub-folders.

    Args:
        folder: The corpus folder.
        endings: Endings of names that can be read, lower case with their dot.

    Returns:
        What it holds.

    Raises:
        CorpusError: The folder is not there, is no folder, or cannot be listed.
    """
    if not folder.is_dir():
        kind = "is not a folder" if folder.exists() else "does not exist"
        raise CorpusError(f"the corpus folder {folder} {kind}: create it, or name another")
    root = folder.resolve()
    try:
        os.scandir(root).close()
    except OSError as error:
        raise CorpusError(f"the corpus folder {folder} cannot be listed: {_cause(error)}") from error
    documents: list[str] = []
    sidecars: list[str] = []
    skipped: list[SkippedFile] = []

    def unlisted(error: OSError) -> None:
        name = Path(error.filename).relative_to(root).as_posix()
        skipped.append(SkippedFile(_shown(name), f"the folder cannot be listed: {_cause(error)}"))

    for place, folders, names in os.walk(root, onerror=unlisted):
        linked = [name for name in folders if (Path(place) / name).is_symlink()]
        folders[:] = [name for name in folders if not name.startswith(HIDDEN) and name not in linked]
        for name in (*names, *linked):
            if name.startswith(HIDDEN):
                continue
            path = Path(place) / name
            relative = path.relative_to(root).as_posix()
            problem = _problem(path, relative, root, endings)
            if problem is not None:
                skipped.append(SkippedFile(_shown(relative), problem))
            elif name.lower().endswith(SIDECAR_ENDINGS):
                sidecars.append(relative)
            else:
                documents.append(relative)
    return Listing(root, tuple(sorted(documents)), tuple(sorted(sidecars)), tuple(skipped))


def read_bytes(root: Path, name: str) -> bytes:
    """Read a listed file.

    Args:
        root: The listing's root.
        name: The file's name in it.

    Returns:
        Its bytes.

    Raises:
        DocumentError: It is too large, or the system refuses.
    """
    path = root / name
    try:
        check_size(path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise DocumentError(f"it cannot be read: {_cause(error)}") from error


def check_size(size: int) -> None:
    """Check that a file is not too large to be read.

    Args:
        size: Its bytes.

    Raises:
        DocumentError: It is larger than `SIZE_LIMIT`.
    """
    if size > SIZE_LIMIT:
        limit = SIZE_LIMIT // 1024**2
        raise DocumentError(
            f"it is too large ({size / 1024**2:.0f} MiB, at most {limit}): split it into smaller files"
        )


def unread_type(name: str, endings: frozenset[str]) -> str:
    """Why a file is not read whose ending is none of those that are."""
    kinds = ", ".join(sorted(endings))
    ending = PurePosixPath(name).suffix or "without an ending"
    return f"its type {ending} is not read: the types are {kinds}"


def _problem(path: Path, relative: str, root: Path, endings: frozenset[str]) -> str | None:
    """Why an entry of the folder is no document, or None."""
    if _shown(relative) != relative:
        return "its name is not valid UTF-8: rename it"
    if path.is_symlink():
        target = path.resolve()
        if not target.is_relative_to(root):
            return "it is a link that leads out of the corpus folder: copy the file itself here"
        if target.is_dir():
            return "it is a link to a folder: links to folders are not followed"
    if not path.is_file():
        return "it is no ordinary file: remove it"
    if relative.lower().endswith(SIDECAR_ENDINGS) or path.suffix.lower() in endings:
        return None
    return unread_type(relative, endings)


def _shown(name: str) -> str:
    """A name as text that can be stored and sent."""
    return name.encode("utf-8", errors="surrogateescape").decode("utf-8", errors="replace")


def _cause(error: OSError) -> str:
    """The system's own words for an error, in lower case."""
    return (error.strerror or type(error).__name__).lower()
