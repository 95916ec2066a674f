"""A folder → a Corpus: every file that can be read as documents, the others with a reason.

In: the corpus folder, or the name and the bytes of one file. Out: the documents in order of their ids,
what was skipped and why, and a digest of all of it. One bad file never stops the others; only the
folder itself may raise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Final

from retrieval.corpus.drafts import SourceFields, finish
from retrieval.corpus.folder import CorpusDigest, check_size, list_folder, read_bytes, unread_type
from retrieval.corpus.formats.encodings import decode
from retrieval.corpus.formats.registry import Entry, Registry
from retrieval.corpus.sources import SIDECAR_ENDINGS, read_sidecar
from retrieval.errors import DocumentError
from retrieval.types import Corpus, Document, SkippedFile

FORMATS_READ: Final = Registry()
"""The formats that a corpus is read with."""


@dataclass(frozen=True, slots=True)
class FileContents:
    """What one file holds."""

    documents: tuple[Document, ...] = ()
    skipped: tuple[SkippedFile, ...] = ()
    """What of it was not read, or was read although something is wrong with it, and why."""


def read_corpus(
    folder: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
    registry: Registry = FORMATS_READ,
) -> Corpus:
    """Read all documents of a folder and its sub-folders.

    Args:
        folder: The corpus folder.
        progress: Called with the number of files done and of all files, after each file.
        registry: The formats that are read.

    Returns:
        The corpus; empty for an empty folder.

    Raises:
        CorpusError: The folder is not there or cannot be listed.
    """
    listing = list_folder(folder, frozenset(registry.by_ending))
    digest = CorpusDigest(registry.digest_programs())
    skipped = list(listing.skipped)
    overrides: dict[str, SourceFields] = {}
    names = (*listing.sidecars, *listing.documents)
    documents: list[Document] = []
    for done, name in enumerate(names, 1):
        try:
            data = read_bytes(listing.root, name)
        except DocumentError as error:
            skipped.append(SkippedFile(name, str(error)))
        else:
            digest.add(name, data)
            if done <= len(listing.sidecars):
                overrides[name], problems = _sidecar(name, data, listing.documents)
                skipped += [SkippedFile(name, problem) for problem in problems]
            else:
                found = read_file(name, data, _overrides_of(name, overrides), registry)
                documents += found.documents
                skipped += found.skipped
        if progress is not None:
            progress(done, len(names))
    documents.sort(key=lambda document: document.document_id)
    skipped.sort(key=lambda file: file.name)
    return Corpus(tuple(documents), tuple(skipped), digest.hexdigest())


def digest_corpus(folder: Path, *, registry: Registry = FORMATS_READ) -> str:
    """The digest that `read_corpus` gives the folder, without reading a document.

    Raises:
        CorpusError: The folder is not there or cannot be listed.
    """
    listing = list_folder(folder, frozenset(registry.by_ending))
    digest = CorpusDigest(registry.digest_programs())
    for name in (*listing.sidecars, *listing.documents):
        try:
            digest.add(name, read_bytes(listing.root, name))
        except DocumentError:
            continue
    return digest.hexdigest()


def read_document(name: str, data: bytes) -> Document | SkippedFile:
    """Read one file that is not in a folder (yet), as `read_corpus` would read it there; never raises.

    Args:
        name: Its name; the ending decides the format.
        data: Its bytes.

    Returns:
        Its document, or why there is none: also where a file of records holds several.
    """
    found = read_file(name, data)
    if len(found.documents) == 1:
        return found.documents[0]
    if found.documents:
        return SkippedFile(name, f"it holds {len(found.documents)} documents: put it into the corpus folder")
    return next(iter(found.skipped), SkippedFile(name, "it holds no document: write something into it"))


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
        return _unread(name, unread_type(name, frozenset(registry.by_ending)))
    if not data.strip():
        return _unread(name, "it is empty: write something into it, or remove it")
    try:
        check_size(len(data))
        shared = _of_all(overrides) if of_name.holds_records else overrides
        return _finish_all(name, of_name.read(data), shared)
    except DocumentError as error:
        return _unread(name, str(error))


def _unread(name: str, reason: str) -> FileContents:
    return FileContents(skipped=(SkippedFile(name, reason),))


def _finish_all(name: str, entries: Iterable[Entry], overrides: SourceFields) -> FileContents:
    """The documents of a file's entries; what is wrong with one of many stops none of the others."""
    documents: list[Document] = []
    skipped: list[SkippedFile] = []
    for entry in entries:
        document_id = f"{name}#{entry.record_id}" if entry.record_id else name
        try:
            if isinstance(entry.draft, DocumentError):
                raise entry.draft
            documents.append(finish(document_id, entry.draft, overrides))
            skipped += [SkippedFile(name, problem) for problem in entry.draft.problems]
        except DocumentError as error:
            place = "" if entry.line is None else f"line {entry.line}: "
            skipped.append(SkippedFile(name, f"{place}{error}"))
    return FileContents(tuple(documents), tuple(skipped))


def _of_all(overrides: SourceFields) -> SourceFields:
    """What a sidecar gives to all records of a file: it is about the whole, so it gives no title."""
    return replace(overrides, title=None, cleared=overrides.cleared - {"title"})


def _sidecar(name: str, data: bytes, documents: tuple[str, ...]) -> tuple[SourceFields, list[str]]:
    """The fields of a sidecar, and what is wrong with it."""
    problems: list[str] = []
    subject = _subject(name)
    if not any(document == subject or _stem(document) == subject for document in documents):
        problems.append("no document of its name stands beside it")
    try:
        fields, wrong = read_sidecar(decode(data))
    except DocumentError as error:
        return SourceFields(), [*problems, str(error)]
    return fields, [*problems, *wrong]


def _subject(sidecar: str) -> str:
    """The name of the document of a sidecar, with or without its ending."""
    ending = next(ending for ending in SIDECAR_ENDINGS if sidecar.lower().endswith(ending))
    return sidecar[: -len(ending)]


def _stem(name: str) -> str:
    """A name without its ending, its folder kept."""
    return str(PurePosixPath(name).with_suffix(""))


def _overrides_of(name: str, sidecars: dict[str, SourceFields]) -> SourceFields:
    """The fields of a document's sidecars: its own (`name.ext.source.yaml`) before that of its stem."""
    fields = SourceFields()
    for subject in (name, _stem(name)):
        for sidecar in sorted(sidecars):
            if _subject(sidecar) == subject:
                fields = fields.over(sidecars[sidecar])
    return fields
