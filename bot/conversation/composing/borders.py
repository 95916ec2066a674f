"""Finds where sentences begin and end in a document's text, for ellipses and for reading on.

In: quotable text and offsets in it. Out: spans of it; the text is not changed.
"""

from __future__ import annotations

import re

from retrieval import Span

_ENDINGS = ".!?؟؛…\n"
_CLOSERS = "»\"”’')]}"
_OPENERS = "«\"“‘'([{-–—•*"
_BLANKS = " \t\u00a0"
_NEAR = 40
"""How far to look beyond closing marks and blanks for the end of a sentence, in code points."""

# The end of a sentence with the marks that close it, or the end of a line.
_BREAK = re.compile(r"[.!?؟…][»\"”’')\]}]*(?=\s)|\n")
_GAP = re.compile(r"\s")


def opens_sentence(text: str, start: int) -> bool:
    """Whether a sentence or a line of `text` begins at `start`."""
    before = text[max(0, start - _NEAR) : start].rstrip(_OPENERS + _BLANKS).rstrip(_CLOSERS + _BLANKS)
    return not before or before[-1] in _ENDINGS


def closes_sentence(text: str, end: int) -> bool:
    """Whether a sentence or a line of `text` ends at `end`."""
    after = text[end : end + _NEAR].lstrip(_CLOSERS + _BLANKS)
    before = text[max(0, end - _NEAR) : end].rstrip(_CLOSERS + _BLANKS)
    return not after or after[0] in _ENDINGS or before[-1:] in tuple(_ENDINGS)


def screen_after(text: str, start: int, length: int) -> Span | None:
    """The next part of `text` from `start`, at most `length` long; None where only blanks are left."""
    start += len(text[start:]) - len(text[start:].lstrip())
    if start >= len(text):
        return None
    if len(text) - start <= length:
        return Span(start, start + len(text[start:].rstrip()))
    window = text[start : start + length]
    cut = _last_break(window, _BREAK) or _last_break(window, _GAP) or length
    return Span(start, start + len(window[:cut].rstrip()))


def screen_before(text: str, end: int, length: int) -> Span | None:
    """The part of `text` that ends at `end`, at most `length` long; None where there are only blanks."""
    end = len(text[:end].rstrip())
    if end <= 0:
        return None
    if end <= length:
        return Span(end - len(text[:end].lstrip()), end)
    window = text[end - length : end]
    cut = _first_break(window, _BREAK) or _first_break(window, _GAP) or 0
    cut += len(window[cut:]) - len(window[cut:].lstrip())
    return Span(end - length + cut, end)


def _last_break(window: str, pattern: re.Pattern[str]) -> int:
    """The end of the last break in the second half of a window; 0 where there is none."""
    ends = [match.end() for match in pattern.finditer(window) if match.end() > len(window) // 2]
    return ends[-1] if ends else 0


def _first_break(window: str, pattern: re.Pattern[str]) -> int:
    """The end of the first break in the first half of a window; 0 where there is none."""
    match = pattern.search(window)
    return match.end() if match and match.end() < len(window) // 2 else 0
