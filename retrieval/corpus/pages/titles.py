"""A page taken apart → its title and the rest of its source.

In: a page. Out: the place of its title and its source fields, None where the page does not say them.
A date is the article's only where a byline or a label names it, or where it stands between title and
article: a date in the header above the title is the day of fetching.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from retrieval.corpus.drafts import SourceFields
from retrieval.corpus.pages.article import Page
from retrieval.corpus.pages.bylines import Byline, Trust, is_name, parse_byline
from retrieval.corpus.pages.lines import Kind, Line, is_agency, key_of, parts_of
from retrieval.language.terms.stemming import stem

_TITLE_WORDS = 3
_TITLE_LENGTH = 250
_OVERLAP = 0.5
"""Least share of a title's terms that its article has."""
_CANDIDATES, _SURE_OVERLAP, _SURE_WORDS = 4, 0.75, 5
"""Lines above an article that may be its title, and from which share of confirmed words, and how many
words, the first of them is."""
_SITE_WORDS = 5
"""Most words of a site's name behind a title."""
_TITLE_KINDS = frozenset({Kind.TEXT, Kind.REPEATED, Kind.LISTED, Kind.LATIN})
_BREADCRUMB = re.compile(r"(?:الصفحة )?(?:الرئيسية|الرئيسيه)|home|أنت هنا|انت هنا", re.IGNORECASE)
"""How a breadcrumb begins."""


def find_title(page: Page) -> int | None:
    """Place of the line that is the page's title, or None."""
    for finder in (_above_byline, _in_breadcrumb, _recurring, _before_site_name, _nearest):
        place = finder(page)
        if place is not None:
            return place
    return None


def find_fields(page: Page, title: int | None) -> SourceFields:
    """The source fields that a page gives.

    Args:
        page: The page.
        title: Place of its title, or None.

    Returns:
        The fields, None where nothing is given.
    """
    spoken = dict(_spoken(page, title))
    ranked = sorted(spoken.items(), key=lambda item: (-item[1].trust, item[0]))
    publisher = next((byline.publisher for _, byline in ranked if byline.publisher), None)
    author = next((byline.author for _, byline in ranked if byline.author), None)
    published = _published(ranked)
    text = page.lines[title].text if title is not None else None
    if publisher is None and text is not None:
        publisher = _site_name(page, text)
    return SourceFields(
        title=text,
        publisher=publisher,
        author=author or _name_under_title(page, title),
        published=_plausible(published),
    )


def _published(ranked: Sequence[tuple[int, Byline]]) -> date | None:
    """The date of the surest line; the day of an update only where no earlier date stands under the title."""
    dated = [byline for _, byline in ranked if byline.published]
    if not dated:
        return None
    surest = dated[0]
    alone = next((byline for byline in dated if byline.trust is Trust.DATE_ALONE), None)
    if surest.trust is Trust.UPDATED and alone and _day(alone) <= _day(surest):
        return alone.published
    return surest.published


def _day(byline: Byline) -> date:
    return byline.published or date.max


def _plausible(published: date | None) -> date | None:
    """A date of the age of the press."""
    return published if published is not None and published.year >= 1900 else None  # noqa: PLR2004 - as documented


def _head(page: Page) -> range:
    """Places that a title may have: from the first line to the article's first."""
    return range(min(page.start + 1, page.end, len(page.lines)))


def _may_be_title(line: Line) -> bool:
    """Whether a line has the shape of a title."""
    return (
        line.kind in _TITLE_KINDS
        and line.words >= _TITLE_WORDS
        and not line.is_sentence
        and len(line.text) <= _TITLE_LENGTH
        and not line.text.endswith((":", "،"))
    )


def _above_byline(page: Page) -> int | None:
    """The title above the line that a site prints under it."""
    for place, byline in page.bylines.items():
        if byline.trust < Trust.LABEL or byline.awaits_publisher or place > page.start:
            continue
        for above in range(place - 1, max(-1, place - 5), -1):
            line = page.lines[above]
            if _may_be_title(line) and not is_name(line.text):
                return above
    return None


