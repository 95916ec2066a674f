"""The pictures of the pages that quotations stand on, each drawn once as long as it is remembered.

In: a document and a span of it. Out: the picture of its page, soon, or why there is none. The file is
read again from the corpus folder: a quotation is marked only where the file, as it is now, still has it.
Pages are drawn one after another in a process of its own, with limits of time and of memory.
"""

from __future__ import annotations

import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path, PurePosixPath
from threading import Lock
from typing import Any, Final

from retrieval.corpus.folder import read_bytes, real_place
from retrieval.corpus.pictures.outcomes import NoPicture, PagePicture, Wanted
from retrieval.errors import DocumentError
from retrieval.types import Document, Span
from retrieval.workers import Failure, Worker

SECONDS: Final = 8.0
"""Time limit of one picture; a page of text takes about 0.2 s."""
MEMORY_LIMIT: Final = 512 * 1024**2
"""Bytes of memory that one picture may take."""
MOST_WAITING: Final = 16
"""Pictures that may wait for the process; whoever comes then is asked to wait."""
_CACHE_BYTES: Final = 32 * 1024**2
"""Pictures that are remembered, about a hundred."""
_FAILURES_KEPT: Final = 256
_FAILURE_SECONDS: Final = 600.0
"""Pictures that failed, and how long none of them is tried again: the next people need not wait for it."""
_BESIDE: Final = 2000
"""Code points before and behind the pages that are looked at as well."""
_FAILURES: Final = {
    Failure.SLOW: NoPicture.SLOW,
    Failure.ENDED: NoPicture.FAILED,
    Failure.RAISED: NoPicture.FAILED,
}

Key = tuple[str, int, Span, str]


class PagePictures:
    """Draws the pages of a corpus folder; close it at the end.

    Args:
        folder: The corpus folder.
        seconds: Time limit of one picture.
        memory_limit: Bytes of memory that one picture may take.
        module: The module whose `draw` draws, in the process.
    """

    def __init__(
        self,
        folder: Path,
        *,
        seconds: float = SECONDS,
        memory_limit: int = MEMORY_LIMIT,
        module: str = "retrieval.corpus.pictures.drawing",
    ) -> None:
        self._folder = folder
        self._worker = Worker(module, "draw", seconds=seconds, memory_limit=memory_limit)
        self._waiting = 0
        self._lock = Lock()
        self._kept: OrderedDict[Key, PagePicture] = OrderedDict()
        self._failed: OrderedDict[Key, tuple[NoPicture, float]] = OrderedDict()

    def draw(self, document: Document, start: int, end: int) -> Future[PagePicture | NoPicture]:
        """Draw the page that a span of a document begins on.

        Args:
            document: The document of a file with pages.
            start: Where the span begins in its text.
            end: Where it ends.

        Returns:
            The picture, once it is there; cancelled while it waits, it is not drawn.
        """
        wanted = wanted_of(document, start, end)
        if wanted is None or self._waiting >= MOST_WAITING:
            done: Future[PagePicture | NoPicture] = Future()
            done.set_result(NoPicture.FAILED if wanted is None else NoPicture.BUSY)
            return done
        with self._lock:
            self._waiting += 1
        drawn = self._worker.submit(lambda call: self._draw(document.document_id, wanted, call))
        drawn.add_done_callback(self._leave)
        return drawn

    def close(self) -> None:
        """End the process, with what it is drawing."""
        self._worker.close()

    def _leave(self, _: Future[Any]) -> None:
        with self._lock:
            self._waiting -= 1

    def _draw(self, name: str, wanted: Wanted, call: Callable[..., Any]) -> PagePicture | NoPicture:
        root = real_place(self._folder)
        try:
            if not real_place(root / name).is_relative_to(root):
                return NoPicture.GONE
            data = read_bytes(root, name)
        except DocumentError:
            return NoPicture.GONE
        quotation = wanted.text[wanted.span.start : wanted.span.end]
        key = hashlib.sha256(data).hexdigest(), wanted.page, wanted.span, quotation
        why, until = self._failed.get(key, (NoPicture.FAILED, 0.0))
        if time.monotonic() < until:
            return why
        if key not in self._kept:
            drawn = call(data, wanted)
            if not isinstance(drawn, PagePicture):
                return self._fail(key, _FAILURES[drawn] if isinstance(drawn, Failure) else NoPicture(drawn))
            self._keep(key, drawn)
        self._kept.move_to_end(key)
        return self._kept[key]

    def _fail(self, key: Key, why: NoPicture) -> NoPicture:
        """Remember for a while that a picture failed."""
        self._failed[key] = why, time.monotonic() + _FAILURE_SECONDS
        while len(self._failed) > _FAILURES_KEPT:
            self._failed.popitem(last=False)
        return why

    def _keep(self, key: Key, picture: PagePicture) -> None:
        """Remember a picture, and forget the oldest ones where they are too many."""
        self._kept[key] = picture
        while len(self._kept) > 1 and sum(len(each.content) for each in self._kept.values()) > _CACHE_BYTES:
            self._kept.popitem(last=False)


_IN_ARCHIVE = ".zip#"
"""What stands between the name of an archive and that of a file in it."""


def shows_pages(document_id: str) -> bool:
    """Whether pages of a document can be drawn: it is a file of its own, a PDF."""
    is_packed = _IN_ARCHIVE in document_id.lower()
    return PurePosixPath(document_id).suffix.lower() == ".pdf" and not is_packed


def wanted_of(document: Document, start: int, end: int) -> Wanted | None:
    """What is to be drawn; None where the span has no page that can be."""
    page = document.page_at(start)
    if page is None or not 0 <= start < end <= len(document.text) or not shows_pages(document.document_id):
        return None
    place = next(number for number, one in enumerate(document.pages) if one.number == page)
    behind = document.pages[place + 2].start if place + 2 < len(document.pages) else len(document.text)
    first = max(0, document.pages[place].start - _BESIDE)
    last = max(end, behind + _BESIDE)
    return Wanted(document.text[first:last], Span(start - first, end - first), page)
