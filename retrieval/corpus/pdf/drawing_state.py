"""What the operators of a content stream change, and `q` and `Q` keep (ISO 32000-1:2008, 8.4, 9.3)."""

from __future__ import annotations

import copy

from retrieval.corpus.pdf.fonts import Font
from retrieval.corpus.pdf.matrices import Matrix


class State:
    """The state at one operator.

    Args:
        matrix: From the space of the stream to the page as shown.
    """

    __slots__ = ("font", "leading", "letter_gap", "matrix", "mode", "rise", "scale", "size", "word_gap")

    def __init__(self, matrix: Matrix) -> None:
        self.matrix = matrix
        self.font: Font | None = None
        self.size = 0.0
        self.letter_gap = 0.0
        self.word_gap = 0.0
        self.scale = 1.0
        self.leading = 0.0
        self.rise = 0.0
        self.mode = 0

    def copy(self) -> State:
        """The same state, which changes on its own."""
        return copy.copy(self)
