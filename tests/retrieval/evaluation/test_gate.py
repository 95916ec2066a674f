from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from retrieval.evaluation.floors import Floors, Measured, load_floors, save_floors
from retrieval.evaluation.gate import (
    BROKEN,
    HELD,
    UNMEASURED,
    check_floors,
    find_eval_data,
    main,
    update_floors,
)

SEEDS = Measured("seeds", "d1", {"first": 0.95, "refused": 0.8})


@pytest.fixture
def floors_file(tmp_path: Path) -> Path:
    file = tmp_path / "floors.json"
    save_floors(file, {"seeds": Floors("d1", {"first": 0.9, "refused": 0.8})})
    return file


def test_floors_that_are_reached_give_a_line_for_each_measure_and_pass(floors_file: Path) -> None:
    lines: list[str] = []
    assert check_floors([SEEDS], floors_file, lines.append) == HELD
    assert lines == ["0.950  seeds: first", "0.800  seeds: refused"]


def test_a_measure_below_its_floor_is_named_and_fails(floors_file: Path) -> None:
    lines: list[str] = []
    worse = Measured("seeds", "d1", {"first": 0.5, "refused": 0.8})
    assert check_floors([worse], floors_file, lines.append) == BROKEN
    assert lines[-1] == "BELOW  seeds: first is 0.500, below its floor of 0.900"


def test_other_data_outside_the_project_is_a_line_and_passes(floors_file: Path) -> None:
    lines: list[str] = []
    other = Measured("seeds", "d2", {"first": 0.95, "refused": 0.8}, outside=True)
    assert check_floors([other], floors_file, lines.append) == HELD
    assert lines[-1].startswith("NOTICE seeds: the data has changed")


def test_exit_codes_are_0_1_and_2() -> None:
    assert (HELD, BROKEN, UNMEASURED) == (0, 1, 2)


def test_update_writes_higher_floors(floors_file: Path) -> None:
    assert update_floors([SEEDS], floors_file, lambda _line: None) == HELD
    assert load_floors(floors_file) == {"seeds": Floors("d1", {"first": 0.95, "refused": 0.8})}


def test_update_keeps_floors_of_sets_that_were_not_measured(floors_file: Path) -> None:
    update_floors([Measured("bench", "d2", {"RR@10": 0.5})], floors_file, lambda _line: None)
    assert load_floors(floors_file) == {
        "bench": Floors("d2", {"RR@10": 0.5}),
        "seeds": Floors("d1", {"first": 0.9, "refused": 0.8}),
    }


def test_update_fails_rather_than_lower_a_floor(floors_file: Path) -> None:
    lines: list[str] = []
    worse = Measured("seeds", "d1", {"first": 0.5, "refused": 0.8})
    assert update_floors([worse], floors_file, lines.append) == BROKEN
    assert lines[-1] == (
        "KEPT   seeds: first stays at 0.900, though 0.500 was measured; lower it with --allow-lower"
    )
    assert load_floors(floors_file)["seeds"].values["first"] == 0.9


def test_update_lowers_a_floor_where_that_is_allowed(floors_file: Path) -> None:
    worse = Measured("seeds", "d1", {"first": 0.5, "refused": 0.8})
    assert update_floors([worse], floors_file, lambda _line: None, allow_lower=True) == HELD
    assert load_floors(floors_file)["seeds"].values["first"] == 0.5