def _in_breadcrumb(page: Page) -> int | None:
    """The line that a breadcrumb ends with."""
    keys = {
        line.key: place
        for place, line in reversed(list(enumerate(page.lines[: page.start + 1])))
        if _may_be_title(line)
    }
    for line in page.lines:
        parts = parts_of(line.text)
        if len(parts) > 1 and _BREADCRUMB.match(line.text):
            for count in range(1, len(parts)):
                place = keys.get(key_of(" - ".join(parts[-count:])))
                if place is not None:
                    return place
    return None


def _recurring(page: Page) -> int | None:
    """The first line of the head whose words stand twice on the page."""
    counts = Counter(line.key for line in page.lines)
    words = _body_terms(page)
    for place in _head(page):
        line = page.lines[place]
        if _may_be_title(line) and counts[line.key] > 1 and _share(line, words) >= _OVERLAP:
            return place
    return None


def _before_site_name(page: Page) -> int | None:
    """The line that another line holds, with the site's name behind it."""
    for place in _head(page):
        line = page.lines[place]
        if _may_be_title(line) and _site_name(page, line.text) is not None:
            return place
    return None


def _nearest(page: Page) -> int | None:
    """Of the lines that stand nearest above the article the first that its words confirm.

    What stands under a title (a lead) shares as many words with the article, what stands above it
    (headlines of other articles) shares fewer.
    """
    words = _body_terms(page)
    near = [place for place in range(page.start) if _may_be_title(page.lines[place])][-_CANDIDATES:]
    shares = {place: _share(page.lines[place], words) for place in near}
    sure = [
        place
        for place, share in shares.items()
        if share >= _SURE_OVERLAP and page.lines[place].words >= _SURE_WORDS
    ]
    if sure:
        return sure[0]
    return max(shares, key=lambda place: (shares[place], place), default=None)


def _body_terms(page: Page) -> frozenset[str]:
    """The stems of the article's words."""
    return frozenset(stem(word) for line in page.lines[page.start : page.end] for word in line.key.split())


def _share(line: Line, terms: frozenset[str]) -> float:
    """The share of a line's longer words whose stems are among `terms`."""
    words = [word for word in line.key.split() if len(word) > 2]  # noqa: PLR2004 - shorter ones are particles
    return sum(stem(word) in terms for word in words) / len(words) if words else 0.0


def _site_name(page: Page, title: str) -> str | None:
    """The short rest of a line that begins with the title and a dash or a bar."""
    for line in page.lines:
        rest = line.text.removeprefix(title)
        match = re.fullmatch(r"\s*[|–—-]\s*(.{2,60})", rest)
        if (
            match
            and rest != line.text
            and len(match[1].split()) <= _SITE_WORDS
            and parse_byline(match[1]) is None
        ):
            return match[1].strip()
    return None


def _spoken(page: Page, title: int | None) -> Iterator[tuple[int, Byline]]:
    """The bylines that are about the article, by place."""
    lines = page.lines
    for place, byline in page.bylines.items():
        if byline.awaits_publisher:
            following = lines[place + 1].text if place + 1 < len(lines) else ""
            if following and len(following.split()) <= _SITE_WORDS and parse_byline(following) is None:
                yield place, Byline(Trust.LABEL, publisher=following.strip(" .:"))
        elif byline.trust is Trust.DATE_ALONE:
            if title is not None and title < place <= page.start + 1:
                yield place, byline
        elif page.start <= place < page.end and byline.trust < Trust.BYLINE and page.is_structural:
            continue  # inside the article it is about something else
        else:
            yield place, byline


def _name_under_title(page: Page, title: int | None) -> str | None:
    """A person's name between title and byline."""
    if title is None:
        return None
    between: Sequence[Line] = page.lines[title + 1 : page.start]
    places = [place for place, byline in page.bylines.items() if byline.trust is Trust.BYLINE]
    for offset, line in enumerate(between):
        place = title + 1 + offset
        if place + 1 in places and line.kind is Kind.TEXT and is_name(line.text) and not is_agency(line.text):
            return line.text
    return None
