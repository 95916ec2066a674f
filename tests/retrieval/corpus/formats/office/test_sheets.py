"""Tables: each row with the headings of its columns."""

from __future__ import annotations

import io
from datetime import date, datetime
from typing import Any

import openpyxl
import pytest

from retrieval.corpus.formats.office.sheets import read_values, read_workbook
from retrieval.errors import DocumentError


def book(*sheets: list[list[Any]], **options: Any) -> bytes:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for number, rows in enumerate(sheets, 1):
        sheet = workbook.create_sheet(f"ورقة {number}")
        for row in rows:
            sheet.append(row)
    if options.get("hides_last"):
        workbook.worksheets[-1].sheet_state = "hidden"
    workbook.properties.title = options.get("title")
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def texts(data: bytes) -> list[str]:
    return [block.text for block in read_workbook(data).blocks]


def test_a_row_stands_with_its_headings() -> None:
    rows: list[list[Any]] = [
        ["المدينة", "السعر", "اليوم"],
        ["تونس", 5, date(2024, 3, 5)],
        ["صفاقس", 7.5, None],
        [None, None, None],
    ]
    assert texts(book(rows)) == [
        "المدينة: تونس · السعر: 5 · اليوم: 2024-03-05",
        "المدينة: صفاقس · السعر: 7.5",
    ]


def test_several_sheets_are_sections_and_hidden_ones_are_out() -> None:
    sheets: list[list[list[Any]]] = [
        [["أ", "ب"], ["x", 1]],
        [["ج", "د"], ["y", 2]],
        [["سر", "خفي"], ["z", 3]],
    ]
    draft = read_workbook(book(*sheets, hides_last=True, title="أسعار"))
    assert [(block.text, block.is_heading) for block in draft.blocks] == [
        ("ورقة 1", True), ("أ: x · ب: 1", False), ("ورقة 2", True), ("ج: y · د: 2", False),
    ]  # fmt: skip
    assert draft.fields.title == "أسعار"


def test_values_are_shown_as_their_reader_sees_them() -> None:
    rows: list[list[Any]] = [["أ", "ب"], [True, datetime(2024, 3, 5, 9, 30)]]  # noqa: DTZ001 - cells have no zone
    assert texts(book(rows)) == ["أ: نعم · ب: 2024-03-05 09:30"]


def test_a_table_without_headings_is_rows_of_values() -> None:
    rows: list[list[Any]] = [[1, 2], [3, 4]]
    assert texts(book(rows)) == ["1 · 2", "3 · 4"]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "windows-1256"])
def test_values_are_read_whatever_parts_them(sign: str, encoding: str) -> None:
    lines = (
        ["المدينة,السعر", '"تونس, العاصمة",5', "صفاقس,7"]
        if sign == ","
        else [f"المدينة{sign}السعر", f"صفاقس{sign}7"]
    )
    blocks = [block.text for block in read_values("\r\n".join(lines).encode(encoding)).blocks]
    assert blocks[-1] == "المدينة: صفاقس · السعر: 7"
    assert len(blocks) == len(lines) - 1


def test_a_file_that_is_no_workbook_is_named() -> None:
    with pytest.raises(DocumentError, match="damaged or no table"):
        read_workbook(b"PK\x03\x04junk")
