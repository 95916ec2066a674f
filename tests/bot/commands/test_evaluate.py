from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.bootstrap import Composition
from bot.commands.evaluate import evaluate_folder
from tests.bot.commands.conftest import BRIDGE, MARKET


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A BEIR folder of two documents and a question that the first answers."""
    folder = tmp_path / "beir"
    (folder / "qrels").mkdir(parents=True)
    documents = [{"_id": name, "title": "", "text": text} for name, text in (("a", BRIDGE), ("b", MARKET))]
    query = {"_id": "own-1", "text": "متى افتتح جسر الوادي؟", "metadata": {"answers": ["3 مارس 2019"]}}
    write(folder / "corpus.jsonl", "".join(json.dumps(document) + "\n" for document in documents))
    write(folder / "queries.jsonl", json.dumps(query) + "\n")
    write(folder / "qrels" / "test.tsv", "query-id\tcorpus-id\tscore\nown-1\ta\t1\n")
    return folder


def write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")


def test_measures_are_printed_and_what_was_found_is_written(
    composition: Composition, folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run, excerpts = tmp_path / "out.run", tmp_path / "out.tsv"
    assert evaluate_folder(composition, folder, run_file=run, excerpts=excerpts, as_json=True) == 0
    assert json.loads(capsys.readouterr().out)
    assert run.read_text(encoding="utf-8").split()[:4] == ["own-1", "Q0", "a", "1"]
    assert "3 مارس 2019" in excerpts.read_text(encoding="utf-8")
    assert not (tmp_path / "data").exists()


def test_a_table_is_printed_for_people(
    composition: Composition, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate_folder(composition, folder, run_file=None, excerpts=None, as_json=False) == 0
    assert "own" in capsys.readouterr().out
