"""What a reader makes of a file, before it becomes a Document: blocks of text and source fields.

In: the blocks in order, as found. Out: one quotable text, with the offsets of its headings and pages.
Readers never count offsets: cleaning moves them, so they are counted once, here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from retrieval.corpus.cleaning import clean
from retrieval.errors import DocumentError
from retrieval.types import Document, Page, Reason, Source, Span

TITLE_LIMIT = 300
"""Longest title in code points; a longer one is cut at a word and gets an ellipsis."""


FIELD_NAMES = ("title", "publisher", "author", "published", "url")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, a heading or a line of a document."""

    text: str
    is_heading: bool = False
    after_gap: bool = True
    """Whether an empty line stands before it."""
    page: int | None = None
    """Page number from 1, for paged formats."""
    after_cut: bool = False
    """Whether something that stood before it in the file was taken out."""
    continues: bool = False
    """Whether it goes on with the paragraph before it: a paragraph that crosses a page."""


@dataclass(frozen=True, slots=True)
class SourceFields:
    """What is known of a source; None where nothing is."""

    title: str | None = None
    publisher: str | None = None
    author: str | None = None
    published: date | None = None
    url: str | None = None
    cleared: frozenset[str] = frozenset()
    """Fields that are declared unknown, which overrides what the document seems to give."""

    @property
    def given(self) -> frozenset[str]:
        """Names of the fields that are given, or declared unknown."""
        return frozenset(name for name in FIELD_NAMES if getattr(self, name) is not None) | self.cleared

    def over(self, other: SourceFields) -> SourceFields:
        """These fields, with `other` where these say nothing."""

        def silent(name: str) -> bool:
            return getattr(self, name) is None and name not in self.cleared

        filled = {name: getattr(other, name) for name in FIELD_NAMES if silent(name)}
        return replace(self, **filled, cleared=self.cleared | other.cleared)


@dataclass(frozen=True, slots=True)
class Draft:
    """A document as read: blocks in order and what it gives of its source."""

    blocks: tuple[Block, ...]
    fields: SourceFields = field(default_factory=SourceFields)
    problems: tuple[Reason, ...] = ()
    """What is wrong with the file although it could be read."""


def finish(document_id: str, draft: Draft, overrides: SourceFields) -> Document:
    """Join a draft's blocks into a Document.

    Args:
        document_id: The id it gets.
        draft: What the reader found.
        overrides: Fields of a sidecar, which win over the draft's.

    Returns:
        The document; its title is the first of: the fields', its first line.

    Raises:
        DocumentError: No letter or digit is left.
    """
    parts: list[str] = []
    headings: list[Span] = []
    pages: list[Page] = []
    gaps: list[int] = []
    is_cut = False
    length = 0
    for block in draft.blocks:
        text = clean(block.text)
        if text:
            joint = _joint(block) if parts else ""
            start = length + len(joint)
            if parts and (block.after_cut or is_cut):
                gaps.append(start)
            is_cut = False
            parts += (joint, text)
            length = start + len(text)
            if block.is_heading:
                headings.append(Span(start, length))
        else:
            start = length
            is_cut = is_cut or block.after_cut
        if block.page is not None and (not pages or block.page > pages[-1].number):
            pages.append(Page(block.page, start))
    body = "".join(parts)
    if not any(character.isalnum() for character in body):
        raise DocumentError("no_text")
    source = _source(overrides.over(draft.fields), body)
    return Document(document_id, body, source, tuple(headings), tuple(pages), tuple(gaps))


def _joint(block: Block) -> str:
    """What stands between a block and the text before it."""
    if block.continues:
        return " "
    return "\n\n" if block.after_gap else "\n"


def _source(fields: SourceFields, body: str) -> Source:
    """The fields as a Source, each one line and clean."""
    title = one_line(fields.title) or one_line(body.split("\n", 1)[0])
    return Source(
        title=_cut(title),
        publisher=one_line(fields.publisher) or None,
        author=one_line(fields.author) or None,
        published=fields.published,
        url=one_line(fields.url) or None,
    )


def one_line(value: str | None) -> str:
    """A field's value, clean and with single spaces; empty for None."""
    return " ".join(clean(value or "").split())


def _cut(title: str) -> str:
    """A title of at most `TITLE_LIMIT` code points."""
    if len(title) <= TITLE_LIMIT:
        return title
    return title[: TITLE_LIMIT - 1].rsplit(" ", 1)[0] + "…"
