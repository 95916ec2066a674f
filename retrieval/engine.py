"""The engine: a corpus and its index, opened once, that answers questions.

In: a folder of documents and a folder for saved indexes. Out: an `Engine`, immutable once it is
made, so that threads may share it and a new one may take its place in one step.
"""

from __future__ import annotations

import hashlib
import logging
import os
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from retrieval.answering.answerer import Answerer
from retrieval.answering.contexts import CONTEXT_CHARACTERS, Contexts, key_of
from retrieval.corpus import digest_corpus
from retrieval.errors import IndexMismatchError
from retrieval.index import AUTO, Backend, Index, Searcher, choose_backend
from retrieval.index.semantic.opening import VECTORS, open_reranker
from retrieval.types import (
    Answer,
    AnswerLine,
    Context,
    Corpus,
    Document,
    Excerpt,
    Hit,
    NoAnswer,
    Question,
    Reason,
    SkippedFile,
)
from retrieval.understanding.question_parser import QuestionParser
from retrieval.understanding.synonyms import load_synonyms
from retrieval.upkeep import Opening, Progress, Upkeep

log = logging.getLogger(__name__)

_WARMING: Final = ("mata ejtima3 jenef", "ما عاصمه استراليييا", "المادة 1 من النظام")
"""Questions in Arabizi, with a word that is spelled wrong in any corpus, and for an article of a law."""


class Engine:
    """Answers questions over one index.

    Args:
        searcher: Finds the passages of the index.
        synonyms_file: Groups of a moderator's own, added to the shipped ones.
        warning: Why the index is not of the corpus as it is now; None where it is.

    Raises:
        RetrievalError: The synonyms file cannot be read.
    """

    def __init__(
        self, searcher: Searcher, *, synonyms_file: Path | None = None, warning: Reason | None = None
    ) -> None:
        self._index: Index = searcher.index
        self._warning = warning
        self._searcher = searcher
        self._parser = QuestionParser(self._index.vocabulary, load_synonyms(synonyms_file))
        self._answerer = Answerer(searcher)
        self._documents: Mapping[str, Document] = MappingProxyType(
            {document.document_id: document for document in self._index.documents}
        )
        self._contexts = Contexts(self._index.documents, self._index.passages)

    @classmethod
    def open(
        cls,
        corpus_dir: Path,
        data_dir: Path,
        *,
        backend: str | Backend[Any] = AUTO,
        how: Opening = Opening.SERVE,
        rebuild: bool = False,
        least: int | None = None,
        synonyms_file: Path | None = None,
        semantic: bool = False,
        progress: Progress | None = None,
    ) -> Engine:
        """Load the saved index of a folder, or build and save it where there is none that fits.

        Args:
            corpus_dir: The folder of documents.
            data_dir: Where indexes are saved, each under a name of its corpus folder.
            backend: Makes, saves and opens the index: `auto`, a backend's name, or a backend.
            how: Which index is wanted. By default one to answer with: where the corpus cannot be read
                or holds far fewer documents than before, the saved one, with a `warning`.
            rebuild: Build even where a saved index fits.
            least: Documents that are enough to replace the saved index; by default half of its own.
            synonyms_file: Groups of a moderator's own, added to the shipped ones.
            semantic: Whether hits are ordered by meaning as well; vectors are kept beside the index.
            progress: Called after each step of building.

        Raises:
            CorpusError: The folder cannot be read.
            IndexRefusedError: The corpus holds too few documents to replace the saved index.
            IndexingError: There is no such backend, or the index cannot be built or saved.
        """
        chosen = choose_backend(backend) if isinstance(backend, str) else backend
        log.info("index backend: %s", chosen.name)
        folder = index_folder(corpus_dir, data_dir)
        opened = Upkeep(chosen, corpus_dir, folder, progress).open(how, rebuild=rebuild, least=least)
        searcher = _searcher(opened.index, folder / VECTORS if semantic else None, progress)
        return cls(searcher, synonyms_file=synonyms_file, warning=opened.warning)

    @classmethod
    def of_corpus(
        cls,
        corpus: Corpus,
        *,
        backend: str = AUTO,
        synonyms_file: Path | None = None,
        vectors: Path | None = None,
    ) -> Engine:
        """Index a corpus in memory, saving nothing but the vectors, where a folder for them is given.

        Raises:
            IndexingError: There is no such backend, the index cannot be built, or the model of the
                semantic extra cannot be loaded.
        """
        index = choose_backend(backend).build(corpus)
        return cls(_searcher(index, vectors), synonyms_file=synonyms_file)

    @property
    def documents(self) -> tuple[Document, ...]:
        """All documents, in order of their ids."""
        return self._index.documents

    @property
    def skipped(self) -> tuple[SkippedFile, ...]:
        """Files of the corpus folder that were not read, each with its reason."""
        return self._index.skipped

    @property
    def passage_count(self) -> int:
        """Number of passages in the index."""
        return len(self._index.passages)

    @property
    def built_at(self) -> datetime:
        """When the index was built, in UTC."""
        return self._index.built_at

    @property
    def digest(self) -> str:
        """Digest of the corpus that the index was built from."""
        return self._index.corpus_digest

    def answer(self, question: str) -> Answer | NoAnswer:
        """Answer a question by quotation, or say why not; never raises, for any text.

        Takes some milliseconds of one processor; `took_ms` of the answer is their number.
        """
        began = time.perf_counter()
        answer = self._answerer.answer(self._parser.parse(question))
        return replace(answer, question=question, took_ms=round((time.perf_counter() - began) * 1000, 3))

    def warm_up(self) -> None:
        """Make now what first questions would wait for: the indexes of spelling, Arabizi and articles."""
        for question in _WARMING:
            self.answer(question)

    @property
    def warning(self) -> Reason | None:
        """Why the index is not of the corpus as it is now, in one line of English; None where it is."""
        return self._warning

    @property
    def threshold(self) -> float:
        """Confidence, from 0 to 1, below which there is no answer."""
        return self._answerer.threshold

    def parse(self, text: str) -> Question:
        """Understand a question: the first step of `answer`, as are the next ones, for evaluation."""
        return self._parser.parse(text)

    def search(self, question: Question, limit: int = 100) -> list[Hit]:
        """At most `limit` passages that share a term with the question, best first."""
        return self._searcher.search(question, limit)

    def confidence(self, question: Question, hits: Sequence[Hit]) -> float:
        """Probability from 0 to 1 that hits, best first, answer a question."""
        return self._answerer.confidence(question, hits)

    def excerpts(self, question: Question, hits: Sequence[Hit]) -> tuple[Excerpt, ...]:
        """The excerpts of hits, best first, whether they answer the question or not."""
        return self._answerer.excerpts(question, hits)

    def line(self, question: Question, excerpts: Sequence[Excerpt]) -> AnswerLine | None:
        """The date or number that the excerpts give, where one may be shown."""
        return self._answerer.line(question, excerpts)

    def document(self, document_id: str) -> Document | None:
        """The document of an id; None where there is none (any more)."""
        return self._documents.get(document_id)

    def context(
        self, document_id: str, start: int, end: int, *, characters: int = CONTEXT_CHARACTERS
    ) -> Context | None:
        """A span of a document within its neighbors; see `Contexts.context`."""
        return self._contexts.context(document_id, start, end, characters=characters)

    def key_of(self, document_id: str, start: int, end: int) -> str:
        """A key for a span, for links and buttons: 1 to 32 characters of A-Z a-z 0-9 _ -."""
        return key_of(document_id, start, end)

    def find(self, key: str) -> Context | None:
        """The context of a span by its key; None for an unknown, old or malformed key."""
        return self._contexts.find(key)


