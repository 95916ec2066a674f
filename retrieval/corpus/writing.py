"""A document and its sidecar written into the corpus folder: the one place that does.

In: the folder, a file's name and bytes, and what is known of its source. Out: files that an editor can
see, and that `read_corpus` reads back as they were meant. Each file is written beside its place and
renamed, so that a reader never sees half of one; the sidecar comes first, so that a document is never
read without its source.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

import yaml

from retrieval.corpus.folder import HIDDEN, check_size, unread_type
from retrieval.corpus.one_file import FORMATS_READ
from retrieval.corpus.sources import SIDECAR_ENDINGS
from retrieval.errors import CorpusError, DocumentError
from retrieval.files import replace_file
from retrieval.reasons import cause_of
from retrieval.types import Source

NAME_LIMIT: Final = 200
"""Longest part of a name in bytes: file systems take 255, and the sidecar's name is longer."""
_READABLE: Final = 0o644
"""Permissions of what is written: an editor and other programs may read it."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, as names relative to the corpus folder."""

    document: str
    sidecar: str | None
    """None where nothing was given of the source."""


def write_document(
    folder: Path, name: str, data: bytes, source: Source | None = None, *, replace: bool = False
) -> Written:
    """Write a document and its sidecar into the corpus folder.

    Args:
        folder: The corpus folder; must be there.
        name: The file's name in it, with `/` between folders, which are made where they are missing.
        data: The file's bytes.
        source: What the sidecar gives, which wins over what the file gives; None for no sidecar.
        replace: Whether a file that is there may be replaced.

    Returns:
        The names of the files.

    Raises:
        CorpusError: The name leads out of the folder or is not one that is read, a file of that name is
            there, the bytes are too many, or the system refuses. Nothing was changed then, but that the
            new sidecar may stand there where the document could not be written.
    """
    place = _place(folder, name)
    try:
        check_size(len(data))
        if place.is_symlink() or (place.exists() and not (replace and place.is_file())):
            raise CorpusError("name_taken", name=name)
        place.parent.mkdir(parents=True, exist_ok=True)
        sidecar = f"{name}{SIDECAR_ENDINGS[0]}"
        beside = place.with_name(f"{place.name}{SIDECAR_ENDINGS[0]}")
        if source is not None:
            replace_file(beside, _to_yaml(source), mode=_READABLE)
        elif replace:
            beside.unlink(missing_ok=True)
        replace_file(place, data, mode=_READABLE)
    except DocumentError as error:
        raise CorpusError("of_file", name=name, reason=error.reason) from error
    except OSError as error:
        raise CorpusError("file_unwritten", name=name, cause=cause_of(error)) from error
    return Written(name, sidecar if source is not None else None)


def _place(folder: Path, name: str) -> Path:
    """Where a name leads, if that is a place in the folder where a document is read."""
    parts = PurePosixPath(name).parts
    if (
        not parts
        or name != "/".join(parts)
        or any(part in {"/", ".."} or part.startswith(HIDDEN) for part in parts)
        or "\\" in name
        or not name.isprintable()
    ):
        raise CorpusError("name_unfit", name=repr(name))
    if any(len(part.encode()) > NAME_LIMIT for part in parts):
        raise CorpusError("name_too_long", name=repr(name), limit=NAME_LIMIT)
    if FORMATS_READ.format_of(name) is None or name.lower().endswith(SIDECAR_ENDINGS):
        why = unread_type(name, frozenset(FORMATS_READ.by_ending))
        raise CorpusError("of_file", name=name, reason=why)
    root = folder.resolve()
    if not root.is_dir():
        raise CorpusError("corpus_missing", folder=folder)
    place = root / name
    if not place.parent.resolve().is_relative_to(root):
        raise CorpusError("name_outside", name=repr(name))
    return place


def _to_yaml(source: Source) -> bytes:
    """The sidecar of a source; a field that is not known is null, so that the file's own does not count."""
    fields = {
        "title": source.title,
        "publisher": source.publisher,
        "author": source.author,
        "published": source.published.isoformat() if source.published else None,
        "url": source.url,
    }
    text = yaml.safe_dump(fields, allow_unicode=True, sort_keys=False, width=10_000)
    return text.encode("utf-8")
