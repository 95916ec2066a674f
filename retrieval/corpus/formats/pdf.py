"""A PDF → a draft: the text of its pages, in the order in which it is read.

In: the bytes of a file. Out: paragraphs with their pages. PDFs hold glyphs at places, not letters in
order, so this is where their text is put right, before any cleaning: the glyphs of a line are taken
from left to right as drawn, lines that are mostly Arabic are turned round (numbers and Latin words left
as they are), presentation forms become letters (NFKC of those code points alone), lines of a paragraph
are joined, and what stands at the top or foot of most pages goes. Only title and author are taken from
its properties: the day a file was made is not when its text was published. Columns are not separated.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pypdf import PageObject, PdfReader

from retrieval.corpus.drafts import Block, Draft, SourceFields
from retrieval.corpus.formats.foreign import parsing
from retrieval.corpus.formats.plain import is_heading
from retrieval.corpus.pages.lines import Kind, Line, key_of
from retrieval.errors import DocumentError

_FORMS = re.compile(r"[\ufb50-\ufdff\ufe70-\ufefc]+")
"""Arabic presentation forms."""
_ARABIC = re.compile(r"[\u0620-\u064a\u0671-\u06d3\ufb50-\ufdff\ufe70-\ufefc]")
_LATIN = re.compile(r"[A-Za-z]")
_LEFT_TO_RIGHT = re.compile(
    r"[A-Za-z](?:[A-Za-z0-9 .,:;/?=&%@_+#~'’-]*[A-Za-z0-9])?|[A-Za-z0-9][A-Za-z0-9.,:;/?=&%@_+#~'’-]*[A-Za-z]"
    r"|[0-9٠-٩۰-۹]+(?:[.,:/\u066b\u066c][0-9٠-٩۰-۹]+)*"
)
"""What is read from left to right inside a line turned round: Latin words, numbers with their marks."""
_MIRRORED = str.maketrans("()[]{}«»<>", ")(][}{»«><")
_EDGE_LINES = 2
"""Lines at the top and foot of a page that may be the same on all pages."""
_FULL_LINE = 0.75
"""Least share of a page's longest line from which a line goes on in the next."""
_SENTENCE_END = re.compile(r"[.!?؟:؛…][\"'»”’)\]]*$")
_PLACEHOLDER_TITLES = re.compile(
    r"(?:untitled|microsoft word|document\d*|.*\.(?:docx?|indd|pdf|rtf|txt))\b.*", re.IGNORECASE
)
"""What programs write where a title should stand."""


def read_pdf(data: bytes) -> Draft:
    """Read a PDF.

    Args:
        data: The whole file.

    Returns:
        Its draft; each page begins a new block.

    Raises:
        DocumentError: It is encrypted, damaged, or holds pictures of text only.
    """
    with parsing("kind_pdf"):
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError("needs_password")
        pages = [_lines(page) for page in reader.pages]
        title, author = (reader.metadata.title, reader.metadata.author) if reader.metadata else (None, None)
    if not any(pages):
        raise DocumentError("only_pictures")
    blocks = tuple(
        block for number, lines in enumerate(_without_edges(pages), 1) for block in _blocks(lines, number)
    )
    lines = [Line(block.text, key_of(block.text), int(block.after_gap), Kind.TEXT) for block in blocks]
    blocks = tuple(replace(block, is_heading=is_heading(lines, place)) for place, block in enumerate(blocks))
    sound = title if title and not _PLACEHOLDER_TITLES.fullmatch(title.strip()) else None
    return Draft(blocks, SourceFields(title=sound, author=author or None))


def _lines(page: PageObject) -> list[str]:
    """The lines of a page as they are read."""
    text = page.extract_text()
    arabic, latin = len(_ARABIC.findall(text)), len(_LATIN.findall(text))
    if arabic:
        text = page.extract_text(extraction_mode="layout")
    lines = [" ".join(line.split()) for line in text.splitlines()]
    return [_as_read(line, mostly_arabic=arabic > latin) for line in lines if line]


def _as_read(line: str, *, mostly_arabic: bool) -> str:
    """A line in the order of reading, from the order of drawing; presentation forms made letters."""
    arabic = len(_ARABIC.findall(line))
    if arabic and (mostly_arabic or arabic > len(_LATIN.findall(line))):
        turned = line[::-1].translate(_MIRRORED)
        line = _LEFT_TO_RIGHT.sub(lambda match: match.group()[::-1], turned)
    return _FORMS.sub(lambda match: unicodedata.normalize("NFKC", match.group()), line)


def _without_edges(pages: Sequence[list[str]]) -> Iterator[list[str]]:
    """The pages without page numbers and without what stands at the edge of most pages."""
    counts = Counter(key for lines in pages for key in {_edge_key(line) for line in _edges(lines)})
    common = {key for key, count in counts.items() if count > max(2, len(pages) // 2)}
    for lines in pages:
        kept = list(lines)
        for place in (0, -1):
            for _ in range(_EDGE_LINES):
                if kept and (_edge_key(kept[place]) in common or not _edge_key(kept[place])):
                    del kept[place]
        yield kept


def _edges(lines: list[str]) -> list[str]:
    """The lines at the top and at the foot of a page."""
    return lines[:_EDGE_LINES] + lines[-_EDGE_LINES:]


def _edge_key(line: str) -> str:
    """A line without what changes from page to page; empty for a page number."""
    return re.sub(r"[\W\d_]+", " ", line).strip()


def _blocks(lines: list[str], page: int) -> Iterator[Block]:
    """The paragraphs of a page; an empty one where the page holds nothing."""
    full = _FULL_LINE * max((len(line) for line in lines), default=0)
    paragraph: list[str] = []
    number: int | None = page
    for line in lines:
        paragraph.append(line)
        if len(line) < full or _SENTENCE_END.search(line):
            yield Block(" ".join(paragraph), after_gap=number is not None, page=number)
            paragraph, number = [], None
    if paragraph or number is not None:
        yield Block(" ".join(paragraph), after_gap=number is not None, page=number)
