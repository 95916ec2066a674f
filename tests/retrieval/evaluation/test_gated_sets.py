"""The sets of questions that the gate measures, of two documents."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import pytest

from retrieval.evaluation.floors import digest_files
from retrieval.evaluation.gated_sets import (
    KIND_GROUPS,
    LONGEST_EXCERPT,
    SAMPLE_STEP,
    SILENT_GROUPS,
    ask_gold,
    flatten_bench,
    flatten_gold,
    measure_all,
    measure_bench,
    measure_gold,
)
from retrieval.evaluation.gold import GoldOutcome, GoldQuestion, GoldReport
from retrieval.evaluation.measures import RETRIEVAL_MEASURES
from retrieval.evaluation.report import SetMeasures

MUSEUM = "متحف الخيول\n\nافتتح متحف الخيول في 5 مايو 1990، وبناه المعمار سليم الحداد.\n"
GARDEN = "حديقة الزيتون\n\nتقع حديقة الزيتون شمال المدينة، وفيها ألف شجرة.\n"
QUESTIONS: list[dict[str, object]] = [
    {"question": "متى افتتح متحف الخيول؟", "documents": ["museum"], "answer": "5 مايو", "kind": "msa"},
    {"question": "ما عاصمة البيرو؟", "documents": [], "answer": None, "kind": "unanswerable"},
]


def write_lines(file: Path, records: list[dict[str, object]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")


def write_gold(corpus: Path, quality: Path) -> None:
    corpus.mkdir(parents=True)
    (corpus / "museum.txt").write_text(MUSEUM, encoding="utf-8")
    (corpus / "in").mkdir()
    (corpus / "in" / "garden.txt").write_text(GARDEN, encoding="utf-8")
    write_lines(quality / "seeds_gold.jsonl", QUESTIONS)
    (quality / "seeds_expected.json").write_text("[]", encoding="utf-8")


def write_bench(folder: Path) -> None:
    """Nine questions, of which every second, from the first on, has its answer in the corpus."""
    passages = {"p1": "افتتح متحف الخيول في 5 مايو 1990.", "p2": "تقع حديقة الزيتون شمال المدينة."}
    write_lines(
        folder / "corpus.jsonl", [{"_id": key, "title": key, "text": text} for key, text in passages.items()]
    )
    write_lines(
        folder / "queries.jsonl",
        [
            {"_id": f"a-{n}", "text": "متى افتتح متحف الخيول؟", "metadata": {"answers": ["5 مايو"]}}
            for n in range(9)
        ],
    )
    (folder / "qrels").mkdir()
    qrels = "".join(f"a-{n}\tp{1 + n % 2}\t1\n" for n in range(9))
    (folder / "qrels" / "test.tsv").write_text(f"query-id\tcorpus-id\tscore\n{qrels}", encoding="utf-8")
    (folder / "README").write_text("no data", encoding="utf-8")


def outcome(
    kind: str, found_at: int | None, *, answer: str | None = "5", refused: bool = False
) -> GoldOutcome:
    return GoldOutcome(GoldQuestion("متى؟", kind, ("d",), answer), found_at, refused, (), (), 1.0)


def test_kinds_are_measured_in_groups() -> None:
    report = GoldReport(
        (
            outcome("msa", 1),
            outcome("digits", 2),
            outcome("dialect", 3),
            outcome("typo", 4),
            outcome("arabizi", None),
            outcome("unanswerable", None, answer=None, refused=True),
            outcome("word_salad", None, answer=None),
        )
    )
    assert flatten_gold(report) == {
        "first": 0.2,
        "first three": 0.6,
        "plain: first": 0.5,
        "plain: first three": 1.0,
        "dialect: first": 0.0,
        "dialect: first three": 1.0,
        "mistyped: first": 0.0,
        "mistyped: first three": 0.0,
        "refused": 0.5,
        "unanswerable: refused": 1.0,
        "noise: refused": 0.0,
        "verbatim": 1.0,
        "no boilerplate quoted": 1.0,
    }


def test_no_kind_is_in_two_groups() -> None:
    kinds = [kind for group in (*KIND_GROUPS.values(), *SILENT_GROUPS.values()) for kind in group]
    assert len(kinds) == len(set(kinds)) == 13


def test_what_must_not_be_quoted_and_what_is_not_verbatim_lowers_a_share() -> None:
    one = outcome("msa", 1)
    report = GoldReport((one, replace(one, unverbatim=("خبر",)), replace(one, boilerplate=("قائمة",)), one))
    actual = flatten_gold(report)
    assert (actual["verbatim"], actual["no boilerplate quoted"], "refused" in actual) == (0.75, 0.75, False)


MACRO = SetMeasures(
    name="macro",
    questions=9,
    retrieval=MappingProxyType(dict.fromkeys(RETRIEVAL_MEASURES, 0.5)),
    answer_in_first=0.1,
    answer_in_first_three=0.2,
    excerpt_length=300.0,
    line_questions=4,
    line_precision=0.3,
    line_coverage=0.4,
    no_answer_auroc=0.6,
    refused_when_95_kept=0.7,
    kept=0.8,
    refused=0.9,
)


def test_each_measure_of_a_bench_has_its_name() -> None:
    assert flatten_bench(MACRO) == {
        **dict.fromkeys(RETRIEVAL_MEASURES, 0.5),
        "answer in first excerpt": 0.1,
        "answer in first three excerpts": 0.2,
        "excerpts of 300 characters at most": 1.0,
        "answer line: precision": 0.3,
        "answer line: shown": 0.4,
        "no-answer AUROC": 0.6,
        "refused, 95 % kept": 0.7,
        "kept as shipped": 0.8,
        "refused as shipped": 0.9,
    }


@pytest.mark.parametrize(("length", "expected"), [(1.0, 1.0), (300.0, 1.0), (300.5, 0.0), (None, None)])
def test_excerpts_are_at_most_300_characters_long_in_the_mean(
    length: float | None, expected: float | None
) -> None:
    actual = flatten_bench(replace(MACRO, excerpt_length=length))
    assert actual.get(f"excerpts of {LONGEST_EXCERPT} characters at most") == expected


def test_what_was_not_measured_is_left_out() -> None:
    actual = flatten_bench(replace(MACRO, line_precision=None, kept=0.0))
    assert ("answer line: precision" in actual, actual["kept as shipped"]) == (False, 0.0)


def test_a_gold_file_is_measured_with_a_digest_of_all_its_files(tmp_path: Path) -> None:
    corpus, quality = tmp_path / "project" / "seeds", tmp_path / "project" / "tests"
    write_gold(corpus, quality)
    gold, expected = quality / "seeds_gold.jsonl", quality / "seeds_expected.json"
    files = [corpus / "museum.txt", corpus / "in" / "garden.txt", gold, expected]
    actual = measure_gold("seeds", corpus, gold, expected, tmp_path / "data")
    assert (actual.name, actual.digest) == ("seeds", digest_files(files, tmp_path / "project"))
    assert (actual.values["first"], actual.values["refused"], actual.failures) == (1.0, 1.0, ())
    lines = gold.read_text(encoding="utf-8").replace("5 مايو", "6 مايو")
    gold.write_text(lines, encoding="utf-8")
    worse = measure_gold("seeds", corpus, gold, expected, tmp_path / "data")
    assert (worse.values["first three"], worse.failures) == (
        0.0,
        ("msa: found at None: متى افتتح متحف الخيول؟",),
    )
    assert worse.digest != actual.digest


def test_boilerplate_of_the_expected_file_is_not_to_be_quoted(tmp_path: Path) -> None:
    corpus, quality = tmp_path / "seeds", tmp_path / "quality"
    write_gold(corpus, quality)
    expected = quality / "seeds_expected.json"
    expected.write_text('[{"file": "museum.txt", "not_quoted": ["5 مايو"]}]', encoding="utf-8")
    report = ask_gold(corpus, quality / "seeds_gold.jsonl", expected, tmp_path / "data")
    assert (report.clean, report.verbatim, report.found(1)) == (0.5, 1.0, 1.0)


@pytest.mark.parametrize(("step", "found"), [(1, 5 / 9), (2, 1.0), (3, 2 / 3), (4, 1.0)])
def test_every_nth_question_of_a_bench_is_asked_and_judged(tmp_path: Path, step: int, found: float) -> None:
    write_bench(tmp_path)
    actual = measure_bench("tiny", tmp_path, step=step)
    names = ("corpus.jsonl", "queries.jsonl", "qrels/test.tsv")
    assert (actual.name, actual.digest) == ("tiny", digest_files([tmp_path / n for n in names], tmp_path))
    assert actual.values["Success@1"] == pytest.approx(found)
    assert actual.values["answer in first excerpt"] == 1.0


def test_a_bench_is_measured_whole_unless_a_step_is_given(tmp_path: Path) -> None:
    write_bench(tmp_path)
    assert measure_bench("tiny", tmp_path).values["Success@1"] == pytest.approx(5 / 9)


def test_all_sets_that_exist_are_measured_in_their_order(tmp_path: Path) -> None:
    root, data = tmp_path / "project", tmp_path / "data"
    write_gold(root / "seeds", root / "tests" / "quality")
    assert [one.name for one in measure_all(root, None)] == ["seeds"]
    write_bench(data / "bench" / "tiny")
    assert [one.name for one in measure_all(root, data)] == ["seeds", f"tiny, every {SAMPLE_STEP}th"]
    write_gold(data / "seeds", data)
    whole = list(measure_all(root, data, full=True))
    assert [one.name for one in whole] == ["seeds", "scraped seeds", "tiny"]
    assert [one.values["first"] for one in whole[:2]] == [1.0, 1.0]
    assert whole[2].values["Success@1"] == pytest.approx(5 / 9)


def test_a_bench_is_sampled_by_fours() -> None:
    assert SAMPLE_STEP == 4
