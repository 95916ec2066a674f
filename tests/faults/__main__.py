"""`python -m tests.faults`: injects faults into the real process, and prints what people noticed.

python -m tests.faults [--cases N] [--seed S] [--only METHOD …] [--moments MOMENT …] [--brief] [--write FILE]
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from benchmarks.tables import replace_between
from tests.faults.campaign import Findings, run_all
from tests.faults.catalog import Case, Moment, chat_cases, draw, whole_cases
from tests.faults.report import bad_lines, fault_table, method_table, probe_table

BEGIN, END = "<!-- faults:begin -->", "<!-- faults:end -->"
WHOLE_SHARE = 0.15
"""Share of the cases that strike the whole process; each takes one of its own, or waits for the last."""


def chosen(options: argparse.Namespace) -> list[Case]:
    """The cases that the options ask for."""

    def wanted(case: Case) -> bool:
        return (
            (not options.only or case.method in options.only)
            and (not options.moments or case.moment.name.lower() in options.moments)
            and (case.is_brief or not options.brief)
        )

    chats = [case for case in chat_cases() if wanted(case)]
    wholes = [case for case in whole_cases() if wanted(case)]
    if not chats:
        return draw(wholes, min(options.cases, len(wholes)), options.seed)
    count = min(len(wholes), round(options.cases * WHOLE_SHARE))
    return [*draw(chats, options.cases - count, options.seed), *draw(wholes, count, options.seed)]


def report(findings: Findings) -> str:
    """All tables."""
    return "\n\n".join((fault_table(findings), method_table(findings), probe_table(findings)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the campaign; returns 1 where anybody noticed anything."""
    options = _parser().parse_args(arguments)
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        findings = asyncio.run(run_all(chosen(options), options.keep or Path(folder)))
    lines = bad_lines(findings)
    tables = report(findings)
    seconds = time.monotonic() - began
    noticed = "\n".join(lines or ["nothing was noticed"])
    sys.stdout.write(f"{tables}\n\n{noticed}\n\n{findings.total().cases} faults struck in {seconds:.0f} s\n")
    if options.write:
        text = options.write.read_text(encoding="utf-8")
        options.write.write_text(replace_between(text, BEGIN, END, tables), encoding="utf-8")
    return 1 if lines else 0


def _parser() -> argparse.ArgumentParser:
    moments = [moment.name.lower() for moment in Moment]
    parser = argparse.ArgumentParser(prog="python -m tests.faults", description=__doc__)
    parser.add_argument("--cases", type=int, default=1200, help="faults to inject (1,200)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed draws the same cases")
    parser.add_argument("--only", nargs="*", default=(), metavar="METHOD")
    parser.add_argument("--moments", nargs="*", default=(), choices=moments)
    parser.add_argument("--brief", action="store_true", help="no hangs and no waits of minutes")
    parser.add_argument("--keep", type=Path, metavar="DIR", help="a folder for logs and data")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the tables between its markers")
    return parser


if __name__ == "__main__":
    sys.exit(main())
