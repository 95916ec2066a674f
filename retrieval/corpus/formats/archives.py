"""Archives (.zip, .gz) → the entries of the files in them, within limits.

In: the bytes of an archive, and the formats that are read. Out: an entry for each document of each file in
it, called by the name that the file has there; a file that is not read is an entry with its reason.
Archives inside archives are not opened.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from retrieval.corpus.formats.foreign import parsing
from retrieval.corpus.formats.office.packages import UNPACKED_LIMIT, open_package
from retrieval.errors import DocumentError

if TYPE_CHECKING:
    from retrieval.corpus.formats.registry import Entry, Registry

_MOST_FILES: Final = 2000
_PACKED: Final = frozenset({".zip", ".gz"})
_LEFT_OUT: Final = (".", "~$", "__MACOSX")
_NAME_FLAG: Final = 8
_EXTRA_FLAG: Final = 4
_HEADER: Final = 10
_KINDS: Final = (
    (b"%PDF", ".pdf"),
    (b"PK\x03\x04", ".docx"),
    (b"<", ".html"),
    (b"[", ".json"),
    (b"{", ".jsonl"),
)
"""How files begin whose name is not kept."""


def entries_of_archive(data: bytes, registry: Registry) -> Iterator[Entry]:
    """The entries of the files of an archive, in order of their names.

    Args:
        data: The archive.
        registry: The formats that are read.

    Raises:
        DocumentError: It is damaged, wants a password, unpacks to too much or holds too many files.
    """
    from retrieval.corpus.formats.registry import Entry

    with parsing("kind_archive"):
        archive = open_package(data)
        names = sorted(
            info.filename
            for info in archive.infolist()
            if not info.is_dir() and not _is_left_out(info.filename)
        )
    if len(names) > _MOST_FILES:
        raise DocumentError("too_many_files", limit=_MOST_FILES)
    for name in names:
        try:
            with parsing("kind_archive"):
                inner = archive.read(name)
            yield from _entries(name, inner, registry)
        except DocumentError as error:
            yield Entry(DocumentError("of_file", name=name, reason=error.reason), name)
        except (RecursionError, ValueError, ArithmeticError, LookupError, TypeError) as error:
            why = DocumentError("reader_failed", error=type(error).__name__)
            yield Entry(DocumentError("of_file", name=name, reason=why.reason), name)


def entries_of_gzip(data: bytes, registry: Registry) -> Iterator[Entry]:
    """The entries of the file that is packed in another; of the kind of its name, or of its beginning."""
    with parsing("kind_archive"):
        packer = zlib.decompressobj(wbits=31)
        inner = packer.decompress(data, UNPACKED_LIMIT)
        if packer.unconsumed_tail:
            raise DocumentError("unpacks_too_large", limit=UNPACKED_LIMIT // 1024**2)
        name = _name_in(data)
    ending = PurePosixPath(name).suffix.lower()
    if registry.format_of(name) is None or ending in _PACKED:
        start = inner[:4].lstrip()
        name = f"file{next((kind for mark, kind in _KINDS if start.startswith(mark)), '.txt')}"
    found = registry.format_of(name)
    if found is None:
        raise DocumentError("binary")
    yield from found.read(inner)


def _entries(name: str, data: bytes, registry: Registry) -> Iterator[Entry]:
    """The entries of one file of an archive, called by its name."""
    found = registry.format_of(name)
    if found is None or PurePosixPath(name).suffix.lower() in _PACKED:
        raise DocumentError("type_unread_here")
    for entry in found.read(data):
        own = f"{name}#{entry.record_id}" if entry.record_id else name
        yield replace(entry, record_id=own, line=None)


def _is_left_out(name: str) -> bool:
    """Whether a file is hidden, or what a system put beside those that were packed."""
    return any(part.startswith(_LEFT_OUT) for part in PurePosixPath(name).parts)


def _name_in(data: bytes) -> str:
    """The name that a file had when it was packed; empty where it is not kept (RFC 1952)."""
    flags = data[3] if len(data) > _HEADER else 0
    if not flags & _NAME_FLAG or flags & _EXTRA_FLAG:
        return ""
    stream = io.BytesIO(data[_HEADER : _HEADER + 1024])
    return stream.read().partition(b"\x00")[0].decode("latin-1")
