"""A PDF → a draft: the text of its pages, in the order in which it is read.

In: the bytes of a file. Out: paragraphs with their pages. PDFs hold glyphs, not letters, so this is
where their text is put right, before any cleaning: presentation forms become letters (NFKC of those
code points alone), lines that were drawn from left to right are turned round, lines of a paragraph
are joined, and what stands at the top or foot of most pages goes. Only title and author are taken
from its properties: the day a file was made is not when its text was published.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from pypdf import PdfReader

from retrieval.corpus.drafts import Block, Draft, SourceFields
from retrieval.corpus.foreign import parsing
from retrieval.errors import DocumentError

_FORMS = re.compile(r"[\ufb50-\ufdff\ufe70-\ufefc]+")
"""Arabic presentation forms."""
_NUMBERS = re.compile(r"[0-9٠-٩۰-۹A-Za-z]+(?:[ .,:/\u066b\u066c@_-]+[0-9٠-٩۰-۹A-Za-z]+)*")
"""What is read from left to right inside a line turned round."""
_MIRRORED = str.maketrans("()[]{}«»<>", ")(][}{»«><")
_FORWARD = re.compile(r"\b(?:ال\w{2,}|في|من|على|إلى|التي|الذي|هذا|هذه)\b")
_BACKWARD = re.compile(r"\b(?:\w{2,}لا|يف|نم|ىلع|ىلإ|يتلا|يذلا|اذه|هذه)\b")
"""Words that tell which way a page was drawn: the article and particles, and the same backwards."""
_SURE_BACKWARD = 4
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
    with parsing("PDF"):
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise DocumentError("it is protected by a password: save it without one")
        pages = [_lines(page.extract_text()) for page in reader.pages]
        title, author = (reader.metadata.title, reader.metadata.author) if reader.metadata else (None, None)
    if not any(pages):
        raise DocumentError("it holds no text, pictures of pages perhaps: run text recognition (OCR) on it")
    blocks = tuple(
        block for number, lines in enumerate(_without_edges(pages), 1) for block in _blocks(lines, number)
    )
    sound = title if title and not _PLACEHOLDER_TITLES.fullmatch(title.strip()) else None
    return Draft(blocks, SourceFields(title=sound, author=author or None))


def _lines(text: str) -> list[str]:
    """The lines of a page as they are read."""
    letters = _FORMS.sub(lambda match: unicodedata.normalize("NFKC", match.group()), text)
    lines = [" ".join(line.split()) for line in letters.splitlines()]
    if len(_BACKWARD.findall(letters)) >= max(_SURE_BACKWARD, 2 * len(_FORWARD.findall(letters))):
        lines = [_turned_round(line) for line in lines]
    return [line for line in lines if line]


def _turned_round(line: str) -> str:
    """A line that was stored as drawn from left to right, numbers and Latin words left as they are."""
    turned = line[::-1].translate(_MIRRORED)
    return _NUMBERS.sub(lambda match: match.group()[::-1], turned)


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
