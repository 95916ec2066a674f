"""One file → its documents, in this process: whatever is in the file, the outcome is a value.

In: the name and the bytes of a file. Out: its documents and what of it was not read, and why. A reader
that raises is a reason here; `reading_process` adds limits of time and memory, and survives a crash.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from retrieval.corpus.drafts import SourceFields, finish
from retrieval.corpus.folder import check_size, unread_type
from retrieval.corpus.formats.registry import Entry, Registry
from retrieval.errors import DocumentError
from retrieval.reasons import reason
from retrieval.types import Document, Reason, SkippedFile

_MOST_REASONS: Final = 100
"""Most reasons of one file; a million lines may be wrong in the same way."""

FORMATS_READ: Final = Registry()
"""The formats that a corpus is read with."""


@dataclass(frozen=True, slots=True)
class FileContents:
    """What one file holds."""

    documents: tuple[Document, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()
    """What of it was not read, or was read although something is wrong with it, and why."""


def read_file(
    name: str,
    data: bytes,
    overrides: SourceFields = SourceFields(),  # noqa: B008 - frozen
    registry: Registry = FORMATS_READ,
) -> FileContents:
    """Read all documents of one file; never raises for what is in it.

    Args:
        name: Its name in the corpus folder, which its documents are called by.
        data: Its bytes.
        overrides: The fields of its sidecars, which win over those of the file.
        registry: The formats that are read.
    """
    of_name = registry.format_of(name)
    if of_name is None:
        return unread(name, unread_type(name, frozenset(registry.by_ending)))
    if not data.strip():
        return unread(name, reason("empty_file"))
    try:
        check_size(len(data))
        return _finish_all(name, of_name.read(data), overrides)
    except Exception as error:  # noqa: BLE001 - one file never stops the others
        return unread(name, reason_of(error))


def reason_of(error: Exception) -> Reason:
    """Why a file is not read whose reader raised an error, and what to do."""
    if isinstance(error, DocumentError):
        return error.reason
    if isinstance(error, MemoryError):
        return reason("out_of_memory")
    if isinstance(error, RecursionError):
        return reason("nested")
    return reason("reader_failed", error=type(error).__name__)


def unread(name: str, why: Reason) -> FileContents:
    """A file of which nothing was read, and why."""
    return FileContents(skipped=skipped_of(name, [why]))


def skipped_of(name: str, reasons: Sequence[Reason], *, is_read: bool = False) -> tuple[SkippedFile, ...]:
    """What of a file was not read: the first reasons, few enough to be stored and shown."""
    kept = list(reasons[:_MOST_REASONS])
    if len(reasons) > _MOST_REASONS:
        kept.append(reason("more_wrong", count=len(reasons) - _MOST_REASONS))
    return tuple(SkippedFile(name, why, is_read) for why in kept)


def _finish_all(name: str, entries: Iterable[Entry], overrides: SourceFields) -> FileContents:
    """The documents of a file's entries; what is wrong with one of many stops none of the others."""
    documents: list[Document] = []
    reasons: list[Reason] = []
    for entry in entries:
        document_id = f"{name}#{entry.record_id}" if entry.record_id else name
        try:
            if isinstance(entry.draft, DocumentError):
                raise entry.draft
            documents.append(finish(document_id, entry.draft, _of_entry(overrides, entry)))
            reasons += [_at(entry, why) for why in entry.draft.problems]
        except DocumentError as error:
            reasons.append(_at(entry, error.reason))
    return FileContents(tuple(documents), skipped_of(name, reasons, is_read=bool(documents)))


def _at(entry: Entry, why: Reason) -> Reason:
    """A reason with the line of its record."""
    return why if entry.line is None else reason("at_line", line=entry.line, reason=why)


def _of_entry(overrides: SourceFields, entry: Entry) -> SourceFields:
    """What a sidecar gives to one document of a file: its address is that of the whole."""
    if not entry.record_id:
        return overrides
    shared = _of_all(overrides)
    if shared.url and entry.place:
        return replace(shared, url=f"{shared.url.rstrip('/')}/{entry.place}")
    return shared


def _of_all(overrides: SourceFields) -> SourceFields:
    """What a sidecar gives to all records of a file: it is about the whole, so it gives no title."""
    return replace(overrides, title=None, cleared=overrides.cleared - {"title"})
