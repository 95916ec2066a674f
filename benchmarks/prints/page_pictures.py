"""Measures the marks on pictures of pages: `python -m benchmarks.prints.page_pictures [--reader]`.

Prints the texts of `seeds/`, and a song whose refrain returns, by a headless Chromium in several styles,
asks the browser where each sentence stands, and compares. Each sentence is also asked for with a word of
another document in it, or replaced by a sentence of another document: none of those may be marked. `as
read` is the share of sentences of the text as the reader of the corpus reads the file that are located.
With `--reader` places are the reader's own glyphs instead of PDFium's.
"""

from __future__ import annotations

import argparse
import io
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pypdf import PdfReader
from pypdfium2 import PdfDocument

from benchmarks.tables import render_table
from retrieval import Document, read_corpus, read_document
from retrieval.corpus.pictures.finding import FoundPage, find_page
from retrieval.corpus.pictures.locating import locate, places_of
from retrieval.corpus.pictures.page_pictures import wanted_of
from retrieval.corpus.pictures.pdfium_page import glyphs
from retrieval.corpus.pictures.placed import PlacedText
from retrieval.corpus.pictures.placed_pages import PlacedPages, placed_glyphs
from retrieval.types import Span
from tests.retrieval.corpus.pictures.chromium_prints import SENTENCE, Print, browser, likeness, print_pages

SEEDS: Final = Path(__file__).parents[2] / "seeds"
HEAD: Final = "من نشرات المكتبة"
STYLES: Final[Mapping[str, str]] = {
    "Naskh": 'p { font: 17px/1.9 "Noto Naskh Arabic" }',
    "Sans, justified": 'p { font: 15px/1.6 "Noto Sans Arabic"; text-align: justify }',
    "DejaVu, tight": 'p { font: 14px/1.25 "DejaVu Sans" }',
    "Kufi": 'p { font: 15px/1.8 "Noto Kufi Arabic" }',
    "two columns": "section { columns: 2; column-gap: 30px; column-fill: auto }"
    ' p { font: 14px/1.7 "Noto Naskh Arabic" }',
    "three columns": "section { columns: 3; column-gap: 18px; column-fill: auto }"
    ' p { font: 12px/1.6 "Noto Sans Arabic"; text-align: justify }',
}
REFRAIN: Final = "يا ساقي الماء على درب القرى، هات لنا من بارد الماء قليلا."
SONG: Final = tuple(
    f"{line} {REFRAIN}"
    for line in (
        "مضى النهار والطريق بعد لم تنته.",
        "غنى الرعاة عند بئر أمهم.",
        "عاد الصغار من حقول القمح جوعى.",
        "نامت نجوم الليل فوق التل.",
        "في الصبح تصحو الدار قبل ديكها.",
    )
)
PAGE_LETTERS: Final = 1100
"""Letters on a page, about, so that it fits in each style."""
GOOD: Final = 0.8
WRONG: Final = 0.3
"""Likeness below which a mark is on other lines than those that are meant."""


@dataclass
class Row:
    """What was found in one style."""

    likenesses: list[float] = field(default_factory=list)
    """Of the sentences that were located: intersection over union with the browser's rectangles."""
    asked: int = 0
    strangers: int = 0
    """Sentences that do not stand on their page."""
    marked_strangers: int = 0
    seconds: float = 0.0
    read: int = 0
    """Sentences of the text as it was read from the file."""
    read_located: int = 0

    def cells(self) -> list[str]:
        """The row of the table."""
        good = sum(one >= GOOD for one in self.likenesses) / len(self.likenesses)
        wrong = sum(one < WRONG for one in self.likenesses) + self.marked_strangers
        return [
            str(self.asked),
            f"{len(self.likenesses) / self.asked:.1%}",
            f"{sum(self.likenesses) / len(self.likenesses):.3f}",
            f"{min(self.likenesses):.3f}",
            f"{good:.1%}",
            f"{wrong} of {self.asked + self.strangers}",
            f"{self.read_located / self.read:.1%}",
            f"{1000 * self.seconds / self.asked:.1f}",
        ]


