"""Text → sentences, the smallest parts that are quoted.

In: quotable text. Out: spans of code points, in order, disjoint, without blanks at their ends, that
together contain every character that is not blank. A sentence ends

- at a line end, always;
- after `.`, `!`, `?`, `؟` with the closing marks after them, when a blank or the line's end follows
  (or, after a full stop between two Arabic words, nothing: scraped text often has no blank there);
- after an ellipsis (`…`, `..`) when at least `ELLIPSIS_LENGTH` code points are before it.

It does not end inside a number, an abbreviation (`د.`, `ق.م.`, `U.S.`), an address, or a quotation or
bracket of at most `QUOTE_LENGTH`. A sentence longer than its limit is cut at `؛`, else at `،` or a
dash, else at a blank, so that each piece can be quoted by itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from retrieval.resources import read_lines
from retrieval.types import Span

SENTENCE_LIMIT = 300
"""Longest sentence in code points: an excerpt is at most about 300 (docs/architecture.md)."""
QUOTE_LENGTH = 200
"""Longest quotation that is never cut inside, in code points."""
ELLIPSIS_LENGTH = 60
"""Least length of what an ellipsis may end; a shorter one («اليوم..») goes on."""
_LEAST_PIECE = 60
"""Least length of a piece of a sentence that is cut for its length."""

_LINE = re.compile(r"[^\n]+")
_CLOSERS = "\"'»”’)\\]}\u203a"
_MARKS = r"\u0610-\u061a\u064b-\u065f\u0670\u200c-\u200f"
_ENDER = re.compile(
    rf"(?P<ender>[.!?؟\u06d4…]+(?:\s?[؟!]+)?)(?P<closers>\s?[»”]|[{_CLOSERS}]+|)(?P<after>\s|$|(?=\w))"
)
"""Final marks, closing marks (in scraped text after a blank, perhaps), then what follows."""
_QUOTE_END = re.compile(r"[\"'»”’]")
"""A mark that ends a quotation."""
_LAST_WORD = re.compile(r"[^\s«“\"(\[{،؛:]+$")
"""The word before a full stop, without what opens before it."""
_DOTTED = re.compile(rf"(?:\w[{_MARKS}]*\.)*\w[{_MARKS}]*ـ?")
"""Initials: single letters with full stops between them (`ق.م`, `U.S`, `J`, `هـ`)."""
_ARABIC_WORD = re.compile(rf"[\u0620-\u064a{_MARKS}]{{3,}}$")
_ARABIC_NEXT = re.compile(rf"[\u0620-\u064a{_MARKS}]{{2,}}")
_PAIRS = (
    re.compile(r"«[^«»\n]*»"),
    re.compile(r"“[^“”\n]*[”“]"),
    re.compile(r'"[^"\n]*"'),
    re.compile(r"\([^()\n]*\)"),
)
"""Quotations and brackets of one line."""
_SOFT_CUTS = (re.compile(r"؛\s+"), re.compile(r"،\s+|,\s+|\s[-–—]\s+|:\s+"), re.compile(r"\s+"))
"""Where a long sentence is cut, best first; the mark stays with the text before it."""


def split_sentences(text: str, *, limit: int = SENTENCE_LIMIT) -> list[Span]:
    """Cut `text` into sentences; never raises.

    Args:
        text: Quotable text.
        limit: Longest sentence in code points, at least 100.

    Returns:
        Spans in order, disjoint, trimmed; they contain every character of `text` that is not blank.
    """
    sentences: list[Span] = []
    for line in _LINE.finditer(text):
        start = line.start()
        pieces = [
            piece
            for sentence in _sentences_of_line(line.group())
            for piece in _pieces_of_sentence(line.group(), sentence, limit)
        ]
        sentences += _joined([Span(start + piece.start, start + piece.end) for piece in pieces], text)
    return sentences


def _sentences_of_line(line: str) -> Iterator[Span]:
    """The sentences of one line, trimmed, never empty."""
    closed = _closed_spans(line)
    start = 0
    for match in _ENDER.finditer(line):
        end = match.end("closers")
        if _ends_sentence(line, start, match) and not any(span.start < end < span.end for span in closed):
            yield from _trimmed(line, start, end)
            start = end
    yield from _trimmed(line, start, len(line))


def _closed_spans(line: str) -> list[Span]:
    """Quotations and brackets that are short enough to stay whole."""
    found = [match.span() for pair in _PAIRS for match in pair.finditer(line)]
    return [Span(start, end) for start, end in found if end - start <= QUOTE_LENGTH]


def _ends_sentence(line: str, start: int, match: re.Match[str]) -> bool:
    """Whether final marks at this place end the sentence that began at `start`."""
    ender, closers = match.group("ender").strip(), match.group("closers")
    before = line[start : match.start()]
    glued = not match.group("after") and match.end() < len(line)
    if not before.strip():
        return False
    if glued:
        return ender == "." and not closers and _lost_blank(before, line[match.end() :])
    if ender in {".", "\u06d4"}:
        return not _is_abbreviation(before)
    if set(ender) <= {".", "…"}:
        return match.end() == len(line) or len(before) >= ELLIPSIS_LENGTH
    # «ماذا حدث؟» قال: the speaker is often named after a quoted question or exclamation
    return not _QUOTE_END.search(closers) or len(before) > QUOTE_LENGTH


def _lost_blank(before: str, after: str) -> bool:
    """Whether a full stop is between two Arabic words of a text without a blank there."""
    return bool(_ARABIC_WORD.search(before) and _ARABIC_NEXT.match(after))


def _is_abbreviation(before: str) -> bool:
    """Whether the full stop after `before` belongs to its last word."""
    match = _LAST_WORD.search(before)
    if match is None:
        return False
    word, rest = match.group(), before[: match.start()].rstrip()
    if rest and rest[-1].isdigit():  # an era or a unit after a number: «2014 م.» ends
        return False
    if word.isdigit():
        return not rest
    bare = word.casefold().removeprefix("و")  # «ود. سالم»
    return bare in _abbreviations() or (bool(_DOTTED.fullmatch(bare)) and not word[-1].isdigit())


@cache
def _abbreviations() -> frozenset[str]:
    """Abbreviations that are written with a full stop, case-folded, without it."""
    return frozenset(line.strip().casefold() for line in read_lines(__package__, "abbreviations.txt"))


def _pieces_of_sentence(line: str, sentence: Span, limit: int) -> Iterator[Span]:
    """The sentence, or pieces of it of at most `limit`, cut at the best places."""
    start = sentence.start
    while sentence.end - start > limit:
        cut = _cut_place(line, start, limit, sentence.end)
        yield from _trimmed(line, start, cut)
        start = cut
    yield from _trimmed(line, start, sentence.end)


def _cut_place(line: str, start: int, limit: int, end: int) -> int:
    """Where to cut a sentence that is too long: the last good place within the limit."""
    # what is under two limits is cut near its middle, so that no tiny piece is left
    window = min(limit, max((end - start) * 2 // 3, _LEAST_PIECE + 1))
    for pattern in _SOFT_CUTS:
        places = [match.end() for match in pattern.finditer(line, start, start + window)]
        if places and places[-1] - start >= _LEAST_PIECE:
            return places[-1]
    return start + limit


def _trimmed(line: str, start: int, end: int) -> Iterator[Span]:
    """The span without blanks at its ends, or nothing where it is blank."""
    piece = line[start:end]
    body = piece.strip()
    if body:
        left = start + len(piece) - len(piece.lstrip())
        yield Span(left, left + len(body))


def _joined(spans: list[Span], text: str) -> list[Span]:
    """Sentences of one line, those without a letter or digit joined to the one before them."""
    joined: list[Span] = []
    for span in spans:
        wordless = not any(character.isalnum() for character in text[span.start : span.end])
        if joined and wordless:
            joined[-1] = Span(joined[-1].start, span.end)
        else:
            joined.append(span)
    return joined
