"""What is asked of the drawing of a page, and what comes of it: a picture, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from retrieval.corpus.pictures.placed import PlacedText
from retrieval.types import Span


class NoPicture(Enum):
    """Why there is no picture of a page."""

    GONE = "gone"
    """Its file is not there, or cannot be read."""
    CHANGED = "changed"
    """The quotation does not stand on the page: the file is another one now."""
    FAILED = "failed"
    """The page cannot be drawn."""
    SLOW = "slow"
    """It took too long."""
    BUSY = "busy"
    """Too many others wait."""


@dataclass(frozen=True, slots=True)
class PagePicture:
    """A page, or what of it is round a quotation."""

    content: bytes = field(repr=False)
    """A PNG or a JPEG file."""
    media_type: str
    """`image/png` or `image/jpeg`."""
    width: int
    height: int
    """In pixels."""
    page: int
    """Its number in the file, from 1."""
    is_marked: bool
    """Whether the lines of the quotation are marked; only where each of its words was located."""
    goes_on: bool = False
    """Whether the quotation goes on on the next page."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which quotation is to be shown."""

    text: str
    """The text of the document from before the page to behind the next one."""
    span: Span
    """What is quoted, in offsets of `text`."""
    page: int
    """The page that it begins on, from 1."""
    words: tuple[tuple[int, tuple[PlacedText, ...]], ...] = ()
    """The recognized words of pages that have no text of their own, with the numbers of the pages."""
