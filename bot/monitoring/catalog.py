"""The table of all metrics: `python -m bot.monitoring.catalog docs/operations.md` writes it into that page.

In: the metrics as `/metrics` shows them. Out: rows of Markdown, between two marks of the page.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from bot.monitoring.metrics import Metrics

BEGIN, END = "<!-- metrics:begin -->\n", "<!-- metrics:end -->"
_SUFFIXES: Final = {"counter": "_total", "info": "_info"}
"""What the format of Prometheus adds to names, by type."""


def metrics_table() -> str:
    """A row for each metric: its name as it is shown, its type, its meaning."""
    rows = [
        f"| `{family.name}{_SUFFIXES.get(family.type, '')}` | {family.type} | {family.documentation} |"
        for family in Metrics().registry.collect()
    ]
    return "\n".join(["| Metric | Type | Meaning |", "|---|---|---|", *rows, ""])


def with_table(page: str) -> str:
    """A page with the table between its marks.

    Raises:
        ValueError: The page has no marks.
    """
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not (begin and end):
        raise ValueError(f"the page has no {BEGIN.strip()} and {END}")
    return before + BEGIN + metrics_table() + END + after


def main(file: Path) -> None:
    """Write the table into a page."""
    file.write_text(with_table(file.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
