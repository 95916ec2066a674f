"""Which saved generation serves: the newest that fits; going back to the one before, and forth again.

In: the folder of the generations, and what the index must have been made by. Out: what is saved, newest
first; the generation that serves is always the newest one.

Going back gives the earlier generation the highest number, in one rename. A note inside it
(`instead-of.json`) names the corpus whose index was rejected: as long as that generation is the newest
and the corpus is still that one, nothing is built by itself.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from retrieval.errors import IndexingError, IndexMismatchError, NoEarlierIndexError
from retrieval.files import locked, replace_file
from retrieval.index.generations import (
    DAMAGES,
    KEPT_GENERATIONS,
    check_files,
    list_generations,
    load_manifest,
    rename_to_newest,
)
from retrieval.reasons import cause_of

_NOTE: Final = "instead-of.json"


@dataclass(frozen=True, slots=True)
class SavedIndex:
    """What the manifest of a generation states."""

    place: Path
    corpus_digest: str
    documents: int
    instead_of: str | None
    """Digest of the corpus whose index was rejected for this one; None where none was."""


def list_saved(folder: Path, version: str) -> list[SavedIndex]:
    """The generations of a version by their manifests, newest first; never raises."""
    return [saved for place in list_generations(folder) if (saved := _load(place, version)) is not None]


def is_whole(saved: SavedIndex) -> bool:
    """Whether all files are as they were written; never raises."""
    try:
        check_files(saved.place)
    except (IndexMismatchError, *DAMAGES, AttributeError):
        return False
    return True


def make_newest(saved: SavedIndex) -> None:
    """Let an earlier generation serve from now on, as if it had just been saved.

    Raises:
        IndexingError: The folder cannot be written; all is as it was.
    """
    folder = saved.place.parent
    try:
        with locked(folder):
            (saved.place / _NOTE).unlink(missing_ok=True)
            if list_generations(folder)[0] != saved.place:
                rename_to_newest(saved.place, folder)
    except OSError as error:
        raise IndexingError("folder_unwritable", folder=folder, cause=cause_of(error)) from error


def go_back(folder: Path, version: str) -> None:
    """Let the generation before the newest serve from now on.

    Args:
        folder: Where the generations are.
        version: What both must have been made by.

    Raises:
        NoEarlierIndexError: There is none, or the newest is one that was gone back to already.
        IndexingError: The folder cannot be written; all is as it was.
    """
    try:
        with locked(folder):
            saved = [each for each in list_saved(folder, version) if is_whole(each)]
            if len(saved) < KEPT_GENERATIONS:
                raise NoEarlierIndexError("no_earlier_index")
            served, earlier = saved[:KEPT_GENERATIONS]
            if served.instead_of is not None:
                raise NoEarlierIndexError("earlier_answers")
            note = json.dumps({"corpus_digest": served.corpus_digest}).encode()
            replace_file(earlier.place / _NOTE, note)
            rename_to_newest(earlier.place, folder)
    except FileNotFoundError as error:
        raise NoEarlierIndexError("nothing_saved") from error
    except OSError as error:
        raise IndexingError("folder_unwritable", folder=folder, cause=cause_of(error)) from error


def _load(place: Path, version: str) -> SavedIndex | None:
    """What a manifest states; None where it is of another version, or damaged."""
    try:
        manifest = load_manifest(place)
        if manifest["version"] != version:
            return None
        digest, documents = str(manifest["corpus_digest"]), int(manifest["documents"])
    except (*DAMAGES, AttributeError):
        return None
    return SavedIndex(place, digest, documents, _load_note(place))


def _load_note(place: Path) -> str | None:
    try:
        return str(json.loads((place / _NOTE).read_text(encoding="utf-8"))["corpus_digest"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
