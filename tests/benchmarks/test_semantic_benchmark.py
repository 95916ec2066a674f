"""The measurement of the semantic extra, run completely with the embedder of the tests."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from benchmarks import semantic
from retrieval.evaluation.beir import read_beir
from tests.retrieval.index.semantic.semantic_models import GramEmbedder


def test_each_weight_has_its_line(tmp_path: Path) -> None:
    (tmp_path / "qrels").mkdir()
    passages = [
        {"_id": f"p{number}", "title": "", "text": f"بني البرج رقم {number} في الشمال."}
        for number in range(3)
    ]
    questions = [
        {"_id": f"set-{number}", "text": f"أين البرج رقم {number}؟", "metadata": {}} for number in range(3)
    ]
    for name, records in (("corpus", passages), ("queries", questions)):
        content = "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
        (tmp_path / f"{name}.jsonl").write_text(content, encoding="utf-8")
    qrels = "query-id\tcorpus-id\tscore\n" + "".join(f"set-{number}\tp{number}\t1\n" for number in range(3))
    (tmp_path / "qrels" / "test.tsv").write_text(qrels, encoding="utf-8")
    lines = semantic.measure_weights(read_beir(tmp_path), GramEmbedder, tmp_path / "vectors", (0.0, 1.0))
    assert lines[0] == "weight set mean"
    assert [line.split()[0] for line in lines[1:]] == ["0.0", "1.0"]
    assert all(0 < float(value) <= 1 for line in lines[1:] for value in line.split()[1:])


def test_without_a_folder_the_usage_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["semantic"])
    with pytest.raises(SystemExit, match=r"VECTORS_FOLDER"):
        semantic.main()
