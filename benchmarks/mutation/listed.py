"""Mutants that no test has to kill, as somebody judged them.

In: `benchmarks/mutation/equivalent_mutants.tsv`, a change a line:

| Column | Meaning |
|---|---|
| module | where it stood when it was listed; code that moved is found all the same |
| function | dotted name of the class or function in its module; `-` at the module's level |
| before, after | the changed lines, as the report shows them |
| verdict | `equivalent`: no call gives another result; `harmless`: some call does, and nobody minds |
| reason | why |

Lines that begin with `#` are comments.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from benchmarks.mutation.drawing import Mutant

Key = tuple[str, str, str]
"""Function, lines before and after: a line that moves keeps its key."""

_COLUMNS: Final = 6
_MODULE_LEVEL: Final = "-"


class ListingError(ValueError):
    """A line of the list is not as it should be."""


class Verdict(StrEnum):
    """Why a mutant may survive."""

    EQUIVALENT = "equivalent"
    HARMLESS = "harmless"


@dataclass(frozen=True, slots=True)
class Listing:
    """A mutant that no test has to kill."""

    module: str
    key: Key
    verdict: Verdict
    reason: str


def key_of(mutant: Mutant) -> Key:
    """What a mutant is listed by."""
    return mutant.function or _MODULE_LEVEL, mutant.before, mutant.after


def read_listings(file: Path) -> dict[Key, Listing]:
    """Read the list; none are listed where there is no such file.

    Raises:
        ListingError: A line has not its six columns, an unknown verdict or no reason, or stands there twice.
    """
    if not file.exists():
        return {}
    listings: dict[Key, Listing] = {}
    with file.open(encoding="utf-8", newline="") as text:
        rows = csv.reader(
            (line for line in text if not line.startswith("#")), "excel-tab", quoting=csv.QUOTE_NONE
        )
        for row in rows:
            listing = _read_row(row)
            if listing.key in listings:
                raise ListingError(f"it is listed twice: {row}")
            listings[listing.key] = listing
    return listings


def _read_row(row: list[str]) -> Listing:
    if len(row) != _COLUMNS or not row[-1].strip():
        raise ListingError(f"it has not six columns with a reason at the end: {row}")
    module, function, before, after, verdict, reason = row
    try:
        return Listing(module, (function, before, after), Verdict(verdict), reason)
    except ValueError as error:
        raise ListingError(f"{verdict!r} is no verdict: {row}") from error


def find_stale(listings: Mapping[Key, Listing], sources: Iterable[str]) -> list[Listing]:
    """What is listed although no module has such lines any more."""
    texts = ["".join(source.split()) for source in sources]
    return [
        listing
        for listing in listings.values()
        if not any("".join(listing.key[1].split()) in text for text in texts)
    ]
