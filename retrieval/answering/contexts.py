"""A span of a document within its neighbors, and short names of spans.

In: where a span stands. Out: a wider verbatim span of the same document, cut at sentence borders.
"""

from __future__ import annotations

import base64
import hashlib
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Final

from retrieval.types import Context, Document, Passage, Span

CONTEXT_CHARACTERS: Final = 1200
"""Wished length of a context: about a screen of a phone."""

_KEY: Final = re.compile(r"([A-Za-z0-9_-]{12})-(\d{1,9})-(\d{1,9})")  # matches AbCdEfGhIjKl-120-365
_KEY_BYTES: Final = 9
"""Bytes of a document's digest in a key: 72 bits, 12 characters of base64."""


class Contexts:
    """Finds the neighbors of spans. Immutable, and safe to share between threads.

    Args:
        documents: All documents.
        passages: All passages of them, which know their sentences.
    """

    def __init__(self, documents: Iterable[Document], passages: Iterable[Passage]) -> None:
        self._documents = {document.document_id: document for document in documents}
        self._by_digest = {_digest(document_id): document_id for document_id in self._documents}
        sentences: dict[str, list[Span]] = {}
        for passage in passages:
            sentences.setdefault(passage.document_id, []).extend(passage.sentences)
        self._sentences = {document_id: sorted(spans) for document_id, spans in sentences.items()}

    def context(
        self, document_id: str, start: int, end: int, *, characters: int = CONTEXT_CHARACTERS
    ) -> Context | None:
        """A span of a document within its neighbors, cut at sentence borders.

        Args:
            document_id: The document.
            start: First code point of the span.
            end: Its end, exclusive.
            characters: Wished length in code points; a longer span is shown whole.

        Returns:
            The wider span, or None where the document or the span is not there (any more).
        """
        document = self._documents.get(document_id)
        if document is None or not 0 <= start < end <= len(document.text):
            return None
        wide = widen(Span(start, end), self._sentences.get(document_id, ()), characters)
        return Context(
            document_id=document_id,
            source=document.source,
            text=document.text[wide.start : wide.end],
            start=wide.start,
            end=wide.end,
            excerpt=Span(start - wide.start, end - wide.start),
            page=document.page_at(start),
            gaps=document.gaps_in(wide.start, wide.end),
        )

    def find(self, key: str) -> Context | None:
        """The context of a span by its key; None for an unknown, old or malformed key."""
        match = _KEY.fullmatch(key)
        document_id = self._by_digest.get(match[1]) if match else None
        if match is None or document_id is None:
            return None
        return self.context(document_id, int(match[2]), int(match[3]))


def key_of(document_id: str, start: int, end: int) -> str:
    """A key for a span, for links and buttons: 1 to 32 characters of A-Z a-z 0-9 _ -."""
    return f"{_digest(document_id)}-{start}-{end}"


def widen(span: Span, sentences: Sequence[Span], characters: int) -> Span:
    """A span made whole at its sentences, with more of them on both sides in turn while they fit.

    Args:
        span: What must be in it.
        sentences: The sentences of the document, in order.
        characters: Wished length; nothing is added beyond it but the rest of the span's own sentences.
    """
    starts = [sentence.start for sentence in sentences]
    before = bisect_left(starts, span.start) - 1
    after = bisect_right(starts, span.end - 1)
    left, right = span.start, span.end
    if before >= 0 and sentences[before].end > left:  # the span begins inside a sentence
        left, before = starts[before], before - 1
    if after and sentences[after - 1].end > right:  # and ends inside one
        right = sentences[after - 1].end
    grows = True
    while grows:
        grows = False
        if after < len(sentences) and sentences[after].end - left <= characters:
            right, after, grows = sentences[after].end, after + 1, True
        if before >= 0 and right - starts[before] <= characters:
            left, before, grows = starts[before], before - 1, True
    return Span(left, right)


def _digest(document_id: str) -> str:
    raw = hashlib.blake2b(document_id.encode("utf-8", "surrogatepass"), digest_size=_KEY_BYTES).digest()
    return base64.urlsafe_b64encode(raw).decode("ascii")
