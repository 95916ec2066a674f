from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from retrieval.errors import EvaluationError
from retrieval.evaluation.evaluation import asks_for_line, evaluate
from retrieval.types import (
    AnswerKind,
    AnswerLine,
    Corpus,
    Document,
    Excerpt,
    Hit,
    LineKind,
    Passage,
    Question,
    QuestionWord,
    Span,
)
from tests.retrieval.evaluation.test_beir import write_folder

DOCUMENTS = [
    {"_id": "d1", "title": "النيل", "text": "طول النيل 6650 كيلومترا"},
    {"_id": "d2", "title": "النيل", "text": "يجري النيل شمالا"},
    {"_id": "d3", "title": "الفرات", "text": "طول الفرات 2800 كيلومتر"},
]
QUERIES = [
    {"_id": "a-1", "text": "كم طول النيل", "metadata": {"answers": ["6650"]}},
    {"_id": "b-1", "text": "أين يجري النيل", "metadata": {"answers": ["شمالا"]}},
]
QRELS = "a-1\td1\t1\nb-1\td2\t1\n"


class WordsInCommon:
    """A whole small engine: a passage is a document, its score the share of words it has of the question."""

    threshold = 0.6

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.depths: list[int] = []

    def parse(self, text: str) -> Question:
        return Question(text, AnswerKind.OTHER, tuple(QuestionWord(word) for word in text.split()[1:]))

    def search(self, question: Question, limit: int) -> list[Hit]:
        self.depths.append(limit)
        scored = [
            (
                sum(word.surface in document.text.split() for word in question.words) / len(question.words),
                document,
            )
            for document in self.corpus.documents
        ]
        scored.sort(key=lambda pair: -pair[0])
        return [
            self._hit(document, rank, score)
            for rank, (score, document) in enumerate(scored[:limit], 1)
            if score
        ]

    def confidence(self, _question: Question, hits: Sequence[Hit]) -> float:
        assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
        return hits[0].score if hits else 0.0

    def excerpts(self, _question: Question, hits: Sequence[Hit]) -> tuple[Excerpt, ...]:
        sources = {document.document_id: document.source for document in self.corpus.documents}
        return tuple(
            Excerpt(
                hit.rank,
                hit.passage.document_id,
                sources[hit.passage.document_id],
                hit.passage.text,
                0,
                hit.passage.end,
                (),
                hit.score,
            )
            for hit in hits
        )

    def line(self, _question: Question, excerpts: Sequence[Excerpt]) -> AnswerLine | None:
        numbers = [word for excerpt in excerpts for word in excerpt.text.split() if word.isdigit()]
        return AnswerLine(numbers[0], LineKind.NUMBER, numbers[0], (), 1, Span(0, 1)) if numbers else None

    @staticmethod
    def _hit(document: Document, rank: int, score: float) -> Hit:
        length = len(document.text)
        return Hit(
            Passage(document.document_id, rank, 0, length, document.text, (Span(0, length),)), rank, score
        )


def test_each_set_and_their_mean_are_measured(tmp_path: Path) -> None:
    found = evaluate(WordsInCommon, write_folder(tmp_path, DOCUMENTS, QUERIES, QRELS))
    first, second = found.sets
    assert (found.documents, found.macro.questions) == (3, 2)
    assert (first.name, first.retrieval["RR@10"], first.answer_in_first, first.answer_in_first_three) == (
        "a",
        1,
        1,
        1,
    )
    assert (first.line_questions, first.line_precision, first.line_coverage) == (1, 1, 1)
    assert (first.no_answer_auroc, first.refused_when_95_kept, first.kept, first.refused) == (1, 1, 1, 1)
    assert first.excerpt_length == sum(len(document["text"]) for document in DOCUMENTS) / 3
    assert (second.line_questions, second.line_precision, second.line_coverage) == (0, None, None)
    assert found.macro.line_coverage == 1


def test_the_run_and_the_excerpts_are_written(tmp_path: Path) -> None:
    folder = write_folder(tmp_path, DOCUMENTS, QUERIES, QRELS)
    asked: list[tuple[int, int]] = []
    evaluate(
        WordsInCommon,
        folder,
        run=tmp_path / "run",
        excerpts=tmp_path / "excerpts",
        progress=lambda done, of_all: asked.append((done, of_all)),
    )
    assert (tmp_path / "run").read_text().splitlines()[0] == "a-1 Q0 d1 1 1.000000 shahid"
    assert (tmp_path / "excerpts").read_text(encoding="utf-8").splitlines()[1] == (
        "b-1\tيجري النيل شمالا\tطول النيل 6650 كيلومترا"
    )
    assert asked == [(1, 2), (2, 2)]