def pages_of(paragraphs: Sequence[str]) -> Iterator[list[str]]:
    """Paragraphs, a page of them at a time."""
    page: list[str] = []
    for paragraph in paragraphs:
        if page and sum(map(len, page)) + len(paragraph) > PAGE_LETTERS:
            yield page
            page = []
        page.append(paragraph)
    yield page


def places(data: bytes, *, of_reader: bool) -> list[list[PlacedText]]:
    """The placed text of the pages of a file."""
    if of_reader:
        return [placed_glyphs(page) for page in PdfReader(io.BytesIO(data)).pages]
    return [glyphs(page) for page in PdfDocument(data)]


def measure_as_read(printed: Print, row: Row) -> None:
    """Locate each sentence of the text as it is read from the file."""
    document = read_document("a.pdf", printed.pdf)
    if not isinstance(document, Document):
        return
    pages = PlacedPages(printed.pdf, PdfDocument(printed.pdf))
    for match in SENTENCE.finditer(document.text):
        wanted = wanted_of(document, *match.span())
        if wanted is not None and places_of(wanted.text, wanted.span):
            found = find_page(pages, wanted)
            row.read += 1
            row.read_located += isinstance(found, FoundPage) and bool(found.boxes)


def measure(
    printed: Print, row: Row, others: Sequence[str], chance: random.Random, *, of_reader: bool
) -> None:
    """Locate each sentence of a print, and another one in its place."""
    pages = places(printed.pdf, of_reader=of_reader)
    text = printed.document.text
    for sentence in printed.sentences:
        page = pages[sentence.page - 1]
        began = time.perf_counter()
        found = locate(text, sentence.span, page)
        row.seconds += time.perf_counter() - began
        row.asked += 1
        if found.places == places_of(text, sentence.span):
            row.likenesses.append(likeness(sentence.boxes, found.boxes))
        changed, span = with_stranger(text, sentence.span, chance.choice(others), chance)
        if changed[span.start : span.end] not in text:
            row.strangers += 1
            row.marked_strangers += is_marked(changed, span, page)


def with_stranger(text: str, span: Span, other: str, chance: random.Random) -> tuple[str, Span]:
    """A text with a sentence replaced by another one, or with a word of that in it; where it is then."""
    words, strange = text[span.start : span.end].split(), other.split()
    words[chance.randrange(len(words))] = chance.choice(strange)
    put = " ".join(chance.choice((words, strange)))
    return text[: span.start] + put + text[span.end :], Span(span.start, span.start + len(put))


def is_marked(text: str, span: Span, page: Sequence[PlacedText]) -> bool:
    """Whether a quotation is marked on a page."""
    return locate(text, span, page).places == places_of(text, span)


def texts_of(documents: Sequence[Document]) -> Iterator[tuple[str, ...]]:
    """The paragraphs of each text that is printed."""
    yield SONG
    for document in documents:
        yield tuple(filter(None, document.text.split("\n")))


def main() -> None:
    """Print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--reader", action="store_true", help="places by the reader of the corpus")
    of_reader = options.parse_args().reader
    chance = random.Random(9)
    rows = {name: Row() for name in STYLES}
    texts = list(texts_of(read_corpus(SEEDS).documents))
    with browser() as chrome:
        for text in texts:
            others = [one for other in texts if other is not text for one in other if " " in one]
            for name, style in STYLES.items():
                printed = print_pages(chrome, "a.pdf", list(pages_of(text)), style, HEAD)
                measure(printed, rows[name], others, chance, of_reader=of_reader)
                measure_as_read(printed, rows[name])
    head = [
        "",
        "sentences",
        "located",
        "IoU",
        "least",
        f"IoU >= {GOOD}",
        "marked wrongly",
        "as read",
        "ms each",
    ]
    print(render_table(head, [[name, *row.cells()] for name, row in rows.items()]))


if __name__ == "__main__":
    main()
