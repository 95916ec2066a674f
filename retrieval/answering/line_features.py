"""How well a value in an excerpt fits a question: its features, each from -1 to 1.

In: a question, excerpts and the candidates in them. Out: named features for each candidate, from
which `answer_line` makes a probability. Distances are code points in the text of the excerpt.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Final

from retrieval.answering.agreement import agree
from retrieval.answering.asked_value import AskedValue, skeleton
from retrieval.answering.line_candidates import Candidate
from retrieval.language.analyzer import Analyzer
from retrieval.language.dates_reading import Precision
from retrieval.language.measures import UnitClass
from retrieval.language.sentences import split_sentences
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


@dataclass(frozen=True, slots=True)
class _Asked:
    """The words of a question as they are looked for in excerpts."""

    stems: Mapping[str, int]
    """Place of a question's word by each stem that stands for it."""
    words: int
    lead: int | None
    """Place of the first word that tells what happened, or of the first word; None without words."""
    events: frozenset[str]
    """Groups of `event_words.tsv` that the lead belongs to."""


@dataclass(frozen=True, slots=True)
class _ReadExcerpt:
    """Where an excerpt says the words of a question."""

    matches: tuple[tuple[int, int, int], ...]
    """Place of the question's word, start and end, in order of the text."""
    events: tuple[tuple[bool, frozenset[str], int, int], ...]
    """Words that tell what happened: whether it is what is asked for, their groups, start and end."""
    sentences: tuple[int, ...]
    """Starts of sentences."""
    titled: frozenset[int]
    """Places of the question's words that the title of the document holds."""


def judge(
    question: Question, asked: AskedValue, excerpts: Sequence[Excerpt], candidates: Sequence[Candidate]
) -> list[Features]:
    """The features of each candidate, in order. Never raises."""
    wanted = _read_question(question)
    read = [_read(excerpt, wanted) for excerpt in excerpts]
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
            "event_nearest": float(place in nearest),
            "own_left": _share(len(owned[place]), wanted.words),
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


def _read_question(question: Question) -> _Asked:
    analyzer = Analyzer()
    stems: dict[str, int] = {}
    leads = []
    for place, word in enumerate(question.words):
        for written in (word.surface, *word.alternatives):
            for token in analyzer.analyze(written):
                stems.setdefault(token.stem, place)
                if token.stem in _event_words():
                    leads.append((place, _event_words()[token.stem]))
    lead, events = min(leads, key=lambda lead: lead[0], default=(0, frozenset[str]()))
    return _Asked(stems, len(question.words), lead if question.words else None, events)


@cache
def _event_words() -> dict[str, frozenset[str]]:
    """Groups of words for what happened, by stem."""
    analyzer = Analyzer()
    groups: dict[str, frozenset[str]] = {}
    lines = files(__package__).joinpath("event_words.tsv").read_text(encoding="utf-8").splitlines()
    for group, words in (line.split("\t") for line in lines if not line.startswith("#")):
        for token in analyzer.analyze(words):
            groups[token.stem] = groups.get(token.stem, frozenset()) | {group}
    return groups


def _read(excerpt: Excerpt, wanted: _Asked) -> _ReadExcerpt:
    analyzer = Analyzer()
    tokens = analyzer.analyze(excerpt.text)
    matches = [
        (wanted.stems[token.stem], token.start, token.end) for token in tokens if token.stem in wanted.stems
    ]
    events = []
    for token in tokens:
        groups = _event_words().get(token.stem)
        same = wanted.stems.get(token.stem) == wanted.lead
        if groups or same:
            groups = groups or frozenset()
            events.append((same or bool(wanted.events & groups), groups, token.start, token.end))
    title = {token.stem for token in analyzer.analyze(excerpt.source.title)}
    return _ReadExcerpt(
        tuple(matches),
        tuple(events),
        tuple(span.start for span in split_sentences(excerpt.text)),
        frozenset(place for stem, place in wanted.stems.items() if stem in title),
    )


def _distance(span: Span, start: int, end: int) -> int:
    """Code points between a span and another one; 0 where they touch or overlap."""
    return max(start - span.end, span.start - end, 0)


def _pull(span: Span, start: int, end: int) -> int:
    """Distance of a word from a value; a word behind it counts double, since Arabic tells the time last."""
    return 2 * (start - span.end) + _BEHIND if start >= span.end else _distance(span, start, end)


def _closeness(candidate: Candidate, read: _ReadExcerpt, wanted: _Asked) -> dict[str, float]:
    """How near the question's words stand, and how many of them in the sentence and in the excerpt."""
    nearest: dict[int, int] = {}
    before = behind = math.inf
    in_sentence = set()
    sentence = bisect_right(read.sentences, candidate.span.start)
    for place, start, end in read.matches:
        distance = _distance(candidate.span, start, end)
        if start < candidate.span.start:
            before = min(before, distance)
        else:
            behind = min(behind, distance)
        nearest[place] = min(distance, nearest.get(place, distance))
        if bisect_right(read.sentences, start) == sentence:
            in_sentence.add(place)
    words = set(range(wanted.words))
    subject = words - {wanted.lead}
    told = set(nearest) | read.titled
    return {
        "near": _share(sum(math.exp(-distance / _NEAR) for distance in nearest.values()), len(words)),
        "before": math.exp(-before / _NEAR),
        "behind": math.exp(-behind / _NEAR),
        "covered_sentence": _share(len(in_sentence), len(words)),
        "subject": _share(len(subject & told), len(subject)),
        "subject_sentence": _share(len(subject & in_sentence), len(subject)),
        "subject_missing": min(1.0, len(subject - told) / 3),
        "no_subject": float(not subject),
    }


def _share(part: float, whole: int) -> float:
    return part / whole if whole else 0.0


def _event(candidate: Candidate, read: _ReadExcerpt, wanted: _Asked) -> dict[str, float]:
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
        "event_absent": float(same == math.inf),
        "event_other": float(other < same and other < _NEAR),
        "event_clash": float(clash),
    }


def _nearest_to_event(candidates: Sequence[Candidate], read: Sequence[_ReadExcerpt]) -> set[int]:
    """Places of the candidates that stand nearest to a word of what is asked for."""
    nearest = set()
    for index, excerpt in enumerate(read):
        spans = {place: each.span for place, each in enumerate(candidates) if each.excerpt == index}
        for is_asked, _, start, end in excerpt.events:
            if is_asked and spans:
                pulls = [(_pull(span, start, end), place) for place, span in spans.items()]
                nearest.add(min(pulls)[1])
    return nearest


def _owned(candidates: Sequence[Candidate], read: Sequence[_ReadExcerpt]) -> list[set[int]]:
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
