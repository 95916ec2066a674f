"""Both benchmarks, run completely on small data."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks import quality, speed
from benchmarks.peers import PeerMissingError
from benchmarks.quality import SystemRun, build_report, measure_system, run_all
from benchmarks.speed import (
    ASKED,
    QUESTION_WORDS,
    Speed,
    measure_corpus,
    quantiles,
    synthesize,
    time_calls,
    write_corpus,
)
from retrieval.evaluation.beir import QuestionSets, read_beir


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A BEIR folder of three passages and two sets of one question."""
    folder = tmp_path / "bench"
    (folder / "qrels").mkdir(parents=True)
    passages = {
        "p1": ("متحف الخيول", "افتتح المتحف في 5 مايو 1990 وبناه سليم الحداد."),
        "p2": ("حديقة الزيتون", "تقع الحديقة شمال المدينة وفيها ألف شجرة."),
        "p3": ("سوق المدينة", "يفتح السوق كل خميس."),
    }
    questions = {
        "a-1": ("متى افتتح متحف الخيول؟", "5 مايو 1990"),
        "b-1": ("كم شجرة في حديقة الزيتون؟", "ألف شجرة"),
    }
    write_lines(
        folder / "corpus.jsonl",
        [{"_id": key, "title": title, "text": text} for key, (title, text) in passages.items()],
    )
    write_lines(
        folder / "queries.jsonl",
        [
            {"_id": key, "text": text, "metadata": {"answers": [gold]}}
            for key, (text, gold) in questions.items()
        ],
    )
    (folder / "qrels" / "test.tsv").write_text(
        "query-id\tcorpus-id\tscore\na-1\tp1\t1\nb-1\tp2\t1\n", encoding="utf-8"
    )
    return folder


def write_lines(file: Path, records: list[dict[str, object]]) -> None:
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")


@pytest.fixture
def sets(folder: Path) -> QuestionSets:
    return read_beir(folder)


def test_measures_are_averaged_over_the_sets(sets: QuestionSets) -> None:
    run = SystemRun(
        "نظام",
        {"a-1": (("p1", 2.0),), "b-1": (("p1", 2.0), ("p2", 1.0))},
        {"a-1": ["في 5 مايو 1990"], "b-1": ["غير", "ألفُ شجرة"]},
    )
    assert measure_system(run, sets) == [
        "نظام",
        "0.750",
        "0.500",
        "1.000",
        "1.000",
        "0.500",
        "1.000",
        "9",
    ]


def test_system_without_excerpts_has_no_measure_of_them(sets: QuestionSets) -> None:
    assert measure_system(SystemRun("نظام", {"a-1": (("p1", 2.0),)}), sets)[-3:] == ["–", "–", "–"]


