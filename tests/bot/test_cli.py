"""The command `shahid`, called as from a shell, over a small corpus of real files."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from bot.cli import main
from tests.evaldata import ROOT

BRIEF = """افتتاح جسر الوادي

افتتحت المدينة جسر الوادي الجديد يوم 3 مارس 2019 بحضور سكان الضفتين.
بلغ طول الجسر 840 مترا. وصممته المهندسة ليلى الهاشمي في مكتبها بالميناء القديم.
"""
MARKET = """السوق الشعبي

يفتح السوق الشعبي أبوابه كل جمعة من السادسة صباحا. ويبيع فيه المزارعون التمر والزيتون والعسل.
"""
HOURS = """مواعيد المكتبة

تفتح المكتبة أبوابها من التاسعة صباحا. ويستعير القارئ خمسة كتب لمدة أسبوعين.
"""
QUESTION = "متى افتتح جسر الوادي؟"


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    for name, text in {"bridge": BRIEF, "market": MARKET, "hours": HOURS}.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHAHID_CORPUS_DIR", str(folder))
    return folder


@pytest.mark.usefixtures("corpus")
def test_ask_prints_the_quotation_and_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", QUESTION]) == 0
    printed = capsys.readouterr().out
    assert "❝ افتتحت المدينة جسر الوادي الجديد يوم 3 مارس 2019 بحضور سكان الضفتين." in printed
    assert "— «افتتاح جسر الوادي»" in printed


@pytest.mark.usefixtures("corpus")
def test_ask_prints_no_quotation_where_there_is_no_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "من فاز بكأس العالم للشطرنج؟"]) == 0
    assert "❝" not in capsys.readouterr().out


def test_json_has_the_documented_keys_and_verbatim_excerpts(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "--corpus", str(corpus), "--json", QUESTION]) == 0
    answer = json.loads(capsys.readouterr().out)
    documented = (
        (ROOT / "docs" / "json.md").read_text(encoding="utf-8").split("```json\n", 1)[1].split("```", 1)[0]
    )
    example = json.loads(documented)
    assert list(answer) == list(example)
    assert [list(excerpt) for excerpt in answer["excerpts"]] == [list(example["excerpts"][0])] * len(
        answer["excerpts"]
    )
    assert answer["status"] == "answered"
    assert answer["question"] == QUESTION
    assert answer["excerpts"][0]["document_id"] == "bridge.txt"
    assert answer["excerpts"][0]["title"] == "افتتاح جسر الوادي"


def test_a_batch_gives_a_line_a_question_in_order(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    questions = corpus.parent / "questions.txt"
    questions.write_text(f"\ufeff{QUESTION}\n\nمن فاز بكأس العالم للشطرنج؟\r\n", encoding="utf-8")
    assert main(["ask", "--batch", str(questions)]) == 0
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [answer["question"] for answer in answers] == [QUESTION, "", "من فاز بكأس العالم للشطرنج؟"]
    assert [answer["status"] for answer in answers] == ["answered", "no_answer", "no_answer"]


def shahid(*words: str, given: bytes = b"", cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    """Run the command in a process of its own."""
    return subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-m", "bot", *words],
        input=given,
        capture_output=True,
        check=False,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
    )


def test_a_batch_is_read_from_standard_input_in_utf_8(corpus: Path) -> None:
    done = shahid("ask", "--batch", "-", given=f"{QUESTION}\n\xff".encode(), cwd=corpus.parent)
    assert done.stderr == b""
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [answer["status"] for answer in answers] == ["answered", "no_answer"]


@pytest.mark.usefixtures("corpus")
def test_the_limit_is_how_many_excerpts_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["ask", "--json", "--limit", "1", QUESTION]) == 0
    assert len(json.loads(capsys.readouterr().out)["excerpts"]) == 1
    assert main(["ask", "--limit", "10", QUESTION]) == 2
    assert capsys.readouterr().err == "shahid: --limit takes a number from 1 to 9\n"


def test_index_reports_what_it_holds_and_what_it_skipped(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (corpus / "broken.pdf").write_bytes(b"no pdf")
    assert main(["index"]) == 0
    printed = capsys.readouterr()
    assert printed.out.startswith("3 documents, 3 passages, ")
    assert "skipped broken.pdf: " in printed.err


@pytest.mark.usefixtures("corpus")
def test_index_prints_its_progress_as_json_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["index", "--progress", "json"]) == 0
    *steps, last = (json.loads(line) for line in capsys.readouterr().out.splitlines())
    assert {step["stage"] for step in steps} == {"reading", "indexing", "checking"}
    assert last["result"]["documents"] == 3
    assert last["result"]["skipped"] == []


@pytest.mark.usefixtures("corpus")
def test_check_finds_nothing_wrong_where_nothing_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["index"]) == 0
    capsys.readouterr()
    assert main(["check"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "ok    settings: read",
        f"ok    corpus: 3 documents in {Path.cwd() / 'corpus'}",
        "ok    data: data can be written",
        "ok    index: saved and up to date",
        "ok    database: opens",
        "ok    token: none; `shahid run` opens the local page",
    ]


def test_check_names_each_thing_that_is_wrong(
    corpus: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (corpus / "broken.pdf").write_bytes(b"no pdf")
    monkeypatch.setenv("SHAHID_DATABASE_URL", "mysql://nowhere/x")
    monkeypatch.setenv("SHAHID_BOT_TOKEN", "7000000001:TEST-token_of_the_tests_000000000000")
    monkeypatch.setenv("SHAHID_BOT_API_URL", "http://127.0.0.1:9")
    assert main(["check"]) == 1
    wrong = [
        line.split(": ", 1)[0] for line in capsys.readouterr().out.splitlines() if line.startswith("WRONG")
    ]
    assert wrong == ["WRONG corpus broken.pdf", "WRONG database", "WRONG token"]


def test_check_reports_a_missing_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["check", "--corpus", "nowhere"]) == 1
    assert any(line.startswith("WRONG corpus: ") for line in capsys.readouterr().out.splitlines())


def test_check_reports_an_empty_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    assert main(["check", "--corpus", "empty"]) == 1
    assert "WRONG corpus: 0 documents in empty; put documents" in capsys.readouterr().out


def test_evaluate_measures_a_beir_folder_and_writes_its_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    beir = tmp_path / "beir"
    (beir / "qrels").mkdir(parents=True)
    records = [
        {"_id": str(n), "title": text.splitlines()[0], "text": text} for n, text in enumerate([BRIEF, MARKET])
    ]
    lines = "".join(json.dumps(record) + "\n" for record in records)
    (beir / "corpus.jsonl").write_text(lines, encoding="utf-8")
    query = {"_id": "own-1", "text": QUESTION, "metadata": {"answers": ["3 مارس 2019"]}}
    (beir / "queries.jsonl").write_text(json.dumps(query) + "\n", encoding="utf-8")
    (beir / "qrels" / "test.tsv").write_text("query-id\tcorpus-id\tscore\nown-1\t0\t1\n", encoding="utf-8")
    assert main(["evaluate", "beir", "--run", "out.run", "--excerpts", "out.tsv", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)
    assert (tmp_path / "out.run").read_text(encoding="utf-8").startswith("own-1 Q0 0 1 ")
    assert (tmp_path / "out.tsv").read_text(encoding="utf-8").startswith("own-1\t")
    assert main(["evaluate", "beir"]) == 0
    assert "own" in capsys.readouterr().out


def test_a_wrong_setting_is_one_line_and_no_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SHAHID_MODE", "pigeon")
    assert main(["ask", QUESTION]) == 2
    assert capsys.readouterr().err == "shahid: SHAHID_MODE: Input should be 'polling' or 'webhook'\n"


def test_a_missing_corpus_is_one_line_and_no_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["ask", "--corpus", "nowhere", QUESTION]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("shahid: ")
    assert "nowhere" in line


def test_a_missing_batch_file_is_one_line_and_no_traceback(
    corpus: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["ask", "--corpus", str(corpus), "--batch", "nowhere.txt"]) == 1
    assert "nowhere.txt" in capsys.readouterr().err


def test_an_interrupt_ends_in_one_line(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def interrupt(**_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.bootstrap.load_settings", interrupt)
    assert main(["ask", QUESTION]) == 130
    assert capsys.readouterr().err == "shahid: stopped\n"


def test_the_version_is_that_of_the_package(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"shahid {version('shahid')}\n"


def test_the_module_is_the_command() -> None:
    done = shahid("--help")
    assert done.returncode == 0
    assert b"QUESTION" not in done.stdout
    assert done.stdout.startswith(b"usage: shahid")


@pytest.mark.parametrize(
    ("modules", "unused"),
    [
        ("bot.cli", ("bot.bootstrap", "retrieval", "pydantic", "sqlalchemy", "telegram", "tornado")),
        ("bot.cli, bot.commands.probe", ("bot.bootstrap", "retrieval", "sqlalchemy", "telegram", "tornado")),
        ("bot.cli, bot.commands.ask", ("telegram", "tornado", "bot.telegram", "bot.web")),
    ],
)
def test_modules_are_loaded_only_for_the_calls_that_need_them(modules: str, unused: tuple[str, ...]) -> None:
    code = f"import sys, {modules}; print(*[name for name in {unused!r} if name in sys.modules])"
    done = subprocess.run(  # noqa: S603 - our own command
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
    )
    assert done.stdout == "\n"


def test_output_that_nobody_reads_is_no_error(corpus: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    with io.FileIO(write, "w") as closed:
        done = subprocess.run(  # noqa: S603 - our own command
            [sys.executable, "-m", "bot", "ask", "--corpus", str(corpus), QUESTION],
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
            cwd=corpus.parent,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            timeout=120,
        )
    assert b"Traceback" not in done.stderr
