"""Prints pages of text by a headless Chromium, and asks it where each sentence stands on them."""

from __future__ import annotations

import base64
import html
import re
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from selenium.webdriver import Chrome, ChromeOptions, ChromeService

from retrieval.corpus.pictures.placed import Box, union
from retrieval.types import Document, Page, Source, Span

CHROMIUM, DRIVER = Path("/usr/bin/chromium"), Path("/usr/bin/chromedriver")
HOW_TO_GET = "apt-get install chromium chromium-driver fonts-noto-core"
IS_THERE = CHROMIUM.exists() and DRIVER.exists()
_SWITCHES = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--disable-background-networking",
)

WIDTH, HEIGHT = 800, 1200
"""Of a page, in CSS pixels: 600 to 900 points."""
_POINTS = 0.75
"""Points of a CSS pixel."""
_STYLE = f"""
@page {{ size: {WIDTH}px {HEIGHT}px; margin: 0 }}
html, body {{ margin: 0; width: {WIDTH}px }}
section {{ box-sizing: border-box; width: {WIDTH}px; height: {HEIGHT}px; padding: 60px; break-after: page;
  overflow: hidden }}
p {{ margin: 0 0 14px }}
"""
_RECTANGLES = """
return [...document.querySelectorAll("p")].map((paragraph, number) => {
  const node = paragraph.firstChild;
  return arguments[0][number].map(([start, end]) => {
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, end);
    return [...range.getClientRects()].map((r) => [r.left, r.top + scrollY, r.right, r.bottom + scrollY]);
  });
});
"""
SENTENCE = re.compile(r"\S(?:[^.؟!]|[.؟!](?!\s|$))*[.؟!]?")
"""«العدد 12.5. وبعد.» is two."""


@dataclass(frozen=True)
class Sentence:
    """A sentence of a printed document, and where it stands."""

    span: Span
    """In the text of the document."""
    page: int
    boxes: tuple[Box, ...]
    """One for each of its lines."""


@dataclass(frozen=True)
class Print:
    """A printed document: the file, its true text, and its sentences."""

    pdf: bytes
    document: Document
    sentences: tuple[Sentence, ...]

    def quotation(self, sentence: Sentence) -> str:
        """A sentence as it stands in the document."""
        return self.document.text[sentence.span.start : sentence.span.end]


@contextmanager
def browser() -> Iterator[Chrome]:
    """A headless Chromium."""
    with tempfile.TemporaryDirectory() as profile:
        options = ChromeOptions()
        options.binary_location = str(CHROMIUM)
        for switch in (*_SWITCHES, f"--window-size={WIDTH},{HEIGHT}", f"--user-data-dir={profile}"):
            options.add_argument(switch)
        driver = Chrome(options=options, service=ChromeService(str(DRIVER)))
        try:
            yield driver
        finally:
            driver.quit()


def print_pages(
    chrome: Chrome, name: str, pages: Sequence[Sequence[str]], style: str, head: str = ""
) -> Print:
    """Print a document.

    Args:
        chrome: Prints.
        name: The id of the document.
        pages: Paragraphs, each one line, by page.
        style: CSS for `section`, a page, and `p`, a paragraph.
        head: A running head above each page, which is no part of the document.
    """
    header = f"<header>{html.escape(head)}</header>" if head else ""
    sections = "".join(
        f"<section>{header}{''.join(f'<p>{html.escape(text)}</p>' for text in page)}</section>"
        for page in pages
    )
    rules = f"<meta charset=utf-8><style>{_STYLE}{style}</style>"
    source = f"<!doctype html><html dir=rtl lang=ar>{rules}{sections}"
    chrome.get("data:text/html;charset=utf-8;base64," + base64.b64encode(source.encode()).decode())
    chrome.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    spans = [[match.span() for match in SENTENCE.finditer(text)] for page in pages for text in page]
    rectangles = chrome.execute_script(_RECTANGLES, spans)
    printed = chrome.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
    return Print(
        base64.b64decode(printed["data"]), _document(name, pages), tuple(_sentences(pages, spans, rectangles))
    )


def _document(name: str, pages: Sequence[Sequence[str]]) -> Document:
    texts = ["\n\n".join(page) for page in pages]
    starts = accumulate((len(text) + 2 for text in texts), initial=0)
    numbered = tuple(
        Page(number, start) for number, start in zip(range(1, len(texts) + 1), starts, strict=False)
    )
    return Document(name, "\n\n".join(texts), Source(name), pages=numbered)


def _sentences(
    pages: Sequence[Sequence[str]],
    spans: Sequence[Sequence[tuple[int, int]]],
    rectangles: Sequence[Sequence[Sequence[Sequence[float]]]],
) -> Iterator[Sentence]:
    start, number = 0, 0
    for page, paragraphs in enumerate(pages):
        for paragraph in paragraphs:
            for (first, last), found in zip(spans[number], rectangles[number], strict=True):
                lines = tuple(_lines(found, page))
                if any(box.bottom > HEIGHT * _POINTS for box in lines):
                    continue  # it did not fit on its page
                yield Sentence(Span(start + first, start + last), page + 1, lines)
            start += len(paragraph) + 2
            number += 1


def _lines(rectangles: Sequence[Sequence[float]], page: int) -> Iterator[Box]:
    """The rectangles of a sentence on its page, those of one line joined, in points."""
    boxes = [
        Box(
            left * _POINTS,
            (top - page * HEIGHT) * _POINTS,
            right * _POINTS,
            (bottom - page * HEIGHT) * _POINTS,
        )
        for left, top, right, bottom in rectangles
        if right > left
    ]
    line: list[Box] = []
    for box in boxes:
        if line and not _is_beside(union(line), box):
            yield union(line)
            line = []
        line.append(box)
    if line:
        yield union(line)


def _is_beside(one: Box, other: Box) -> bool:
    shared = min(one.bottom, other.bottom) - max(one.top, other.top)
    apart = max(other.left - one.right, one.left - other.right)
    return abs(one.middle - other.middle) < 0.35 * one.height and shared > 0 and apart < one.height


def likeness(expected: Sequence[Box], found: Sequence[Box]) -> float:
    """Mean intersection over union of the lines of two sets of boxes, from 0 to 1."""
    if not expected or not found:
        return 0.0
    best = [max(_overlap(box, other) for other in found) for box in expected]
    return sum(best) / max(len(expected), len(found))


def _overlap(one: Box, other: Box) -> float:
    width = min(one.right, other.right) - max(one.left, other.left)
    height = min(one.bottom, other.bottom) - max(one.top, other.top)
    shared = max(0.0, width) * max(0.0, height)
    return shared / (one.width * one.height + other.width * other.height - shared)
