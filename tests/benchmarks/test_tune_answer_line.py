"""The fit of the answer line, run completely on small data."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import numpy as np
import pytest

from benchmarks import tune_answer_line as tuning
from retrieval.answering.line.candidates import Candidate
from retrieval.types import AnswerKind, LineKind, Span


def write_lines(file: Path, records: list[dict[str, object]]) -> None:
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A BEIR folder of ten museums, each asked when it was opened and how many rooms it has."""
    (tmp_path / "qrels").mkdir()
    names = "الخيول الزجاج النسيج الخط الفخار القوارب النحاس العطور الطوابع الساعات".split()  # noqa: SIM905
    passages: list[dict[str, object]] = []
    questions: list[dict[str, object]] = []
    qrels = ["query-id\tcorpus-id\tscore"]
    for number, name in enumerate(names):
        text = f"افتتح متحف {name} في 5 مايو {1950 + number} وفيه {number + 11} قاعة. رمم عام 2001."
        passages.append({"_id": f"p{number}", "title": f"متحف {name}", "text": text})
        for kind, asked, answer in (
            ("when", f"متى افتتح متحف {name}؟", f"5 مايو {1950 + number}"),
            ("many", f"كم قاعة في متحف {name}؟", f"{number + 11} قاعة"),
        ):
            questions.append({"_id": f"{kind}-{number}", "text": asked, "metadata": {"answers": [answer]}})
            qrels.append(f"{kind}-{number}\tp{number}\t1")
    questions.append({"_id": "who-0", "text": "من بنى متحف الخيول؟", "metadata": {"answers": ["أحمد"]}})
    qrels.append("who-0\tp0\t1")
    write_lines(tmp_path / "corpus.jsonl", passages)
    write_lines(tmp_path / "queries.jsonl", questions)
    (tmp_path / "qrels" / "test.tsv").write_text("\n".join(qrels) + "\n", encoding="utf-8")
    return tmp_path


def test_the_fit_prints_its_measures_and_weights(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["tune", str(folder)])
    lines: list[str] = []
    tuning.main(lines.append)
    assert lines[0] == "20 questions, each by weights fitted on the other 4 parts"
    assert lines[1] == (
        "threshold 0.25: precision 1.000, shown for 1.000; without the excerpts that answer shown for 0.000"
    )
    assert [line for line in lines if line.endswith("WEIGHTS")] == ["\nDATE_WEIGHTS", "\nNUMBER_WEIGHTS"]
    assert sum('"bias"' in line for line in lines) == 2


def asked(right: list[bool]) -> tuning.Asked:
    candidates = [Candidate(0, Span(0, 1), LineKind.DATE, str(place)) for place in range(len(right))]
    features = np.array([[float(each), 1.0] for each in right]).reshape(len(right), 2)
    return tuning.Asked("q", AnswerKind.WHEN, tuple(candidates), ("feature",), features, tuple(right))


def test_a_feature_of_the_right_values_gets_a_weight_above_zero() -> None:
    some = [asked([True, False]), asked([False, True]), asked([False, False]), asked([])]
    weights = tuning.fit(some * 4)
    assert weights[0] > 0
    assert tuning.outcome(asked([False, True]), weights)[1]


def test_of_two_equally_likely_values_none_is_shown() -> None:
    assert tuning.outcome(asked([False, True]), np.array([0.1, 1.0])) == (0.0, False)


def test_without_values_nothing_is_shown() -> None:
    assert tuning.outcome(asked([]), np.zeros(2)) == (0.0, False)
