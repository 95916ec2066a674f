"""The index of a corpus folder: built where that is needed, and never lost.

In: a corpus folder and the folder of its saved indexes. Out: the index to answer with, and why it is
not of the corpus as it is now, where it is not.

An index of the corpus as it is now is opened, or built and saved. One with no documents, or with fewer
than half of those that the saved index holds, replaces it only where that is asked for (`least`): a
folder that is not mounted is no wish to forget all.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial
from pathlib import Path
from typing import Any, Final

from retrieval.corpus import digest_corpus, read_corpus
from retrieval.errors import (
    IndexingError,
    IndexMismatchError,
    IndexRefusedError,
    ReasonedError,
    RetrievalError,
)
from retrieval.index import Backend, Index
from retrieval.index.generations import tidy
from retrieval.index.going_back import SavedIndex, go_back, is_whole, list_saved, make_newest
from retrieval.reasons import cause_of, reason
from retrieval.types import Reason

log = logging.getLogger(__name__)

Progress = Callable[[str, int, int], None]
"""Called with a stage (`read`, `index`, `check`, `vectors`), its steps that are done, and all its steps."""

LEAST_SHARE: Final = 0.5
"""Share of the documents of the saved index that a new one must hold to replace it unasked."""


class Opening(Enum):
    """Which index is wanted."""

    SERVE = "serve"
    """The best to answer with now: of the corpus, or the saved one where that cannot be had."""
    REINDEX = "reindex"
    """That of the corpus as it is now, or an error."""
    SAVED = "saved"
    """The one that is saved, whatever the corpus holds now."""
    ROLL_BACK = "roll back"
    """The one that was saved before it, which serves from now on."""


@dataclass(frozen=True, slots=True)
class OpenedIndex:
    """An index to answer with."""

    index: Index
    warning: Reason | None = None
    """Why it is not of the corpus as it is now; None where it is."""


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Keeps the index of one corpus folder."""

    backend: Backend[Any]
    corpus_dir: Path
    folder: Path
    """Where its indexes are saved."""
    progress: Progress | None = None

    def open(
        self, how: Opening = Opening.SERVE, *, rebuild: bool = False, least: int | None = None
    ) -> OpenedIndex:
        """Open the index that is wanted.

        Args:
            how: Which one.
            rebuild: Build even where a saved index fits.
            least: Documents that are enough to replace the saved index; by default half of its own.

        Raises:
            CorpusError: The corpus cannot be read, and no saved index may answer in its place.
            IndexRefusedError: The corpus holds too few documents to replace the saved index.
            IndexingError: There is no such index, or it cannot be built or saved.
        """
        if how is Opening.ROLL_BACK:
            go_back(self.folder, self.backend.version)
        if how in (Opening.ROLL_BACK, Opening.SAVED):
            return self._open_saved()
        tidy(self.folder)
        if how is Opening.SERVE:
            return self._serve(rebuild=rebuild)
        return OpenedIndex(self._of_corpus(rebuild=rebuild, least=least))

    def _serve(self, *, rebuild: bool) -> OpenedIndex:
        try:
            if not rebuild and self._is_rejected():
                return self._open_saved()
            return OpenedIndex(self._of_corpus(rebuild=rebuild, least=None))
        except _UnsavedError as error:  # full or read-only: what was built is the newest there is
            return OpenedIndex(error.index, reason("unsaved_answers", reason=error.reason))
        except Exception as error:  # noqa: BLE001 - whatever it is: a saved index answers
            try:
                saved = self._open_saved().index
            except IndexMismatchError:
                if isinstance(error, RetrievalError):
                    raise error from None
                raise IndexingError("index_unbuilt", error=type(error).__name__) from error
            return OpenedIndex(saved, reason("saved_answers", day=_day(saved), reason=_why(error)))

    def _open_saved(self) -> OpenedIndex:
        """The newest that is saved, with a warning where it was gone back to.

        Raises:
            IndexMismatchError: None can be opened.
        """
        saved: Index = self.backend.open(self.folder)
        if self._rejected_corpus() is None:
            return OpenedIndex(saved)
        return OpenedIndex(saved, reason("saved_answers", day=_day(saved), reason=reason("went_back")))

    def _is_rejected(self) -> bool:
        """Whether the index of the corpus as it is now was rejected for the one that is saved."""
        rejected = self._rejected_corpus()
        return rejected is not None and rejected == digest_corpus(self.corpus_dir)

    def _rejected_corpus(self) -> str | None:
        """Digest of the corpus whose index was rejected for the newest one; None where none was."""
        newest = next(iter(self._list()), None)
        return newest.instead_of if newest and newest.instead_of != newest.corpus_digest else None

    def _of_corpus(self, *, rebuild: bool, least: int | None) -> Index:
        """The index of the corpus as it is now, saved as the newest.

        Raises:
            CorpusError: The corpus cannot be read.
            IndexRefusedError: It holds too few documents.
            IndexingError: The index cannot be built or saved.
        """
        if not rebuild and (found := self._load(digest_corpus(self.corpus_dir), least)) is not None:
            return found
        corpus = read_corpus(self.corpus_dir, progress=self._of_stage("read"))
        _refuse_fewer(len(corpus.documents), self._list(), least)
        index: Index = self.backend.build(corpus, progress=self._of_stage("index"))
        try:
            self.backend.save(index, self.folder)
        except (IndexingError, OSError) as error:
            raise _UnsavedError(_why(error), index) from error
        report = self.progress or (lambda _stage, _done, _whole: None)
        report("check", 0, 1)
        # What serves is what was saved.
        saved: Index = self.backend.open(self.folder, corpus_digest=corpus.digest)
        report("check", 1, 1)
        return saved

    def _load(self, digest: str, least: int | None) -> Index | None:
        """The saved index of a corpus, which then is the newest; None where there is none."""
        saved = self._list()
        fitting = next((each for each in saved if each.corpus_digest == digest), None)
        if fitting is not None and fitting != saved[0]:
            _refuse_fewer(fitting.documents, saved, least)
        try:
            index: Index = self.backend.open(self.folder, corpus_digest=digest)
        except IndexMismatchError as error:
            log.info("building the index: %s", error)
            return None
        if fitting is not None and (fitting != saved[0] or fitting.instead_of is not None):
            self._make_newest(fitting)
        return index

    def _make_newest(self, saved: SavedIndex) -> None:
        try:
            make_newest(saved)
        except IndexingError as error:  # it answers all the same
            log.warning("the index that answers stays behind a newer one: %s", error)

    def _list(self) -> list[SavedIndex]:
        return list_saved(self.folder, self.backend.version)

    def _of_stage(self, stage: str) -> Callable[[int, int], None] | None:
        """What reports the steps of one stage."""
        return None if self.progress is None else partial(self.progress, stage)


class _UnsavedError(IndexingError):
    """An index was built and cannot be saved."""

    def __init__(self, why: Reason, index: Index) -> None:
        super().__init__(why)
        self.index = index


def _refuse_fewer(documents: int, before: Sequence[SavedIndex], least: int | None) -> None:
    """Raise IndexRefusedError where a corpus holds too few documents to replace the saved index."""
    for saved in before:
        enough = max(1, LEAST_SHARE * saved.documents) if least is None else least
        if documents >= min(enough, saved.documents):
            return
        if is_whole(saved):  # asked late: it reads all files
            raise IndexRefusedError(documents, saved.documents)


def _why(error: Exception) -> Reason:
    """Why an index could not be had."""
    return error.reason if isinstance(error, ReasonedError) else cause_of(error)


def _day(index: Index) -> str:
    return f"{index.built_at:%Y-%m-%d %H:%M} UTC"
