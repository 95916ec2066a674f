"""A backend of a page, which ranks passages by the question's words that stand in them: for tests.

It is a whole implementation of the port: it builds, saves, opens and searches.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

from retrieval.index.generations import open_generation, save_generation
from retrieval.index.protocol import Progress
from retrieval.index.splitting import split_document
from retrieval.language.terms.analyzer import Analyzer
from retrieval.language.vocabulary import Vocabulary
from retrieval.types import Corpus, Document, Hit, Passage, Question, SkippedFile, Source
from tests.retrieval.language.term_counts import TermCounts

VERSION: Final = "small-1"


@dataclass(frozen=True)
class SmallIndex:
    """Passages, searched one by one."""

    documents: tuple[Document, ...]
    skipped: tuple[SkippedFile, ...]
    passages: tuple[Passage, ...]
    corpus_digest: str
    built_at: datetime
    analyzer: Analyzer = field(default_factory=Analyzer)

    @property
    def vocabulary(self) -> Vocabulary:
        return TermCounts.of_texts([passage.text for passage in self.passages])

    def idf(self, term: str) -> float:
        return 1.0 / (1 + self.vocabulary.doc_freq(term))

    def search(self, question: Question, limit: int = 100) -> list[Hit]:
        asked = {self.analyzer.stem(term) for word in question.words for term in self._terms(word.surface)}
        shares = {
            passage.ordinal: len(asked & {self.analyzer.stem(term) for term in self._terms(passage.text)})
            / max(1, len(asked))
            for passage in self.passages
        }
        best = sorted((ordinal for ordinal, share in shares.items() if share), key=lambda o: (-shares[o], o))
        return [
            Hit(self.passages[ordinal], rank, shares[ordinal]) for rank, ordinal in enumerate(best[:limit], 1)
        ]

    def _terms(self, text: str) -> list[str]:
        return self.analyzer.content_terms(text)


class SmallBackend:
    """Builds, saves and opens a `SmallIndex`; counts how often it built one."""

    name: Final = "small"
    version: Final = VERSION

    def __init__(self) -> None:
        self.built = 0

    def build(self, corpus: Corpus, *, progress: Progress | None = None) -> SmallIndex:
        self.built += 1
        index = _index(corpus, datetime.now(UTC))
        if progress is not None:
            progress(1, 1)
        return index

    def save(self, index: SmallIndex, folder: Path) -> None:
        save_generation(
            folder,
            lambda place: _write(index, place),
            version=VERSION,
            corpus_digest=index.corpus_digest,
            documents=len(index.documents),
        )

    def open(self, folder: Path, *, corpus_digest: str | None = None) -> SmallIndex:
        return open_generation(folder, _read, version=VERSION, corpus_digest=corpus_digest)


def _index(corpus: Corpus, built_at: datetime) -> SmallIndex:
    passages: list[Passage] = []
    for document in corpus.documents:
        passages.extend(split_document(document, len(passages)))
    return SmallIndex(corpus.documents, corpus.skipped, tuple(passages), corpus.digest, built_at)


def _write(index: SmallIndex, place: Path) -> None:
    values = {
        "documents": [
            [d.document_id, d.text, d.source.title, _day(d.source.published)] for d in index.documents
        ],
        "skipped": [[file.name, file.reason] for file in index.skipped],
        "digest": index.corpus_digest,
        "built_at": index.built_at.isoformat(),
    }
    (place / "inner").mkdir()
    (place / "inner" / "documents.json").write_text(json.dumps(values), encoding="utf-8")


def _read(place: Path) -> SmallIndex:
    values: dict[str, Any] = json.loads((place / "inner" / "documents.json").read_text(encoding="utf-8"))
    documents = tuple(
        Document(name, text, Source(title, published=date.fromisoformat(day) if day else None))
        for name, text, title, day in values["documents"]
    )
    skipped = tuple(SkippedFile(name, reason) for name, reason in values["skipped"])
    corpus = Corpus(documents, skipped, values["digest"])
    return _index(corpus, datetime.fromisoformat(values["built_at"]))


def _day(published: date | None) -> str | None:
    return published.isoformat() if published else None
