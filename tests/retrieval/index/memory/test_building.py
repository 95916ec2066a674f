from __future__ import annotations

from datetime import UTC, datetime

from retrieval.index import build_index
from retrieval.types import Corpus, Document, Source
from tests.retrieval.index.corpora import corpus_of


def test_progress_counts_up_to_its_total() -> None:
    calls: list[tuple[int, int]] = []
    build_index(corpus_of("أول", "ثان"), progress=lambda done, total: calls.append((done, total)))
    assert calls[:2] == [(1, 6), (2, 6)]
    assert calls == sorted(calls)
    assert calls[-1] == (6, 6)


def test_an_empty_corpus_has_no_progress() -> None:
    calls: list[tuple[int, int]] = []
    build_index(Corpus(()), progress=lambda done, total: calls.append((done, total)))
    assert calls == []


def test_passages_are_numbered_across_documents_and_know_the_text() -> None:
    index = build_index(corpus_of("جملة أولى. " * 300, "جملة ثانية."))
    assert [passage.ordinal for passage in index.passages] == list(range(len(index.passages)))
    texts = {document.document_id: document.text for document in index.documents}
    assert all(texts[p.document_id][p.start : p.end] == p.text for p in index.passages)


def test_an_index_knows_when_it_was_built() -> None:
    before = datetime.now(UTC)
    assert before <= build_index(Corpus(())).built_at <= datetime.now(UTC)


def test_the_vocabulary_holds_words_of_texts_and_titles_but_no_stop_words() -> None:
    vocabulary = build_index(corpus_of("اجتماع في جنيف", "اجتماع", titles=("المكالمة",))).vocabulary
    assert list(vocabulary.terms()) == ["اجتماع", "جنيف", "المكالمه"]
    assert [vocabulary.doc_freq(term) for term in ("اجتماع", "جنيف", "المكالمه", "في", "غائب")] == [
        2,
        1,
        1,
        0,
        0,
    ]
    assert [term in vocabulary for term in ("اجتماع", "المكالمه", "في")] == [True, True, False]


def test_layout_keeps_order_sentences_groups_and_neighbors() -> None:
    corpus = Corpus(
        (
            Document("a", "اجتماع في جنيف. مكالمة.", Source("القمة")),
            Document("b", "سلام", Source("")),
            Document("c", "اجتماع", Source("قِمّة القمة")),
            Document("d", "جنيف", Source("القِمة")),
        )
    )
    contents = build_index(corpus).contents
    layout, stems = contents.layout, contents.fields.stem.terms
    assert layout.starts.tolist() == [0, 4, 5, 6, 7]
    names = {place: stem for stem, place in stems.items()}
    assert [names.get(place) for place in layout.stems.tolist()][:4] == ["اجتماع", None, "جنيف", "مكالم"]
    assert layout.sentences.tolist()[:4] == [0, 0, 0, 1]
    assert layout.groups.tolist() == [0, 1, 2, 0]
    assert layout.grouped.tolist() == [0, 3, 1, 2]
    assert layout.group_starts.tolist() == [0, 2, 3]
    assert layout.before.tolist() == [4, 4, 4, 0]
    assert layout.after.tolist() == [3, 4, 4, 4]
