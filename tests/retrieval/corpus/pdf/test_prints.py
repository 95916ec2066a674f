"""One text as several programs print it: every letter comes out as it was written."""

from __future__ import annotations

import unicodedata

import pytest
from rapidfuzz.distance import Levenshtein

from benchmarks.prints.printers import PrinterMissingError, print_by_chromium, print_by_libreoffice
from benchmarks.prints.sources import LAYOUTS, Layout, fodt_of, html_of, paragraphs, right_text
from benchmarks.prints.word_like import STYLES, Style, word_like_pdf
from retrieval.corpus.drafts import Draft
from retrieval.corpus.formats.pdf import read_pdf

TITLE = "لائحة مركز الألعاب البلدي"
HEADINGS = [each.text for each in paragraphs() if each.level]


def error_rate(draft: Draft) -> float:
    """Share of characters that differ from the text, blanks as one."""
    right = unicodedata.normalize("NFC", right_text())
    text = unicodedata.normalize("NFC", " ".join(" ".join(block.text.split()) for block in draft.blocks))
    return Levenshtein.distance(right, text) / len(right)


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_a_print_as_office_programs_make_it_is_read_letter_by_letter(style: Style) -> None:
    draft = read_pdf(word_like_pdf(paragraphs(), style))
    assert (error_rate(draft), draft.fields.title) == (0.0, TITLE)
    assert [block.text for block in draft.blocks if block.is_heading] == HEADINGS


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_a_print_by_chromium_is_read(layout: Layout) -> None:
    try:
        data = print_by_chromium(html_of(layout))
    except PrinterMissingError as error:
        pytest.skip(str(error))
    draft = read_pdf(data)
    assert error_rate(draft) <= 0.001
    assert draft.fields.title == TITLE


@pytest.mark.parametrize(
    ("columns", "font", "justify"), [(1, "Noto Naskh Arabic", True), (2, "Noto Sans Arabic", True)]
)
def test_a_print_by_libreoffice_is_read(
    columns: int,
    font: str,
    justify: bool,  # noqa: FBT001
) -> None:
    try:
        data = print_by_libreoffice(fodt_of(columns, font=font, justify=justify))
    except PrinterMissingError as error:
        pytest.skip(str(error))
    assert error_rate(read_pdf(data)) <= 0.001
