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
from retrieval.answering.line.asked_words import AskedWords
from retrieval.answering.line.candidates import Candidate
from retrieval.answering.line.line_question import LineQuestion
from retrieval.answering.line.matched_excerpt import MatchedExcerpt
from retrieval.answering.line.vetoes import names_event, names_event_nearby
from retrieval.language.dates.values import Precision
from retrieval.language.numbers.units import UnitClass
from retrieval.types import LineKind, Span

Features = Mapping[str, float]

_NEAR: Final = 40.0
"""Code points at which nearness falls to 1/e: about the length of a clause."""
_BEHIND: Final = 10
"""Code points added to the doubled distance of a word behind a value."""
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
    asked: LineQuestion, excerpts: Sequence[MatchedExcerpt], candidates: Sequence[Candidate]
) -> list[Features]:
    """The features of each candidate, in order. Never raises.

    Args:
        asked: What is asked for.
        excerpts: The excerpts, matched with its words.
        candidates: Their values.
    """
    words, value = asked.words, asked.value
    counts = [sum(each.excerpt == index for each in candidates) for index in range(len(excerpts))]
    best = max((excerpt.excerpt.score for excerpt in excerpts), default=0.0)
    nearest = _nearest_to_event(candidates, excerpts)
    owned = _owned(candidates, excerpts)
    features: list[Features] = []
    firsts: set[int] = set()
    for place, candidate in enumerate(candidates):
        at = candidate.excerpt
        found = {
            **_closeness(candidate, excerpts[at], words),
            **_event(candidate, excerpts[at], words),
            "event_in_sentence": float(names_event(candidate, excerpts[at], asked)),
            "event_missing": float(not names_event_nearby(candidate, excerpts[at], asked)),
            "event_nearest": float(place in nearest),
            "own_left": words.share(owned[place], range(words.words)),
            "rank": 1.0 / (at + 1),
            "score_gap": max(-1.0, (excerpts[at].excerpt.score - best) / 5),
            "alone": 1.0 / counts[at],
            "first": float(at not in firsts),
            "few_words": 1.0 / max(1, words.words),
        }
        if candidate.kind is LineKind.DATE:
            found |= {"support": _support(candidate, candidates), **_date_fit(candidate, value)}
        else:
            found |= _number_fit(candidate, value)
        features.append(found)
        firsts.add(at)
    return features


def _distance(span: Span, start: int, end: int) -> int:
    """Code points between a span and another one; 0 where they touch or overlap."""
    return max(start - span.end, span.start - end, 0)


def _pull(span: Span, start: int, end: int) -> int:
    """Distance of a word from a value, in code points, made longer for a word behind the value.

    Arabic sentences put the time last («عُقد الاجتماع في 10 يناير»), so that what stands behind a date
    mostly belongs to the next one: its distance counts double, and `_BEHIND` more.
    """
    return 2 * (start - span.end) + _BEHIND if start >= span.end else _distance(span, start, end)


def _closeness(candidate: Candidate, excerpt: MatchedExcerpt, asked: AskedWords) -> dict[str, float]:
    """How near the question's words stand, and which share of them the sentence and the excerpt hold."""
    nearest: dict[int, int] = {}
    before = behind = math.inf
    in_sentence = set()
    sentence = excerpt.sentence_of(candidate.span.start)
    for place, start, end in excerpt.matches:
        distance = _distance(candidate.span, start, end)
        if start < candidate.span.start:
            before = min(before, distance)
        else:
            behind = min(behind, distance)
        nearest[place] = min(distance, nearest.get(place, distance))
        if excerpt.sentence_of(start) == sentence:
            in_sentence.add(place)
    words = set(range(asked.words))
    subject = words - {asked.lead}
    found = set(nearest) | excerpt.titled
    return {
        "near": _share(sum(math.exp(-distance / _NEAR) for distance in nearest.values()), len(words)),
        "before": math.exp(-before / _NEAR),
        "behind": math.exp(-behind / _NEAR),
        "covered_sentence": asked.share(in_sentence, words),
        "subject": asked.share(subject & found, subject),
        "subject_sentence": asked.share(subject & in_sentence, subject),
        "subject_missing": min(1.0, sum(asked.weights[word] for word in subject - found) / 3),
        "no_subject": float(not subject),
    }


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 0.0


def _event(candidate: Candidate, excerpt: MatchedExcerpt, asked: AskedWords) -> dict[str, float]:
    """Whether the date stands beside what happened, rather than beside something else that did."""
    same = other = math.inf
    nearest: frozenset[str] = frozenset()
    for word in excerpt.events:
        distance = _pull(candidate.span, word.start, word.end)
        if word.is_asked:
            same = min(same, distance)
        elif distance < other:
            other, nearest = distance, word.groups
    clash = other < same and any(asked.events & pair and nearest & pair for pair in _OPPOSITES)
    return {
        "event_near": math.exp(-same / _NEAR),
        "event_other": float(other < same and other < _NEAR),
        "event_clash": float(clash),
    }


def _nearest_to_event(candidates: Sequence[Candidate], excerpts: Sequence[MatchedExcerpt]) -> set[int]:
    """Places of the candidates that stand nearest to a word of what is asked for."""
    nearest = set()
    for index, excerpt in enumerate(excerpts):
        spans = {place: each.span for place, each in enumerate(candidates) if each.excerpt == index}
        for word in excerpt.events:
            if word.is_asked and spans:
                pulls = [(_pull(span, word.start, word.end), place) for place, span in spans.items()]
                nearest.add(min(pulls)[1])
    return nearest


def _owned(candidates: Sequence[Candidate], excerpts: Sequence[MatchedExcerpt]) -> list[set[int]]:
    """For each candidate the question's words between it and the candidate before it."""
    owned = []
    for each in candidates:
        before = (other.span.end for other in candidates if other.excerpt == each.excerpt)
        left = max((end for end in before if end <= each.span.start), default=0)
        matches = excerpts[each.excerpt].matches
        owned.append({word for word, start, end in matches if left <= start and end <= each.span.start})
    return owned


def _support(candidate: Candidate, candidates: Sequence[Candidate]) -> float:
    """1 where another excerpt gives the same value, a half where it agrees in part."""
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
