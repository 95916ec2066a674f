"""Takes away what holds each requirement of a Telegram bot, and sees whether its test fails without it.

In: `tests/requirements/requirements.toml`, which has the 27 requirements, each with the places of the
code that hold it and what is put there instead; the tests named after them beside it. Out: a table, on
the standard output and with `--write` in a file.

    python -m benchmarks.requirements [--only N] [--write docs/requirements.md]

Ends with 1 where a test fails as the code is, or passes without what it holds.
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
import tempfile
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.mutation.drawing import Mutant
from benchmarks.mutation.running import Fate, Tree
from benchmarks.tables import render_table

ROOT = Path(__file__).resolve().parent.parent
FOLDER = Path("tests", "requirements")
TABLE = FOLDER / "requirements.toml"
_LIMIT = 120.0
"""Seconds for the test of one requirement."""
_NAME = re.compile(r"test_requirement_(\d\d)_\w+")  # matches test_requirement_07_a_quick_question
_HEAD = (
    "# Requirements\n\n"
    "What a bot on Telegram needs, and what holds it here. Written by `python -m benchmarks.requirements`, "
    "which runs each test as the code is, and then once without each place of the code that holds the "
    "requirement ([the places](../tests/requirements/requirements.toml)): the test has to fail.\n\n"
)


@dataclass(frozen=True, slots=True)
class Break:
    """A place of the code that holds a requirement, and what is put there instead."""

    file: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Requirement:
    """What a bot on Telegram needs."""

    number: int
    text: str
    breaks: tuple[Break, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the tests of a requirement did."""

    requirement: Requirement
    tests: tuple[str, ...]
    passes: bool
    unnoticed: tuple[Break, ...]
    """Places that were taken away without a test failing."""

    @property
    def holds(self) -> bool:
        """Whether the tests pass, and fail without each place."""
        return self.passes and not self.unnoticed


def load_requirements(file: Path) -> tuple[Requirement, ...]:
    """The requirements of a table, in order of their numbers."""
    table = tomllib.loads(file.read_text(encoding="utf-8"))
    found = [
        Requirement(
            entry["number"],
            entry["text"],
            tuple(Break(each["file"], each["old"], each["new"]) for each in entry.get("without", ())),
        )
        for entry in table["requirement"]
    ]
    return tuple(sorted(found, key=lambda requirement: requirement.number))


def find_tests(root: Path) -> Mapping[int, tuple[str, ...]]:
    """The ids of the tests that are named after each requirement."""
    found: dict[int, tuple[str, ...]] = {}
    for file in sorted((root / FOLDER).glob("test_*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            match = _NAME.fullmatch(node.name) if isinstance(node, ast.FunctionDef) else None
            if match is not None:
                number = int(match[1])
                test = f"{file.relative_to(root).as_posix()}::{match[0]}"
                found[number] = (*found.get(number, ()), test)
    return found


def break_source(source: str, change: Break) -> str:
    """The text of a module without what holds a requirement.

    Raises:
        ValueError: The place is not there exactly once: the table is older than the code.
    """
    if source.count(change.old) != 1:
        raise ValueError(f"{change.file} has {change.old!r} {source.count(change.old)} times, not once")
    return source.replace(change.old, change.new)


def judge(root: Path, tree: Tree, requirement: Requirement, tests: Sequence[str]) -> Verdict:
    """Run the tests of a requirement as the code is, and without each place that holds it."""
    passes = tree.fate(_unchanged(root), tests, _LIMIT) is Fate.SURVIVED
    unnoticed = [
        change
        for change in requirement.breaks
        if passes and tree.fate(_mutant(root, change), tests, _LIMIT) is Fate.SURVIVED
    ]
    return Verdict(requirement, tuple(tests), passes, tuple(unnoticed))


def render(verdicts: Sequence[Verdict]) -> str:
    """A table with a line for each requirement."""
    held = sum(verdict.holds for verdict in verdicts)
    head = ["", "requirement", "test", "as it is", "fails without what holds it"]
    table = render_table(head, [*map(_row, verdicts)])
    return f"{held} of {len(verdicts)} requirements hold, and their tests fail without them.\n\n{table}"


def _row(verdict: Verdict) -> list[str]:
    places = len(verdict.requirement.breaks)
    return [
        str(verdict.requirement.number),
        verdict.requirement.text,
        ", ".join(f"`{test.partition('::')[2]}`" for test in verdict.tests),
        "passes" if verdict.passes else "**fails**",
        f"{places - len(verdict.unnoticed)} of {places}",
    ]


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Run the benchmark as a command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.requirements")
    parser.add_argument("--only", type=int, action="append", help="the number of a requirement")
    parser.add_argument("--write", type=Path, help="a file for the table")
    options = parser.parse_args(arguments)
    tests = find_tests(root)
    verdicts = []
    with tempfile.TemporaryDirectory(prefix="requirements-") as folder:
        tree = Tree(root, Path(folder) / "tree")
        tree.clean_run(_files(tests), _LIMIT)  # so that every module has its bytecode from here on
        for requirement in load_requirements(root / TABLE):
            if options.only and requirement.number not in options.only:
                continue
            verdict = judge(root, tree, requirement, tests[requirement.number])
            verdicts.append(verdict)
            print(f"{requirement.number:2} {_describe(verdict)}", file=sys.stderr, flush=True)
    report = render(verdicts)
    print(report)
    if options.write:
        options.write.write_text(f"{_HEAD}{report}\n", encoding="utf-8")
    return 0 if all(verdict.holds for verdict in verdicts) else 1


def _files(tests: Mapping[int, tuple[str, ...]]) -> list[str]:
    return sorted({test.partition("::")[0] for named in tests.values() for test in named})


def _describe(verdict: Verdict) -> str:
    if not verdict.passes:
        return "FAILS as the code is"
    return (
        "".join(f"passes without {change.file}: {change.old!r} " for change in verdict.unnoticed) or "holds"
    )


def _unchanged(root: Path) -> Mutant:
    """No change at all: a module put in place of itself."""
    module = "bot/__init__.py"
    return Mutant(module, "-", 1, "", "", (root / module).read_text(encoding="utf-8"))


def _mutant(root: Path, change: Break) -> Mutant:
    source = (root / change.file).read_text(encoding="utf-8")
    return Mutant(change.file, "-", 1, change.old, change.new, break_source(source, change))


if __name__ == "__main__":
    sys.exit(main())
