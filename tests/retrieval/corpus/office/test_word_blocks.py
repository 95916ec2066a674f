"""Tables of Word: rows, merged cells, tables inside cells."""

from __future__ import annotations

from retrieval.corpus.drafts import Block
from retrieval.corpus.formats.word import read_word
from tests.retrieval.corpus.office.word_files import p, word_of


def tc(text: str, properties: str = "") -> str:
    inner = text if text.startswith("<") else p(text)
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{inner}</w:tc>"


def tr(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/>{''.join(rows)}</w:tbl>"


def texts(body: str) -> list[str]:
    return [block.text for block in read_word(word_of(body)).blocks]


def test_equal_cells_side_by_side_all_stay() -> None:
    assert texts(tbl(tr(tc("خبز"), tc("5"), tc("5")))) == ["خبز | 5 | 5"]


def test_a_cell_over_several_columns_or_rows_stands_once() -> None:
    first = tr(tc("الشمال", '<w:gridSpan w:val="2"/>'), tc("30", '<w:vMerge w:val="restart"/>'))
    assert texts(tbl(first, tr(tc("أ"), tc("ب"), tc("30", "<w:vMerge/>")))) == ["الشمال | 30", "أ | ب"]


def test_a_table_inside_a_cell_comes_behind_its_row() -> None:
    inner = tbl(tr(tc("رقم الطوارئ"), tc("5511")))
    assert texts(tbl(tr(tc(p("الغلاف") + inner), tc("جانب")))) == ["الغلاف | جانب", "رقم الطوارئ | 5511"]


def test_rows_that_were_deleted_or_are_hidden_are_out() -> None:
    rows = tbl(
        tr(tc("أ")),
        tr(tc("ب"), properties='<w:del w:id="1" w:author="x"/>'),
        tr(tc("ج"), properties="<w:hidden/>"),
        tr(tc("د"), properties='<w:ins w:id="1" w:author="x"/>'),
    )
    assert texts(rows) == ["أ", "د"]


def test_rows_and_cells_in_content_controls_are_read() -> None:
    def control(inner: str) -> str:
        return f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>"

    assert texts(tbl(control(tr(tc("أ"), control(tc("ب")))))) == ["أ | ب"]


def test_the_lines_of_a_cell_stand_on_one() -> None:
    assert texts(tbl(tr(tc(p("سطر") + p("آخر")), tc("1")))) == ["سطر آخر | 1"]


def test_the_first_row_stands_apart() -> None:
    blocks = read_word(word_of(tbl(tr(tc("")), tr(tc("أ")), tr(tc("ب"))))).blocks
    assert blocks == (Block("أ", after_gap=True), Block("ب", after_gap=False))