def test_without_qrels_only_the_excerpts_are_measured(tmp_path: Path) -> None:
    found = evaluate(WordsInCommon, write_folder(tmp_path, DOCUMENTS, QUERIES, None))
    assert found.macro.retrieval["RR@10"] is None
    assert found.macro.no_answer_auroc is None
    assert found.macro.answer_in_first == 1


def test_without_ir_measures_the_files_are_written_nevertheless(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ir_measures", None)
    with pytest.raises(EvaluationError, match="ir_measures"):
        evaluate(WordsInCommon, write_folder(tmp_path, DOCUMENTS, QUERIES, QRELS), run=tmp_path / "run")
    assert (tmp_path / "run").exists()


def test_a_folder_without_a_judged_question_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="has no question to ask"):
        evaluate(WordsInCommon, write_folder(tmp_path, DOCUMENTS, QUERIES, "query-id\tcorpus-id\tscore\n"))


def test_where_one_article_fills_the_list_the_search_goes_deeper(tmp_path: Path) -> None:
    many = [{"_id": f"n{number}", "title": "النيل", "text": "طول النيل 6650"} for number in range(300)]
    engines: list[WordsInCommon] = []

    def build(corpus: Corpus) -> WordsInCommon:
        engines.append(WordsInCommon(corpus))
        return engines[0]

    folder = write_folder(tmp_path, [*many, DOCUMENTS[2]], QUERIES[:1], "a-1\tn0\t1\n")
    found = evaluate(build, folder)
    assert found.sets[0].no_answer_auroc == 1
    assert engines[0].depths == [200, 800]


def test_the_report_is_json_and_a_table(tmp_path: Path) -> None:
    found = evaluate(WordsInCommon, write_folder(tmp_path, DOCUMENTS, QUERIES, QRELS))
    document = json.loads(found.to_json())
    assert document["macro"]["retrieval"]["Success@1"] == 1.0
    assert document["sets"][1]["line_precision"] is None
    table = found.to_text().splitlines()
    assert table[0].split() == ["a", "b", "macro"]
    assert table[2].split() == ["RR@10", "1.000", "1.000", "1.000"]
    assert next(row for row in table if row.startswith("answer line: precision")).split()[-3:] == [
        "1.000",
        "–",
        "1.000",
    ]
    assert table[-1].startswith("3 documents, ")


def test_a_single_set_has_no_column_for_the_mean(tmp_path: Path) -> None:
    found = evaluate(WordsInCommon, write_folder(tmp_path, DOCUMENTS, QUERIES[:1], "a-1\td1\t1\n"))
    assert found.to_text().splitlines()[0].split() == ["a"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("متى ولد؟", True),
        ("مَتَى؟", True),
        ("وكم بلغ؟", True),
        ("متي", True),
        ("من كمال؟", False),
        ("أين؟", False),
    ],
)
def test_the_line_is_measured_on_when_and_how_many(text: str, *, expected: bool) -> None:
    assert asks_for_line(text) is expected


def test_a_list_of_20_hits_without_the_article_is_long_enough(tmp_path: Path) -> None:
    engines: list[WordsInCommon] = []

    def build(corpus: Corpus) -> WordsInCommon:
        engines.append(WordsInCommon(corpus))
        return engines[-1]

    for others in (20, 19):
        folder = tmp_path / str(others)
        folder.mkdir()
        more = [{"_id": f"n{number}", "title": "الفرات", "text": "طول الفرات"} for number in range(others)]
        evaluate(build, write_folder(folder, [DOCUMENTS[0], *more], QUERIES[:1], "a-1\td1\t1\n"))
    assert [engine.depths for engine in engines] == [[200], [200, 800]]


def test_the_search_without_an_article_goes_as_deep_as_it_must(tmp_path: Path) -> None:
    many = [{"_id": f"n{number}", "title": "النيل", "text": "طول النيل"} for number in range(810)]
    engines: list[WordsInCommon] = []

    def build(corpus: Corpus) -> WordsInCommon:
        engines.append(WordsInCommon(corpus))
        return engines[-1]

    folder = write_folder(tmp_path, [*many, DOCUMENTS[2]], QUERIES[:1], "a-1\tn0\t1\n")
    found = evaluate(build, folder).sets[0]
    assert engines[0].depths == [200, 800, 3200]
    assert (found.no_answer_auroc, found.kept, found.refused) == (1, 1, 1)