def saved_index_problem(
    corpus_dir: Path, data_dir: Path, *, backend: str | Backend[Any] = AUTO
) -> Reason | None:
    """Why the saved index of a folder does not fit it; None where it does.

    Raises:
        CorpusError: The folder cannot be read.
        IndexingError: There is no such backend.
    """
    chosen = choose_backend(backend) if isinstance(backend, str) else backend
    try:
        chosen.open(index_folder(corpus_dir, data_dir), corpus_digest=digest_corpus(corpus_dir))
    except IndexMismatchError as error:
        return error.reason
    return None


def index_folder(corpus_dir: Path, data_dir: Path) -> Path:
    """Where the index of a corpus folder is saved: each folder has one of its own."""
    place = Path(os.path.abspath(corpus_dir))  # noqa: PTH100 - as named: a link may lead nowhere for a while
    name = re.sub(r"[^\w.-]+", "_", place.name) or "corpus"
    return data_dir / "index" / f"{name}-{hashlib.blake2b(bytes(place), digest_size=4).hexdigest()}"


def _searcher(index: Index, vectors: Path | None, progress: Progress | None = None) -> Searcher:
    """What searches an index, re-ranking its hits by meaning where a folder of vectors is given."""
    if vectors is None:
        return Searcher(index)
    report = None if progress is None else partial(progress, "vectors")
    return Searcher(index, open_reranker(index.passages, vectors, progress=report))
