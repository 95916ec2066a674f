"""What nothing catches is one line of the log, without the words in its message: seen on real processes."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.evaldata import ROOT

WORDS = "متى افتتح جسر الوادي"
TOKEN = "7000000001:AA-secret_secret_secret_secret_secre"

BEGIN = f"""
import asyncio, gc, os, signal, sys, threading, warnings
from bot.monitoring.crashes import log_crashes
from bot.monitoring.logs import configure_logging
configure_logging("INFO", log_format=sys.argv[1])
log_crashes()
def fail():
    raise ValueError({WORDS!r}, {TOKEN!r}) from KeyError({WORDS!r})
"""
DEATHS = {
    "uncaught": "fail()",
    "in a thread": "t = threading.Thread(target=fail, name='search_0'); t.start(); t.join()",
    "in a finalizer": "Bad = type('Bad', (), {'__del__': lambda self: fail()}); Bad(); gc.collect()",
    "a warning": f"warnings.warn({WORDS!r})",
    "in a task": """
async def forget():
    task = asyncio.create_task(fails())
    await asyncio.sleep(0)
    del task
    gc.collect()
async def fails():
    fail()
asyncio.run(forget())
""",
}
"""Ways to fail unseen, each a piece of a program."""

IN_FAIL = r"ValueError at <string>:\d+ in fail, from KeyError"
LINES = {
    "uncaught": ("CRITICAL bot.monitoring.crashes", rf"uncaught, the process ends: {IN_FAIL}"),
    "in a thread": ("ERROR bot.monitoring.crashes", rf"uncaught in thread search_0: {IN_FAIL}"),
    "in a finalizer": ("ERROR bot.monitoring.crashes", rf"uncaught in a finalizer: {IN_FAIL}"),
    "a warning": ("WARNING bot.monitoring.crashes", r"UserWarning at <string>:\d+"),
    "in a task": ("ERROR asyncio", "an error"),
}


def died(program: str, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    return subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program, *words],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(ROOT), **variables},
        timeout=120,
    )


@pytest.mark.parametrize("way", DEATHS)
def test_what_nothing_catches_is_one_line_of_type_and_place(way: str) -> None:
    done = died(BEGIN + DEATHS[way], "text")
    (line,) = done.stderr.splitlines()
    origin, event = LINES[way]
    error = rf" \({IN_FAIL}\)" if way == "in a task" else ""
    assert re.fullmatch(rf"\S+ \S+ {re.escape(origin)}: {event}{error}", line)
    assert done.returncode == (1 if way == "uncaught" else 0)


@pytest.mark.parametrize("way", DEATHS)
def test_no_word_and_no_token_is_in_a_field_of_the_json(way: str) -> None:
    done = died(BEGIN + DEATHS[way], "json")
    entry = json.loads(done.stderr)
    origin, event = LINES[way]
    assert f"{entry['level']} {entry['logger']}" == origin
    assert re.fullmatch(event, entry["event"])
    assert not any(word in done.stderr for word in (*WORDS.split(), TOKEN))


def test_a_process_that_a_signal_ends_shows_where_it_was_and_no_values() -> None:
    done = died(f"{BEGIN}\ndef stuck(question):\n    os.abort()\nstuck({WORDS!r})", "text")
    assert done.returncode == -signal.SIGABRT
    assert re.search(r'File "<string>", line \d+ in stuck', done.stderr)
    assert not any(word in done.stderr for word in WORDS.split())


def test_the_running_bot_dies_without_a_word_of_a_question(tmp_path: Path) -> None:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "market.txt").write_text("السوق الشعبي يفتح أبوابه كل جمعة من السادسة صباحا.\n", "utf-8")
    program = f"""
import sys
from bot import cli
from bot.commands import serve
async def fail(port, services):
    raise RuntimeError({WORDS!r}, {TOKEN!r})
serve._serve_page = fail
sys.exit(cli.main(["chat", "--corpus", "corpus"]))
"""
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=120,
    )
    assert done.returncode == 1
    (line,) = [line for line in done.stderr.splitlines() if "CRITICAL" in line]
    assert re.search(
        r": uncaught, the process ends: RuntimeError at bot/commands/serve\.py:\d+ in \w+$", line
    )
    assert "Traceback" not in done.stderr
    assert not any(word in done.stderr for word in (*WORDS.split(), TOKEN))
