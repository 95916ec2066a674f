"""The styles of a Word file: what a paragraph or a run has of its style and of those that it is based on.

In: the element of `styles.xml`. Out: whether a style is a heading or the title, is hidden, and its numbering.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from retrieval.corpus.office.word_names import W, is_on, value_of

_HEADING: Final = re.compile(
    r"(?:heading|العنوان|عنوان|titre) ?\d|(?:title|heading)|عنوان|العنوان", re.IGNORECASE
)
_TITLE: Final = re.compile(r"title|العنوان|عنوان|titre", re.IGNORECASE)
_DEEPEST: Final = 30
"""Styles on which one is based, at most: a circle ends."""
_BODY_LEVEL: Final = 9
"""The outline level of body text (ECMA-376, 17.3.1.20)."""


class Styles:
    """The styles of one file.

    Args:
        root: The element `w:styles`; None where the file has none.
    """

    def __init__(self, root: Any) -> None:
        found = [] if root is None else root.iterfind(W + "style")
        self._styles = {style.get(W + "styleId"): style for style in found}

    def is_heading(self, style_id: str | None) -> bool:
        """Whether a style is one of headings, by its name or its outline level."""
        for style in self._chain(style_id):
            level = value_of(style, "pPr/outlineLvl")
            if level is not None:
                return level.isdigit() and int(level) < _BODY_LEVEL
            if _HEADING.fullmatch(value_of(style, "name") or ""):
                return True
        return False

    def is_title(self, style_id: str | None) -> bool:
        """Whether a style is that of the title."""
        return _TITLE.fullmatch(value_of(self._styles.get(style_id), "name") or "") is not None

    def is_hidden(self, style_id: str | None) -> bool:
        """Whether what has a style is hidden."""
        found = (is_on(style, "rPr/vanish") for style in self._chain(style_id))
        return bool(next((switch for switch in found if switch is not None), False))

    def numbering(self, style_id: str | None) -> Any:
        """The numbering that a style has, or None."""
        found = (style.find(f"{W}pPr/{W}numPr") for style in self._chain(style_id))
        return next((numbering for numbering in found if numbering is not None), None)

    def _chain(self, style_id: str | None) -> Iterator[Any]:
        """A style and those that it is based on, the nearest first."""
        for _ in range(_DEEPEST):
            style = self._styles.get(style_id)
            if style is None:
                return
            yield style
            style_id = value_of(style, "basedOn")
