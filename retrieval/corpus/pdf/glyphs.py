"""A page of a PDF → its glyphs, each where it is drawn and with what it stands for.

In: a page. Out: `Glyph`s in the order in which they are drawn, in points of the page as it is shown: the
origin is the lower left corner of its crop box after its rotation. A glyph that stands for several letters
is one glyph. What a span declares as its `ActualText` is one glyph as large as the span. Whatever is wrong
with an operator costs that operator alone; depth and number are bounded.

Source of all operators: ISO 32000-1:2008, 8.4.4, 9.3, 9.4, 14.6, 14.9.4.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Final

from pypdf import PageObject

from retrieval.corpus.pdf.drawing_state import State
from retrieval.corpus.pdf.fonts import Code, Font
from retrieval.corpus.pdf.matrices import IDENTITY, Matrix, at, matrix_of, product, to_shown
from retrieval.corpus.pdf.operators import operators_of

MOST_GLYPHS: Final = 60_000
"""Glyphs of one page that are read: a page of a phone book has about 10,000."""
_MOST_OPERATORS: Final = 400_000
_DEEPEST: Final = 12
"""Forms within forms that are followed."""
_INVISIBLE: Final = 3
"""The render mode of text that is not drawn: the text layer of a scan."""


@dataclass(frozen=True, slots=True)
class Glyph:
    """What is drawn at one place."""

    text: str
    """What it stands for, as the file has it: one letter, several, or a blank."""
    left: float
    bottom: float
    right: float
    top: float
    base: float
    """The line that it stands on."""
    size: float
    """Size of its font in points as shown."""
    is_bold: bool = False
    is_furniture: bool = False
    """Whether the file declares it no part of the text: a running head, a page number."""
    is_invisible: bool = False
    """Whether it is not drawn: the text layer of a scan."""
    is_whole: bool = False
    """Whether its text is in the order of reading for sure: it was declared as what a span stands for."""
    unmapped: int = 0
    """Which glyph of the file it is where its font gives no letter for it; 0 otherwise."""
    turn: int = 0
    """Quarter turns of its line against the page, counter-clockwise; 0 for upright text."""


@dataclass(frozen=True, slots=True)
class _Mark:
    """A span of marked content that is open."""

    is_furniture: bool
    text: str | None
    first: int
    """How many glyphs there were when it began."""


def glyphs_of(page: PageObject, fonts: dict[Any, Font | None] | None = None) -> tuple[Glyph, ...]:
    """Read the glyphs of a page.

    Args:
        page: The page.
        fonts: The fonts of the file that were read before, by their places in it; grows.

    Returns:
        The glyphs in the order in which they are drawn.
    """
    contents = page.get_contents()
    if contents is None:
        return ()
    reading = _Reading(to_shown(page), {} if fonts is None else fonts)
    resources = page.get("/Resources")
    reading.run(contents.get_data(), {} if resources is None else resources.get_object(), 0)
    return tuple(reading.glyphs)


class _Reading:
    """Runs content streams, and keeps what they draw."""

    def __init__(self, matrix: Matrix, fonts: dict[Any, Font | None]) -> None:
        self.glyphs: list[Glyph] = []
        self._state = State(matrix)
        self._fonts = fonts
        self._operators = 0
        self._line = self._place = IDENTITY
        self._marks: list[_Mark] = []
        self._resources: Any = {}
        self._depth = 0
        self._kept: list[State] = []
        self._closed = 0
        self._actions: dict[bytes, Callable[[list[Any]], None]] = {
            b"q": self._save, b"Q": self._restore, b"cm": self._change_matrix, b"Do": self._draw,
            b"BDC": self._begin, b"BMC": self._begin, b"EMC": self._end,
            b"BT": self._begin_text, b"Tf": self._set_font, b"Tm": self._set_place,
            b"Td": self._move, b"TD": self._move_and_lead, b"T*": self._break,
            b"Tc": self._set_letter_gap, b"Tw": self._set_word_gap, b"Tz": self._set_scale,
            b"TL": self._set_leading, b"Ts": self._set_rise, b"Tr": self._set_mode,
            b"Tj": self._show_one, b"TJ": self._show_several,
            b"'": self._break_and_show, b'"': self._space_and_show,
        }  # fmt: skip

    def run(self, contents: bytes, resources: Any, depth: int) -> None:
        """Run a content stream; what it leaves open is closed."""
        outer = self._resources, self._depth, self._kept, self._closed
        self._resources, self._depth, self._kept, self._closed = resources, depth, [], len(self._marks)
        for operator, operands in operators_of(contents):
            self._operators += 1
            if self._operators > _MOST_OPERATORS or len(self.glyphs) > MOST_GLYPHS:
                break
            action = self._actions.get(operator)
            if action is not None:
                with suppress(ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
                    action(operands)
        while len(self._marks) > self._closed:
            self._end([])
        if self._kept:
            self._state = self._kept[0]
        self._resources, self._depth, self._kept, self._closed = outer

    def _save(self, _: list[Any]) -> None:
        self._kept.append(self._state.copy())

    def _restore(self, _: list[Any]) -> None:
        self._state = self._kept.pop()

    def _change_matrix(self, values: list[Any]) -> None:
        self._state.matrix = product(matrix_of(values), self._state.matrix)

    def _set_font(self, values: list[Any]) -> None:
        self._state.font, self._state.size = self._font(values[0]), float(values[1])

    def _set_letter_gap(self, values: list[Any]) -> None:
        self._state.letter_gap = float(values[0])

    def _set_word_gap(self, values: list[Any]) -> None:
        self._state.word_gap = float(values[0])

    def _set_scale(self, values: list[Any]) -> None:
        self._state.scale = float(values[0]) / 100

    def _set_leading(self, values: list[Any]) -> None:
        self._state.leading = float(values[0])

    def _set_rise(self, values: list[Any]) -> None:
        self._state.rise = float(values[0])

    def _set_mode(self, values: list[Any]) -> None:
        self._state.mode = int(values[0])

    def _begin_text(self, _: list[Any]) -> None:
        self._line = self._place = IDENTITY

    def _set_place(self, values: list[Any]) -> None:
        self._line = self._place = matrix_of(values)

    def _move(self, values: list[Any]) -> None:
        self._next_line(float(values[0]), float(values[1]))

    def _move_and_lead(self, values: list[Any]) -> None:
        self._state.leading = -float(values[1])
        self._move(values)

    def _break(self, _: list[Any]) -> None:
        self._next_line(0.0, -self._state.leading)

    def _show_one(self, values: list[Any]) -> None:
        self._show(values[0])

    def _show_several(self, values: list[Any]) -> None:
        for value in values[0]:
            if isinstance(value, float):
                self._advance(-value / 1000 * self._state.size * self._state.scale)
            else:
                self._show(value)

    def _break_and_show(self, values: list[Any]) -> None:
        self._break(values)
        self._show(values[-1])

    def _space_and_show(self, values: list[Any]) -> None:
        self._state.word_gap, self._state.letter_gap = float(values[0]), float(values[1])
        self._break_and_show(values)

    def _next_line(self, right: float, up: float) -> None:
        self._line = self._place = product((1.0, 0.0, 0.0, 1.0, right, up), self._line)

    def _advance(self, right: float) -> None:
        a, b, c, d, e, f = self._place
        self._place = (a, b, c, d, e + right * a, f + right * b)

    def _show(self, value: Any) -> None:
        """Draw a string."""
        state = self._state
        font = state.font
        if font is None:
            return
        for code in font.decode(value):
            width = code.width * state.size
            if code.text:
                self._add(code, width * state.scale, font)
            gap = state.letter_gap + (state.word_gap if code.is_space else 0.0)
            self._advance((width + gap) * state.scale)

    def _add(self, code: Code, width: float, font: Font) -> None:
        """Keep a glyph that goes so far to the right, in units of the text's own space."""
        state = self._state
        matrix = product(self._place, state.matrix)
        low, high = font.descent * state.size + state.rise, font.ascent * state.size + state.rise
        points = [at(matrix, x, y) for x in (0.0, width) for y in (low, high)]
        start, size = at(matrix, 0.0, state.rise), abs(state.size) * math.hypot(matrix[2], matrix[3])
        turn = round(math.atan2(matrix[1], matrix[0]) / (math.pi / 2)) % 4
        if matrix[0] < 0 and matrix[3] > 0:  # mirrored, not turned
            turn = 0
        self.glyphs.append(
            Glyph(
                code.text,
                min(x for x, _ in points),
                min(y for _, y in points),
                max(x for x, _ in points),
                max(y for _, y in points),
                start[1] if turn % 2 == 0 else start[0],
                size,
                font.is_bold,
                any(mark.is_furniture for mark in self._marks),
                state.mode == _INVISIBLE,
                unmapped=code.unmapped,
                turn=turn,
            )
        )

    def _font(self, name: Any) -> Font | None:
        found = self._resources["/Font"].get_object().raw_get(name)
        key = getattr(found, "idnum", None) or id(found)
        if key not in self._fonts:
            try:
                self._fonts[key] = Font(found.get_object())
            except Exception:  # noqa: BLE001 - whatever a font is, the text of the others is read
                self._fonts[key] = None
        return self._fonts[key]

    def _draw(self, values: list[Any]) -> None:
        """Draw a form; pictures are passed over."""
        form = self._resources["/XObject"].get_object()[values[0]].get_object()
        if form.get("/Subtype") != "/Form" or self._depth >= _DEEPEST:
            return
        outer = self._state
        self._state = outer.copy()
        if "/Matrix" in form:
            self._state.matrix = product(matrix_of(form["/Matrix"].get_object()), outer.matrix)
        own = form.get("/Resources")
        place = self._line, self._place
        self.run(form.get_data(), self._resources if own is None else own.get_object(), self._depth + 1)
        self._state = outer
        self._line, self._place = place

    def _begin(self, operands: list[Any]) -> None:
        """Open a span of marked content."""
        properties: Any = operands[1] if len(operands) > 1 else {}
        if isinstance(properties, str):
            properties = self._resources["/Properties"].get_object()[properties].get_object()
        text = properties.get("/ActualText") if isinstance(properties, dict) else None
        if isinstance(text, bytes):
            text = _decoded(text)
        is_furniture = operands[0] == "/Artifact"
        self._marks.append(_Mark(is_furniture, None if text is None else str(text), len(self.glyphs)))

    def _end(self, _: list[Any]) -> None:
        """Close a span: where it declares its text, its glyphs become one."""
        if len(self._marks) <= self._closed:
            return
        mark = self._marks.pop()
        if mark.text is None:
            return
        drawn = self.glyphs[mark.first :]
        del self.glyphs[mark.first :]
        text = mark.text.replace("\ufeff", "")
        if drawn and text:
            self.glyphs.append(_united(text, drawn))


def _decoded(text: bytes) -> str:
    """A text string (ISO 32000-1, 7.9.2.2): UTF-16 or UTF-8 by its mark, else an encoding like Latin-1."""
    if text.startswith((b"\xfe\xff", b"\xff\xfe")):
        return text.decode("utf-16", errors="replace")
    if text.startswith(b"\xef\xbb\xbf"):
        return text[3:].decode("utf-8", errors="replace")
    return text.decode("latin-1")


def _united(text: str, drawn: Sequence[Glyph]) -> Glyph:
    """One glyph in the place of several."""
    first = max(drawn, key=lambda glyph: (glyph.right - glyph.left) * (glyph.top - glyph.bottom))
    return Glyph(
        text,
        min(glyph.left for glyph in drawn),
        min(glyph.bottom for glyph in drawn),
        max(glyph.right for glyph in drawn),
        max(glyph.top for glyph in drawn),
        first.base,
        first.size,
        first.is_bold,
        first.is_furniture,
        first.is_invisible,
        is_whole=True,
        turn=first.turn,
    )
