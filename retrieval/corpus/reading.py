"""A folder → a Corpus: every file that can be read as documents, the others with a reason.

In: the corpus folder, or the name and the bytes of one file. Out: the documents in order of their ids,
what was skipped and why, and a digest of all of it. One bad file never stops the others; only the
folder itself may raise.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path, PurePosixPath
from typing import Final

from retrieval.corpus.drafts import SourceFields
from retrieval.corpus.folder import CorpusDigest, Listing, list_folder, read_bytes
from retrieval.corpus.formats.encodings import decode
from retrieval.corpus.formats.registry import Registry
from retrieval.corpus.one_file import FORMATS_READ, FileContents, reason_of, skipped_of, unread
from retrieval.corpus.reading_process import FileReader
from retrieval.corpus.sources import SIDECAR_BYTES, SIDECAR_ENDINGS, TOO_LONG, read_sidecar
from retrieval.errors import DocumentError
from retrieval.reasons import reason
from retrieval.types import Corpus, Document, Reason, SkippedFile

_WAITING_FILES: Final = 64
_WAITING_BYTES: Final = 32 * 1024**2
"""How much may wait for the reader while the next files are fetched: their bytes are kept that long."""


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
    with FileReader(registry) as reader:
        reader.prepare(listing.documents)
        reading = _Reading(listing, registry, reader, progress)
        for name in listing.sidecars:
            reading.take_sidecar(name)
        for name in listing.documents:
            reading.take_document(name)
        return reading.finish()


class _Reading:
    """What was read of a folder so far.

    Args:
        listing: What the folder holds.
        registry: The formats that are read.
        reader: Reads one file after another while the next ones are fetched.
        progress: Called with the number of files done and of all files.
    """

    def __init__(
        self,
        listing: Listing,
        registry: Registry,
        reader: FileReader,
        progress: Callable[[int, int], None] | None,
    ) -> None:
        self._listing = listing
        self._reader = reader
        self._progress = progress
        self._digest = CorpusDigest(registry.digest_programs())
        self._overrides: dict[str, dict[str, SourceFields]] = {}
        self._documents: list[Document] = []
        self._skipped = list(listing.skipped)
        self._begun: deque[tuple[int, Future[FileContents]]] = deque()
        self._done = 0
        self._subjects = frozenset(subject for name in listing.documents for subject in (name, _stem(name)))

    def take_sidecar(self, name: str) -> None:
        """Read a sidecar; all of them come before the documents."""
        data = self._fetch(name)
        if data is None:
            return
        fields, problems = _sidecar(name, data, self._subjects)
        self._overrides.setdefault(_subject(name), {})[name] = fields
        self._finish_one(FileContents(skipped=skipped_of(name, problems, is_read=bool(fields.given))))

    def take_document(self, name: str) -> None:
        """Begin to read a document, and finish the first of those that were begun where they are many."""
        data = self._fetch(name)
        if data is None:
            return
        begun = self._reader.begin(name, data, _overrides_of(name, self._overrides))
        self._begun.append((len(data), begun))
        while self._begun and (self._begun[0][1].done() or self._is_full()):
            self._finish_one(self._begun.popleft()[1].result())

    def _is_full(self) -> bool:
        waiting = sum(size for size, _ in self._begun)
        return len(self._begun) > _WAITING_FILES or waiting > _WAITING_BYTES

    def finish(self) -> Corpus:
        """The corpus, when all has been read."""
        while self._begun:
            self._finish_one(self._begun.popleft()[1].result())
        self._documents.sort(key=lambda document: document.document_id)
        self._skipped.sort(key=lambda file: file.name)
        return Corpus(tuple(self._documents), tuple(self._skipped), self._digest.hexdigest())

    def _fetch(self, name: str) -> bytes | None:
        """The bytes of a file, which count in the digest; None where there are none, with its reason."""
        try:
            data = read_bytes(self._listing.root, name)
        except DocumentError as error:
            self._finish_one(unread(name, error.reason))
            return None
        self._digest.add(name, data)
        return data

    def _finish_one(self, found: FileContents) -> None:
        self._documents += found.documents
        self._skipped += found.skipped
        self._done += 1
        if self._progress is not None:
            self._progress(self._done, len(self._listing.sidecars) + len(self._listing.documents))


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
    with FileReader() as reader:
        found = reader.begin(name, data).result()
    if len(found.documents) == 1:
        return found.documents[0]
    if found.documents:
        return SkippedFile(name, reason("many_documents", count=len(found.documents)))
    return next(iter(found.skipped), SkippedFile(name, reason("no_document")))


def _sidecar(name: str, data: bytes, subjects: frozenset[str]) -> tuple[SourceFields, list[Reason]]:
    """The fields of a sidecar, and what is wrong with it; never raises for what is in it."""
    problems: list[Reason] = []
    if _subject(name) not in subjects:
        problems.append(reason("orphan_sidecar"))
    if len(data) > SIDECAR_BYTES:  # read in this process, so that it must not take long
        return SourceFields(), [*problems, TOO_LONG]
    try:
        fields, wrong = read_sidecar(decode(data))
    except Exception as error:  # noqa: BLE001 - one file never stops the others
        return SourceFields(), [*problems, reason_of(error)]
    return fields, [*problems, *wrong]


def _subject(sidecar: str) -> str:
    """The name of the document of a sidecar, with or without its ending."""
    ending = next(ending for ending in SIDECAR_ENDINGS if sidecar.lower().endswith(ending))
    return sidecar[: -len(ending)]


def _stem(name: str) -> str:
    """A name without its ending, its folder kept."""
    return str(PurePosixPath(name).with_suffix(""))


def _overrides_of(name: str, sidecars: Mapping[str, Mapping[str, SourceFields]]) -> SourceFields:
    """The fields of a document's sidecars: its own (`name.ext.source.yaml`) before that of its stem."""
    fields = SourceFields()
    for subject in (name, _stem(name)):
        for _, found in sorted(sidecars.get(subject, {}).items()):
            fields = fields.over(found)
    return fields
