from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from benchmarks import same_answers

ROOT = Path(__file__).parents[2]
SEED = "geneva-talks.md"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The code with one seed and one gold question, as a repository of one commit."""
    root = tmp_path / "project"
    for folder in ("bot", "retrieval"):
        shutil.copytree(ROOT / folder, root / folder, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "seeds").mkdir()
    (root / "tests" / "quality").mkdir(parents=True)
    shutil.copy(ROOT / "seeds" / SEED, root / "seeds" / SEED)
    gold = {"question": "متى اجتماع جنيف؟"}
    (root / "tests/quality/seeds_gold.jsonl").write_text(json.dumps(gold) + "\n", encoding="utf-8")
    git = ["git", "-c", "user.name=t", "-c", "user.email=t@example.org", "-C", str(root)]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "first"]):
        subprocess.run([*git, *words], check=True)  # noqa: S603
    monkeypatch.setenv("EVAL_DATA", str(tmp_path / "missing"))
    for name in [name for name in os.environ if name.startswith("SHAHID_")]:
        monkeypatch.delenv(name)
    return root


def test_a_revision_with_the_same_answers_is_the_same(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert same_answers.main(["HEAD", "--root", str(project)]) == 0
    assert "seeds: 0 of 1 answers differ" in capsys.readouterr().out


def test_a_question_whose_answer_differs_is_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    limits = project / "retrieval" / "answering" / "limits.py"
    limits.write_text(limits.read_text(encoding="utf-8").replace("length: int = 300", "length: int = 120"))
    assert same_answers.main(["HEAD", "--root", str(project)]) == 1
    assert "seeds: 1 of 1 answers differ\n  متى اجتماع جنيف؟" in capsys.readouterr().out


def test_lines_that_were_lost_are_a_difference() -> None:
    asked = same_answers.AskedSet("set", Path(), ("أ", "ب"))
    one = {"question": "أ"}
    assert same_answers.compare(asked, [one], [one]) == ["1 answers before, 1 now, 2 questions"]
