"""The sample corpus and its gold questions, the data of the gate and of `make run`."""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter

import pytest

from retrieval.corpus import read_corpus
from retrieval.evaluation.gold import GoldQuestion, fold_for_gold, holds_pattern, read_gold, read_not_quoted
from retrieval.types import Corpus
from tests.evaldata import ROOT, eval_data

GOLD = ROOT / "tests" / "quality" / "seeds_gold.jsonl"
EXPECTED = ROOT / "tests" / "quality" / "seeds_expected.json"
PUBLISHER = "موجز من إعداد مشروع شاهد"
SHARED_RUN = 6
"""Length in words of the runs that no brief may share with the pages of its facts."""


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return read_corpus(ROOT / "seeds")


@pytest.fixture(scope="module")
def gold() -> tuple[GoldQuestion, ...]:
    return read_gold(GOLD)


def test_every_file_is_read(corpus: Corpus) -> None:
    assert corpus.skipped == ()
    assert len(corpus.documents) >= 30
    endings = {document.document_id.split("#")[0].rsplit(".", 1)[1] for document in corpus.documents}
    assert endings == {"txt", "md", "html", "docx", "pdf", "jsonl"}


def test_every_document_names_the_project_as_its_publisher(corpus: Corpus) -> None:
    for document in corpus.documents:
        source = document.source
        assert (source.publisher, source.author, source.url) == (PUBLISHER, None, None), document.document_id
        assert source.published == dt.date(2026, 11, 21), document.document_id
        assert source.title


def test_library_is_called_an_example_in_each_of_its_documents(corpus: Corpus) -> None:
    library = [document for document in corpus.documents if document.document_id.startswith("library-")]
    assert len(library) == 5
    for document in library:
        assert "مثال" in document.source.title
        assert "متخيلة" in document.text


def test_boilerplate_of_the_pages_is_not_in_their_text(corpus: Corpus) -> None:
    texts = {document.document_id: document.text for document in corpus.documents}
    forbidden = read_not_quoted(EXPECTED)
    assert forbidden
    for name, fragments in forbidden.items():
        assert [fragment for fragment in fragments if fragment in texts[name]] == []


def test_every_answer_is_in_each_document_listed_for_it(
    corpus: Corpus, gold: tuple[GoldQuestion, ...]
) -> None:
    missing = [
        f"{asked.question} {prefix}"
        for asked in gold
        for prefix in asked.documents
        if asked.answer is not None
        and not any(
            document.document_id.startswith(prefix) and holds_pattern(document.text, asked.answer)
            for document in corpus.documents
        )
    ]
    assert missing == []


def test_gold_questions_are_of_all_kinds_and_asked_once(gold: tuple[GoldQuestion, ...]) -> None:
    kinds = Counter(asked.kind for asked in gold)
    assert len(gold) >= 90
    assert kinds["unanswerable"] >= 15
    assert min(kinds.values()) >= 5
    assert set(kinds) == {
        "msa",
        "diacritics",
        "dialect",
        "typo",
        "arabizi",
        "keyboard",
        "digits",
        "synonym",
        "yes_no",
        "why",
        "unanswerable",
        "boilerplate",
        "word_salad",
    }
    assert {asked.variety for asked in gold if asked.kind == "dialect"} == {
        "egyptian",
        "levantine",
        "gulf",
        "maghrebi",
    }
    assert [text for text, count in Counter(asked.question for asked in gold).items() if count > 1] == []


def test_gold_file_has_one_question_on_each_line() -> None:
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if json.dumps(json.loads(line), ensure_ascii=False) != line] == []


def test_no_brief_shares_a_run_of_words_with_the_real_pages(corpus: Corpus) -> None:
    pages = list((eval_data() / "seeds").glob("*.txt"))
    assert pages
    foreign = {run for page in pages for run in runs_of_words(page.read_text(encoding="utf-8"))}
    shared = {
        document.document_id: sorted(runs_of_words(document.text) & foreign) for document in corpus.documents
    }
    assert {name: runs for name, runs in shared.items() if runs} == {}


def runs_of_words(text: str) -> set[str]:
    words = fold_words(text)
    return {" ".join(words[place : place + SHARED_RUN]) for place in range(len(words) - SHARED_RUN + 1)}


def fold_words(text: str) -> list[str]:
    kept = (char if char.isalnum() else " " for char in fold_for_gold(text))
    return "".join(kept).split()
