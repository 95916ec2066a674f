"""The lines of a scraped page → those of its article.

In: the lines of a page. Out: which of them are the article's, what stood above and below it, or None
for a text without signs of a page, which loses nothing. jusText finds which lines read like prose (its
Arabic stop list, a line a block) after our own rules have marked the lines that are surely no prose; then
the run of lines with the highest sum of prose is the article, and within it only furniture goes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from types import MappingProxyType, SimpleNamespace

import justext
from justext.core import classify_paragraphs, revise_paragraph_classification
from justext.paragraph import Paragraph

from retrieval.corpus.pages.best_run import KEPT, PROSE_LENGTH, UNSEEN, best_run
from retrieval.corpus.pages.bylines import Byline, Trust, parse_byline
from retrieval.corpus.pages.lines import Kind, Line, key_of, parts_of

_SIGNS_NEEDED = 2
"""Signs of a page from which a text is one."""
_SIGN_WEIGHTS = {
    Kind.FURNITURE: 1,
    Kind.WALL: 2,
    Kind.TEASER: 1,
    Kind.RELATED: 1,
    Kind.END: 1,
    Kind.OTHERS: 1,
    Kind.WEAK: 1,
    Kind.MENU: 1,
}
_PROSE_BEFORE_END = 250
"""Prose, in code points, that must stand before a line that ends an article."""
_LONG_HEADLINE = 100
"""Longest headline, in code points, of those that read like prose: jusText is given it as its
`length_high`, above which stop words alone make a line prose, and a longer line of prose is no headline."""
_TEASER_LENGTH = 150
"""Longest headline of another article, in code points, of those that do not read like prose."""
_TEASER_LINES = 12
"""Most headlines that one line announces («اقرأ أيضا»): farther down, a line is judged by itself."""
_HEADLINES = 2
"""Least headlines of a list inside an article that one last sentence follows."""
_REPEATED_WORDS = 3
_LATIN_WORDS = 25
"""Longest line in Latin letters, in words, that is a site's or a caption's in an Arabic page."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page taken apart."""

    lines: tuple[Line, ...]
    """All lines, their kinds decided in their context."""
    bylines: Mapping[int, Byline]
    """Lines that name the source, by place."""
    start: int
    """Place of the first line of the article."""
    end: int
    """Place behind its last line."""
    is_structural: bool
    """Whether there was enough prose to separate article and page; if not, only furniture goes."""

    def body(self) -> list[Line]:
        """The article's lines."""
        kept = (line for line in self.lines[self.start : self.end] if line.kind in KEPT)
        return [line for line in kept if line.kind is not Kind.MENU or not _is_site_menu(line)]


def take_apart(lines: Sequence[Line]) -> Page | None:
    """Find the article of a page.

    Args:
        lines: The lines of a text.

    Returns:
        The page, or None where the text has no signs of one.
    """
    bylines = MappingProxyType(
        {place: found for place, line in enumerate(lines) if (found := parse_byline(line.text)) is not None}
    )
    if _signs(lines, bylines) < _SIGNS_NEEDED:
        return None
    marked = _in_context(lines, bylines)
    classes = _prose_classes(marked)
    marked = _without_teasers(marked, classes)
    prose = [
        len(line.text) if good and line.kind is Kind.TEXT else 0
        for line, good in zip(marked, classes, strict=True)
    ]
    if sum(1 for length in prose if length >= PROSE_LENGTH) < _SIGNS_NEEDED:
        return Page(tuple(_lightly(marked, lines)), bylines, 0, len(lines), is_structural=False)
    end = _end_of_article(marked, prose)
    start, end = best_run(marked[:end], classes)
    return Page(tuple(marked), bylines, start, end, is_structural=True)


def _signs(lines: Sequence[Line], bylines: Mapping[int, Byline]) -> int:
    """How much a text looks like a page."""
    seen: dict[str, int] = {line.key: _SIGN_WEIGHTS.get(line.kind, 0) for line in lines}
    repeated = any(_is_repeated(lines, place) for place in range(len(lines)))
    labeled = any(lines[place].kind is not Kind.END for place in bylines)
    sure = any(byline.trust is Trust.BYLINE for byline in bylines.values())
    return sum(seen.values()) + repeated + (2 if sure else labeled)


def _is_repeated(lines: Sequence[Line], place: int) -> bool:
    """Whether a line stands beside one of the same words and is no sentence."""
    line = lines[place]
    if line.words < _REPEATED_WORDS or line.is_sentence or line.kind is Kind.LISTED:
        return False
    beside = (lines[other] for other in (place - 1, place + 1) if 0 <= other < len(lines))
    return any(other.key == line.key for other in beside)


def _in_context(lines: Sequence[Line], bylines: Mapping[int, Byline]) -> list[Line]:
    """The lines with the kinds that only their neighbors decide."""
    marked: list[Line] = []
    seen: set[str] = set()
    for place, line in enumerate(lines):
        kind = line.kind
        byline = bylines.get(place)
        if byline is not None and kind not in {Kind.FURNITURE, Kind.END, Kind.WALL}:
            kind = Kind.SOURCE
        elif kind in {Kind.TEXT, Kind.LATIN} and _is_repeated(lines, place):
            kind = Kind.REPEATED
        elif kind is Kind.LATIN and line.words > _LATIN_WORDS:
            kind = Kind.TEXT
        elif kind is Kind.TEXT and len(line.text) >= PROSE_LENGTH and line.text in seen:
            kind = Kind.REPEATED  # prose that stands twice stays once
        elif kind is Kind.LISTED and marked and _announces_items(marked[-1]):
            kind = Kind.ITEM
        seen.add(line.text)
        marked.append(replace(line, kind=kind))
    return marked


