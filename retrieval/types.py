"""The types that stand between the steps of retrieval: from a file to a quoted answer.

Every offset is in code points, its end exclusive. Every type is frozen: a loaded corpus, an index
and an answer are values that threads may share. Telegram counts UTF-16 units; only `bot.telegram`
knows that.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import Final

_LEFTOVERS: Final = frozenset({"leftover", "orphan_sidecar"})
_NO_FEATURES: Final[Mapping[str, float]] = MappingProxyType({})


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, `0 <= start <= end`."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """Where a document comes from, as far as the document or its sidecar gives it."""

    title: str
    publisher: str | None = None
    author: str | None = None
    published: date | None = None
    """Date of publication; None where the page does not say it (a fetch date is none)."""
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Where a page of a document's file begins in its text."""

    number: int
    """Its number in the file, from 1; pages without text are left out."""
    start: int
    """Where it begins in `Document.text`."""


@dataclass(frozen=True, slots=True)
class Document:
    """One unit of the corpus: its quotable text and its source."""

    document_id: str
    """File name relative to the corpus folder, with `#id` behind it for a line of a JSONL file."""
    text: str
    """Quotable text: cleaned, never normalized. Every quotation is a slice of it."""
    source: Source
    headings: tuple[Span, ...] = ()
    """Lines of `text` that are headings, in order."""
    pages: tuple[Page, ...] = ()
    """The pages that hold text, in order, for paged formats (PDF); empty otherwise."""
    gaps: tuple[int, ...] = ()
    """Places in `text` before which something was taken out that stood there in the file, in order."""

    def gaps_in(self, start: int, end: int) -> tuple[int, ...]:
        """The gaps inside a part of `text`, as offsets in that part."""
        return tuple(gap - start for gap in self.gaps if start < gap < end)

    def page_at(self, offset: int) -> int | None:
        """The number of the page that a place in `text` stands on, from 1; None without pages."""
        place = bisect_right(self.pages, offset, key=lambda page: page.start)
        return self.pages[place - 1].number if place else None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is not read, built or saved, in no language yet: `retrieval.reasons` words it."""

    code: str
    """Which row of the table of reasons."""
    values: tuple[tuple[str, str | Reason], ...] = ()
    """What stands in its braces, by name, in order of the names."""


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file of the corpus folder that was not read, or not in whole, and why."""

    name: str
    reason: Reason
    is_read: bool = False
    """Whether it was read all the same: the reason is a note on a part of it."""

    @property
    def is_leftover(self) -> bool:
        """Whether it is no document at all, but what a system or a removed document left behind."""
        return self.reason.code in _LEFTOVERS


@dataclass(frozen=True, slots=True)
class Corpus:
    """All documents of a folder in order of their ids, what was skipped, and a digest of it all."""

    documents: tuple[Document, ...]
    skipped: tuple[SkippedFile, ...] = ()
    digest: str = ""
    """Hexadecimal digest of the names and bytes of all files read, sidecars included, and of the readers."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence-aligned span of a document: the unit that is indexed."""

    document_id: str
    ordinal: int
    """Place in the whole index, from 0; ties of score are broken by it."""
    start: int
    end: int
    text: str
    """`document.text[start:end]`."""
    sentences: tuple[Span, ...]
    """The sentences of the passage, as offsets in the document; never empty."""
    title: str = ""
    heading: str = ""
    """The heading that the passage stands under, or empty."""
    previous: int | None = None
    """Ordinal of the passage before it in the same document."""
    next: int | None = None


