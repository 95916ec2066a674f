"""What an index holds: the documents, their passages, and the postings of each field.

In: nothing but what `building` made or `storage` loaded. Out: frozen values, safe to share between
threads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from retrieval.index.memory.arrangement import Layout
from retrieval.index.memory.postings import Postings
from retrieval.types import Document, Passage, SkippedFile


@dataclass(frozen=True, slots=True)
class Fields:
    """The postings of each field, every one over all passages."""

    word: Postings
    """Normalized words of the text, stop words out."""
    stem: Postings
    """Their light stems."""
    root: Postings
    """Their roots."""
    lemma: Postings
    """Their lemmas; empty where no morphology is installed."""
    gram: Postings
    """The 3-grams of words and stems."""
    title: Postings
    """3-grams of the document's title."""
    lead: Postings
    """3-grams of the heading above the passage and of its first words."""


@dataclass(frozen=True, slots=True)
class Contents:
    """All that is saved of an index."""

    documents: tuple[Document, ...]
    skipped: tuple[SkippedFile, ...]
    corpus_digest: str
    built_at: datetime
    """When the corpus was indexed, with its time zone."""
    passages: tuple[Passage, ...]
    """The ordinal of a passage is its place."""
    fields: Fields
    layout: Layout
    title_words: tuple[str, ...]
    """The normalized words of all titles, each once, in order."""
