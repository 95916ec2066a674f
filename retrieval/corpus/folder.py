"""A folder → the files in it that may be documents, and their sidecars.

In: a folder. Out: its files by name relative to it, in order, and what in it is no file that can be
read. Hidden files and folders are passed over without a word; links that lead out of the folder,
devices and pipes are reported.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePosixPath

from retrieval.corpus.sources import SIDECAR_ENDINGS
from retrieval.errors import CorpusError, DocumentError
from retrieval.reasons import cause_of, reason
from retrieval.resources import digest_package
from retrieval.types import Reason, SkippedFile

SIZE_LIMIT = 64 * 1024 * 1024
"""Largest file that is read, in bytes: what is larger is rather a mistake than a document."""
HIDDEN = (".", "~$")
"""How hidden files begin: on Unix, and the locks of office programs."""
_LEFTOVER = re.compile(
    r"thumbs\.db|desktop\.ini|ehthumbs\.db|icon\r|.*\.(?:tmp|temp|crdownload|part|partial|download|bak|lnk)",
    re.IGNORECASE,
)
"""What systems, browsers and programs leave in folders: `Thumbs.db`, `report.pdf.crdownload`."""


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
    root = _root_of(folder)
    documents: list[str] = []
    sidecars: list[str] = []
    skipped: list[SkippedFile] = []
    for relative, problem in _walk(root, endings):
        if problem is not None:
            skipped.append(SkippedFile(_shown(relative), problem))
        elif relative.lower().endswith(SIDECAR_ENDINGS):
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
    try:
        with os.fdopen(_open_at_once(root / name), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise DocumentError("not_ordinary")
            check_size(os.fstat(stream.fileno()).st_size)
            data = stream.read(SIZE_LIMIT + 1)  # it may grow meanwhile
    except (OSError, ValueError, MemoryError) as error:
        raise DocumentError("unreadable", cause=cause_of(error)) from error
    check_size(len(data))
    return data


def check_size(size: int) -> None:
    """Check that a file is not too large to be read.

    Args:
        size: Its bytes.

    Raises:
        DocumentError: It is larger than `SIZE_LIMIT`.
    """
    if size > SIZE_LIMIT:
        raise DocumentError("too_large", size=f"{size / 1024**2:.0f}", limit=SIZE_LIMIT // 1024**2)


def unread_type(name: str, endings: frozenset[str]) -> Reason:
    """Why a file is not read whose ending is none of those that are."""
    kinds = ", ".join(sorted(endings))
    ending = PurePosixPath(name).suffix
    return (
        reason("type_unread", ending=ending, types=kinds) if ending else reason("type_unknown", types=kinds)
    )


def _root_of(folder: Path) -> Path:
    """The folder's own place, where it can be listed.

    Raises:
        CorpusError: It is not there, is no folder, or cannot be listed.
    """
    if not folder.is_dir():
        raise CorpusError("corpus_no_folder" if folder.exists() else "corpus_missing", folder=folder)
    root = real_place(folder)
    try:
        os.scandir(root).close()
    except OSError as error:
        raise CorpusError("corpus_unlisted", folder=folder, cause=cause_of(error)) from error
    return root


def real_place(path: Path) -> Path:
    """A path without links; unlike `Path.resolve`, it does not raise for a link that leads to itself."""
    return Path(os.path.realpath(path))


def _walk(root: Path, endings: frozenset[str]) -> Iterator[tuple[str, Reason | None]]:
    """Each entry below a folder that is not hidden, relative to it, with why it is no document or None.

    No deep folder ends it: `os.walk` calls itself for each folder, up to Python's limit.
    """
    waiting = [""]
    while waiting:
        place = waiting.pop()
        try:
            with os.scandir(root / place) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            yield place, reason("folder_unlisted", cause=cause_of(error))
            continue
        for entry in found:
            if entry.name.startswith(HIDDEN):
                continue
            relative = f"{place}/{entry.name}" if place else entry.name
            if _is_own_folder(entry):
                waiting.append(relative)
            else:
                yield relative, _problem_of(root / relative, relative, root, endings)


def _is_own_folder(entry: os.DirEntry[str]) -> bool:
    """Whether an entry is a folder, and no link to one."""
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _problem_of(path: Path, relative: str, root: Path, endings: frozenset[str]) -> Reason | None:
    """As `_problem`; also where the system refuses to say what an entry is."""
    try:
        return _problem(path, relative, root, endings)
    except (OSError, ValueError, RuntimeError) as error:
        return reason("system_hides", cause=cause_of(error))


def _problem(path: Path, relative: str, root: Path, endings: frozenset[str]) -> Reason | None:
    """Why an entry of the folder is no document, or None."""
    if _shown(relative) != relative:
        return reason("bad_name")
    if _LEFTOVER.fullmatch(path.name):
        return reason("leftover")
    if path.is_symlink() and (problem := _problem_of_link(path, root)) is not None:
        return problem
    if not path.is_file():
        return reason("not_ordinary")
    if relative.lower().endswith(SIDECAR_ENDINGS) or path.suffix.lower() in endings:
        return None
    return unread_type(relative, endings)


def _problem_of_link(path: Path, root: Path) -> Reason | None:
    """Why a link is no document, or None where it may be one."""
    if not path.exists():  # asked first: following a chain of links by hand takes its square
        return reason("link_dead")
    target = real_place(path)
    if not target.is_relative_to(root):
        return reason("link_out")
    return reason("link_folder") if target.is_dir() else None


def _open_at_once(path: Path) -> int:
    """Open a file without waiting, whatever has taken its place: a pipe would wait for a writer."""
    return os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))


def _shown(name: str) -> str:
    """A name as text that can be stored and sent."""
    return name.encode("utf-8", errors="surrogateescape").decode("utf-8", errors="replace")