class AnswerKind(StrEnum):
    """What a question asks for, by its question word."""

    WHEN = "when"
    WHERE = "where"
    WHO = "who"
    HOW_MANY = "how_many"
    HOW_MUCH = "how_much"
    WHY = "why"
    HOW = "how"
    YES_NO = "yes_no"
    DEFINITION = "definition"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class QuestionWord:
    """One content word of a question, with the other ways in which the corpus may write it."""

    surface: str
    """The word as understood: in Arabic letters, its spelling repaired where it was."""
    alternatives: tuple[str, ...] = ()
    """Names of the same thing; each may be several words, joined by spaces."""
    weight: float = 1.0
    """Share of its full weight, above 0 and at most 1: below 1 for uncertain repairs."""
    written: str = ""
    """The word as the person wrote it; empty where it is the same as `surface`."""
    related: tuple[str, ...] = ()
    """Words of a near meaning, which say less than `alternatives` do; each may be several words."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood: what is asked for, and the words to look for."""

    text: str
    """The question as written."""
    kind: AnswerKind
    words: tuple[QuestionWord, ...]
    """Content words in order; stop words and question words are out. May be empty."""
    is_greeting: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved passage."""

    passage: Passage
    rank: int
    """Place from 1."""
    score: float
    """Weighted mean of the features, each from 0 to 1, so that scores compare between questions; a
    reranker may lower it below 0, but never raises it."""
    features: Mapping[str, float] = field(default_factory=lambda: _NO_FEATURES)
    """Named parts of the score (per field, coverage, proximity), for ranking and for silence; immutable."""


@dataclass(frozen=True, slots=True)
class Citation:
    """A place in a document that prints the same as an excerpt."""

    document_id: str
    source: Source
    start: int
    end: int
    page: int | None = None
    """Page number from 1, for paged formats."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A verbatim part of a document that is shown: `document.text[start:end] == text`."""

    rank: int
    document_id: str
    source: Source
    text: str
    start: int
    end: int
    highlights: tuple[Span, ...]
    """Words that matched, as offsets in `text`: sorted, disjoint, in range."""
    score: float
    page: int | None = None
    also_in: tuple[Citation, ...] = ()
    """Other documents that print nearly the same excerpt, shown once."""
    gaps: tuple[int, ...] = ()
    """Places in `text` before which something of the file was taken out: a reply marks them."""


class LineKind(StrEnum):
    """What an answer line holds."""

    DATE = "date"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """The value that the excerpts under it say, shown only where precision allows."""

    text: str
    """What is shown: the words as they stand in the excerpt, with what was inferred of the date from
    the day of publication behind them in brackets («10 يناير [2022]»)."""
    kind: LineKind
    value: str
    """Normalized: ISO 8601 date or interval (`2022-01-10`, `2022-01-09/2022-01-10`), `--01-10` where the
    year is not known, or a decimal number (`50`), two with a slash for a range (`3/5`)."""
    document_ids: tuple[str, ...]
    """Documents that say this value, in order of their excerpts."""
    excerpt_rank: int
    span: Span
    """Where the words stand in the text of the excerpt of that rank."""
    others: tuple[str, ...] = ()
    """Different values that other excerpts say, normalized in the same way; empty on agreement."""


class NoAnswerReason(StrEnum):
    """Why there are no excerpts."""

    GREETING = "greeting"
    NO_WORDS = "no_words"
    NOT_FOUND = "not_found"
    WEAK = "weak"
    EMPTY_CORPUS = "empty_corpus"


@dataclass(frozen=True, slots=True)
class NearestTitle:
    """A document whose title is near to the question, offered when there is no answer."""

    document_id: str
    title: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Excerpts that answer a question, best first."""

    question: str
    excerpts: tuple[Excerpt, ...]
    """At least one, all that may be paged through; a reply shows three at a time."""
    line: AnswerLine | None = None
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """Silence, with its reason and the nearest titles."""

    question: str
    reason: NoAnswerReason
    nearest_titles: tuple[NearestTitle, ...] = ()
    took_ms: float = 0.0


@dataclass(frozen=True, slots=True)
class Context:
    """An excerpt within its neighbors: a wider verbatim span of the same document."""

    document_id: str
    source: Source
    text: str
    start: int
    end: int
    excerpt: Span
    """Where the excerpt stands in `text`."""
    page: int | None = None
    gaps: tuple[int, ...] = ()
    """As `Excerpt.gaps`."""
