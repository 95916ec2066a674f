"""Composes what shows the page that an excerpt stands on: its picture, and the source under it."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.composing.citations import add_source, short_title
from bot.conversation.composing.layout import Layout
from bot.conversation.reply import Picture, PictureType, Reply
from bot.conversation.wording import texts
from bot.conversation.wording.grammar import isolate, one_line
from retrieval import Excerpt, PagePicture, shows_pages

_TITLE = 80
_QUOTATION = 200
"""Lengths in a description, in code points."""


def has_page(excerpt: Excerpt) -> bool:
    """Whether the page that an excerpt stands on can be shown."""
    return excerpt.page is not None and shows_pages(excerpt.document_id)


def page_screen(excerpt: Excerpt, page: PagePicture) -> Reply:
    """The picture of a page, with the source of the excerpt; it leaves the answer as it is."""
    layout = Layout()
    add_source(layout, excerpt.source, page.page)
    if not page.is_marked:
        layout.add(f"\n{texts.PROOF_UNMARKED}")
    if page.goes_on:
        layout.add("\n" + texts.PROOF_GOES_ON.format(page=isolate(str(page.page + 1))))
    picture = Picture(page.content, PictureType(page.media_type), _description(excerpt, page))
    return replace(layout.reply(), picture=picture, is_beside=True)


def _description(excerpt: Excerpt, page: PagePicture) -> str:
    title = short_title(excerpt.source, _TITLE)
    description = texts.PROOF_DESCRIPTION.format(page=isolate(str(page.page)), title=title)
    if not page.is_marked:
        return description
    quotation = one_line(excerpt.text, _QUOTATION)
    return texts.PROOF_MARKED.format(description=description, quotation=quotation)
