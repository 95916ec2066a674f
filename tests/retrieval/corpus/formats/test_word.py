"""Word files: paragraphs, headings by style, tables row by row, title and author."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.document import Document

from retrieval.corpus.drafts import Block, Draft, SourceFields
from retrieval.corpus.formats import word
from retrieval.corpus.formats.word import read_word
from retrieval.errors import DocumentError


def texts(draft: Draft) -> list[str]:
    return [block.text for block in draft.blocks]


def headings(draft: Draft) -> list[str]:
    return [block.text for block in draft.blocks if block.is_heading]


def word_file(**properties: str) -> bytes:
    document = docx.Document()
    document.core_properties.author = properties.get("author", "python-docx")
    document.core_properties.title = properties.get("title", "")
    document.add_heading("تقرير المطر", 0)
    document.add_heading("الشمال", 1)
    document.add_paragraph("هطل المطر ثلاثة أيام.")
    document.add_paragraph(" ")
    table = document.add_table(2, 2)
    for row, cells in enumerate([("المدينة", "المطر"), ("الجبل", "30 ملم")]):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    document.add_table(1, 1)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_word_files_give_paragraphs_headings_and_rows() -> None:
    draft = read_word(word_file())
    assert texts(draft) == [
        "تقرير المطر",
        "الشمال",
        "هطل المطر ثلاثة أيام.",
        "المدينة | المطر",
        "الجبل | 30 ملم",
    ]
    assert headings(draft) == ["تقرير المطر", "الشمال"]
    assert draft.fields == SourceFields("تقرير المطر")


def test_word_files_say_title_and_author() -> None:
    assert read_word(word_file(author="سلمى ناصر", title="المطر")).fields == SourceFields(
        "المطر", author="سلمى ناصر"
    )


def test_word_files_that_cannot_be_read_are_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DocumentError, match="password"):
        read_word(b"\xd0\xcf\x11\xe0" + bytes(20))
    with pytest.raises(DocumentError, match="damaged or no Word file"):
        read_word(b"PK\x03\x04junk")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("other.txt", "x")
    with pytest.raises(DocumentError, match="damaged or no Word file"):
        read_word(out.getvalue())
    monkeypatch.setattr(word, "_UNPACKED_LIMIT", 100)
    with pytest.raises(DocumentError, match="unpacks to more"):
        read_word(word_file())


def saved(document: Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_the_first_row_of_a_table_stands_apart_and_the_others_under_it() -> None:
    assert read_word(word_file()).blocks == (
        Block("تقرير المطر", is_heading=True),
        Block("الشمال", is_heading=True),
        Block("هطل المطر ثلاثة أيام."),
        Block("المدينة | المطر", after_gap=True),
        Block("الجبل | 30 ملم", after_gap=False),
    )


def test_a_merged_cell_is_kept_once_and_equal_cells_apart_are_kept_twice() -> None:
    document = docx.Document()
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "الشمال\nكله"
    table.cell(0, 2).text = "30"
    for column, text in enumerate(["5", "", "5"]):
        table.cell(1, column).text = text
    assert texts(read_word(saved(document))) == ["الشمال كله | 30", "5 | 5"]


def test_cells_of_the_same_text_that_are_not_neighbors_all_stay() -> None:
    document = docx.Document()
    table = document.add_table(1, 3)
    for column, text in enumerate(["5", "6", "5"]):
        table.cell(0, column).text = text
    assert texts(read_word(saved(document))) == ["5 | 6 | 5"]


@pytest.mark.parametrize(
    ("style", "expected"), [("Title", True), ("Heading 3", True), ("Subtitle", False), ("Normal", False)]
)
def test_headings_are_known_by_their_styles(style: str, expected: bool) -> None:  # noqa: FBT001
    document = docx.Document()
    document.add_paragraph("الشمال", style=style)
    assert read_word(saved(document)).blocks == (Block("الشمال", is_heading=expected),)


@pytest.mark.parametrize(
    ("author", "expected"),
    [(" Admin ", None), ("HP", None), ("", None), (" ", " "), ("سلمى", "سلمى"), ("Dell Ann", "Dell Ann")],
)
def test_the_name_of_a_program_is_no_author(author: str, expected: str | None) -> None:
    assert read_word(word_file(author=author)).fields.author == expected


def test_a_title_of_blanks_is_none() -> None:
    assert read_word(word_file(title=" ")).fields.title == "تقرير المطر"


def test_a_file_without_headings_has_no_title() -> None:
    document = docx.Document()
    document.add_paragraph("نص")
    assert read_word(saved(document)).fields.title is None


def test_a_file_that_unpacks_to_the_limit_is_read_and_one_byte_more_is_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert word._UNPACKED_LIMIT == 256 * 2**20
    data = word_file()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        size = sum(part.file_size for part in archive.infolist())
    monkeypatch.setattr(word, "_UNPACKED_LIMIT", size)
    assert len(read_word(data).blocks) == 5
    monkeypatch.setattr(word, "_UNPACKED_LIMIT", size - 1)
    with pytest.raises(DocumentError, match="it unpacks to more than 0 MiB: split it"):
        read_word(data)
