"""How well a value in an excerpt fits a question: its features, each from -1 to 1.

In: a question, excerpts and the candidates in them. Out: named features for each candidate, from
which `answer_line` makes a probability. Distances are code points in the text of the excerpt.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from retrieval.answering.line.agreement import agree
from retrieval.answering.line.asked_value import AskedValue, skeleton
from retrieval.answering.line.candidates import Candidate
from retrieval.answering.line.excerpt_words import AskedWords, ReadExcerpt, read_excerpt, read_words
from retrieval.answering.line.vetoes import is_told, is_told_close
from retrieval.language.dates.values import Precision
from retrieval.language.numbers.units import UnitClass
from retrieval.types import Excerpt, LineKind, Question, Span

Features = Mapping[str, float]

_NEAR: Final = 40.0
"""Code points at which nearness falls to 1/e: about the length of a clause."""
_BEHIND: Final = 10
"""Code points that a word behind a value is farther than one before it, besides counting double."""
_OPPOSITES: Final = tuple(map(frozenset, ({"birth", "death"}, {"start", "end"}, {"founding", "end"})))
"""Groups of events of which one is not the other, however near they stand."""
_GRAINS: Final = {
    Precision.DAY: ("day", "month", "year"),
    Precision.WEEK: ("week",),
    Precision.MONTH: ("month", "year"),
    Precision.YEAR: ("year",),
    Precision.DECADE: ("decade",),
    Precision.CENTURY: ("century",),
}
"""Which grains a date of some precision answers."""


def judge(
    question: Question, asked: AskedValue, excerpts: Sequence[Excerpt], candidates: Sequence[Candidate]
) -> list[Features]:
    """The features of each candidate, in order. Never raises."""
    wanted = read_words(question)
    read = [read_excerpt(excerpt, wanted) for excerpt in excerpts]
    counts = [sum(each.excerpt == index for each in candidates) for index in range(len(excerpts))]
    best = max((excerpt.score for excerpt in excerpts), default=0.0)
    nearest = _nearest_to_event(candidates, read)
    owned = _owned(candidates, read)
    features: list[Features] = []
    firsts: set[int] = set()
    for place, candidate in enumerate(candidates):
        at = candidate.excerpt
        found = {
            **_closeness(candidate, read[at], wanted),
            **_event(candidate, read[at], wanted),
            "event_told": float(is_told(candidate, read[at], wanted, asked)),
            "event_untold": float(not is_told_close(candidate, read[at], wanted, asked)),
            "event_nearest": float(place in nearest),
            "own_left": wanted.share(owned[place], range(wanted.words)),
            "rank": 1.0 / (at + 1),
            "score_gap": max(-1.0, (excerpts[at].score - best) / 5),
            "alone": 1.0 / counts[at],
            "first": float(at not in firsts),
            "few_words": 1.0 / max(1, wanted.words),
        }
        if candidate.kind is LineKind.DATE:
            found |= {"support": _support(candidate, candidates), **_date_fit(candidate, asked)}
        else:
            found |= _number_fit(candidate, asked)
        features.append(found)
        firsts.add(at)
    return features


def _distance(span: Span, start: int, end: int) -> int:
    """Code points between a span and another one; 0 where they touch or overlap."""
    return max(start - span.end, span.start - end, 0)


def _pull(span: Span, start: int, end: int) -> int:
    """Distance of a word from a value; a word behind it counts double, since Arabic tells the time last."""
    return 2 * (start - span.end) + _BEHIND if start >= span.end else _distance(span, start, end)


def _closeness(candidate: Candidate, read: ReadExcerpt, wanted: AskedWords) -> dict[str, float]:
    """How near the question's words stand, and how many of them in the sentence and in the excerpt."""
    nearest: dict[int, int] = {}
    before = behind = math.inf
    in_sentence = set()
    sentence = read.sentence_of(candidate.span.start)
    for place, start, end in read.matches:
        distance = _distance(candidate.span, start, end)
        if start < candidate.span.start:
            before = min(before, distance)
        else:
            behind = min(behind, distance)
        nearest[place] = min(distance, nearest.get(place, distance))
        if read.sentence_of(start) == sentence:
            in_sentence.add(place)
    words = set(range(wanted.words))
    subject = words - {wanted.lead}
    told = set(nearest) | read.titled
    return {
        "near": _share(sum(math.exp(-distance / _NEAR) for distance in nearest.values()), len(words)),
        "before": math.exp(-before / _NEAR),
        "behind": math.exp(-behind / _NEAR),
        "covered_sentence": wanted.share(in_sentence, words),
        "subject": wanted.share(subject & told, subject),
        "subject_sentence": wanted.share(subject & in_sentence, subject),
        "subject_missing": min(1.0, sum(wanted.weights[word] for word in subject - told) / 3),
        "no_subject": float(not subject),
    }


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 0.0


