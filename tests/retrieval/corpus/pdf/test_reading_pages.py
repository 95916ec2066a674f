"""Pages as a whole: what is drawn twice, turned, or not to be trusted."""

from __future__ import annotations

import io

from pypdf import PdfReader

from retrieval.corpus.pdf.reading_pages import text_of_pages
from tests.retrieval.corpus.pdf.streams import page_of


def texts(stream: bytes, **options: int) -> list[str]:
    reader = PdfReader(io.BytesIO(page_of(stream, **options)))  # type: ignore[arg-type]
    return [block.text for block in text_of_pages(reader.pages).blocks]


def test_a_line_that_is_drawn_again_for_its_shadow_stands_once() -> None:
    line = b"BT /F1 10 Tf 1 0 0 1 %d.%d 200 Tm (all of it) Tj ET "
    assert texts(line % (100, 0) + line % (100, 5)) == ["all of it"]
    assert texts(line % (100, 0) + line % (300, 0)) == ["all of it all of it"]


def test_lines_that_are_turned_with_their_page_are_read() -> None:
    upright = b"BT /F1 10 Tf 0 1 -1 0 300 100 Tm (first line) Tj 0 1 -1 0 315 100 Tm (and more) Tj ET"
    assert " ".join(texts(upright, rotate=90)) == "first line and more"
    assert " ".join(texts(upright)) == "first line and more"


def test_what_is_declared_no_text_is_out_unless_it_is_all_there_is() -> None:
    head = b"/Artifact BMC BT /F1 10 Tf 100 700 Td (head) Tj ET EMC "
    body = b"BT /F1 10 Tf 100 400 Td (body of the page) Tj ET"
    assert texts(head + body) == ["body of the page"]
    assert texts(head) == ["head"]


def test_a_page_without_a_usable_map_gives_no_text_and_is_named() -> None:
    unmapped = b"BT /F2 10 Tf <" + b"0005" * 30 + b"> Tj ET"
    found = text_of_pages(PdfReader(io.BytesIO(page_of(unmapped))).pages)
    assert (found.blocks, found.unusable, found.empty) == ((), (1,), ())
    empty = text_of_pages(PdfReader(io.BytesIO(page_of(b""))).pages)
    assert (empty.blocks, empty.unusable, empty.empty) == ((), (), (1,))
