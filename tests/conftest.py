"""What all tests share: property tests, which modules are slow, and a log that each finds as it was."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

SLOW_MODULES = (
    "benchmarks/test_benchmarks_run.py",
    "benchmarks/test_mutants.py",
    "benchmarks/test_same_answers.py",
    "benchmarks/test_tune_answer_line.py",
    "benchmarks/test_tune_answering.py",
    "benchmarks/test_tune_ranking.py",
    "commands/test_serve.py",
    "moderation/test_reindexing.py",
    "corpus/test_reading_process.py",
    "corpus/test_hostile_texts.py",
    "pictures/test_page_pictures.py",
    "pictures/test_printed_pages.py",
    "monitoring/test_crashes.py",
    "monitoring/test_descent.py",
    "evaluation/test_gate.py",
    "test_busy.py",
    "test_cli.py",
    "test_page.py",
    "test_process.py",
    "test_two_processes.py",
    "test_quality_gate.py",
    "test_running.py",
    "semantic/test_passage_vectors.py",
    "test_end_to_end.py",
    "faults/test_fuzzing.py",
    "faults/test_sample.py",
    "faults/test_surroundings.py",
    "faults/test_typing.py",
    "requirements/test_receiving.py",
    "requirements/test_replying.py",
    "requirements/test_state.py",
    "telegram/test_state_faults.py",
    "store/test_server_faults.py",
    "test_verdicts.py",
)
"""Ends of the paths of modules whose tests are marked `slow`.

They start processes, a server or a browser, or measure. `make fast` leaves them out, `make test` runs all.
"""

TESTS = Path(__file__).parent

_TOKEN = re.compile(r"[A-Za-z0-9_-]{32,}")  # matches laf5GttSQ2e731oMS6eEoj-5FOngvxCw

settings.register_profile(
    "default", deadline=None, max_examples=100, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(
    "thorough", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile(  # for mutants: the same examples each time, and none made smaller
    "steady",
    deadline=None,
    max_examples=50,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


def pytest_configure() -> None:
    """Hold the list of slow modules against the folder: each entry names one file.

    Raises:
        UsageError: An entry names none, or several; its module was moved, renamed or removed.
    """
    files = list(TESTS.rglob("test_*.py"))
    wrong = [end for end in SLOW_MODULES if sum(file.match(end) for file in files) != 1]
    if wrong:
        raise pytest.UsageError(f"SLOW_MODULES of {__file__} names no module, or several: {', '.join(wrong)}")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests of the slow modules."""
    for item in items:
        if any(item.path.match(end) for end in SLOW_MODULES):
            item.add_marker(pytest.mark.slow)


@pytest.fixture(autouse=True)
def _logging_as_it_was() -> Iterator[None]:
    """Put back the handlers and levels that a test changes by running a whole command."""
    root = logging.getLogger()
    handlers, levels, raises = root.handlers[:], _levels(), logging.raiseExceptions
    yield
    for name, level in _levels().items():
        if level != levels.get(name, logging.NOTSET):
            logging.getLogger(name).setLevel(levels.get(name, logging.NOTSET))
    root.handlers[:], logging.raiseExceptions = handlers, raises


def _levels() -> dict[str | None, int]:
    """Levels of all loggers by their names; that of the root by None."""
    loggers = logging.root.manager.loggerDict.items()
    levels: dict[str | None, int] = {None: logging.root.level}
    levels.update((name, logger.level) for name, logger in loggers if isinstance(logger, logging.Logger))
    return levels


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a test by its argument where its value may be a random token.

    Tests that run in several processes must have the same name in each of them.
    """
    return argname if isinstance(val, str) and _TOKEN.fullmatch(val) else None
