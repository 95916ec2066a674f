"""Reading PDFs: ours beside other readers on the same prints, or on a folder of real files.

python -m benchmarks.reading [--folder DIR] [--repeat N] [--write]

In: one text of 500 words (`benchmarks/prints`) as Chromium, LibreOffice and Word-like programs print it; or
the PDFs of a folder. Out: for each reader the character error rate (blanks as one, NFC), the share of words
that the text has, the share of bracket pairs that stand the right way round, and the time of a page. Of real
files nobody knows the text: their words are looked up in the seeds and the question sets.
"""

from __future__ import annotations

import argparse
import io
import json
import logging
import os
import re
import statistics
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
from rapidfuzz.distance import Levenshtein

from benchmarks.prints.printers import PrinterMissingError, print_by_chromium, print_by_libreoffice
from benchmarks.prints.sources import LAYOUTS, fodt_of, html_of, paragraphs, right_text
from benchmarks.prints.word_like import STYLES, word_like_pdf
from benchmarks.tables import render_table, replace_between
from retrieval import read_corpus
from retrieval.corpus.one_file import read_file
from retrieval.language.folding import fold_word

Read = Callable[[bytes], str]
LONG_FILE = 25
BEGIN, END = "<!-- reading:begin -->", "<!-- reading:end -->"
README = Path(__file__).parent / "README.md"
_WORD = re.compile(r"[^\W\d_]{2,}")
_BRACKETS = re.compile(r"[()\[\]«»]")
_OPENING = {"(": ")", "[": "]", "«": "»"}


@dataclass(frozen=True, slots=True)
class Score:
    """How well a reader reads one file."""

    errors: float | None
    """Character error rate; None where the right text is not known."""
    attested: float
    brackets: float
    seconds: float
    """Of a page."""


def prints() -> Iterable[tuple[str, bytes]]:
    """The prints of the text by name; what a missing program would print is left out with a line."""
    try:
        for layout in LAYOUTS:
            yield f"Chromium, {layout.name}", print_by_chromium(html_of(layout))
    except PrinterMissingError as error:
        sys.stderr.write(f"left out: {error}\n")
    looks = ((1, "DejaVu Sans", False), (1, "Noto Naskh Arabic", True), (2, "Noto Sans Arabic", True))
    try:
        for columns, font, justify in looks:
            name = f"LibreOffice, {columns} of {font}{', justified' * justify}"
            yield name, print_by_libreoffice(fodt_of(columns, font=font, justify=justify))
    except PrinterMissingError as error:
        sys.stderr.write(f"left out: {error}\n")
    for style in STYLES:
        yield style.name, word_like_pdf(paragraphs(), style)


def _ours(data: bytes) -> str:
    return "\n".join(document.text for document in read_file("print.pdf", data).documents)


def _pypdf(data: bytes) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)


def _pypdf_layout(data: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(data)).pages
    return "\n".join(page.extract_text(extraction_mode="layout") for page in pages)


def _turned(read: Read) -> Read:
    """A reader whose lines are turned letter by letter, as they are drawn from right to left."""

    def read_turned(data: bytes) -> str:
        number = re.compile(r"[A-Za-z0-9٠-٩.,:/@]+")
        return "\n".join(
            number.sub(
                lambda match: match.group()[::-1], line[::-1].translate(str.maketrans("()[]«»", ")(][»«"))
            )
            for line in read(data).splitlines()
        )

    return read_turned


def _pdfium(data: bytes) -> str:
    return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data))


def readers() -> dict[str, Read]:
    """All readers that are installed, ours first."""
    found: dict[str, Read] = {
        "**Shahid**": _ours,
        "pypdf": _pypdf,
        "pypdf, layout mode, lines turned": _turned(_pypdf_layout),
        "pdfium": _pdfium,
    }
    optional: dict[str, tuple[str, Callable[[Any, bytes], str]]] = {
        "pdfminer.six": (
            "pdfminer.high_level",
            lambda module, data: str(module.extract_text(io.BytesIO(data))),
        ),
        "pdfplumber": ("pdfplumber", _by_pdfplumber),
        "PyMuPDF": (
            "fitz",
            lambda module, data: "\n".join(page.get_text() for page in module.open(stream=data)),
        ),
    }
    for name, (module, read) in optional.items():
        if find_spec(module.partition(".")[0]) is None:
            sys.stderr.write(f"left out: {name} is not installed: pip install {name.lower()}\n")
            continue
        imported = import_module(module)
        found[name] = lambda data, read=read, imported=imported: read(imported, data)  # type: ignore[misc]
    return found


def _by_pdfplumber(module: Any, data: bytes) -> str:
    with module.open(io.BytesIO(data)) as file:
        return "\n".join(page.extract_text() or "" for page in file.pages)


