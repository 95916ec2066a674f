"""Files of a folder → Documents: readers, cleaning, boilerplate and source metadata."""

from __future__ import annotations

from retrieval.corpus.reading import digest_corpus, read_corpus, read_document
from retrieval.corpus.writing import Written, write_document

__all__ = ["Written", "digest_corpus", "read_corpus", "read_document", "write_document"]
