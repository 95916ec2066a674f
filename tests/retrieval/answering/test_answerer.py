from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.answering import Answerer, AnswerLimits
from retrieval.corpus import read_corpus
from retrieval.evaluation.measures import fold
from retrieval.index import Searcher, build_index
from retrieval.types import (
    Answer,
    AnswerKind,
    Corpus,
    Document,
    LineKind,
    NearestTitle,
    NoAnswer,
    NoAnswerReason,
    Page,
    Question,
    Source,
    Span,
)
from tests.evaldata import eval_data
from tests.retrieval.answering.corpora import (
    BAGHDAD,
    CAIRO,
    CITIES,
    COPY,
    NILE,
    answerer_of,
    ask,
    documents,
    questions,
)

CITIES_ANSWERER = answerer_of(CITIES)


def test_a_question_is_answered_by_the_words_of_a_document() -> None:
    answer = ask(CITIES, "من أسس القاهرة؟")
    assert isinstance(answer, Answer)
    first = answer.excerpts[0]
    assert (first.rank, first.document_id, first.source, first.page) == (1, "cairo.txt", CAIRO.source, None)
    assert (first.start, first.end, first.text) == (0, len(CAIRO.text), CAIRO.text)
    assert [first.text[span.start : span.end] for span in first.highlights] == ["القاهرة", "أسسها"]


def test_the_line_says_the_value_that_the_excerpts_hold() -> None:
    answer = ask(CITIES, "متى بُني السد العالي في أسوان؟")
    assert isinstance(answer, Answer)
    assert "1960" in answer.excerpts[0].text
    if answer.line is not None:
        assert answer.line.kind is LineKind.DATE


def test_what_two_documents_print_is_shown_once_with_both_cited() -> None:
    answer = ask(Corpus((BAGHDAD, CAIRO, COPY, NILE)), "من أسس القاهرة؟")
    assert isinstance(answer, Answer)
    cited = {
        (first.document_id, *(place.document_id for place in first.also_in)) for first in answer.excerpts[:1]
    }
    assert {frozenset(ids) for ids in cited} == {frozenset({"cairo.txt", "copy.txt"})}
    shown = [excerpt.document_id for excerpt in answer.excerpts[1:]]
    assert "copy.txt" not in shown
    assert "cairo.txt" not in shown


def test_a_paged_document_gives_the_page_of_its_excerpt() -> None:
    paged = replace(CAIRO, pages=(Page(1, 0), Page(2, 10), Page(3, 400)))
    answer = ask(Corpus((paged,)), "متى أسست القاهرة؟")
    assert isinstance(answer, Answer)
    assert answer.excerpts[0].page == 1


@pytest.mark.parametrize(
    ("corpus", "question", "reason"),
    [
        (Corpus(()), "متى بنيت بغداد؟", NoAnswerReason.EMPTY_CORPUS),
        (Corpus((Document("a", "", Source("")),)), "متى بنيت بغداد؟", NoAnswerReason.EMPTY_CORPUS),
        (CITIES, "السلام عليكم", NoAnswerReason.GREETING),
        (CITIES, "؟؟", NoAnswerReason.NO_WORDS),
        (CITIES, "من هو؟", NoAnswerReason.NO_WORDS),
        (CITIES, "زرافة", NoAnswerReason.NOT_FOUND),
        (CITIES, "كم سعر الذهب في أسواق طوكيو صباح مصر؟", NoAnswerReason.WEAK),
    ],
)
def test_silence_has_its_reason(corpus: Corpus, question: str, reason: NoAnswerReason) -> None:
    answer = ask(corpus, question)
    assert isinstance(answer, NoAnswer)
    assert answer.reason == reason


def test_silence_offers_the_nearest_titles() -> None:
    answer = ask(CITIES, "كم سعر الذهب والفضة والنحاس في أسواق القاهرة صباح الغد؟")
    assert isinstance(answer, NoAnswer)
    assert answer.nearest_titles == (NearestTitle("cairo.txt", "القاهرة"),)


