from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from PIL import Image, ImageChops
from pypdf import PdfReader, PdfWriter
from pypdf.generic import RectangleObject

from retrieval.corpus.pictures.drawing import draw
from retrieval.corpus.pictures.outcomes import NoPicture, PagePicture, Wanted
from retrieval.corpus.pictures.placed import Box, PlacedText
from retrieval.types import Span
from tests.retrieval.corpus.formats.pdfs import pdf_of
from tests.retrieval.corpus.pictures.placing import span_of

PAGES = (
    ("تفتح المكتبة في الثامنة صباحا", "وتغلق عند الغروب كل يوم"),
    ("ثم تعود في العيد إلى العمل", "وتبقى مفتوحة حتى العشاء"),
)
TEXT = " ".join(" ".join(page) for page in PAGES)
LINE_HEIGHT = 16
"""Points from line to line in these files, the first at 42 points from the top."""


def pdf(pages: Sequence[Sequence[str]] = PAGES) -> bytes:
    """A file whose lines are drawn from left to right, as all programs do."""
    return pdf_of([[line[::-1] for line in page] for page in pages])


def wanted(quotation: str, page: int = 1, text: str = TEXT) -> Wanted:
    return Wanted(text, span_of(text, quotation), page)


def drawn(data: bytes, what: Wanted) -> PagePicture:
    picture = draw(data, what)
    assert isinstance(picture, PagePicture)
    return picture


def marks(picture: PagePicture) -> tuple[int, int, int, int] | None:
    """What is yellow in a picture: left, top, right and bottom, in pixels."""
    image = Image.open(io.BytesIO(picture.content)).convert("RGB")
    assert image.size == (picture.width, picture.height)
    red, _, blue = image.split()
    return ImageChops.subtract(red, blue).point(lambda value: 255 * (value > 60)).getbbox()


def rewritten(data: bytes, change: Callable[[PdfWriter], None]) -> bytes:
    """A file with a change."""
    writer, stream = PdfWriter(clone_from=PdfReader(io.BytesIO(data))), io.BytesIO()
    change(writer)
    writer.write(stream)
    return stream.getvalue()


def blank(width: float, height: float) -> bytes:
    """A file of one page without anything on it."""
    writer, stream = PdfWriter(), io.BytesIO()
    writer.add_blank_page(width, height)
    writer.write(stream)
    return stream.getvalue()


def test_the_line_of_a_quotation_is_marked_and_the_page_cropped_round_it() -> None:
    picture = drawn(pdf(), wanted("وتغلق عند الغروب كل يوم"))
    assert (picture.page, picture.is_marked, picture.goes_on, picture.media_type) == (
        1,
        True,
        False,
        "image/png",
    )
    assert picture.width == 1280
    assert picture.height < 0.5 * picture.width
    box = marks(picture)
    assert box is not None
    scale = picture.width / 595
    left, top, _, bottom = box
    assert abs(left / scale - 50) < 3
    assert LINE_HEIGHT * 0.5 < (bottom - top) / scale < LINE_HEIGHT * 1.2


def test_no_line_is_cut_by_the_edge_of_a_picture() -> None:
    rows = [
        PlacedText("سطر" if n != 20 else "كلمة", Box(100, 30 * n, 200, 30 * n + 20)) for n in range(1, 40)
    ]
    picture = drawn(blank(600, 1200), Wanted("كلمة", Span(0, 4), 1, ((1, tuple(rows)),)))
    box = marks(picture)
    assert box is not None
    scale = picture.width / 600
    top = 600 - box[1] / scale - 1  # of the part that is shown
    assert all(
        not (row.box.top < edge < row.box.bottom)
        for row in rows
        for edge in (top, top + picture.height / scale)
    )


def test_nothing_is_marked_where_a_word_is_not_on_the_page() -> None:
    text = TEXT.replace("عند الغروب", "عند المغيب")
    picture = drawn(pdf(), wanted("وتغلق عند المغيب كل يوم", text=text))
    assert (picture.is_marked, marks(picture)) == (False, None)
    assert picture.height > picture.width  # the whole page


def test_a_page_that_holds_another_text_now_is_not_shown() -> None:
    assert draw(pdf((("نص آخر لا صلة له",),)), wanted("وتغلق عند الغروب كل يوم")) is NoPicture.CHANGED


def test_a_page_that_is_not_there_any_more_is_not_shown() -> None:
    assert draw(pdf(PAGES[:1]), wanted("حتى العشاء", page=2)) is NoPicture.CHANGED


def test_a_quotation_across_two_pages_is_marked_on_the_first_with_a_note() -> None:
    picture = drawn(pdf(), wanted("كل يوم ثم تعود في العيد"))
    assert (picture.page, picture.is_marked, picture.goes_on) == (1, True, True)


