"""Text with its place on a page: what every source of glyphs or words gives, and what is marked.

Places are in points of the page as it is displayed (turned and cropped), from its upper left corner.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

TATWEEL: Final = "ـ"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, `left <= right` and `top <= bottom`."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """From left to right."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Its height on the page, halfway between top and bottom."""
        return (self.top + self.bottom) / 2

    def turned(self, quarters: int) -> Box:
        """Turned clockwise round the corner of the page by so many quarters, 0 to 4."""
        box = self
        for _ in range(quarters):
            box = Box(-box.bottom, box.left, -box.top, box.right)
        return box


@dataclass(frozen=True, slots=True)
class PlacedText:
    """A glyph with the letters that it stands for, or a recognized word."""

    text: str
    """In the order in which it is read."""
    box: Box
    """From ascent to descent of its font, not only its ink."""


def union(boxes: Iterable[Box]) -> Box:
    """The smallest box around others, of which there is at least one."""
    around = list(boxes)
    return Box(
        min(box.left for box in around),
        min(box.top for box in around),
        max(box.right for box in around),
        max(box.bottom for box in around),
    )


def fold(text: str) -> str:
    """The letters and digits of a text, without marks, hamzas and tatweel; never raises.

    It is the same however a font names its glyphs.
    """
    decomposed = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in decomposed if letter.isalnum() and letter != TATWEEL).lower()
