"""The lines of a scraped page → those of its article.

In: the lines of a page. Out: which of them are the article's, what stood above and below it, or None
for a text without signs of a page, which loses nothing. jusText finds which lines read like prose (its
Arabic stop list, a line a block) after our own rules have marked the lines that are surely no prose; then
the run of lines with the highest sum of prose is the article, and within it only furniture goes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from statistics import median
from types import SimpleNamespace

import justext
from justext.core import classify_paragraphs, revise_paragraph_classification
from justext.paragraph import Paragraph

from retrieval.corpus.pages.bylines import Byline, Trust, read_byline
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
_PROSE_LENGTH = 70
"""Least length of a line of prose, in code points: jusText's own `length_low`."""
_SCORE_LIMIT = 600
"""Most that one line adds to a run: one long line does not outweigh a page."""
_COSTS = {
    Kind.WALL: 400,
    Kind.END: 150,
    Kind.LISTED: 60,
    Kind.MENU: 60,
    Kind.FURNITURE: 25,
    Kind.SOURCE: 25,
    Kind.RELATED: 20,
    Kind.OTHERS: 20,
    Kind.TEASER: 15,
    Kind.CAPTION: 15,
    Kind.REPEATED: 15,
    Kind.LATIN: 15,
    Kind.ITEM: 0,
}
"""What a line of a kind takes from a run: little where articles have it inside, much where it stands
around them. A line of text that is no prose takes 20 and half its length."""
_SENTENCE_SCORE = 40
"""Least that a sentence adds to a run; prose adds half as much again as its length."""
_BREAK_COST = 150
"""What more empty lines than the page has between its paragraphs take from a run."""
_REST_LINES, _REST_WORDS = 3, 5
"""Most lines without a full stop that may end an article, and least words of the last."""
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
_UNSEEN = frozenset(
    {
        Kind.FURNITURE,
        Kind.WEAK,
        Kind.SOURCE,
        Kind.RELATED,
        Kind.TEASER,
        Kind.CAPTION,
        Kind.REPEATED,
        Kind.LATIN,
    }
)
"""Kinds of lines that do not part an article."""
_KEPT = frozenset({Kind.TEXT, Kind.LISTED, Kind.ITEM, Kind.TOPIC, Kind.MENU})
"""Kinds of lines that stay inside an article."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page taken apart."""

    lines: tuple[Line, ...]
    """All lines, their kinds decided in their context."""
    bylines: dict[int, Byline]
    """Lines that name the source, by place."""
    start: int
    """Place of the first line of the article."""
    end: int
    """Place behind its last line."""
    is_structural: bool
    """Whether there was enough prose to separate article and page; if not, only furniture goes."""

    def body(self) -> list[Line]:
        """The article's lines."""
        kept = (line for line in self.lines[self.start : self.end] if line.kind in _KEPT)
        return [line for line in kept if line.kind is not Kind.MENU or not _is_site_menu(line)]


def take_apart(lines: Sequence[Line]) -> Page | None:
    """Find the article of a page.

    Args:
        lines: The lines of a text.

    Returns:
        The page, or None where the text has no signs of one.
    """
    bylines = {
        place: found for place, line in enumerate(lines) if (found := read_byline(line.text)) is not None
    }
    if _signs(lines, bylines) < _SIGNS_NEEDED:
        return None
    marked = _in_context(lines, bylines)
    classes = _prose_classes(marked)
    marked = _without_teasers(marked, classes)
    prose = [
        len(line.text) if good and line.kind is Kind.TEXT else 0
        for line, good in zip(marked, classes, strict=True)
    ]
    if sum(1 for length in prose if length >= _PROSE_LENGTH) < _SIGNS_NEEDED:
        return Page(tuple(_lightly(marked, lines)), bylines, 0, len(lines), is_structural=False)
    end = _end_of_article(marked, prose)
    start, end = _best_run(marked[:end], classes)
    return Page(tuple(marked), bylines, start, end, is_structural=True)


def _signs(lines: Sequence[Line], bylines: dict[int, Byline]) -> int:
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