def test_a_quotation_behind_a_paragraph_that_crosses_the_page_is_shown_on_its_own_page() -> None:
    picture = drawn(pdf(), wanted("وتبقى مفتوحة حتى العشاء", page=1))
    assert (picture.page, picture.is_marked, picture.goes_on) == (2, True, False)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_marks_stand_right_on_turned_and_cropped_pages(rotation: int) -> None:
    def crop(writer: PdfWriter) -> None:
        writer.pages[0].cropbox = RectangleObject((40, 700, 440, 830))
        writer.pages[0].rotate(rotation)

    quoted = wanted("وتغلق عند الغروب كل يوم")
    plain, turned = drawn(pdf(), quoted), drawn(rewritten(pdf(), crop), quoted)
    box, expected = marks(turned), marks(plain)
    assert turned.is_marked
    assert box is not None
    assert expected is not None
    is_upright = rotation in {0, 180}
    sides = [(box[2] - box[0]), (box[3] - box[1])][:: 1 if is_upright else -1]
    scale = turned.width / (400 if is_upright else 130)
    true = [(expected[2] - expected[0]), (expected[3] - expected[1])]
    assert [side / scale for side in sides] == pytest.approx([side * 595 / 1280 for side in true], abs=4)


@pytest.mark.parametrize(
    ("size", "most"), [((14400, 14400), 1280), ((20, 14400), 2560), ((14400, 20), 1280), ((3, 3), 1280)]
)
def test_pages_of_any_size_make_pictures_that_telegram_takes(size: tuple[int, int], most: int) -> None:
    data = blank(*size)
    word = PlacedText("كلمة", Box(0, 0, size[0], size[1]))
    for text in ("كلمة", "كلمة أخرى"):  # marked, and not
        picture = draw(data, Wanted(text, Span(0, len(text)), 1, ((1, (word,)),)))
        if picture is NoPicture.CHANGED:
            continue
        assert isinstance(picture, PagePicture)
        assert max(picture.width, picture.height) <= most
        assert max(picture.width, picture.height) <= 10 * min(picture.width, picture.height)
        assert len(picture.content) < 10 * 1024**2


def test_the_recognized_words_of_a_scan_are_marked() -> None:
    words = tuple(
        PlacedText(word, Box(500 - 100 * n, 100, 590 - 100 * n, 130))
        for n, word in enumerate(("قرار", "رقم", "سبعة"))
    )
    picture = drawn(blank(600, 800), Wanted("قرار رقم سبعة", Span(5, 13), 1, ((1, words),)))
    box = marks(picture)
    assert picture.is_marked
    assert box is not None
    assert box[0] * 600 / 1280 == pytest.approx(299, abs=2)
    assert box[2] * 600 / 1280 == pytest.approx(491, abs=2)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"no pdf at all", pdf()[:200]])
def test_a_file_that_is_no_pdf_makes_no_picture(data: bytes) -> None:
    assert draw(data, wanted("الثامنة")) is NoPicture.FAILED


def test_a_file_with_a_password_makes_no_picture_and_one_without_it_does() -> None:
    def encrypt(password: str) -> bytes:
        return rewritten(pdf(), lambda writer: writer.encrypt(password, "owner", algorithm="AES-256"))

    outcomes = [draw(encrypt(password), wanted("الثامنة صباحا")) for password in ("", "secret")]
    assert isinstance(outcomes[0], PagePicture)
    assert outcomes[0].is_marked
    assert outcomes[1] is NoPicture.FAILED


def test_marks_show_on_light_and_on_dark_pages_and_leave_the_letters_as_they_are() -> None:
    for paper, ink in (("white", "black"), ("black", "white"), ("navy", "white")):
        page, stream = Image.new("RGB", (600, 800), paper), io.BytesIO()
        page.paste(ink, (120, 120, 160, 140))  # a letter
        page.save(stream, "PDF", quality=100)
        word = PlacedText("ك", Box(100, 100, 200, 160))
        picture = drawn(stream.getvalue(), Wanted("ك", Span(0, 1), 1, ((1, (word,)),)))
        image, scale = Image.open(io.BytesIO(picture.content)).convert("L"), picture.width / 600
        tinted = image.getpixel((round(180 * scale), picture.height // 2))
        bare_paper = image.getpixel((round(300 * scale), picture.height // 2))
        assert abs(tinted - bare_paper) > 10  # type: ignore[operator]
        letter = image.getpixel((round(140 * scale), picture.height // 2))
        assert abs(letter - tinted) > 100  # type: ignore[operator]


def test_a_picture_with_much_in_it_is_a_jpeg() -> None:
    noise = Image.effect_noise((900, 900), 90)
    stream = io.BytesIO()
    noise.save(stream, "PDF")
    word = PlacedText("كلمة", Box(0, 0, 60, 500))
    picture = drawn(stream.getvalue(), Wanted("كلمة", Span(0, 4), 1, ((1, (word,)),)))
    assert picture.media_type == "image/jpeg"
    assert Image.open(io.BytesIO(picture.content)).format == "JPEG"
    assert len(picture.content) < 2 * 1024**2
