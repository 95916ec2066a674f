"""Windows: runs of whole sentences that could be shown, each judged by what it holds.

In: hits, and the matcher of the question. Out: `Window`s with features and a score; the higher the
score, the likelier the answer stands in the window.

| Feature | Meaning, from 0 to 1 unless another range is given |
|---|---|
| `score`, `gap` | the hit's score, and how far it is below the best hit's (0 or less) |
| `reciprocal_rank` | 1 / rank of the hit |
| `covered` | share of the weight of the question's words that stands in the window |
| `covered_with_title` | the same, words of the title and the heading counted as standing there |
| `in_order` | share of neighboring words of the question that are neighbors here too |
| `exact_in_order` | the same of words written as the question writes them, side by side |
| `continued` | share of that weight which the next sentence adds, where it points back («هناك») |
| `opens_document`, `opens_passage` | 1 where the window is the beginning of one |
| `leads` | 1 where a word of the question is among the first words |
| `title_share` | share of the weight of the question's words that the title and the heading hold |
| `title_asked` | share of the title's words that the question holds |
| `share` | length of the window relative to the passage |
| `evidence:`, `near:` and a kind, or `number` | 1 where there is evidence of it; how near that is |
| `evidence_count` | logarithm of how much evidence there is of the kind asked for, not bounded |
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, insort
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from types import MappingProxyType
from typing import Final

from retrieval.answering.excerpts.anaphora import find_anaphora
from retrieval.answering.excerpts.passages import AnalyzedPassage, PassageAnalyzer
from retrieval.index.matching import QuestionMatcher
from retrieval.language.normalization import normalize_word
from retrieval.types import AnswerKind, Hit, Passage, Question, Span

FIRST_WORDS: Final = 3
"""Tokens at the beginning of a window that its topic mostly is among."""
NEARNESS: Final = 8.0
"""Tokens between a word and its evidence over which nearness falls to 1/e."""
FAR: Final = 99
"""Distance in tokens where there is none to measure."""
KINDS_OF_NUMBER: Final = frozenset({AnswerKind.HOW_MANY, AnswerKind.HOW_MUCH})
NUMBER: Final = "number"
"""What features call these kinds: the question word «كم» asks for both."""
NEIGHBORS: Final = 2
"""Distance in tokens up to which two words are neighbors: one stop word may stand between."""
FULL_SHARE: Final = 0.7
"""Share of the limit from which a run is long enough to end where its sentence ends."""
LEAST_CLAUSE: Final = 40
"""Code points that a run must gain to end inside a sentence."""
CLAUSE_END: Final = re.compile(r"\S(?:(?<=[،؛,;:)»])(?=\s)|(?=\s[-–—]\s))")
"""Matches the last character of a clause: a mark, or what stands before a dash."""
WORD_END: Final = re.compile(r"\S(?=\s)")
"""Matches the last character of a word."""


@dataclass(frozen=True, slots=True)
class Window:
    """A run of whole sentences of one hit; its place is in the document."""

    hit: Hit
    span: Span
    features: Mapping[str, float]
    score: float
    in_passage: frozenset[int]
    """The words of the question that stand anywhere in the hit's passage, its title or heading."""
    held: bool = False
    """Whether another window of its passage holds it: it may be shown where none that does can be."""


@dataclass(frozen=True, slots=True)
class Matched:
    """Which tokens of a passage match which words of the question."""

    analyzed: AnalyzedPassage
    places: tuple[int, ...]
    """Places of the tokens that match, ascending."""
    words: tuple[int, ...]
    """The word of the question that each of them matches."""
    written: frozenset[int]
    """Places of the tokens that are written as the question writes the word that they match."""
    pointing: tuple[int, ...]
    """Places of the words that stand for what is asked for, named before («هناك», «آنذاك»)."""
    title_words: frozenset[int]
    """The words that stand in its title or heading."""
    title_asked: float
    """Share of the title's terms that the question holds."""


