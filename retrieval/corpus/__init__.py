"""Files of a folder → Documents: readers, cleaning, boilerplate and source metadata."""

from __future__ import annotations

from retrieval.corpus.pictures.outcomes import NoPicture, PagePicture
from retrieval.corpus.pictures.page_pictures import PagePictures, shows_pages
from retrieval.corpus.reading import digest_corpus, read_corpus, read_document
from retrieval.corpus.writing import Written, write_document

__all__ = [
    "NoPicture",
    "PagePicture",
    "PagePictures",
    "Written",
    "digest_corpus",
    "read_corpus",
    "read_document",
    "shows_pages",
    "write_document",
]