def _announces_items(line: Line) -> bool:
    """Whether the next item of a list is the article's own."""
    return line.kind is Kind.ITEM or (line.kind is Kind.TEXT and line.text.endswith((":", "\uff1a")))


@cache
def _stop_words() -> frozenset[str]:
    """The Arabic stop list of jusText."""
    return frozenset(justext.get_stoplist("Arabic"))


def _prose_classes(lines: Sequence[Line]) -> list[bool]:
    """Which lines jusText takes for content, our kinds known to it.

    It does not see what articles have inside (captions, share buttons), so that these do not part the
    paragraphs that it judges by their neighbors.
    """
    classes = [False] * len(lines)
    seen = [place for place, line in enumerate(lines) if line.kind not in UNSEEN]
    paragraphs = [_paragraph(lines[place].text) for place in seen]
    classify_paragraphs(paragraphs, _stop_words(), length_high=_LONG_HEADLINE)
    for paragraph, place in zip(paragraphs, seen, strict=True):
        line = lines[place]
        if line.kind is Kind.ITEM:
            paragraph.cf_class = "neargood"
        elif line.kind not in {Kind.TEXT, Kind.TOPIC} and not (line.kind is Kind.LISTED and line.is_sentence):
            paragraph.cf_class = "bad"
        elif line.is_sentence and len(line.text) >= PROSE_LENGTH:
            paragraph.cf_class = "good"
        elif line.is_sentence:
            paragraph.cf_class = "neargood"
    revise_paragraph_classification(paragraphs)
    for paragraph, place in zip(paragraphs, seen, strict=True):
        classes[place] = paragraph.class_type == "good"
    return classes


def _paragraph(text: str) -> Paragraph:
    """A line as a block of jusText."""
    paragraph = Paragraph(SimpleNamespace(dom="p", xpath="/p"))
    paragraph.append_text(text)
    return paragraph


def _without_teasers(lines: list[Line], classes: list[bool]) -> list[Line]:
    """The lines, with the headlines behind an announcement of other articles marked."""
    marked = list(lines)
    left = 0
    begun = False  # above the article stands its title, too
    for place, line in enumerate(lines):
        if line.kind in {Kind.RELATED, Kind.OTHERS, Kind.TEASER}:
            left = _TEASER_LINES if begun and line.kind is not Kind.TEASER else 0
        elif line.kind in {Kind.TEXT, Kind.LISTED, Kind.REPEATED}:
            long = len(line.text) > (_LONG_HEADLINE if classes[place] else _TEASER_LENGTH)
            prose = line.is_sentence or long
            begun = begun or (classes[place] and prose and len(line.text) >= PROSE_LENGTH)
            if left and not prose:
                marked[place] = replace(line, kind=Kind.TEASER)
            left = 0 if prose else max(0, left - 1)
    return marked


def _lightly(marked: list[Line], lines: Sequence[Line]) -> list[Line]:
    """The lines with only the sure furniture marked: for texts with little prose, such as poems."""
    sure = {Kind.FURNITURE, Kind.WALL, Kind.TEASER}
    return [
        line
        if line.kind in sure
        else replace(line, kind=Kind.TEXT if old.kind is not Kind.WEAK else Kind.WEAK)
        for line, old in zip(marked, lines, strict=True)
    ]


def _end_of_article(lines: Sequence[Line], prose: Sequence[int]) -> int:
    """Where the part begins that stands behind every article: comments, other articles."""
    before = 0
    for place, line in enumerate(lines):
        if before >= max(_PROSE_BEFORE_END, sum(prose[place:]) // 4) and (
            line.kind is Kind.END or (line.kind is Kind.OTHERS and not _goes_on(lines, prose, place))
        ):
            return place
        before += prose[place]
    return len(lines)


def _goes_on(lines: Sequence[Line], prose: Sequence[int], place: int) -> bool:
    """Whether an article goes on behind a list of others.

    Two lines of prose stand together there, or a last sentence stands between several headlines and the
    buttons under an article. Other articles show as a headline and one line of prose at most.
    """
    behind = range(place + 1, len(lines))
    end = next((other for other in behind if lines[other].kind is Kind.END), len(lines))
    long = [length >= PROSE_LENGTH for length in prose[:end]]
    if any(first and second for first, second in pairwise(long[place + 1 :])):
        return True
    places = [other for other in behind[: end - place - 1] if long[other]]
    if len(places) != 1 or not lines[places[0]].is_sentence or places[0] + 1 >= len(lines):
        return False
    headlines = lines[place + 1 : places[0]]
    are_teasers = len(headlines) >= _HEADLINES and all(line.kind is Kind.TEASER for line in headlines)
    under = lines[places[0] + 1]
    return are_teasers and under.kind in {Kind.FURNITURE, Kind.END} and parse_byline(under.text) is None


def _is_site_menu(line: Line) -> bool:
    """Whether a line of items has a site's word among them."""
    return "|" in line.text or any(
        parse_byline(part) is not None or not key_of(part) for part in parts_of(line.text)
    )
