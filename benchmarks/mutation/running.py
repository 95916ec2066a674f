"""Running tests in private copies of the tree, once as they are and once for each mutant.

In: a tree, mutants and the tests of their modules. Out: what became of each mutant. The tree itself is
never written to. Tests that need the evaluation data are skipped, so that the outcome is the same with
and without it, and property tests run by Hypothesis's profile `steady` of `tests/conftest.py`.
"""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from benchmarks.mutation.drawing import Mutant

_LEFT_BEHIND: Final = shutil.ignore_patterns("__pycache__", "*.egg-info", ".[!e]*", ".env")
_LEFT_AT_TOP: Final = frozenset({"data", "build", "dist"})
_MOST_MEMORY: Final = 6 << 30
"""Bytes of data that a process of tests may hold: a mutant may fill lists without end."""
_GRACE: Final = 5.0
"""Seconds that tests have to end what they started, once they were asked to stop."""
_PYTEST: Final = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-o", "addopts=")
_PASSED: Final = 0
_NOTHING_RAN: Final = 5
"""pytest's exit codes."""


class Fate(StrEnum):
    """What became of a mutant."""

    KILLED = "killed"
    TIMED_OUT = "timed out"
    SURVIVED = "survived"
    NOT_RUN = "not run"


@dataclass(frozen=True, slots=True)
class Limits:
    """How long the tests of a mutant may take."""

    least: float = 20.0
    """Seconds that they have in any case."""
    factor: float = 4.0
    """How many times the clean run's time they have above that."""

    def seconds(self, clean: float) -> float:
        """The time limit of tests that take so many seconds without a mutant."""
        return self.least + self.factor * clean


@dataclass(frozen=True, slots=True)
class CleanRun:
    """What test files do without a mutant."""

    seconds: Mapping[str, float]
    """Test file → seconds; only files with a test that passes, and none that fails."""
    failing: tuple[str, ...]
    """Test files that fail without a mutant, and so show nothing."""


class Tree:
    """A private copy of the tree, in which modules are changed and put back.

    Args:
        root: The tree that is copied.
        folder: Where the copy goes; it must not exist.
    """

    def __init__(self, root: Path, folder: Path) -> None:
        self.folder = folder

        def ignored(place: str, names: list[str]) -> set[str]:
            return _LEFT_BEHIND(place, names) | (_LEFT_AT_TOP if Path(place) == root else set())

        shutil.copytree(root, folder, ignore=ignored, symlinks=True)

    def clean_run(self, files: Sequence[str], limit: float) -> CleanRun:
        """Run test files as they are.

        Args:
            files: Paths within the tree.
            limit: Seconds for all of them.
        """
        report = self.folder.parent / f"{self.folder.name}.xml"
        self._pytest(
            [f"--junitxml={report}", "-o", "junit_family=xunit1", "--continue-on-collection-errors", *files],
            limit,
            keeps_bytecode=True,
        )
        return _read_report(report, files)

    def fate(self, mutant: Mutant, files: Sequence[str], limit: float) -> Fate:
        """Run test files with a mutant in place of its module, until one of them fails.

        Args:
            mutant: What is put in place of its module.
            files: Paths within the tree.
            limit: Seconds for all of them.
        """
        with self._changed(mutant):
            code = self._pytest(["-x", *files], limit, keeps_bytecode=False)
        if code is None:
            return Fate.TIMED_OUT
        return Fate.SURVIVED if code in {_PASSED, _NOTHING_RAN} else Fate.KILLED

    @contextmanager
    def _changed(self, mutant: Mutant) -> Iterator[None]:
        file = self.folder / mutant.module
        clean, times = file.read_bytes(), file.stat()
        file.write_text(mutant.source, encoding="utf-8")
        try:
            yield
        finally:
            file.write_bytes(clean)
            os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))  # so that its bytecode is still its own

    def _pytest(self, arguments: Sequence[str], limit: float, *, keeps_bytecode: bool) -> int | None:
        """Exit code of pytest, or None where its time was up."""
        measured = {
            name for name in os.environ if name.startswith("COVERAGE_")
        }  # what runs here is no test run
        environment = {name: value for name, value in os.environ.items() if name not in measured} | {
            "PYTHONPATH": str(self.folder),
            "EVAL_DATA": str(self.folder / "no-evaluation-data"),
            "HYPOTHESIS_PROFILE": "steady",
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",  # no test needs one, and each takes its time to load
            "PYTHONDONTWRITEBYTECODE": "" if keeps_bytecode else "1",
        }
        process = subprocess.Popen(  # noqa: S603 - our own tests
            [*_PYTEST, f"--rootdir={self.folder}", *arguments],
            cwd=self.folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            if sys.platform == "linux":
                resource.prlimit(process.pid, resource.RLIMIT_DATA, (_MOST_MEMORY, _MOST_MEMORY))
            return process.wait(limit)
        except subprocess.TimeoutExpired:
            return None
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a process and all that it started, first kindly: its tests end what has left its group."""
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
        deadline = time.monotonic() + _GRACE
        while process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _read_report(report: Path, files: Sequence[str]) -> CleanRun:
    """Sums up pytest's report; files that it does not reach count as failing."""
    seconds: dict[str, float] = {}
    failing: set[str] = set()
    seen: set[str] = set()
    cases = ET.parse(report).iter("testcase") if report.exists() else ()  # noqa: S314 - pytest's own file
    for case in cases:
        file = case.get("file")
        if file is None or file not in files:
            continue  # a test that was not over when the time was
        seen.add(file)
        results = {child.tag for child in case}
        if results & {"failure", "error"}:
            failing.add(file)
        elif "skipped" not in results:
            seconds[file] = seconds.get(file, 0.0) + float(case.get("time", 0))
    failing |= set(files) - seen
    return CleanRun(
        {file: time for file, time in seconds.items() if file not in failing}, tuple(sorted(failing))
    )
