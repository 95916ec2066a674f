from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

import pytest

from retrieval import Document, NoPicture, Page, PagePicture, PagePictures, Source, read_document, shows_pages
from retrieval.corpus.pictures import page_pictures
from tests.retrieval.corpus.formats.pdfs import pdf_of

HOSTILE = "tests.retrieval.corpus.pictures.hostile_drawings"
SENTENCE = "وتغلق المكتبة عند الغروب كل يوم من أيام الأسبوع."
LINES = ("تفتح المكتبة في الثامنة صباحا للزوار.", SENTENCE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "hours.pdf").write_bytes(pdf_of([[line[::-1] for line in LINES]]))
    return tmp_path


@pytest.fixture
def pictures(folder: Path) -> Iterator[PagePictures]:
    drawing = PagePictures(folder)
    yield drawing
    drawing.close()


def document(folder: Path) -> Document:
    found = read_document("hours.pdf", (folder / "hours.pdf").read_bytes())
    assert isinstance(found, Document)
    return found


def quoted(pictures: PagePictures, found: Document, quotation: str = SENTENCE) -> PagePicture | NoPicture:
    start = found.text.index(quotation)
    return pictures.draw(found, start, start + len(quotation)).result(30)


def demanding(demand: str) -> Document:
    return Document("hours.pdf", demand, Source("x"), pages=(Page(1, 0),))


def demanded(pictures: PagePictures, demand: str) -> Future[PagePicture | NoPicture]:
    return pictures.draw(demanding(demand), 0, len(demand))


def hostile(folder: Path, *, seconds: float = 10.0) -> PagePictures:
    return PagePictures(folder, seconds=seconds, memory_limit=256 * 1024**2, module=HOSTILE)


def test_what_a_reader_quotes_is_marked_on_its_page(folder: Path, pictures: PagePictures) -> None:
    picture = quoted(pictures, document(folder))
    assert isinstance(picture, PagePicture)
    assert (picture.page, picture.is_marked) == (1, True)


def test_a_file_that_is_gone_or_holds_another_text_is_never_shown(
    folder: Path, pictures: PagePictures
) -> None:
    found = document(folder)
    (folder / "hours.pdf").write_bytes(pdf_of([["نص آخر لا صلة له بما قبله."[::-1]]]))
    assert quoted(pictures, found) is NoPicture.CHANGED
    (folder / "hours.pdf").unlink()
    assert quoted(pictures, found) is NoPicture.GONE


def test_a_link_that_leads_out_of_the_folder_is_not_followed(folder: Path, pictures: PagePictures) -> None:
    found = document(folder)
    outside = folder.parent / f"{folder.name}-outside.pdf"
    (folder / "hours.pdf").rename(outside)
    (folder / "hours.pdf").symlink_to(outside)
    assert quoted(pictures, found) is NoPicture.GONE
    assert quoted(pictures, replace(found, document_id=f"../{outside.name}")) is NoPicture.GONE


@pytest.mark.parametrize(
    ("name", "pages", "span"),
    [
        ("a.txt", (Page(1, 0),), (0, 3)),
        ("a.pdf#1", (Page(1, 0),), (0, 3)),
        ("a.pdf", (), (0, 3)),
        ("a.pdf", (Page(1, 0),), (3, 3)),
        ("a.pdf", (Page(1, 0),), (0, 99)),
    ],
)
def test_only_spans_of_pages_of_a_pdf_are_drawn(
    pictures: PagePictures, name: str, pages: tuple[Page, ...], span: tuple[int, int]
) -> None:
    found = Document(name, "نص قصير", Source("x"), pages=pages)
    assert pictures.draw(found, *span).result(0) is NoPicture.FAILED


def test_the_names_of_pdfs_are_known_by_their_ending() -> None:
    assert [shows_pages(name) for name in ("a.pdf", "b/C.PDF", "a.pdf#2", "a.docx", "pdf")] == [
        True, True, False, False, False,
    ]  # fmt: skip


def test_a_picture_is_drawn_once_while_its_file_is_the_same(folder: Path, tmp_path: Path) -> None:
    pictures, counted = hostile(folder), tmp_path / "counted"
    try:
        for _ in range(3):
            assert isinstance(demanded(pictures, f"count {counted}").result(30), PagePicture)
        (folder / "hours.pdf").write_bytes(b"another file")
        assert isinstance(demanded(pictures, f"count {counted}").result(30), PagePicture)
    finally:
        pictures.close()
    assert counted.read_text(encoding="utf-8") == "drawn\n" * 2


@pytest.mark.parametrize("demand", ["crash", "raise", "memory"])
def test_what_a_file_does_to_the_process_costs_its_own_picture(folder: Path, demand: str) -> None:
    pictures = hostile(folder)
    try:
        assert demanded(pictures, demand).result(30) is NoPicture.FAILED
        assert isinstance(demanded(pictures, "well").result(30), PagePicture)
    finally:
        pictures.close()


def test_a_drawing_that_takes_too_long_is_given_up_and_the_next_is_made(folder: Path) -> None:
    pictures = hostile(folder, seconds=0.5)
    try:
        assert demanded(pictures, "sleep 60").result(30) is NoPicture.SLOW
        assert isinstance(demanded(pictures, "well").result(30), PagePicture)
    finally:
        pictures.close()


def test_a_drawing_that_took_too_long_is_not_tried_again_soon(folder: Path) -> None:
    pictures = hostile(folder, seconds=0.5)
    try:
        assert demanded(pictures, "sleep 60").result(30) is NoPicture.SLOW
        began = time.monotonic()
        assert demanded(pictures, "sleep 60").result(30) is NoPicture.SLOW
        assert time.monotonic() - began < 0.4
    finally:
        pictures.close()


def test_no_more_than_a_few_wait_and_who_gave_up_waits_no_longer(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_pictures, "MOST_WAITING", 2)
    pictures = hostile(folder)
    try:
        first = demanded(pictures, "sleep 1")
        second = demanded(pictures, "never")
        assert demanded(pictures, "third").result(0) is NoPicture.BUSY
        assert second.cancel()
        assert isinstance(demanded(pictures, "third").result(30), PagePicture)
        assert isinstance(first.result(0), PagePicture)
    finally:
        pictures.close()


def test_closing_ends_what_is_drawn_at_once(folder: Path) -> None:
    pictures = hostile(folder, seconds=60)
    drawing = demanded(pictures, "sleep 60")
    time.sleep(1.5)  # until it has begun, or not: both end
    began = time.monotonic()
    pictures.close()
    assert drawing.result(30) is NoPicture.FAILED
    assert time.monotonic() - began < 10


def test_only_so_many_bytes_of_pictures_are_remembered(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page_pictures, "_CACHE_BYTES", 20)
    pictures = hostile(folder)
    try:
        for demand in ("one", "two", "three", "four"):
            demanded(pictures, demand).result(30)
        assert len(pictures._kept) == 2
    finally:
        pictures.close()
