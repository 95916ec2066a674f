"""Tables (.xlsx, .csv, .tsv) → a draft: a block a row, each value with the heading of its column.

In: the bytes of a file. Out: «المدينة: تونس · السعر: 5» for each row, so that a row can be quoted alone; a
sheet with a heading of its own where there are several. Hidden sheets are out.
"""

from __future__ import annotations

import csv
import io
import itertools
import warnings
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import Any, Final

import openpyxl

from retrieval.corpus.drafts import Block, Draft, SourceFields
from retrieval.corpus.formats.encodings import decode
from retrieval.corpus.formats.foreign import parsing
from retrieval.corpus.formats.office.packages import open_package
from retrieval.corpus.pages.machine_titles import sound_title

JOINT: Final = " · "
"""Stands between the values of a row."""
_MOST_CELLS: Final = 1_000_000
_DELIMITERS: Final = ",;\t|"
_SAMPLE: Final = 30
"""Lines by which the delimiter is found."""
_LEAST_COLUMNS: Final = 2


def read_workbook(data: bytes) -> Draft:
    """Read a workbook (.xlsx); raises DocumentError where it is damaged or encrypted."""
    with parsing("kind_table"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        open_package(data).close()
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        blocks: list[Block] = []
        left = _MOST_CELLS
        for sheet in sheets:
            rows = [[_shown(cell) for cell in row] for row in _bounded(sheet.iter_rows(), left)]
            left -= sum(map(len, rows))
            found = list(row_blocks(rows))
            if found and len(sheets) > 1:
                blocks.append(Block(sheet.title, is_heading=True))
            blocks += found
        title, author = book.properties.title, book.properties.creator
        book.close()
    named = author if author and author.lower() != "openpyxl" else None
    return Draft(tuple(blocks), SourceFields(title=sound_title(title), author=named))


def read_values(data: bytes) -> Draft:
    """Read values parted by commas, semicolons or tabs (.csv, .tsv); raises DocumentError as `decode`."""
    text = decode(data)
    with parsing("kind_table"):
        rows = list(itertools.islice(csv.reader(io.StringIO(text), delimiter=_delimiter(text)), _MOST_CELLS))
    return Draft(tuple(row_blocks(rows)))


def row_blocks(rows: Iterable[Sequence[str]]) -> Iterator[Block]:
    """The rows of a table as blocks; the first row of several names is that of the headings."""
    headings: list[str] | None = None
    is_first = True
    for row in rows:
        cells = [" ".join(cell.split()) for cell in row]
        if not any(cells):
            continue
        if headings is None and _are_headings(cells):
            headings = cells
            continue
        pairs = zip(cells, itertools.chain(headings or (), itertools.repeat("")), strict=False)
        parts = [f"{heading}: {cell}" if heading else cell for cell, heading in pairs if cell]
        headings = headings or []
        yield Block(JOINT.join(parts), after_gap=is_first)
        is_first = False
    if headings and is_first:
        yield Block(JOINT.join(heading for heading in headings if heading))


def _are_headings(cells: Sequence[str]) -> bool:
    """Whether a first row names its columns: several names, each once, and no numbers."""
    names = [cell for cell in cells if cell]
    has_numbers = any(not any(sign.isalpha() for sign in name) for name in names)
    return len(names) >= _LEAST_COLUMNS and len(set(names)) == len(names) and not has_numbers


def _bounded(rows: Iterable[Sequence[Any]], most: int) -> Iterator[Sequence[Any]]:
    for row in rows:
        most -= len(row)
        if most < 0:
            return
        yield row


def _shown(cell: Any) -> str:
    """The value of a cell as its reader sees it."""
    match cell.value:
        case None:
            shown = ""
        case bool() as value:
            shown = "نعم" if value else "لا"
        case datetime() as value:
            shown = value.date().isoformat() if value.time() == time() else value.strftime("%Y-%m-%d %H:%M")
        case date() | time() as value:
            shown = value.isoformat()
        case int() | float() as value:
            is_share = "%" in (cell.number_format or "")
            shown = f"{value * 100:.10g}%" if is_share else f"{value:.15g}"
        case value:
            shown = str(value)
    return shown


def _delimiter(text: str) -> str:
    """The delimiter that most lines have equally often."""
    lines = [line for line in text.splitlines()[:_SAMPLE] if line.strip()]

    def score(sign: str) -> tuple[int, int]:
        counts = [line.count(sign) for line in lines]
        usual = max(set(counts), key=counts.count, default=0)
        return (counts.count(usual) if usual else 0, usual)

    return max(_DELIMITERS, key=score)
