"""Measure the marks on pictures of pages: `python -m benchmarks.page_pictures`.

Prints the texts of `seeds/` by a headless Chromium in several styles, asks the browser where each
sentence stands, and compares: how many sentences are located, how well the marks cover them, and whether
one is ever marked that is not there.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pypdfium2 import PdfDocument

from retrieval import Document, read_corpus
from retrieval.corpus.pictures.locating import Located, locate, places_of
from retrieval.corpus.pictures.pdfium_page import glyphs
from retrieval.types import Span
from tests.retrieval.corpus.pictures.chromium_prints import Print, browser, likeness, print_pages

SEEDS = Path(__file__).parents[1] / "seeds"
STYLES = {
    "naskh": 'p { font: 17px/1.9 "Noto Naskh Arabic" }',
    "sans, justified": 'p { font: 15px/1.6 "Noto Sans Arabic"; text-align: justify }',
    "DejaVu, tight": 'p { font: 14px/1.25 "DejaVu Sans" }',
    "kufi": 'p { font: 15px/1.8 "Noto Kufi Arabic" }',
    "two columns": 'section { columns: 2; column-gap: 30px; column-fill: auto } p { font: 14px/1.7 "Noto Naskh Arabic" }',
    "three columns": 'section { columns: 3; column-gap: 18px; column-fill: auto } p { font: 12px/1.6 "Noto Sans Arabic"; text-align: justify }',
}
PAGE_LETTERS = 1100
GOOD = 0.8


@dataclass
class Row:
    """What was found in one style."""

    asked: int = 0
    located: int = 0
    likenesses: list[float] = field(default_factory=list)
    wrong: int = 0
    strangers: int = 0
    marked_strangers: int = 0
    seconds: float = 0.0


def pages_of(document: Document) -> Iterator[list[str]]:
    """The paragraphs of a document, a page of them at a time."""
    page: list[str] = []
    for paragraph in filter(None, document.text.split("\n")):
        if page and sum(map(len, page)) + len(paragraph) > PAGE_LETTERS:
            yield page
            page = []
        page.append(paragraph)
    yield page


def measure(printed: Print, row: Row, others: Sequence[str], chance: random.Random) -> None:
    """Locate each sentence of a print, and as many that do not stand there."""
    pdf = PdfDocument(printed.pdf)
    pages = [glyphs(page) for page in pdf]
    text = printed.document.text
    for sentence in printed.sentences:
        began = time.perf_counter()
        found = locate(text, sentence.span, pages[sentence.page - 1])
        row.seconds += time.perf_counter() - began
        row.asked += 1
        if found.places == places_of(text, sentence.span):
            row.located += 1
            row.likenesses.append(likeness(sentence.boxes, found.boxes))
            if row.likenesses[-1]<.8 and row.asked%5==0: print(repr(text[sentence.span.start:sentence.span.end]), row.likenesses[-1], sentence.boxes, found.boxes)
            row.wrong += row.likenesses[-1] < 0.5
        else: print('NOT', sentence.page, repr(text[sentence.span.start:sentence.span.end]), len(found.places), len(places_of(text, sentence.span)))
        row.strangers += 1
        row.marked_strangers += _is_marked_elsewhere(text, sentence.span, others, chance, pages[sentence.page - 1])


def _is_marked_elsewhere(text, span, others, chance, page) -> bool:
    """Whether a sentence is marked whose words were changed: one of them, or all."""
    words = text[span.start : span.end].split()
    strange = chance.choice(others).split()
    if chance.random() < 0.5:
        words[chance.randrange(len(words))] = chance.choice(strange)
    else:
        words = strange
    quotation = " ".join(words)
    if quotation in text or quotation == text[span.start : span.end]:
        return False
    changed = text[: span.start] + quotation + text[span.end :]
    put = Span(span.start, span.start + len(quotation))
    return locate(changed, put, page).places == places_of(changed, put)


def main() -> None:
    """Print the table."""
    chance = random.Random(9)
    documents = [d for d in read_corpus(SEEDS).documents]
    rows = {name: Row() for name in STYLES}
    with browser() as chrome:
        for number, document in enumerate(documents):
            others = [s for d in documents if d is not document for s in d.text.split("\n") if len(s.split()) > 4]
            for name, style in list(STYLES.items()):
                measure(print_pages(chrome, "a.pdf", list(pages_of(document)), style), rows[name], others, chance)
    for name, row in rows.items():
        print(name, row.asked, row.located / row.asked, sum(row.likenesses)/len(row.likenesses), min(row.likenesses), sum(l>=GOOD for l in row.likenesses)/len(row.likenesses), 'wrong',row.wrong,'strangers', row.strangers, row.marked_strangers, row.seconds/row.asked)


if __name__ == "__main__":
    main()
