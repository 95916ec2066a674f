"""Runs of lines: which lines of a page, one behind the other, are its article.

In: lines with their kinds, and whether jusText finds prose in them. Out: the run with the highest sum
of scores, from its first line to behind its last.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from retrieval.corpus.pages.lines import Kind, Line

PROSE_LENGTH = 70
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
UNSEEN = frozenset(
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
KEPT = frozenset({Kind.TEXT, Kind.LISTED, Kind.ITEM, Kind.TOPIC, Kind.MENU})
"""Kinds of lines that stay inside an article."""


def best_run(lines: Sequence[Line], classes: Sequence[bool]) -> tuple[int, int]:
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
    if good and (line.is_sentence or len(line.text) >= PROSE_LENGTH):
        return min(max(3 * len(line.text) // 2, _SENTENCE_SCORE), _SCORE_LIMIT)
    if (line.is_sentence_like and good) or line.text.endswith((":", "\uff1a")):
        return 0  # a question or a call, as headlines are too; what goes on in the next line
    return -(20 + min(len(line.text), PROSE_LENGTH) // 2)


def _with_rest(lines: Sequence[Line], end: int, usual_gap: int) -> int:
    """The end of a run, moved behind its last short lines.

    These are the list that its last line announces, or a few lines of text that stand between the
    run and the first line that is surely none.
    """
    rest = end
    announced = end > 0 and lines[end - 1].text.endswith((":", "\uff1a"))
    while rest < len(lines) and lines[rest].kind in KEPT and lines[rest].gap <= usual_gap + 1:
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
        if line.gap > usual_gap + 1 or line.kind not in UNSEEN | {Kind.TEXT} or seen == _REST_LINES:
            break
        seen += line.kind is Kind.TEXT
        if line.kind is Kind.TEXT and line.is_sentence:
            return place + 1
    return end
