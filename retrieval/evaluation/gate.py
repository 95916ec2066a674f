"""The quality gate: measures the engine and compares the measures with their floors.

In: the project folder and, where it exists, a folder of evaluation data (`EVAL_DATA`, by default
`shared` beside the project). Out: one line for each measure, and an exit code: 0 where no measure is
below its floor, 1 where one is, 2 where something could not be measured.

    python -m retrieval.evaluation.gate [--full] [--failures] [--update [--allow-lower]]

The floors are in `tests/quality/floors.json` with a digest of their data.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from retrieval.errors import RetrievalError
from retrieval.evaluation.floors import (
    Measured,
    find_notices,
    find_violations,
    load_floors,
    raise_floors,
    save_floors,
)
from retrieval.evaluation.gated_sets import measure_all

FLOORS_FILE = Path("tests", "quality", "floors.json")
HELD, BROKEN, UNMEASURED = 0, 1, 2
"""Exit codes."""

WriteLine = Callable[[str], None]


def check_floors(sets: Iterable[Measured], floors_file: Path, write_line: WriteLine) -> int:
    """Compare the measures of every set with its floors.

    Args:
        sets: The measures; those of each set are written as soon as they are known.
        floors_file: The floors.
        write_line: Takes a line for each measure and each violation.

    Returns:
        `HELD` or `BROKEN`.

    Raises:
        RetrievalError: A set or the floors cannot be read.
    """
    floors, code = load_floors(floors_file), HELD
    for measured in sets:
        _write_measures(measured, write_line)
        for line in find_notices(measured, floors.get(measured.name)):
            write_line(f"NOTICE {line}")
        for line in find_violations(measured, floors.get(measured.name)):
            write_line(f"BELOW  {line}")
            code = BROKEN
    return code


def update_floors(
    sets: Iterable[Measured], floors_file: Path, write_line: WriteLine, *, allow_lower: bool = False
) -> int:
    """Raise the floors of every set to its measures; other sets keep theirs.

    Args:
        sets: The measures.
        floors_file: The floors; replaced.
        write_line: Takes a line for each measure and each floor that was not lowered.
        allow_lower: Whether floors may be lowered, too.

    Returns:
        `HELD`, or `BROKEN` where a floor would have had to be lowered.

    Raises:
        RetrievalError: A set or the floors cannot be read, or the floors cannot be written.
    """
    floors, code = load_floors(floors_file), HELD
    for measured in sets:
        _write_measures(measured, write_line)
        floors[measured.name], refused = raise_floors(
            measured, floors.get(measured.name), allow_lower=allow_lower
        )
        for line in refused:
            write_line(f"KEPT   {line}")
            code = BROKEN
    save_floors(floors_file, floors)
    return code


def find_eval_data(root: Path) -> Path | None:
    """The folder of evaluation data: `EVAL_DATA`, else `shared` beside the project; None if there is none."""
    folder = Path(os.environ.get("EVAL_DATA") or root.resolve().parent / "shared")
    return folder if folder.is_dir() else None


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the gate as a command; returns its exit code."""
    parser = argparse.ArgumentParser(prog="python -m retrieval.evaluation.gate", description=__doc__)
    parser.add_argument("--root", type=Path, default=Path(), help="the project folder (default: this one)")
    parser.add_argument("--full", action="store_true", help="ask all questions of a bench, not every fourth")
    parser.add_argument("--failures", action="store_true", help="name the gold questions that fail")
    parser.add_argument("--update", action="store_true", help="raise the floors to what is measured")
    parser.add_argument("--allow-lower", action="store_true", help="with --update: lower floors as well")
    options = parser.parse_args(arguments)
    eval_data = find_eval_data(options.root)
    if eval_data is None:
        _print("no evaluation data: only the sets of the project are measured (set EVAL_DATA to its folder)")
    sets = measure_all(options.root, eval_data, full=options.full)
    if options.failures:
        sets = _with_failures(sets, _print)
    floors_file = options.root / FLOORS_FILE
    try:
        if options.update:
            return update_floors(sets, floors_file, _print, allow_lower=options.allow_lower)
        return check_floors(sets, floors_file, _print)
    except RetrievalError as error:
        _print(f"cannot be measured: {error}")
        return UNMEASURED


def _with_failures(sets: Iterable[Measured], write_line: WriteLine) -> Iterator[Measured]:
    for measured in sets:
        for line in measured.failures:
            write_line(f"FAILS  {measured.name}: {line}")
        yield measured


def _write_measures(measured: Measured, write_line: WriteLine) -> None:
    for name, value in measured.values.items():
        write_line(f"{value:.3f}  {measured.name}: {name}")


def _print(line: str) -> None:
    sys.stdout.write(line + "\n")


if __name__ == "__main__":
    sys.exit(main())
