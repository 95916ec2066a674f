"""Windows into excerpts: the best that do not repeat each other, with highlights and citations.

In: judged windows. Out: `Excerpt`s, best first, each verbatim in its document. What another document
prints nearly in the same words is shown once, the other document cited with it. The first three come
from several documents where these say nearly as much.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from retrieval.answering.excerpts.passages import PassageAnalyzer
from retrieval.answering.excerpts.twins import Shingles, contained, shingles
from retrieval.answering.excerpts.windows import Window
from retrieval.index.matching import QuestionMatcher
from retrieval.types import Citation, Document, Excerpt, Span

TWIN: Final = 0.6
"""Share of the shorter excerpt that stands in the longer one, from which both say the same."""
REPEATED: Final = 0.3
"""Share of an excerpt that was shown before, from which it is left out."""
SHOWN_TOGETHER: Final = 3
"""Excerpts of the first reply; those paged to later must match nearly as well as the best."""
TAIL_SHARE: Final = 0.5
"""Share of the best covering that an excerpt behind the first three must have."""

NEAR: Final = 2.0
"""How far below a window of a document already shown one of another document may be, in logits, and
come first; less where it does not cover the whole question. Largest that took no answer out of the first
three excerpts on the development questions, November 2026: 0.913 with and without, three sources for
more of the questions."""
_EVIDENCE: Final = "evidence:"
"""How the names of features begin that find evidence for the kind of answer asked for."""


@dataclass(slots=True)
class _Chosen:
    window: Window
    shingles: Shingles
    also_in: list[Citation] = field(default_factory=list)


def choose_excerpts(
    windows: Sequence[Window],
    documents: Mapping[str, Document],
    matcher: QuestionMatcher,
    analyzer: PassageAnalyzer,
    count: int,
) -> tuple[Excerpt, ...]:
    """Choose what is shown.

    Args:
        windows: Judged windows, in any order.
        documents: Documents by id, all that windows are of.
        matcher: Matches terms with the question's words, for highlights.
        analyzer: Analyzes passages.
        count: Most excerpts.

    Returns:
        At most `count` excerpts, best first: no two of them overlap, and none repeats another's
        sentences. What other windows hold is shown only where none of these can be. Empty only where
        there is no window.
    """
    chosen: list[_Chosen] = []
    best = max((window.features["covered_with_title"] for window in windows), default=0.0)
    queue = sorted((window for window in windows if not window.held), key=_order)
    parts = [(part, [whole for whole in windows if _holds(whole, part)]) for part in windows if part.held]
    while queue:
        window = queue.pop(_next(queue, chosen))
        printed = _shingles_of(window, analyzer)
        if _is_told(window, printed, chosen, documents):
            continue
        fits = len(chosen) < SHOWN_TOGETHER or window.features["covered_with_title"] >= TAIL_SHARE * best
        if fits and len(chosen) < count:
            chosen.append(_Chosen(window, printed))
            parts = [(part, _apart(wholes, window)) for part, wholes in parts if not _overlap(part, window)]
            freed = [part for part, wholes in parts if not wholes]
            parts = [(part, wholes) for part, wholes in parts if wholes]
            queue = sorted([*_apart(queue, window), *freed], key=_order)
    return tuple(
        _excerpt(rank, one, documents, matcher, analyzer) for rank, one in enumerate(chosen, start=1)
    )


def _order(window: Window) -> tuple[float, int, Span]:
    return -window.score, window.hit.rank, window.span


def _next(queue: Sequence[Window], chosen: Sequence[_Chosen]) -> int:
    """Place of the next window to show: the best, or one of a document not shown that is near it."""
    best = queue[0]
    shown = {other.window.hit.passage.document_id for other in chosen}
    if len(chosen) >= SHOWN_TOGETHER or best.hit.passage.document_id not in shown:
        return 0
    new = (place for place, window in enumerate(queue) if window.hit.passage.document_id not in shown)
    return next((place for place in new if _is_near(queue[place], best)), 0)


def _is_near(window: Window, best: Window) -> bool:
    """Whether a window is nearly as good as the best: as many words, as much evidence, a near score."""
    its, most = window.features, best.features
    return (
        window.score >= best.score - NEAR * its["covered_with_title"]
        and its["covered"] >= most["covered"]
        and all(its[name] >= value for name, value in most.items() if name.startswith(_EVIDENCE))
    )


def _is_told(
    window: Window, printed: Shingles, chosen: Sequence[_Chosen], documents: Mapping[str, Document]
) -> bool:
    """Whether a window repeats chosen excerpts; its document is then cited with its twin."""
    for other in chosen:
        again = contained(printed, other.shingles)
        if max(again, contained(other.shingles, printed)) >= TWIN:
            _cite(window, other, documents)
            return True
        if again >= REPEATED:
            return True
    return False


def _cite(window: Window, twin: _Chosen, documents: Mapping[str, Document]) -> None:
    document = documents[window.hit.passage.document_id]
    cited = {twin.window.hit.passage.document_id, *(citation.document_id for citation in twin.also_in)}
    if document.document_id not in cited:
        start, end = window.span.start, window.span.end
        page = document.page_at(start)
        twin.also_in.append(Citation(document.document_id, document.source, start, end, page))


def _excerpt(
    rank: int,
    chosen: _Chosen,
    documents: Mapping[str, Document],
    matcher: QuestionMatcher,
    analyzer: PassageAnalyzer,
) -> Excerpt:
    window, span = chosen.window, chosen.window.span
    document = documents[window.hit.passage.document_id]
    return Excerpt(
        rank=rank,
        document_id=document.document_id,
        source=document.source,
        text=document.text[span.start : span.end],
        start=span.start,
        end=span.end,
        highlights=_highlights(window, matcher, analyzer),
        score=window.score,
        page=document.page_at(span.start),
        also_in=tuple(chosen.also_in),
        gaps=document.gaps_in(span.start, span.end),
    )


def _highlights(window: Window, matcher: QuestionMatcher, analyzer: PassageAnalyzer) -> tuple[Span, ...]:
    """The tokens of a window that match the question, as offsets in its text."""
    analyzed = analyzer.analyze(window.hit.passage)
    shift = analyzed.passage.start - window.span.start
    tokens = (analyzed.tokens[place] for place in analyzed.places(window.span))
    return tuple(
        Span(token.start + shift, token.end + shift)
        for token in tokens
        if token.end + shift <= window.span.end - window.span.start and matcher.match(token.term) is not None
    )


def _shingles_of(window: Window, analyzer: PassageAnalyzer) -> Shingles:
    analyzed = analyzer.analyze(window.hit.passage)
    return shingles([analyzed.tokens[place].term for place in analyzed.places(window.span)])


def _overlap(left: Window, right: Window) -> bool:
    same = left.hit.passage.document_id == right.hit.passage.document_id
    return same and left.span.start < right.span.end and right.span.start < left.span.end


def _apart(windows: Sequence[Window], chosen: Window) -> list[Window]:
    return [window for window in windows if not _overlap(window, chosen)]


def _holds(whole: Window, part: Window) -> bool:
    same = whole.hit.rank == part.hit.rank
    return same and whole.span.start < part.span.start and part.span.end <= whole.span.end