def test_evaluation_data_is_found_by_its_variable_or_beside_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, beside, named = tmp_path / "project", tmp_path / "shared", tmp_path / "named"
    project.mkdir()
    monkeypatch.delenv("EVAL_DATA", raising=False)
    assert find_eval_data(project) is None
    beside.mkdir()
    assert find_eval_data(project) == beside
    monkeypatch.setenv("EVAL_DATA", str(named))
    assert find_eval_data(project) is None


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project of two documents and three questions, with no evaluation data beside it."""
    monkeypatch.setenv("EVAL_DATA", str(tmp_path / "absent"))
    root = tmp_path / "project"
    (root / "seeds").mkdir(parents=True)
    (root / "tests" / "quality").mkdir(parents=True)
    (root / "seeds" / "museum.txt").write_text(
        "متحف الخيول\n\nافتتح متحف الخيول في 5 مايو 1990، وبناه المعمار سليم الحداد.\n", encoding="utf-8"
    )
    (root / "seeds" / "garden.txt").write_text(
        "حديقة الزيتون\n\nتقع حديقة الزيتون شمال المدينة، وفيها ألف شجرة.\n", encoding="utf-8"
    )
    records: list[dict[str, object]] = [
        {"question": "متى افتتح متحف الخيول؟", "documents": ["museum"], "answer": "5 مايو", "kind": "msa"},
        {"question": "ما عاصمة البيرو؟", "documents": [], "answer": None, "kind": "unanswerable"},
    ]
    write_lines(root / "tests" / "quality" / "seeds_gold.jsonl", records)
    (root / "tests" / "quality" / "seeds_expected.json").write_text("[]", encoding="utf-8")
    return root


def write_lines(file: Path, records: list[dict[str, object]]) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")


def test_command_pins_floors_and_passes_or_fails(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = ["--root", str(project)]
    assert main(place) == BROKEN
    assert "seeds: no floors are pinned" in capsys.readouterr().out
    assert main([*place, "--update"]) == HELD
    assert main(place) == HELD
    assert "1.000  seeds: first\n" in capsys.readouterr().out
    (project / "seeds" / "garden.txt").unlink()
    assert main(place) == BROKEN
    assert "seeds: the data has changed" in capsys.readouterr().out


def test_command_reports_missing_evaluation_data(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--root", str(project)])
    assert capsys.readouterr().out.startswith("no evaluation data: only the sets of the project are measured")


def test_command_names_the_questions_that_fail(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    gold = project / "tests" / "quality" / "seeds_gold.jsonl"
    record = {"question": "من رمم متحف الخيول؟", "documents": ["museum"], "answer": "نادر", "kind": "msa"}
    gold.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    main(["--root", str(project), "--failures"])
    lines = capsys.readouterr().out.splitlines()
    failing = [line for line in lines if line.startswith("FAILS")]
    assert len(failing) == 1
    assert failing[0].startswith("FAILS  seeds: msa: ")
    assert failing[0].endswith(": من رمم متحف الخيول؟")


def test_command_names_what_cannot_be_measured(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "tests" / "quality" / "seeds_gold.jsonl").write_text("", encoding="utf-8")
    assert main(["--root", str(project)]) == UNMEASURED
    assert "seeds_gold.jsonl has no question" in capsys.readouterr().out


def test_command_measures_the_evaluation_data_where_it_is(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "data"
    monkeypatch.setenv("EVAL_DATA", str(data))
    bench = data / "bench" / "tiny"
    passages = {"p1": "افتتح متحف الخيول في 5 مايو 1990.", "p2": "تقع حديقة الزيتون شمال المدينة."}
    write_lines(
        bench / "corpus.jsonl", [{"_id": key, "title": key, "text": text} for key, text in passages.items()]
    )
    write_lines(
        bench / "queries.jsonl",
        [
            {"_id": f"a-{n}", "text": "متى افتتح المتحف؟", "metadata": {"answers": ["5 مايو"]}}
            for n in range(5)
        ],
    )
    (bench / "qrels").mkdir()
    qrels = "".join(f"a-{n}\tp1\t1\n" for n in range(5))
    (bench / "qrels" / "test.tsv").write_text(f"query-id\tcorpus-id\tscore\n{qrels}", encoding="utf-8")
    main(["--root", str(project), "--update"])
    main(["--root", str(project), "--update", "--full"])
    assert "1.000  tiny, every 4th: RR@10\n" in capsys.readouterr().out
    assert set(load_floors(project / "tests/quality/floors.json")) == {"seeds", "tiny", "tiny, every 4th"}
    for name in ("seeds", "tests/quality"):
        for file in (project / name).iterdir():
            if file.name != "floors.json":
                (data / Path(name).name).mkdir(exist_ok=True)
                (data / Path(name).name / file.name).write_bytes(file.read_bytes())
    for name in ("seeds_gold.jsonl", "seeds_expected.json"):
        (data / "quality" / name).rename(data / name)
    main(["--root", str(project)])
    assert "1.000  scraped seeds: first\n" in capsys.readouterr().out


def test_module_runs_as_a_command(project: Path) -> None:
    done = subprocess.run(  # noqa: S603  # our own module
        [sys.executable, "-W", "error", "-m", "retrieval.evaluation.gate", "--root", str(project)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (BROKEN, "")


def test_a_gate_that_holds_is_success_to_a_shell(project: Path) -> None:
    place = ["--root", str(project)]
    assert main(place) == 1
    assert main([*place, "--update"]) == 0
    assert main(place) == 0
