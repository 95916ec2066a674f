"""Whatever a call does to its process, it costs that call alone."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from retrieval.workers import Failure, Worker
from tests.evaldata import ROOT

MODULE = "tests.retrieval.hostile_work"


@contextmanager
def worker(**limits: float) -> Iterator[Worker]:
    made = Worker(MODULE, "work", seconds=limits.pop("seconds", 20), memory_limit=2**28, **limits)
    try:
        yield made
    finally:
        made.close()


def done(made: Worker, *arguments: object) -> Any:
    return made.submit(lambda call: call(*arguments)).result(30)


@pytest.mark.parametrize(
    ("demand", "failure"),
    [
        ("crash", Failure.ENDED),
        ("exit", Failure.ENDED),
        ("raise", Failure.RAISED),
        ("memory", Failure.RAISED),
        ("unpicklable", Failure.RAISED),
    ],
)
def test_what_a_call_does_costs_that_call_alone(demand: str, failure: Failure) -> None:
    with worker() as made:
        assert done(made, demand) is failure
        assert done(made, "well", b"bytes")[:2] == ("well", b"bytes")


def test_a_call_that_never_ends_is_ended_when_its_time_is_up() -> None:
    with worker(seconds=0.5) as made:
        assert done(made, "loop") is Failure.SLOW
        assert done(made, "well")[0] == "well"


def test_calls_share_a_process_which_is_another_one_than_this() -> None:
    with worker() as made:
        first, second = done(made, "one")[2], done(made, "print")[2]
    assert first == second != os.getpid()


def test_an_idle_process_ends_and_the_next_call_gets_another() -> None:
    with worker(idle_seconds=0.1) as made:
        first = done(made, "one")[2]
        deadline = time.monotonic() + 10
        while Path(f"/proc/{first}").exists() and time.monotonic() < deadline:
            time.sleep(0.05)
        assert done(made, "two")[2] != first


def test_a_function_that_is_not_there_is_a_failure() -> None:
    made = Worker(MODULE, "nothing", seconds=5, memory_limit=2**28)
    try:
        assert done(made, "well") is Failure.ENDED
    finally:
        made.close()


def test_after_the_end_there_are_no_calls() -> None:
    with worker() as made:
        pass
    with pytest.raises(RuntimeError):
        done(made, "well")


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_the_process_ends_with_its_parent_however_that_ends() -> None:
    code = (
        "import os, time\n"
        "from retrieval.workers import Worker\n"
        f"made = Worker({MODULE!r}, 'work', seconds=60, memory_limit=2**28)\n"
        "print(made.submit(lambda call: call('one')).result()[2], flush=True)\n"
        "os.kill(os.getpid(), 9)\n"
    )
    parent = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert parent.returncode == -9
    deadline = time.monotonic() + 10
    while Path(f"/proc/{parent.stdout.strip()}").exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(f"/proc/{parent.stdout.strip()}").exists()
