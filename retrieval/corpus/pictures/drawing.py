"""A PDF and a quotation → the picture of the page where it stands, its lines marked.

In: the bytes of the file, the text round the quotation, and the page that it begins on. Out: a picture
cropped round the quotation; the whole page without a mark where a word of it was not located; or why
there is none. Runs in a process of its own: PDFium may crash on a hostile file.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Final

from PIL import Image, ImageChops, ImageStat
from pypdfium2 import PdfDocument, PdfiumError, PdfPage

from retrieval.corpus.pictures.finding import FoundPage, find_page
from retrieval.corpus.pictures.outcomes import NoPicture, PagePicture, Wanted
from retrieval.corpus.pictures.placed import Box
from retrieval.corpus.pictures.placed_pages import PlacedPages

WIDTH: Final = 1280
"""Most pixels across: Telegram makes a photo smaller than that."""
HEIGHT: Final = 2560
"""Most pixels down."""
_MOST_SCALE: Final = 4.0
"""Most pixels a point: 288 dpi."""
_ROUND: Final = 0.07
"""How much of the page is shown above and below the marks, as a share of its height."""
_LEAST_RATIO, _MOST_RATIO = 0.45, 2.0
"""Least and most height of a cropped picture, as a share of its width."""
_SLIMMEST: Final = 10.0
"""Most width as a multiple of the height, and the other way round: Telegram takes no more than 20."""
_PNG_BYTES: Final = 1024**2
"""Larger pictures, such as scans and photographs, are JPEG."""
_ON_LIGHT, _ON_DARK = (255, 238, 130), (120, 95, 0)
"""Colors of a mark on light and on dark pages, as of a highlighter."""
_DARK: Final = 110
"""Gray, of 255, below which a page is dark where it is marked."""
_PAD: Final = 2
"""Pixels that a mark reaches beyond the letters."""


def draw(data: bytes, wanted: Wanted) -> PagePicture | NoPicture:
    """Draw the page of a quotation; never raises for what is in the file."""
    try:
        pdf = PdfDocument(data)
        shown = find_page(PlacedPages(data, pdf, wanted.words), wanted)
        return shown if isinstance(shown, NoPicture) else _draw_page(pdf, shown)
    except PdfiumError:
        return NoPicture.FAILED


def _draw_page(pdf: PdfDocument, shown: FoundPage) -> PagePicture | NoPicture:
    page = pdf[shown.page - 1]
    width, height = page.get_size()
    if width < 1 or height < 1:
        return NoPicture.FAILED
    part = _part(width, height, shown.boxes, shown.around)
    image = _render(page, part, min(_MOST_SCALE, WIDTH / width, HEIGHT / part.height))
    scale = image.width / part.width
    image = _widened(_mark(image, [_in_pixels(box, part, scale) for box in shown.boxes]))
    content, media_type = _encode(image)
    return PagePicture(
        content, media_type, image.width, image.height, shown.page, bool(shown.boxes), shown.goes_on
    )


def _part(width: float, height: float, boxes: Sequence[Box], around: Sequence[Box]) -> Box:
    """What is shown of a page: all of its width, and round the marks where there are any."""
    if not boxes:
        return Box(0, 0, width, min(height, _SLIMMEST * width))
    top = max(0.0, min(box.top for box in boxes) - _ROUND * height)
    bottom = min(height, max(box.bottom for box in boxes) + _ROUND * height)
    missing = max(0.0, min(height, _LEAST_RATIO * width) - (bottom - top))
    top = max(0.0, min(top - missing / 2, height - (bottom - top + missing)))
    bottom = min(height, max(bottom, top + _LEAST_RATIO * width), top + _MOST_RATIO * width)
    top = max(0.0, min((box.top for box in around if box.top < top < box.bottom), default=top))
    bottom = min(height, max((box.bottom for box in around if box.top < bottom < box.bottom), default=bottom))
    return Box(0, top, width, max(bottom, top + 1))


def _render(page: PdfPage, part: Box, scale: float) -> Image.Image:
    width, height = page.get_size()
    crop = (part.left, max(0.0, height - part.bottom), max(0.0, width - part.right), part.top)
    image: Image.Image = page.render(scale=scale, crop=crop).to_pil()
    return image.convert("RGB")


def _in_pixels(box: Box, part: Box, scale: float) -> Box:
    return Box(
        (box.left - part.left) * scale,
        (box.top - part.top) * scale,
        (box.right - part.left) * scale,
        (box.bottom - part.top) * scale,
    )


def _mark(image: Image.Image, boxes: Sequence[Box]) -> Image.Image:
    """A picture with boxes marked as by a highlighter: what is round the letters takes a color.

    Nothing is drawn over a letter: a line under it would hide its dots.
    """
    dark_on_light = ImageChops.multiply(image, Image.new("RGB", image.size, _ON_LIGHT))
    light_on_dark = ImageChops.screen(image, Image.new("RGB", image.size, _ON_DARK))
    marked = image.copy()
    for box in boxes:
        around = Box(box.left - _PAD, box.top - _PAD, box.right + _PAD, box.bottom + _PAD)
        place = _inside(around, image.size)
        if place[0] < place[2] and place[1] < place[3]:
            is_dark = ImageStat.Stat(image.crop(place).convert("L")).median[0] < _DARK
            marked.paste((light_on_dark if is_dark else dark_on_light).crop(place), place)
    return marked


def _inside(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """A box in whole pixels, as far as it is in a picture."""
    width, height = size
    return (
        max(0, round(box.left)),
        max(0, round(box.top)),
        min(width, round(box.right)),
        min(height, round(box.bottom)),
    )


def _widened(image: Image.Image) -> Image.Image:
    """A picture that is not too slim for Telegram: white is added to one that is."""
    width = max(image.width, int(image.height / _SLIMMEST))
    height = max(image.height, int(image.width / _SLIMMEST))
    if (width, height) == image.size:
        return image
    wide = Image.new("RGB", (width, height), "white")
    wide.paste(image, ((width - image.width) // 2, (height - image.height) // 2))
    return wide


def _encode(image: Image.Image) -> tuple[bytes, str]:
    """A PNG file, or a JPEG one where that would be large; with its type."""
    stream = io.BytesIO()
    image.save(stream, "PNG")
    if stream.tell() <= _PNG_BYTES:
        return stream.getvalue(), "image/png"
    stream = io.BytesIO()
    image.save(stream, "JPEG", quality=85)
    return stream.getvalue(), "image/jpeg"