def test_a_hit_found_elsewhere_can_be_answered_from() -> None:
    answerer, parser = answerer_of(CITIES)
    question = parser.parse("متى بُنيت بغداد؟")
    hits = build_index(CITIES).search(question, 10)
    assert isinstance(answerer.answer_from(question, hits), Answer)
    assert answerer.answer_from(question, []) == NoAnswer(question.text, NoAnswerReason.NOT_FOUND)
    assert answerer.confidence(question, hits) >= answerer.threshold > answerer.confidence(question, [])
    assert answerer.excerpts(question, []) == ()


def test_no_more_excerpts_are_made_than_may_be_paged() -> None:
    many = Corpus(
        tuple(
            Document(f"{n:02}", f"المدينة رقم {n} هي عاصمة {'بج' * (n + 1)}.", Source(f"س{n}"))
            for n in range(20)
        )
    )
    answer = ask(many, "ما هي عاصمة المدينة؟")
    assert not isinstance(answer, Answer) or len(answer.excerpts) <= AnswerLimits().excerpts


@given(st.lists(documents, max_size=4), questions)
def test_any_question_to_any_corpus_is_answered_verbatim_or_with_silence(
    texts: list[Document], text: str
) -> None:
    corpus = Corpus(tuple(replace(document, document_id=f"{n}") for n, document in enumerate(texts)))
    by_id = {document.document_id: document for document in corpus.documents}
    answerer, parser = answerer_of(corpus)
    question = parser.parse(text)
    excerpts = answerer.excerpts(question, build_index(corpus).search(question, 20))
    assert isinstance(answerer.answer(question), Answer | NoAnswer)
    assert [excerpt.rank for excerpt in excerpts] == list(range(1, len(excerpts) + 1))
    for excerpt in excerpts:
        assert by_id[excerpt.document_id].text[excerpt.start : excerpt.end] == excerpt.text
        assert 0 < len(excerpt.text) <= AnswerLimits().length
        assert excerpt.text.strip() == excerpt.text
        assert rejoin(excerpt.text, excerpt.highlights) == excerpt.text
        for place in excerpt.also_in:
            assert place.document_id != excerpt.document_id
            assert 0 <= place.start < place.end <= len(by_id[place.document_id].text)
    spans = [(excerpt.document_id, excerpt.start, excerpt.end) for excerpt in excerpts]
    for number, (document_id, start, end) in enumerate(spans):
        earlier = [span[1:] for span in spans[:number] if span[0] == document_id]
        assert not any(first < end and start < last for first, last in earlier)


@given(questions, st.sampled_from(AnswerKind))
def test_understood_questions_of_any_kind_never_raise(text: str, kind: AnswerKind) -> None:
    answerer, parser = CITIES_ANSWERER
    question: Question = replace(parser.parse(f"{text} القاهرة"), kind=kind, is_greeting=False)
    assert isinstance(answerer.answer(question), Answer | NoAnswer)


def test_the_gold_questions_are_answered_and_the_others_refused() -> None:
    folder = eval_data()
    corpus = read_corpus(folder / "seeds")
    answerer, parser = answerer_of(corpus)
    index = build_index(corpus)
    gold = [json.loads(line) for line in (folder / "seeds_gold.jsonl").read_text("utf-8").splitlines()]
    assert gold
    first, first_three, refused = [], [], []
    for one in gold:
        question = parser.parse(one["question"])
        if one["answer"] is None:
            refused.append(isinstance(answerer.answer(question), NoAnswer))
            continue
        right = [
            re.search(fold(one["answer"]), fold(excerpt.text)) is not None
            and excerpt.document_id[:3] in one["documents"]
            for excerpt in answerer.excerpts(question, index.search(question, 50))
        ]
        first.append(any(right[:1]))
        first_three.append(any(right[:3]))
    assert sum(first) >= len(first) - 1
    assert all(first_three)
    assert all(refused)


def rejoin(text: str, highlights: tuple[Span, ...]) -> str:
    """A text put together from its highlights and what stands between them."""
    parts, done = [], 0
    for span in highlights:
        assert done <= span.start < span.end <= len(text)
        parts += [text[done : span.start], text[span.start : span.end]]
        done = span.end
    return "".join([*parts, text[done:]])