def score(read: Read, data: bytes, right: str | None, known: frozenset[str], repeat: int) -> Score:
    """Read a file and compare what comes out with what is right, or with words that are known."""
    pages = max(len(pypdf.PdfReader(io.BytesIO(data)).pages), 1)
    times, text = [], ""
    for _ in range(repeat):
        began = time.process_time()
        text = _plain(read(data))
        times.append((time.process_time() - began) / pages)
    words = [fold_word(word) for word in _WORD.findall(text)]
    attested = sum(word in known for word in words) / max(len(words), 1)
    errors = None if right is None else Levenshtein.distance(right, text) / len(right)
    return Score(errors, attested, right_brackets(text), statistics.median(times))


def right_brackets(text: str) -> float:
    """Share of brackets and quotation marks, from 0 to 1, of pairs that open before they close."""
    waiting: list[str] = []
    paired = 0
    signs = _BRACKETS.findall(text)
    for sign in signs:
        if sign in _OPENING:
            waiting.append(sign)
        elif waiting and _OPENING[waiting[-1]] == sign:
            waiting.pop()
            paired += 2
    return paired / len(signs) if signs else 1.0


def known_words(right: str | None) -> frozenset[str]:
    """Words that are words: of the text that was printed, or of the seeds and the question sets."""
    if right is not None:
        return frozenset(fold_word(word) for word in _WORD.findall(right))
    texts = [document.text for document in read_corpus(Path("seeds")).documents]
    for file in Path(os.environ.get("EVAL_DATA", "../shared")).rglob("corpus.jsonl"):
        texts += [str(json.loads(line)["text"]) for line in file.read_text(encoding="utf-8").splitlines()]
    return frozenset(fold_word(word) for text in texts for word in _WORD.findall(text))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(text.split()))


def measure(files: Iterable[tuple[str, bytes]], right: str | None, repeat: int) -> str:
    """The table of all readers over all files."""
    known = known_words(right)
    given = list(files)
    rows = []
    for name, read in readers().items():
        scores = [score(read, data, right, known, repeat) for _, data in given]
        errors = [each.errors for each in scores if each.errors is not None]
        rows.append(
            [
                name,
                f"{100 * statistics.mean(errors):.2f}" if errors else "—",
                f"{100 * max(errors):.2f}" if errors else "—",
                f"{100 * statistics.mean(each.attested for each in scores):.1f}",
                f"{100 * statistics.mean(each.brackets for each in scores):.1f}",
                f"{1000 * statistics.mean(each.seconds for each in scores):.0f}",
            ]
        )
    head = (
        f"over {len(given)} files", "characters wrong, %", "in the worst file, %",
        "words attested, %", "brackets right, %", "processor time of a page, ms",
    )  # fmt: skip
    return render_table(head, rows)


def _of_a_long_file(given: Sequence[tuple[str, bytes]]) -> str:
    """How long a file of 25 pages takes, made of the pages that were printed."""
    writer = pypdf.PdfWriter()
    while len(writer.pages) < LONG_FILE:
        for _, data in given:
            for page in pypdf.PdfReader(io.BytesIO(data)).pages:
                if len(writer.pages) < LONG_FILE:
                    writer.add_page(page)
    stream = io.BytesIO()
    writer.write(stream)
    began = time.process_time()
    _ours(stream.getvalue())
    return f"A file of {LONG_FILE} pages takes {time.process_time() - began:.1f} s of processor time."


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, and print the tables."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--folder", type=Path, metavar="DIR", help="real PDFs instead of prints")
    parser.add_argument("--repeat", type=int, default=3, help="how often each file is read")
    parser.add_argument("--write", action="store_true", help="write the table into benchmarks/README.md")
    options = parser.parse_args(arguments)
    logging.disable(logging.CRITICAL)
    if options.folder is not None:
        files = sorted(options.folder.rglob("*.pdf"))
        sys.stdout.write(
            measure(((file.name, file.read_bytes()) for file in files), None, options.repeat) + "\n"
        )
        return 0
    right = _plain(right_text())
    given = list(prints())
    known = known_words(right)
    lines = [
        [
            name,
            f"{100 * (found.errors or 0):.2f}",
            f"{100 * found.brackets:.1f}",
            f"{1000 * found.seconds:.0f}",
        ]
        for name, data in given
        for found in (score(_ours, data, right, known, options.repeat),)
    ]
    ours = render_table(
        ("Shahid, file by file", "characters wrong, %", "brackets right, %", "of a page, ms"), lines
    )
    tables = f"{measure(given, right, options.repeat)}\n\n{ours}\n\n{_of_a_long_file(given)}"
    sys.stdout.write(tables + "\n")
    if options.write:
        README.write_text(
            replace_between(README.read_text(encoding="utf-8"), BEGIN, END, tables), encoding="utf-8"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
