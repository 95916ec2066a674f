"""Marks against the rectangles of the browser that printed the pages."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pytest
from pypdf import PdfReader, PdfWriter, Transformation
from pypdf.generic import RectangleObject
from pypdfium2 import PdfDocument

from retrieval.corpus.pictures.drawing import draw
from retrieval.corpus.pictures.locating import locate, places_of
from retrieval.corpus.pictures.outcomes import PagePicture, Wanted
from retrieval.corpus.pictures.pdfium_page import glyphs
from tests.retrieval.corpus.pictures.chromium_prints import (
    HOW_TO_GET,
    IS_THERE,
    Print,
    browser,
    likeness,
    print_pages,
)

pytestmark = pytest.mark.skipif(not IS_THERE, reason=HOW_TO_GET)

TOWN = (
    "تقع المدينة على الساحل، وعدد سكانها ٥٠٨ آلاف (إحصاء 2019). ولا يزيد ارتفاعها على 12.5 مترا.",
    "يُقامُ السُّوقُ كُلَّ خميسٍ في السَّاحة «الكبرى»، والدخول مجاني. لا يدخلها أحد بعد الساعة 9:30 مساء.",
    "قال العمدة: لا بأس. قال التاجر: لا بأس. قال العمدة: لا بأس؛ ثم ساد الهدوء وانصرف الجميع إلى بيوتهم.",
    "كتب الزائر «café» و«Open Data» في دفتره بتاريخ 2022-01-10 ثم غادر. عاد في ٢٠٢٣/٠٥/٠١ ومعه أولاده.",
)
PORT = (
    "بني الميناء قبل مئتي عام، وما زال يستقبل سفن الصيد كل صباح قبل طلوع الشمس بساعة.",
    "الأجور: للقارب الصغير ثلاثة دنانير، وللكبير سبعة. ولا تؤخذ أجرة في أيام الأعياد أو عند العواصف.",
)
STYLES = {
    "one column": 'p { font: 17px/1.9 "Noto Naskh Arabic", serif }',
    "tight": 'p { font: 14px/1.25 "DejaVu Sans", sans-serif; text-align: justify }',
    "two columns": "section { columns: 2; column-gap: 30px; column-fill: auto }"
    ' p { font: 15px/1.7 "Noto Sans Arabic", sans-serif; break-inside: auto; margin-bottom: 180px }',
}


@pytest.fixture(scope="module")
def prints() -> Iterator[dict[str, Print]]:
    with browser() as chrome:
        yield {
            name: print_pages(chrome, "town.pdf", (TOWN, PORT), style, head="نشرة المدينة")
            for name, style in STYLES.items()
        }


@pytest.mark.parametrize("style", STYLES)
def test_each_sentence_is_marked_where_the_browser_drew_it(prints: dict[str, Print], style: str) -> None:
    printed = prints[style]
    pages = [glyphs(page) for page in PdfDocument(printed.pdf)]
    assert len(printed.sentences) == 12
    for sentence in printed.sentences:
        found = locate(printed.document.text, sentence.span, pages[sentence.page - 1])
        assert found.places == places_of(printed.document.text, sentence.span), printed.quotation(sentence)
        assert likeness(sentence.boxes, found.boxes) >= 0.8, printed.quotation(sentence)


@pytest.mark.parametrize("style", STYLES)
def test_no_sentence_is_marked_on_the_other_page(prints: dict[str, Print], style: str) -> None:
    printed = prints[style]
    pages = [glyphs(page) for page in PdfDocument(printed.pdf)]
    for sentence in printed.sentences:
        found = locate(printed.document.text, sentence.span, pages[2 - sentence.page])
        assert found.places != places_of(printed.document.text, sentence.span)


def test_a_page_drawn_on_its_side_is_marked_whether_it_is_turned_upright_or_not(
    prints: dict[str, Print],
) -> None:
    printed = prints["one column"]
    sentence = printed.sentences[1]
    for is_turned in (True, False):
        writer, stream = PdfWriter(clone_from=PdfReader(io.BytesIO(printed.pdf))), io.BytesIO()
        page = writer.pages[0]
        page.add_transformation(Transformation((0, 1, -1, 0, 900, 0)))
        page.mediabox = page.cropbox = RectangleObject((0, 0, 900, 600))
        if is_turned:
            page.rotate(90)
        writer.write(stream)
        picture = draw(stream.getvalue(), Wanted(printed.document.text, sentence.span, 1))
        assert isinstance(picture, PagePicture)
        assert picture.is_marked