def test_a_confidence_at_the_threshold_is_kept_and_none_is_refused_there(tmp_path: Path) -> None:
    class Halfway(WordsInCommon):
        threshold = 0.5

    documents = [
        {"_id": "d1", "title": "النيل", "text": "طول النيل"},
        {"_id": "d2", "title": "الفرات", "text": "طول"},
    ]
    found = evaluate(Halfway, write_folder(tmp_path, documents, QUERIES[:1], "a-1\td1\t1\n")).sets[0]
    assert (found.kept, found.refused, found.no_answer_auroc) == (1, 0, 1)
    documents = [DOCUMENTS[0] | {"text": "طول"}]
    (tmp_path / "two").mkdir()
    found = evaluate(Halfway, write_folder(tmp_path / "two", documents, QUERIES[:1], "a-1\td1\t1\n")).sets[0]
    assert (found.kept, found.refused) == (1, 1)


def test_an_answer_counts_in_the_first_excerpt_or_in_the_first_three(tmp_path: Path) -> None:
    texts = ("طول النيل كبير", "طول نهر", "طول 6650", "طول النيل")
    documents = [{"_id": f"d{place}", "title": f"t{place}", "text": text} for place, text in enumerate(texts)]
    queries = [
        {"_id": "a-1", "text": "كم طول النيل", "metadata": {"answers": ["6650"]}},
        {"_id": "b-1", "text": "كم طول نهر", "metadata": {"answers": ["6650", "كبير"]}},
        {"_id": "c-1", "text": "كم نهر"},
    ]
    folder = write_folder(tmp_path, documents, queries, None)
    first, second, third = evaluate(WordsInCommon, folder).sets
    assert (first.answer_in_first, first.answer_in_first_three) == (0, 0)
    assert (second.answer_in_first, second.answer_in_first_three) == (0, 1)
    assert (third.answer_in_first, third.questions, third.line_questions) == (None, 1, 0)
    assert [one.excerpt_length for one in (first, second, third)] == [(14 + 9 + 7) / 3, (14 + 7 + 8) / 3, 7]


def test_a_line_is_measured_only_where_an_answer_is_known_and_one_is_asked_for(tmp_path: Path) -> None:
    documents = [DOCUMENTS[0], {"_id": "d2", "title": "t", "text": "نهر"}]
    queries = [
        {"_id": "a-1", "text": "كم طول النيل", "metadata": {"answers": ["6650"]}},
        {"_id": "a-2", "text": "كم طول النيل", "metadata": {"answers": ["7"]}},
        {"_id": "a-3", "text": "كم نهر", "metadata": {"answers": ["7"]}},
        {"_id": "a-4", "text": "أين طول النيل", "metadata": {"answers": ["7"]}},
        {"_id": "a-5", "text": "كم طول النيل"},
    ]
    (found,) = evaluate(WordsInCommon, write_folder(tmp_path, documents, queries, None)).sets
    assert (found.questions, found.line_questions) == (5, 3)
    assert (found.line_precision, found.line_coverage) == (1 / 2, 2 / 3)


def test_the_time_is_the_median_in_milliseconds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    moments = iter([10.0, 10.25, 20.0, 20.5, 30.0, 31.0])
    monkeypatch.setattr("time.perf_counter", lambda: next(moments))
    queries = [QUERIES[0], QUERIES[1], {"_id": "c-1", "text": "كم طول الفرات"}]
    found = evaluate(WordsInCommon, write_folder(tmp_path, DOCUMENTS, queries, None))
    assert found.p50_ms == 500
    assert (found.documents, len(found.corpus_digest), [one.name for one in found.sets]) == (
        3,
        64,
        ["a", "b", "c"],
    )


def test_a_run_has_100_documents_of_200_passages(tmp_path: Path) -> None:
    many = [{"_id": f"n{number}", "title": f"t{number}", "text": "طول النيل"} for number in range(101)]
    folder = write_folder(tmp_path, many, QUERIES[:1], "a-1\tn0\t1\n")
    evaluate(WordsInCommon, folder, run=tmp_path / "run")
    assert len((tmp_path / "run").read_text().splitlines()) == 100


def test_a_question_of_several_judged_documents_is_asked_without_all_their_articles(tmp_path: Path) -> None:
    documents = [*DOCUMENTS, {"_id": "d4", "title": "دجلة", "text": "طول"}]
    found = evaluate(
        WordsInCommon, write_folder(tmp_path, documents, QUERIES[:1], "a-1\td1\t1\na-1\td3\t0\n")
    ).sets[0]
    assert (found.no_answer_auroc, found.refused) == (1, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *(("و كم", True), ("فمتى", True), ("بكم", True), ("لكم", True), ("سكم", False), ("كمال", False)),
        *(("كم_", True), ("_كم", True), ("وبكم", False), ("1كم", False), ("كم1", False)),
    ],
)
def test_the_two_words_stand_alone_or_after_a_particle(text: str, *, expected: bool) -> None:
    assert asks_for_line(text) is expected
