"""A folder → a Corpus: every file that can be read as documents, the others with a reason.

In: the corpus folder. Out: its documents in order of their ids, what was skipped and why, and a
digest. One bad file never stops the others; only the folder itself may raise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePosixPath

from retrieval.corpus.drafts import Draft, SourceFields, finish
from retrieval.corpus.folder import CorpusDigest, list_folder, read_bytes
from retrieval.corpus.formats.encodings import decode
from retrieval.corpus.formats.markdown import read_markdown
from retrieval.corpus.formats.pdf import read_pdf
from retrieval.corpus.formats.plain import read_plain
from retrieval.corpus.formats.records import read_records
from retrieval.corpus.formats.web import read_web
from retrieval.corpus.formats.word import read_word
from retrieval.corpus.sources import SIDECAR_ENDINGS, read_sidecar
from retrieval.errors import DocumentError
from retrieval.types import Corpus, Document, SkippedFile

Reader = Callable[[bytes], Draft]
"""Reads the bytes of one file as one document; raises DocumentError."""


def _read_text_file(data: bytes) -> Draft:
    """A text file."""
    return read_plain(decode(data))


def _read_markdown_file(data: bytes) -> Draft:
    """A Markdown file."""
    return read_markdown(decode(data))


READERS: dict[str, Reader] = {
    ".txt": _read_text_file,
    ".md": _read_markdown_file,
    ".html": read_web,
    ".htm": read_web,
    ".pdf": read_pdf,
    ".docx": read_word,
}
"""The reader of each format that holds one document a file."""
RECORDS_ENDING = ".jsonl"
"""The format that holds one document a line."""
ENDINGS = frozenset({*READERS, RECORDS_ENDING})


def read_corpus(folder: Path, *, progress: Callable[[int, int], None] | None = None) -> Corpus:
    """Read all documents of a folder and its sub-folders.

    Args:
        folder: The corpus folder.
        progress: Called with the number of files done and of all files, after each file.

    Returns:
        The corpus; empty for an empty folder.

    Raises:
        CorpusError: The folder is not there or cannot be listed.
    """
    listing = list_folder(folder, ENDINGS)
    digest = CorpusDigest()
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
                found, wrong = _documents(name, data, _overrides_of(name, overrides))
                documents += found
                skipped += wrong
        if progress is not None:
            progress(done, len(names))
    documents.sort(key=lambda document: document.document_id)
    skipped.sort(key=lambda file: file.name)
    return Corpus(tuple(documents), tuple(skipped), digest.hexdigest())


def digest_corpus(folder: Path) -> str:
    """The digest that `read_corpus` gives the folder, without reading a document.

    Raises:
        CorpusError: The folder is not there or cannot be listed.
    """
    listing = list_folder(folder, ENDINGS)
    digest = CorpusDigest()
    for name in (*listing.sidecars, *listing.documents):
        try:
            digest.add(name, read_bytes(listing.root, name))
        except DocumentError:
            continue
    return digest.hexdigest()


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
    """What sidecars say of a document: its own (`name.ext.source.yaml`) before that of its stem."""
    fields = SourceFields()
    for subject in (name, _stem(name)):
        for sidecar in sorted(sidecars):
            if _subject(sidecar) == subject:
                fields = fields.over(sidecars[sidecar])
    return fields


def _documents(name: str, data: bytes, overrides: SourceFields) -> tuple[list[Document], list[SkippedFile]]:
    """The documents of one file, and what of it was skipped."""
    ending = PurePosixPath(name).suffix.lower()
    if not data.strip():
        return [], [SkippedFile(name, "it is empty: write something into it, or remove it")]
    try:
        if ending == RECORDS_ENDING:
            return _of_records(name, decode(data), overrides)
        draft = READERS[ending](data)
        problems = [SkippedFile(name, problem) for problem in draft.problems]
        return [finish(name, draft, overrides)], problems
    except DocumentError as error:
        return [], [SkippedFile(name, str(error))]


def _of_records(name: str, text: str, overrides: SourceFields) -> tuple[list[Document], list[SkippedFile]]:
    """The documents of a JSON Lines file; its sidecar is about the whole file, so it gives no title."""
    documents: list[Document] = []
    skipped: list[SkippedFile] = []
    shared = replace(overrides, title=None, cleared=overrides.cleared - {"title"})
    for number, record_id, draft in read_records(text):
        try:
            documents.append(finish(f"{name}#{record_id}", _sound(draft), shared))
        except DocumentError as error:
            skipped.append(SkippedFile(name, f"line {number}: {error}"))
    return documents, skipped


def _sound(draft: Draft | DocumentError) -> Draft:
    """The draft; what is wrong with it is raised."""
    if isinstance(draft, DocumentError):
        raise draft
    return draft
