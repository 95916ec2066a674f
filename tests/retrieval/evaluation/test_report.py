from __future__ import annotations

import json
from dataclasses import replace
from types import MappingProxyType

import pytest

from retrieval.evaluation.measures import RETRIEVAL_MEASURES
from retrieval.evaluation.report import ROWS, Evaluation, SetMeasures, average

FIRST = SetMeasures(
    name="first",
    questions=10,
    retrieval=MappingProxyType(dict(zip(RETRIEVAL_MEASURES, (0.1, 0.2, 0.3, 0.4, 0.5, 0.6), strict=True))),
    answer_in_first=0.25,
    answer_in_first_three=0.5,
    excerpt_length=200.5,
    line_questions=4,
    line_precision=1.0,
    line_coverage=0.75,
    no_answer_auroc=0.875,
    refused_when_95_kept=0.125,
    kept=0.9,
    refused=0.8,
)
SECOND = SetMeasures(
    name="second, longer",
    questions=20,
    retrieval=MappingProxyType(dict.fromkeys(RETRIEVAL_MEASURES)),
    answer_in_first=0.75,
    answer_in_first_three=1.0,
    excerpt_length=100.0,
    line_questions=0,
    line_precision=None,
    line_coverage=None,
    no_answer_auroc=0.625,
    refused_when_95_kept=0.375,
    kept=0.5,
    refused=0.4,
)


def evaluation(*sets: SetMeasures) -> Evaluation:
    return Evaluation(sets, average("macro", sets), 1302, "d1", 12.345)


def test_counts_are_added_and_each_measure_is_the_mean_of_the_sets_that_have_it() -> None:
    assert average("macro", [FIRST, SECOND]) == SetMeasures(
        name="macro",
        questions=30,
        retrieval=FIRST.retrieval,
        answer_in_first=0.5,
        answer_in_first_three=0.75,
        excerpt_length=150.25,
        line_questions=4,
        line_precision=1.0,
        line_coverage=0.75,
        no_answer_auroc=0.75,
        refused_when_95_kept=0.25,
        kept=0.7,
        refused=(0.8 + 0.4) / 2,
    )


def test_the_mean_of_no_sets_has_no_measures() -> None:
    empty = average("macro", [])
    assert (empty.questions, empty.kept, set(empty.retrieval.values())) == (0, None, {None})


def test_a_measure_of_0_counts_in_the_mean() -> None:
    assert average("macro", [FIRST, replace(SECOND, kept=0.0)]).kept == pytest.approx(0.45)


def test_the_table_has_a_column_for_each_set_and_one_for_their_mean() -> None:
    assert evaluation(FIRST, SECOND).to_text().splitlines() == [
        "                        first  second, longer  macro",
        "questions                  10              20     30",
        "RR@10                   0.100               –  0.100",
        "nDCG@10                 0.200               –  0.200",
        "Success@1               0.300               –  0.300",
        "Success@3               0.400               –  0.400",
        "Success@10              0.500               –  0.500",
        "R@100                   0.600               –  0.600",
        "answer in 1st excerpt   0.250           0.750  0.500",
        "answer in first 3       0.500           1.000  0.750",
        "mean excerpt length       200             100    150",
        "«متى», «كم» questions       4               0      4",
        "answer line: precision  1.000               –  1.000",
        "answer line: shown      0.750               –  0.750",
        "no-answer AUROC         0.875           0.625  0.750",
        "refused, 95 % kept      0.125           0.375  0.250",
        "kept as shipped         0.900           0.500  0.700",
        "refused as shipped      0.800           0.400  0.600",
        "",
        "1302 documents, 12.3 ms a question (median)",
    ]


def test_the_table_of_one_set_has_one_column() -> None:
    lines = evaluation(SECOND).to_text().splitlines()
    assert lines[0] == "                        second, longer"
    assert lines[1] == "questions                           20"
    assert len(lines) == len(ROWS) + 3


def test_the_table_of_no_set_has_labels_alone() -> None:
    assert evaluation().to_text().splitlines()[:2] == ["", "questions"]


def test_json_has_every_measure_by_its_name() -> None:
    text = evaluation(FIRST).to_json()
    second = {
        "questions": 10,
        "answer_in_first": 0.25,
        "answer_in_first_three": 0.5,
        "excerpt_length": 200.5,
        "line_questions": 4,
        "line_precision": 1.0,
        "line_coverage": 0.75,
        "no_answer_auroc": 0.875,
        "refused_when_95_kept": 0.125,
        "kept": 0.9,
        "refused": 0.8,
        "retrieval": dict(FIRST.retrieval),
    }
    assert json.loads(text) == {
        "sets": [{"name": "first"} | second],
        "macro": {"name": "macro"} | second,
        "documents": 1302,
        "corpus_digest": "d1",
        "p50_ms": 12.345,
    }
    assert text.startswith('{\n  "sets": [\n    {\n      "name": "first",')


def test_json_keeps_arabic_letters() -> None:
    assert '"name": "مجموعة"' in evaluation(replace(FIRST, name="مجموعة")).to_json()