def test_every_system_is_asked_or_left_out_with_a_line(
    sets: QuestionSets, monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent(*_arguments: object) -> SystemRun:
        raise PeerMissingError("not here")

    monkeypatch.setattr(quality, "run_peer_lucene", absent)
    lines: list[str] = []
    runs = run_all(sets, lines.append)
    assert lines[-2:] == ["left out: not here", "left out: not here"]
    assert runs[-1].name == "**Shahid**"
    assert measure_system(runs[-1], sets)[1:7] == ["1.000"] * 6
    report = build_report(sets, runs)
    assert "2 questions over 3 passages; mean of 2 question sets (a, b)" in report


def test_table_is_written_into_the_readme(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(quality, "ROOT", tmp_path)
    monkeypatch.setattr(quality, "run_all", lambda _sets, _say: [SystemRun("نظام", {})])
    readme = tmp_path / "README.md"
    readme.write_text("قبل", encoding="utf-8")
    assert quality.main([str(folder), "--write-readme"]) == 1
    assert "must occur once each" in capsys.readouterr().out
    readme.write_text(f"قبل\n{quality.BEGIN}{quality.END}\nبعد", encoding="utf-8")
    assert quality.main([str(folder), "--write-readme"]) == 0
    written = readme.read_text(encoding="utf-8")
    assert written.startswith(f"قبل\n{quality.BEGIN}\n|  | RR@10 |")
    assert written.endswith(f"`python -m benchmarks.quality`.\n{quality.END}\nبعد")


def test_each_corpus_is_measured_in_a_process_of_its_own(tmp_path: Path) -> None:
    corpus = write_corpus(
        tmp_path / "corpus", [("1", "متحف", "افتتح المتحف في مايو."), ("2", "سوق", "هنا سوق.")]
    )
    found = measure_corpus("tiny", corpus, ["متى افتتح المتحف؟", "أين السوق؟"])
    assert (found.name, found.documents, found.passages) == ("tiny", 2, 2)
    assert 0 < found.p50_ms <= found.p95_ms
    assert found.build_seconds > 0
    assert found.open_seconds > 0
    assert found.memory_mb > 1
    assert found.index_mb > 0


def test_synthetic_corpus_is_the_same_each_time() -> None:
    texts, questions = synthesize(20)
    assert (texts, questions) == synthesize(20)
    assert (len(texts), len(questions)) == (20, ASKED)
    shortest, longest = QUESTION_WORDS
    assert all(shortest <= len(question.split()) <= longest for question in questions)


def test_calls_are_timed_once_each() -> None:
    asked: list[str] = []
    clock, processor = time_calls(asked.append, ["a", "b"])
    assert (asked, len(clock), len(processor)) == (["a", "b", "a", "b"], 2, 2)
    assert quantiles([0.001] * 19 + [0.1]) == pytest.approx((1.0, 5.95))


def test_report_has_a_column_for_each_corpus_and_a_row_for_each_peer() -> None:
    found = Speed("seeds", 1, 2000, 0.5, 0.25, 3.0, 4.0, 2.0, 2.5, 100.0, 1.5)
    assert speed.build_report([found], [["peer", "1.50", "2.00", "0.50"]]).splitlines() == [
        "|  | seeds |",
        "| --- | ---: |",
        "| documents | 1 |",
        "| passages | 2,000 |",
        "| read, index and save, s | 0.50 |",
        "| start-up with a saved index, s | 0.25 |",
        "| one question, p50, ms | 3.0 |",
        "| one question, p95, ms | 4.0 |",
        "| one question, processor p50, ms | 2.0 |",
        "| one question, processor p95, ms | 2.5 |",
        "| memory of the process, MB | 100 |",
        "| index on disk, MB | 1.5 |",
        "",
        "| processor time of one question over the bench | p50, ms | p95, ms | p50 as a ratio |",
        "| --- | ---: | ---: | ---: |",
        "| peer | 1.50 | 2.00 | 0.50 |",
    ]


def test_speed_is_measured_over_all_corpora_and_written(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(speed, "_apart", lambda call, *arguments: call(*arguments))
    monkeypatch.setattr(speed, "default_folder", lambda: folder)
    monkeypatch.setattr(speed, "README", tmp_path / "README.md")
    (tmp_path / "README.md").write_text("قبل", encoding="utf-8")
    assert speed.main(["--passages", "40", "--write"]) == 1
    (tmp_path / "README.md").write_text(f"{speed.BEGIN}{speed.END}", encoding="utf-8")
    assert speed.main(["--passages", "40", "--write"]) == 0
    written = (tmp_path / "README.md").read_text(encoding="utf-8")
    assert "|  | seeds | bench | synthetic |" in written
    assert "| SQLite FTS5 |" in written
    assert written.removeprefix(speed.BEGIN).removesuffix(speed.END) in capsys.readouterr().out


def test_speed_leaves_out_a_missing_bench(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(speed, "_apart", lambda call, *arguments: call(*arguments))
    monkeypatch.setattr(speed, "default_folder", lambda: tmp_path / "absent")
    assert speed.main(["--passages", "40"]) == 0
    out = capsys.readouterr().out
    assert out.splitlines()[:3] == [
        "left out: the scraped seeds (set EVAL_DATA to their folder)",
        "left out: the bench (set EVAL_DATA to its folder)",
        "|  | seeds | synthetic |",
    ]