def _in_context(lines: Sequence[Line], bylines: dict[int, Byline]) -> list[Line]:
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
        elif kind is Kind.TEXT and len(line.text) >= _PROSE_LENGTH and line.text in seen:
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
    seen = [place for place, line in enumerate(lines) if line.kind not in _UNSEEN]
    paragraphs = [_paragraph(lines[place].text) for place in seen]
    classify_paragraphs(paragraphs, _stop_words(), length_high=_LONG_HEADLINE)
    for paragraph, place in zip(paragraphs, seen, strict=True):
        line = lines[place]
        if line.kind is Kind.ITEM:
            paragraph.cf_class = "neargood"
        elif line.kind not in {Kind.TEXT, Kind.TOPIC} and not (line.kind is Kind.LISTED and line.is_sentence):
            paragraph.cf_class = "bad"
        elif line.is_sentence and len(line.text) >= _PROSE_LENGTH:
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
            begun = begun or (classes[place] and prose and len(line.text) >= _PROSE_LENGTH)
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
    long = [length >= _PROSE_LENGTH for length in prose[:end]]
    if any(first and second for first, second in pairwise(long[place + 1 :])):
        return True
    places = [other for other in behind[: end - place - 1] if long[other]]
    if len(places) != 1 or not lines[places[0]].is_sentence or places[0] + 1 >= len(lines):
        return False
    headlines = lines[place + 1 : places[0]]
    are_teasers = len(headlines) >= _HEADLINES and all(line.kind is Kind.TEASER for line in headlines)
    under = lines[places[0] + 1]
    return are_teasers and under.kind in {Kind.FURNITURE, Kind.END} and read_byline(under.text) is None


def _best_run(lines: Sequence[Line], classes: Sequence[bool]) -> tuple[int, int]:
    """The run of lines with the highest sum of scores, from its first to behind its last."""
    text_gaps = [
        line.gap for line, good in zip(lines, classes, strict=False) if good and line.kind is Kind.TEXT
    ]
    usual_gap = int(median(text_gaps or [0]))
    best, start, end = 0, 0, len(lines)
    total, first = 0, 0
    for place, line in enumerate(lines):
        if line.gap > usual_gap + 1:
            total -= _BREAK_COST
        if total < 0:
            total, first = 0, place
        total += _score(line, good=classes[place])
        if total > best:
            best, start, end = total, first, place + 1
    return start, _with_rest(lines, end, usual_gap)


def _score(line: Line, *, good: bool) -> int:
    """What a line adds to a run of lines."""
    if line.kind is Kind.LISTED and line.is_sentence and good:
        return len(line.text) // 2
    if line.kind in _COSTS:
        return -_COSTS[line.kind]
    if good and (line.is_sentence or len(line.text) >= _PROSE_LENGTH):
        return min(max(3 * len(line.text) // 2, _SENTENCE_SCORE), _SCORE_LIMIT)
    if (line.is_sentence_like and good) or line.text.endswith((":", "\uff1a")):
        return 0  # a question or a call, as headlines are too; what goes on in the next line
    return -(20 + min(len(line.text), _PROSE_LENGTH) // 2)


def _with_rest(lines: Sequence[Line], end: int, usual_gap: int) -> int:
    """The end of a run, moved behind its last short lines.

    These are the list that its last line announces, or a few lines of text that stand between the
    run and the first line that is surely none.
    """
    rest = end
    announced = end > 0 and lines[end - 1].text.endswith((":", "\uff1a"))
    while rest < len(lines) and lines[rest].kind in _KEPT and lines[rest].gap <= usual_gap + 1:
        rest += 1
    items = [place for place in range(end, rest) if lines[place].kind is Kind.ITEM]
    if announced or items:
        return items[-1] + 1 if items else rest
    few = rest < len(lines) and 0 < rest - end <= _REST_LINES
    plain = all(line.kind is Kind.TEXT for line in lines[end:rest])
    if few and plain and lines[rest - 1].words >= _REST_WORDS:
        return rest
    return _behind_furniture(lines, end, usual_gap)


def _behind_furniture(lines: Sequence[Line], end: int, usual_gap: int) -> int:
    """The end of a run, moved behind a last sentence from which only the site's own lines part it."""
    seen = 0
    for place in range(end, len(lines)):
        line = lines[place]
        if line.gap > usual_gap + 1 or line.kind not in _UNSEEN | {Kind.TEXT} or seen == _REST_LINES:
            break
        seen += line.kind is Kind.TEXT
        if line.kind is Kind.TEXT and line.is_sentence:
            return place + 1
    return end


def _is_site_menu(line: Line) -> bool:
    """Whether a line of items has a site's word among them."""
    return "|" in line.text or any(
        read_byline(part) is not None or not key_of(part) for part in parts_of(line.text)
    )
