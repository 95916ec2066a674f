"""Documents into an index: split, analyze, score.

In: a `Corpus`. Out: an index in memory; `storage` saves it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import chain

from retrieval.index import parameters
from retrieval.index.memory.arrangement import lay_out
from retrieval.index.memory.contents import Contents, Fields
from retrieval.index.memory.postings import Postings, build_postings
from retrieval.index.memory.rank_bm25_index import RankBM25Index
from retrieval.index.protocol import Progress
from retrieval.index.splitting import split_document
from retrieval.language.terms.analyzer import AnalyzedToken, Analyzer, TermField
from retrieval.types import Corpus, Passage

_STEPS = 3
"""Steps a document: one to split and analyze it, the others to score its terms."""


def build_index(
    corpus: Corpus, *, progress: Progress | None = None, analyzer: Analyzer | None = None
) -> RankBM25Index:
    """Index a corpus.

    Args:
        corpus: May be empty; a document without a word gets passages that no search returns.
        progress: Called after each document and each field; the last time when all is done.
        analyzer: By default the one that every question is read with.
    """
    analyzer = analyzer or Analyzer()
    passages: list[Passage] = []
    lines: list[list[AnalyzedToken]] = []
    size = len(corpus.documents)

    def report(done: int) -> None:
        if progress is not None and size:
            progress(done, _STEPS * size)

    for done, document in enumerate(corpus.documents, start=1):
        added = split_document(document, len(passages))
        passages.extend(added)
        lines.extend(analyzer.analyze(passage.text) for passage in added)
        report(done)

    def report_field(done: int, fields: int) -> None:
        report(size + (_STEPS - 1) * size * done // fields)

    contents = _index_passages(corpus, tuple(passages), lines, analyzer, report_field)
    return RankBM25Index(contents, analyzer)


def _index_passages(
    corpus: Corpus,
    passages: tuple[Passage, ...],
    lines: Sequence[Sequence[AnalyzedToken]],
    analyzer: Analyzer,
    report: Progress,
) -> Contents:
    """Make the fields and the layout of all passages of a corpus, whose tokens are analyzed."""
    terms = [[token.term for token in line if not token.is_stop] for line in lines]
    titles = [analyzer.content_terms(passage.title) for passage in passages]
    leads = [
        analyzer.content_terms(passage.heading) + line[: parameters.LEAD_TERMS]
        for passage, line in zip(passages, terms, strict=True)
    ]
    plan = {
        "word": (TermField.WORD, terms, parameters.WORD),
        "stem": (TermField.STEM, terms, parameters.STEM),
        "root": (TermField.ROOT, terms, parameters.ROOT),
        "lemma": (TermField.LEMMA, terms if analyzer.has_lemmas else [[] for _ in terms], parameters.LEMMA),
        "gram": (TermField.GRAM, terms, parameters.GRAM),
        "title": (TermField.GRAM, titles, parameters.TITLE),
        "lead": (TermField.GRAM, leads, parameters.LEAD),
    }
    postings: dict[str, Postings] = {}
    for name, (field, term_lists, numbers) in plan.items():
        postings[name] = build_postings([analyzer.field_terms(field, line) for line in term_lists], numbers)
        report(len(postings), len(plan))
    fields = Fields(**postings)
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
