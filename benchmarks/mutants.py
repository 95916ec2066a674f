"""Changes one place of the code at a time and sees whether the tests of its module notice.

In: this project. Out: a table by folder and every mutant that survived, on the standard output, and with
`--write` in a file as well; how far it is, on the standard error. What no test has to kill stands in
`benchmarks/mutation/equivalent_mutants.tsv` with the reason.

    python -m benchmarks.mutants [--count 300] [--seed N] [--only retrieval/language]
                                 [--jobs 2] [--budget-minutes 40] [--write docs/mutants.md]

Ends with 1 where fewer than 90 % of the mutants drawn are killed.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.mutation.campaign import Plan, run_campaign
from benchmarks.mutation.drawing import find_modules
from benchmarks.mutation.listed import find_stale, read_listings
from benchmarks.mutation.report import render_report, tally

ROOT = Path(__file__).resolve().parent.parent
LISTED = "benchmarks/mutation/equivalent_mutants.tsv"
DEFAULT = Plan()
LEAST_KILLED = 0.9
"""Share of the mutants drawn that have to be killed."""
_HEAD = (
    "# Mutants\n\n"
    "Do the tests notice when the code is wrong? Written by `make mutants`, which changes one place "
    "at a time: [what is changed](../benchmarks/mutation/operators.py), "
    "[what is left out](../benchmarks/mutation/exclusions.py), "
    "[which tests are a module's](../benchmarks/mutation/choosing.py).\n\n"
)


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Run the benchmark as a command; returns its exit code."""
    options = _parser().parse_args(arguments)
    prefixes = tuple(options.only) or DEFAULT.prefixes
    plan = Plan(prefixes, options.count, options.seed, options.jobs, options.budget_minutes * 60)
    listings = read_listings(root / LISTED)
    sources = [(root / module).read_text(encoding="utf-8") for module in find_modules(root, DEFAULT.prefixes)]
    campaign = run_campaign(root, plan, _teller())
    report = render_report(campaign, plan, listings, find_stale(listings, sources))
    print(report)
    if options.write:
        options.write.write_text(f"{_HEAD}{report}\n", encoding="utf-8")
    return 0 if tally(campaign.trials, listings).killed_of_drawn >= LEAST_KILLED else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutants")
    parser.add_argument("--count", type=int, default=DEFAULT.count, help="how many mutants are drawn")
    parser.add_argument("--seed", type=int, default=DEFAULT.seed, help="another seed draws others")
    parser.add_argument(
        "--only", action="append", default=[], help="a folder or module; may stand there twice"
    )
    parser.add_argument("--jobs", type=int, default=DEFAULT.jobs, help="how many tests run at once")
    parser.add_argument("--budget-minutes", type=float, default=DEFAULT.budget / 60, help="time for all")
    parser.add_argument("--write", type=Path, help="a file for the report")
    return parser


def _teller() -> Callable[[str], None]:
    """Says each line on the standard error, over the one before where a terminal shows it and it may go."""
    begin = time.monotonic()
    erase = "\r\x1b[K" if sys.stderr.isatty() else ""

    def say(line: str) -> None:
        end = "" if erase and not line.endswith("\n") else "\n"
        minutes = (time.monotonic() - begin) / 60
        print(f"{erase}{minutes:5.1f} min: {line.rstrip()}", end=end, file=sys.stderr, flush=True)

    return say


if __name__ == "__main__":
    sys.exit(main())
