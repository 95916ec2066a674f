"""A PDF as Word and PowerPoint write them: glyphs from left to right, a map of what was typed.

In: paragraphs. Out: the bytes of a PDF. A lam with an alef is one glyph whose map value is two letters in the
order of reading, and so is «الله»; brackets are mapped as they were typed, although they are drawn the other
way round; marks are glyphs without width, each before its letter. Only what a reader of text needs is there:
the font has widths and a map, and no outlines.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.prints.pdf_objects import file_of, stream_of
from benchmarks.prints.sources import Paragraph

_LIGATURES = re.compile(r"الله(?!\w)|ل[اأإآ]")
_LEFT_TO_RIGHT = re.compile(r"[A-Za-z](?:[A-Za-z0-9 .@_/-]*[A-Za-z0-9])?|[0-9٠-٩]+(?:[.,:/][0-9٠-٩]+)*")
_PAGE = (595.0, 842.0)
_MARGIN = 56.0
_MIRRORED = str.maketrans("()[]«»", ")(][»«")


_FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /ABCDEF+Sakkal /Encoding /Identity-H "
    b"/DescendantFonts [4 0 R] /ToUnicode 5 0 R >>"
)
_GLYPHS = (
    b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /ABCDEF+Sakkal /DW 1000 /CIDSystemInfo "
    b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /W [%s] >>"
)


@dataclass(frozen=True, slots=True)
class Style:
    """How a program writes the same page."""

    name: str
    columns: int = 1
    shows_each_glyph: bool = False
    """Whether each glyph is placed by itself; otherwise a line is one array."""
    has_blanks: bool = True
    """Whether blanks are glyphs; otherwise they are steps."""
    is_justified: bool = False
    maps_drawn: bool = False
    """Whether brackets are mapped as they are drawn, as Chromium does."""
    maps_backwards: bool = False
    """Whether the map of a ligature has its letters in the order of drawing."""


STYLES = (
    Style("Word: a line an array"),
    Style("Word: justified, two columns", columns=2, is_justified=True),
    Style("PowerPoint: a glyph an operator", shows_each_glyph=True),
    Style("blanks as steps", has_blanks=False, is_justified=True),
    Style("brackets as drawn, ligatures backwards", maps_drawn=True, maps_backwards=True),
)


def word_like_pdf(text: Sequence[Paragraph], style: Style) -> bytes:
    """A PDF of a text.

    Args:
        text: Its paragraphs.
        style: How it is written.
    """
    writer = _Writer(style)
    for paragraph in text:
        writer.add(paragraph)
    return writer.file()


class _Writer:
    """Sets lines on pages, and collects the glyphs that they need."""

    def __init__(self, style: Style) -> None:
        self._style = style
        self._glyphs: dict[str, int] = {}
        self._pages: list[list[bytes]] = [[]]
        self._column = 0
        self._height = _PAGE[1] - _MARGIN

    def add(self, paragraph: Paragraph) -> None:
        """Set a paragraph: the title over all columns, the rest in them."""
        size = {0: 11.0, 1: 20.0}.get(paragraph.level, 14.0)
        self._height -= 0.6 * size
        lines = list(self._lines(paragraph.text, size))
        for place, words in enumerate(lines):
            self._height -= 1.5 * size
            if self._height < _MARGIN:
                self._next_column()
                self._height -= 1.5 * size
            is_last = place == len(lines) - 1
            self._show(words, size, justified=self._style.is_justified and not is_last)

    def _next_column(self) -> None:
        self._column += 1
        if self._column == self._style.columns:
            self._column = 0
            self._pages.append([])
        self._height = _PAGE[1] - _MARGIN

    @property
    def _width(self) -> float:
        gaps = 24.0 * (self._style.columns - 1)
        return (_PAGE[0] - 2 * _MARGIN - gaps) / self._style.columns

    def _lines(self, text: str, size: float) -> Iterator[list[str]]:
        """Words that fit into a line of a column each."""
        line: list[str] = []
        for word in text.split():
            if line and self._measure(" ".join([*line, word]), size) > self._width:
                yield line
                line = []
            line.append(word)
        yield line

    def _measure(self, text: str, size: float) -> float:
        return sum(_width_of(glyph) for glyph in _glyphs(text)) * size / 1000

    def _show(self, words: Sequence[str], size: float, *, justified: bool) -> None:
        """Set a line, flush right, or from border to border."""
        text = " ".join(words)
        right = _PAGE[0] - _MARGIN - self._column * (self._width + 24.0)
        spare = self._width - self._measure(text, size)
        extra = spare / max(len(words) - 1, 1) if justified else 0.0
        left = right - self._width if justified else right - self._measure(text, size)
        drawn = _drawn(text)
        if self._style.shows_each_glyph:
            x = left
            for glyph in drawn:
                if glyph != " " or self._style.has_blanks:
                    self._place(x, size, f"<{self._code(glyph):04x}> Tj")
                x += _width_of(glyph) * size / 1000 + (extra if glyph == " " else 0.0)
            return
        parts: list[str] = []
        for glyph in drawn:
            if glyph == " ":
                step = -extra * 1000 / size - (0 if self._style.has_blanks else _width_of(" "))
                parts.append((f"<{self._code(' '):04x}>" if self._style.has_blanks else "") + f" {step:.1f} ")
            else:
                parts.append(f"<{self._code(glyph):04x}>")
        self._place(left, size, f"[{''.join(parts)}] TJ")

    def _place(self, x: float, size: float, show: str) -> None:
        line = f"BT /F1 {size} Tf 1 0 0 1 {x:.2f} {self._height:.2f} Tm {show} ET\n"
        self._pages[-1].append(line.encode("ascii"))

    def _code(self, glyph: str) -> int:
        return self._glyphs.setdefault(glyph, len(self._glyphs) + 3)

    def file(self) -> bytes:
        """The whole file."""
        widths = " ".join(f"{code} [{_width_of(glyph)}]" for glyph, code in self._glyphs.items())
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"",
            _FONT,
            _GLYPHS % widths.encode(),
            stream_of(self._map()),
        ]
        kids = []
        for page in self._pages:
            objects.append(stream_of(b"".join(page)))
            objects.append(
                f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {_PAGE[0]:.0f} {_PAGE[1]:.0f}] /Contents "
                f"{len(objects)} 0 R /Resources << /Font << /F1 3 0 R >> >> >>".encode()
            )
            kids.append(f"{len(objects)} 0 R")
        objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
        return file_of(objects)

    def _map(self) -> bytes:
        rows = []
        for glyph, code in self._glyphs.items():
            value = glyph.translate(_MIRRORED) if self._style.maps_drawn else glyph
            value = value[::-1] if self._style.maps_backwards else value
            rows.append(f"<{code:04x}> <{value.encode('utf-16-be').hex()}>")
        table = "\n".join(rows)
        return (
            "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
            f"1 begincodespacerange <0000> <ffff> endcodespacerange\n{len(rows)} beginbfchar\n{table}\n"
            "endbfchar\nendcmap end end"
        ).encode("ascii")


def _glyphs(text: str) -> list[str]:
    """What a text is drawn by, in the order of reading."""
    found: list[str] = []
    place = 0
    for match in _LIGATURES.finditer(text):
        found += [*text[place : match.start()], match.group()]
        place = match.end()
    return [*found, *text[place:]]


def _drawn(text: str) -> list[str]:
    """The glyphs of a line from left to right: Arabic is turned, Latin words and numbers are not."""
    drawn: list[str] = []
    place = 0
    for match in _LEFT_TO_RIGHT.finditer(text):
        drawn = [*match.group(), *_glyphs(text[place : match.start()])[::-1], *drawn]
        place = match.end()
    return [*_glyphs(text[place:])[::-1], *drawn]


def _width_of(glyph: str) -> int:
    """The width of a glyph in thousandths of the size; marks have none."""
    if unicodedata.category(glyph[0]) == "Mn":
        return 0
    if glyph in " .,:؛،":
        return 270
    return 700 if len(glyph) > 1 else 420 + 40 * (ord(glyph) % 5)
