"""Files of a folder → Documents: readers, cleaning, boilerplate and source metadata."""

from __future__ import annotations

from retrieval.corpus.reading import digest_corpus, read_corpus

__all__ = ["digest_corpus", "read_corpus"]
