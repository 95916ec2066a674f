"""The measuring of the ranking's weights, run completely on small data."""

from __future__ import annotations

from benchmarks.tune_ranking import NAMES, report
from retrieval.evaluation.beir import QuestionSets, Topic
from retrieval.types import Corpus, Document, Source

DOCUMENTS = (
    Document("p1", "افتتح المتحف في مايو وبناه سليم الحداد.", Source("متحف الخيول")),
    Document("p2", "تقع الحديقة شمال المدينة وفيها ألف شجرة.", Source("حديقة الزيتون")),
    Document("p3", "يفتح السوق كل خميس في المدينة.", Source("سوق المدينة")),
)
TOPICS = (
    Topic("a-1", "من بنى متحف الخيول؟"),
    Topic("a-2", "كم شجرة في الحديقة؟"),
    Topic("b-1", "متى يفتح السوق؟"),
    Topic("b-2", "أين تقع حديقة الزيتون؟"),
)
QRELS = {"a-1": {"p1": 1}, "a-2": {"p2": 1}, "b-1": {"p3": 1}, "b-2": {"p2": 1}}


def test_the_report_names_every_weight_and_every_part() -> None:
    lines = list(report(QuestionSets(Corpus(DOCUMENTS), TOPICS, QRELS)))
    assert lines[0] == f"{'current weights':40} RR@10 1.0000, without titles 1.0000"
    assert [line for line in lines if line.startswith("tuned on a,")]
    assert [line.split(" x ")[0] for line in lines[-3 * len(NAMES) :: 3]] == list(NAMES)


def test_one_set_on_one_article_is_not_divided() -> None:
    sets = QuestionSets(Corpus(DOCUMENTS[:1]), TOPICS[:1], {"a-1": {"p1": 1}})
    assert len(list(report(sets))) == 1 + 3 * len(NAMES)