def _event(candidate: Candidate, read: ReadExcerpt, wanted: AskedWords) -> dict[str, float]:
    """Whether the date stands beside what happened, rather than beside something else that did."""
    same = other = math.inf
    nearest: frozenset[str] = frozenset()
    for is_asked, groups, start, end in read.events:
        distance = _pull(candidate.span, start, end)
        if is_asked:
            same = min(same, distance)
        elif distance < other:
            other, nearest = distance, groups
    clash = other < same and any(wanted.events & pair and nearest & pair for pair in _OPPOSITES)
    return {
        "event_near": math.exp(-same / _NEAR),
        "event_other": float(other < same and other < _NEAR),
        "event_clash": float(clash),
    }


def _nearest_to_event(candidates: Sequence[Candidate], read: Sequence[ReadExcerpt]) -> set[int]:
    """Places of the candidates that stand nearest to a word of what is asked for."""
    nearest = set()
    for index, excerpt in enumerate(read):
        spans = {place: each.span for place, each in enumerate(candidates) if each.excerpt == index}
        for is_asked, _, start, end in excerpt.events:
            if is_asked and spans:
                pulls = [(_pull(span, start, end), place) for place, span in spans.items()]
                nearest.add(min(pulls)[1])
    return nearest


def _owned(candidates: Sequence[Candidate], read: Sequence[ReadExcerpt]) -> list[set[int]]:
    """For each candidate the question's words between it and the candidate before it."""
    owned = []
    for each in candidates:
        before = (other.span.end for other in candidates if other.excerpt == each.excerpt)
        left = max((end for end in before if end <= each.span.start), default=0)
        matches = read[each.excerpt].matches
        owned.append({word for word, start, end in matches if left <= start and end <= each.span.start})
    return owned


def _support(candidate: Candidate, candidates: Sequence[Candidate]) -> float:
    """1 where another excerpt says the same value, a half where it says it in part."""
    degrees = [agree(candidate, other) for other in candidates if other.excerpt != candidate.excerpt]
    return max((degree.value for degree in degrees), default=0.0)


def _date_fit(candidate: Candidate, asked: AskedValue) -> dict[str, float]:
    grains = _GRAINS.get(candidate.precision or Precision.YEAR, ())
    pair_fits = candidate.pair in asked.life and len(asked.life) == 1
    return {
        "interval": float("/" in candidate.value),
        "uncertain": float(not candidate.certain),
        "grain": 0.0 if asked.grain is None else (1.0 if asked.grain in grains else -1.0),
        "pair": 0.0 if candidate.pair is None or not asked.life else (1.0 if pair_fits else -1.0),
        "bracketed": float(candidate.bracketed and candidate.pair is None),
        "bracketed_unasked": float(candidate.bracketed and not asked.life),
    }


def _number_fit(candidate: Candidate, asked: AskedValue) -> dict[str, float]:
    noun = skeleton(candidate.unit) if candidate.unit and candidate.unit_class is UnitClass.COUNT else ""
    same_noun = bool(noun) and noun == asked.noun
    same_unit = candidate.unit is not None and candidate.unit == asked.unit
    in_class = candidate.unit_class in asked.classes
    other = candidate.unit_class not in {None, UnitClass.COUNT}
    return {
        "same_noun": float(same_noun or same_unit),
        "in_class": float(in_class),
        "out_of_class": float(bool(asked.classes) and not in_class and candidate.unit_class is not None),
        "other_class": float(not asked.classes and other),
        "other_noun": float(not asked.classes and bool(noun) and not same_noun),
        "bare": float(candidate.unit is None),
    }