def judge_windows(
    question: Question,
    hits: Sequence[Hit],
    matcher: QuestionMatcher,
    analyzer: PassageAnalyzer,
    *,
    weights: Mapping[str, float],
    limit: int,
) -> list[Window]:
    """Judge all windows of some hits.

    Args:
        question: What is asked.
        hits: Passages, best first.
        matcher: Matches terms with the question's words.
        analyzer: Analyzes passages.
        weights: Weight of each feature; one that is not named weighs nothing.
        limit: Longest window, in code points.

    Returns:
        Windows, best first, those that others hold behind all others; ties by rank of the hit, then
        by place.
    """
    best_score = hits[0].score if hits else 0.0
    match = cache(matcher.match)
    written = _as_written(question)
    windows = []
    for hit in hits:
        matched = match_passage(analyzer.analyze(hit.passage), match, written, question.kind)
        in_passage = matched.title_words.union(matched.words)
        of_hit = {"score": hit.score, "gap": hit.score - best_score, "reciprocal_rank": 1 / hit.rank}
        farthest = 0
        for span in cut_windows(hit.passage, limit):
            features = MappingProxyType(of_hit | _features(question, matched, span, matcher.weights))
            score = sum(weights.get(name, 0.0) * value for name, value in features.items())
            windows.append(Window(hit, span, features, score, in_passage, held=span.end <= farthest))
            farthest = max(farthest, span.end)
    return sorted(windows, key=lambda window: (window.held, -window.score, window.hit.rank, window.span))


def cut_windows(passage: Passage, limit: int) -> list[Span]:
    """The runs of sentences that may be shown, each as long as a limit allows.

    A run begins where a sentence begins, or where another run ended inside one. It ends where a
    sentence ends; only where much room is left or the sentence is longer than the limit does it end
    inside one, where a clause or else a word ends. The last runs of a passage may hold each other.
    """
    text, shift = passage.text, passage.start
    bounds = [(span.start - shift, span.end - shift) for span in passage.sentences]
    starts = [start for start, _ in bounds]
    runs: list[Span] = []
    while starts:
        start = starts.pop(0)
        end = _run_end(text, bounds, start, limit)
        runs.append(Span(start + shift, end + shift))
        after = end + len(text[end:]) - len(text[end:].lstrip())
        if after not in starts and any(first < end < last for first, last in bounds):
            insort(starts, after)
    return runs


def _run_end(text: str, bounds: Sequence[tuple[int, int]], start: int, limit: int) -> int:
    """Where a run that begins at `start` ends best: a sentence's end, a clause's, or a word's."""
    ends = [end for _, end in bounds if start < end <= start + limit]
    whole = ends[-1] if ends else start
    if whole - start >= FULL_SHARE * limit or whole == bounds[-1][1]:
        return whole
    room = start + limit
    clause = _last_end(CLAUSE_END, text, whole, room)
    if clause - whole >= LEAST_CLAUSE:
        return clause
    if whole > start:
        return whole
    return _last_end(WORD_END, text, start, room) or room


def _last_end(pattern: re.Pattern[str], text: str, start: int, room: int) -> int:
    """Where the last match that begins at `start` or later ends within the room, 0 for none."""
    ends = (found.end() for found in pattern.finditer(text, start, room + 1))
    return max((end for end in ends if end <= room), default=0)


def match_passage(
    analyzed: AnalyzedPassage, match: Callable[[str], int | None], written: Container[str], kind: AnswerKind
) -> Matched:
    """Match the tokens of a passage with the question's words.

    Args:
        analyzed: The passage.
        match: Returns the word of the question that a term matches, or None.
        written: The terms of the question's words, before anything is taken off them.
        kind: What is asked for.
    """
    found = [(place, match(token.term)) for place, token in enumerate(analyzed.tokens)]
    known = [(place, word) for place, word in found if word is not None]
    title = [word for word in map(match, analyzed.title_terms) if word is not None]
    return Matched(
        analyzed=analyzed,
        places=tuple(place for place, _ in known),
        words=tuple(word for _, word in known),
        written=frozenset(place for place, _ in known if analyzed.tokens[place].term in written),
        pointing=find_anaphora(kind, analyzed.tokens),
        title_words=frozenset(title),
        title_asked=len(title) / max(1, len(analyzed.title_terms)),
    )


