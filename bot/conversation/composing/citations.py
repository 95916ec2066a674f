"""Cites a source: title, publisher, author and date on one line, the title linked to its address."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.composing.layout import Layout
from bot.conversation.reply import SpanKind
from bot.conversation.wording import texts
from bot.conversation.wording.grammar import arabic_date, isolate, one_line
from retrieval import Citation, Source

# Lengths in code points. With an excerpt of 1000 they keep one excerpt and its citation within a message.
TITLE_LENGTH = 120
NAME_LENGTH = 60
ALSO_SHOWN = 3
_URL_LENGTH = 2048
_SCHEMES = ("https://", "http://")


def add_source(layout: Layout, source: Source, page: int | None = None) -> None:
    """Append `«title»، publisher، author، date، ص 3`, as far as the source has them."""
    url = _web_address(source)
    title = isolate(one_line(source.title, TITLE_LENGTH))
    layout.add("«").add(title, SpanKind.LINK if url else None, url).add("»")
    names = [isolate(one_line(name, NAME_LENGTH)) for name in _names(source)]
    dates = [isolate(arabic_date(source.published))] if source.published else []
    pages = [texts.PAGE_OF_DOCUMENT.format(page=isolate(str(page)))] if page is not None else []
    layout.add("".join(f"، {part}" for part in [*names, *dates, *pages]))


def add_citation(
    layout: Layout, source: Source, page: int | None = None, also_in: Sequence[Citation] = ()
) -> None:
    """Append the line under a quotation, and under it who else published the same text."""
    layout.add("— ")
    add_source(layout, source, page)
    names = list(dict.fromkeys(_short_name(also.source) for also in also_in))
    if names:
        shown = names[:ALSO_SHOWN] + ([texts.AND_MORE] if len(names) > ALSO_SHOWN else [])
        layout.add("\n" + texts.ALSO_IN.format(names="، ".join(shown)))


def short_title(source: Source, length: int) -> str:
    """The title alone, at most `length` code points, for buttons and lists."""
    return isolate(one_line(source.title, length))


def _names(source: Source) -> list[str]:
    names = [source.publisher, source.author]
    return list(dict.fromkeys(name for name in names if name and name.strip()))


def _short_name(source: Source) -> str:
    name = source.publisher or source.author
    if name and name.strip():
        return isolate(one_line(name, NAME_LENGTH))
    return f"«{isolate(one_line(source.title, NAME_LENGTH))}»"


def _web_address(source: Source) -> str | None:
    """The address of a source, if it is one that a browser can open."""
    url = source.url or ""
    is_web = url.lower().startswith(_SCHEMES) and len(url) <= _URL_LENGTH
    return url if is_web and url.isprintable() and " " not in url else None