def test_an_answerer_gives_its_threshold() -> None:
    assert 0 < Answerer(Searcher(build_index(Corpus((NILE,))))).threshold < 1


def test_reading_a_folder_twice_answers_alike(tmp_path: Path) -> None:
    (tmp_path / "baghdad.txt").write_text(BAGHDAD.text, encoding="utf-8")
    answers = {repr(ask(read_corpus(tmp_path), "متى بُنيت بغداد؟")) for _ in range(2)}
    assert len(answers) == 1


RIVERS = Corpus(
    tuple(
        Document(f"{n}", f"يجري نهر {name} في بلاد {name} الخضراء.", Source(f"عنوان {name}"))
        for n, name in enumerate(["بجد", "سصط", "عقم", "نلك", "شتث", "خذض"])
    )
)


def documents_of(limits: AnswerLimits) -> list[str]:
    """The documents of an answer to a question that all documents answer alike."""
    answer = ask(RIVERS, "أين يجري نهر", limits)
    assert isinstance(answer, Answer)
    return [excerpt.document_id for excerpt in answer.excerpts]


def test_limits_hold_how_many_hits_are_judged_and_how_many_excerpts_are_shown() -> None:
    assert documents_of(AnswerLimits()) == ["0", "1", "2", "3", "4", "5"]
    assert documents_of(AnswerLimits(passages=2)) == ["0", "1"]
    assert documents_of(AnswerLimits(depth=3)) == ["0", "1", "2"]
    assert documents_of(AnswerLimits(excerpts=4)) == ["0", "1", "2", "3"]


def test_limits_hold_how_long_an_excerpt_is() -> None:
    text = " ".join(["يجري نهر بجد في البلاد كلها من الشمال إلى الجنوب ثم يصب في البحر الكبير."] * 3)
    answer = ask(Corpus((Document("d", text, Source("نهر")),)), "أين يجري نهر بجد", AnswerLimits(length=100))
    assert isinstance(answer, Answer)
    assert max(len(excerpt.text) for excerpt in answer.excerpts) <= 100


def test_a_confidence_at_the_threshold_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    answerer, parser = answerer_of(CITIES)
    question = parser.parse("من أسس القاهرة؟")
    hits = build_index(CITIES).search(question, 50)
    sure = answerer.confidence(question, hits)
    monkeypatch.setattr(Answerer, "threshold", sure)
    assert isinstance(answerer.answer(question), Answer)
    monkeypatch.setattr(Answerer, "threshold", math.nextafter(sure, 1.0))
    assert answerer.answer(question) == NoAnswer(
        question.text, NoAnswerReason.WEAK, (NearestTitle("cairo.txt", "القاهرة"),)
    )


def test_an_answer_has_the_question_the_excerpts_of_its_hits_and_their_line() -> None:
    answerer, parser = answerer_of(CITIES)
    question = parser.parse("متى بُنيت بغداد؟")
    excerpts = answerer.excerpts(question, build_index(CITIES).search(question, 50))
    line = answerer.line(question, excerpts)
    assert line is not None
    assert (line.value, line.document_ids) == ("0762", ("baghdad.txt",))
    assert answerer.answer(question) == Answer("متى بُنيت بغداد؟", excerpts, line)


def test_nothing_found_has_no_confidence() -> None:
    answerer, parser = answerer_of(CITIES)
    assert answerer.confidence(parser.parse("متى بُنيت بغداد؟"), []) == 0.0


def test_a_greeting_and_nothing_to_look_for_are_silence_without_nearest_titles() -> None:
    assert ask(CITIES, "السلام عليكم") == NoAnswer("السلام عليكم", NoAnswerReason.GREETING)
    assert ask(Corpus(()), "السلام عليكم") == NoAnswer("السلام عليكم", NoAnswerReason.GREETING)
    assert ask(Corpus(()), "؟؟") == NoAnswer("؟؟", NoAnswerReason.EMPTY_CORPUS)
    assert ask(CITIES, "؟؟") == NoAnswer("؟؟", NoAnswerReason.NO_WORDS)
