"""Windows: runs of whole sentences that could be shown, each judged by what it holds.

In: hits, and the matcher of the question. Out: `Window`s with features and a score; the higher the
score, the likelier the answer stands in the window.

| Feature | Meaning, from 0 to 1 unless said |
|---|---|
| `score`, `gap` | the hit's score, and how far it is below the best hit's (0 or less) |
| `reciprocal_rank` | 1 / rank of the hit |
| `covered` | share of the weight of the question's words that stands in the window |
| `covered_with_title` | the same, words of the title and the heading counted as standing there |
| `best_sentence` | share of the weight in the best single sentence |
| `in_order` | share of neighboring words of the question that are neighbors here too |
| `opens_document`, `opens_passage` | 1 where the window is the beginning of one |
| `leads` | 1 where a word of the question is among the first words |
| `title_share` | share of the weight of the question's words that the title and the heading hold |
| `title_told` | share of the title's words that the question holds |
| `length`, `share` | length of the window relative to the limit, to the passage |
| `evidence:`, `near:` and a kind | 1 where something speaks for this kind of answer; how near that is |
| `evidence_count` | logarithm of how much speaks for the kind asked for, not bounded |
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, insort
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from retrieval.answering.reading import PassageReader, ReadPassage
from retrieval.index.matching import QuestionMatcher
from retrieval.types import AnswerKind, Hit, Passage, Question, Span

FIRST_WORDS: Final = 3
"""Tokens at the beginning of a window that its topic mostly is among."""
NEARNESS: Final = 8.0
"""Tokens between a word and its evidence over which nearness falls to 1/e."""
FAR: Final = 99
"""Distance in tokens where there is none to measure."""
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


@dataclass(frozen=True, slots=True)
class Matched:
    """Which tokens of a passage match which words of the question."""

    read: ReadPassage
    words: tuple[int | None, ...]
    """For each token the word of the question that it matches."""
    title_words: frozenset[int]
    """The words that stand in its title or heading."""
    title_told: float
    """Share of the title's terms that the question holds."""


def judge_windows(
    question: Question,
    hits: Sequence[Hit],
    matcher: QuestionMatcher,
    reader: PassageReader,
    *,
    weights: Mapping[str, float],
    limit: int,
) -> list[Window]:
    """Judge all windows of some hits.

    Args:
        question: What is asked.
        hits: Passages, best first.
        matcher: Matches terms with the question's words.
        reader: Reads passages.
        weights: Weight of each feature; one that is not named weighs nothing.
        limit: Longest window, in code points.

    Returns:
        Windows, best first; ties by rank of the hit, then by place.
    """
    best_score = hits[0].score if hits else 0.0
    windows = []
    for hit in hits:
        matched = match_passage(reader.read(hit.passage), matcher)
        for span in cut_windows(hit.passage, limit):
            features = {
                "score": hit.score,
                "gap": hit.score - best_score,
                "reciprocal_rank": 1 / hit.rank,
                **_features(question, matched, span, matcher.weights, limit),
            }
            score = sum(weights.get(name, 0.0) * value for name, value in features.items())
            windows.append(Window(hit, span, features, score))
    return sorted(windows, key=lambda window: (-window.score, window.hit.rank, window.span))


def cut_windows(passage: Passage, limit: int) -> list[Span]:
    """The runs of sentences that may be shown, each as long as a limit allows.

    A run begins where a sentence begins, or where another run ended inside one. It ends where a
    sentence ends; only where much room is left or the sentence is longer than the limit does it end
    inside one, where a clause or else a word ends. Runs within other runs are left out.
    """
    text, shift = passage.text, passage.start
    bounds = [(span.start - shift, span.end - shift) for span in passage.sentences]
    starts = [start for start, _ in bounds]
    runs: list[Span] = []
    while starts:
        start = starts.pop(0)
        end = _run_end(text, bounds, start, limit)
        if runs and end + shift <= runs[-1].end:
            continue
        runs.append(Span(start + shift, end + shift))
        if any(first < end < last for first, last in bounds):
            insort(starts, end + len(text[end:]) - len(text[end:].lstrip()))
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


def match_passage(read: ReadPassage, matcher: QuestionMatcher) -> Matched:
    """Match the tokens of a passage with the question's words."""
    title = [matcher.match(term) for term in read.title_terms]
    return Matched(
        read=read,
        words=tuple(matcher.match(token.term) for token in read.tokens),
        title_words=frozenset(_known(title)),
        title_told=sum(word is not None for word in title) / max(1, len(title)),
    )


def _features(
    question: Question, matched: Matched, span: Span, weights: Sequence[float], limit: int
) -> dict[str, float]:
    passage, places = matched.read.passage, matched.read.places(span)
    found = [place for place in places if matched.words[place] is not None]
    words = frozenset(_known(matched.words[place] for place in places))
    return {
        "covered": _share(words, weights),
        "covered_with_title": _share(words | matched.title_words, weights),
        "best_sentence": _best_sentence(matched, span, weights),
        "in_order": _in_order(matched, found, len(weights)),
        "opens_passage": float(span.start == passage.start),
        "opens_document": float(span.start == passage.start and passage.previous is None),
        "leads": float(any(place < places.start + FIRST_WORDS for place in found)),
        "title_share": _share(matched.title_words, weights),
        "title_told": matched.title_told,
        "length": (span.end - span.start) / limit,
        "share": (span.end - span.start) / (passage.end - passage.start),
        **_evidence(question.kind, matched, places, found),
    }


def _evidence(kind: AnswerKind, matched: Matched, places: range, found: Sequence[int]) -> dict[str, float]:
    speaking = [
        place
        for place in matched.read.evidence.get(kind, ())
        if place in places and matched.words[place] is None
    ]
    near = math.exp(-_distance(found, speaking) / NEARNESS)
    there = float(bool(speaking))
    return {
        f"evidence:{kind.value}": there,
        f"near:{kind.value}": near,
        "evidence_count": math.log1p(len(speaking)),
    }


def _best_sentence(matched: Matched, span: Span, weights: Sequence[float]) -> float:
    shares = [
        _share(frozenset(_known(matched.words[place] for place in matched.read.places(sentence))), weights)
        for sentence in matched.read.passage.sentences
        if sentence.start < span.end and span.start < sentence.end
    ]
    return max(shares, default=0.0)


def _in_order(matched: Matched, found: Sequence[int], words: int) -> float:
    followed = {
        matched.words[left]
        for left, right in pairwise(found)
        if right - left <= NEIGHBORS and matched.words[right] == (matched.words[left] or 0) + 1
    }
    return len(followed) / max(1, words - 1)


def _share(words: Iterable[int], weights: Sequence[float]) -> float:
    return sum(weights[word] for word in words) / (sum(weights) or 1.0)


def _distance(left: Sequence[int], right: Sequence[int]) -> int:
    """Least distance between two ascending lists of places, `FAR` where one is empty."""
    least = FAR
    for place in left:
        at = bisect_left(right, place)
        least = min([least, *(abs(other - place) for other in right[max(0, at - 1) : at + 1])])
    return least


def _known(words: Iterable[int | None]) -> Iterable[int]:
    return (word for word in words if word is not None)