def _features(question: Question, matched: Matched, span: Span, weights: Sequence[float]) -> dict[str, float]:
    passage, places = matched.analyzed.passage, matched.analyzed.places(span)
    inside = slice(bisect_left(matched.places, places.start), bisect_left(matched.places, places.stop))
    found, words = matched.places[inside], matched.words[inside]
    whole = sum(weights) or 1.0

    def share(held: Iterable[int]) -> float:
        return sum(weights[word] for word in held) / whole

    return {
        "covered": share({*words}),
        "covered_with_title": share(matched.title_words.union(words)),
        "in_order": _in_order(found, words, len(weights)),
        "exact_in_order": _in_order(
            [place for place in found if place in matched.written],
            [word for place, word in zip(found, words, strict=True) if place in matched.written],
            len(weights),
            apart=1,
        ),
        "continued": share(_continued(question.kind, matched, span).difference(words)),
        "opens_document": float(span.start == passage.start and passage.previous is None),
        "leads": float(bool(found) and found[0] < places.start + FIRST_WORDS),
        "title_share": share(matched.title_words),
        "title_asked": matched.title_asked,
        "share": (span.end - span.start) / (passage.end - passage.start),
        **_evidence(question.kind, matched.analyzed, places, found),
    }


def _evidence(
    kind: AnswerKind, analyzed: AnalyzedPassage, places: range, found: Sequence[int]
) -> dict[str, float]:
    of_kind = analyzed.evidence.get(kind, ())
    inside = of_kind[bisect_left(of_kind, places.start) : bisect_left(of_kind, places.stop)]
    evident = [place for place in inside if place not in found]
    name = NUMBER if kind in KINDS_OF_NUMBER else kind.value
    return {
        f"evidence:{name}": float(bool(evident)),
        f"near:{name}": math.exp(-_distance(found, evident) / NEARNESS),
        "evidence_count": math.log1p(len(evident)),
    }


def _in_order(found: Sequence[int], words: Sequence[int], asked: int, *, apart: int = NEIGHBORS) -> float:
    """Share of the question's neighboring words that are neighbors in the text, in the same order."""
    pairs = zip(pairwise(found), pairwise(words), strict=True)
    followed = {
        word for (place, after), (word, other) in pairs if after - place <= apart and other == word + 1
    }
    return len(followed) / max(1, asked - 1)


def _continued(kind: AnswerKind, matched: Matched, span: Span) -> frozenset[int]:
    """The question's words in the sentence behind a window, where it points back at evidence there."""
    analyzed = matched.analyzed
    if not matched.pointing or not any(
        place in analyzed.places(span) for place in analyzed.evidence.get(kind, ())
    ):
        return frozenset()
    after = next((sentence for sentence in analyzed.passage.sentences if sentence.start >= span.end), None)
    places = analyzed.places(after) if after else range(0)
    if not any(place in places for place in matched.pointing):
        return frozenset()
    return frozenset(
        word for place, word in zip(matched.places, matched.words, strict=True) if place in places
    )


def _as_written(question: Question) -> frozenset[str]:
    """The question's words and what else names the same, normalized."""
    return frozenset(
        normalize_word(name) for word in question.words for name in (word.surface, *word.alternatives)
    )


def _distance(left: Sequence[int], right: Sequence[int]) -> int:
    """Least distance between two ascending lists of places, `FAR` where one is empty."""
    least = FAR
    for place in left:
        at = bisect_left(right, place)
        least = min([least, *(abs(other - place) for other in right[max(0, at - 1) : at + 1])])
    return least
