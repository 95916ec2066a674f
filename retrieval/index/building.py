"""Documents into an index: split, analyze, score.

In: a `Corpus`. Out: an index in memory; `storage` saves it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from itertools import chain

from retrieval.index import parameters
from retrieval.index.bm25 import Postings, build_postings
from retrieval.index.contents import Contents, Fields
from retrieval.index.layout import lay_out
from retrieval.index.memory import RankBM25Index
from retrieval.index.splitting import split_document
from retrieval.language.analyzer import Analyzer, TermField
from retrieval.types import Corpus, Passage

Progress = Callable[[int, int], None]
"""Called with the number of documents done and their total."""


def build_index(corpus: Corpus, *, progress: Progress | None = None) -> RankBM25Index:
    """Index a corpus.

    Args:
        corpus: May be empty; a document without a word gets passages that no search returns.
        progress: Called after each document is split.
    """
    passages: list[Passage] = []
    for done, document in enumerate(corpus.documents, start=1):
        passages.extend(split_document(document, len(passages)))
        if progress is not None:
            progress(done, len(corpus.documents))
    return RankBM25Index(index_passages(corpus, tuple(passages), Analyzer()))


def index_passages(corpus: Corpus, passages: tuple[Passage, ...], analyzer: Analyzer) -> Contents:
    """Make the fields and the layout of all passages of a corpus."""
    lines = [analyzer.analyze(passage.text) for passage in passages]
    terms = [[token.term for token in line if not token.is_stop] for line in lines]
    titles = [analyzer.content_terms(passage.title) for passage in passages]
    leads = [
        analyzer.content_terms(passage.heading) + line[: parameters.LEAD_TERMS]
        for passage, line in zip(passages, terms, strict=True)
    ]

    def postings(
        field: TermField, term_lists: Sequence[Sequence[str]], numbers: parameters.FieldParameters
    ) -> Postings:
        return build_postings([analyzer.field_terms(field, line) for line in term_lists], numbers)

    fields = Fields(
        word=postings(TermField.WORD, terms, parameters.WORD),
        stem=postings(TermField.STEM, terms, parameters.STEM),
        root=postings(TermField.ROOT, terms, parameters.ROOT),
        gram=postings(TermField.GRAM, terms, parameters.GRAM),
        title=postings(TermField.GRAM, titles, parameters.TITLE),
        lead=postings(TermField.GRAM, leads, parameters.LEAD),
    )
    return Contents(
        documents=corpus.documents,
        skipped=corpus.skipped,
        corpus_digest=corpus.digest,
        built_at=datetime.now(UTC),
        passages=passages,
        fields=fields,
        layout=lay_out(passages, lines, fields.stem, [" ".join(title) for title in titles]),
        title_words=tuple(dict.fromkeys(chain.from_iterable(titles))),
    )
