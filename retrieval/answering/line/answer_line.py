"""Excerpts → the answer line: the date or number that answers, where that is sure enough to be shown.

In: a question that asks when, how many or how much, and its excerpts, best first. Out: the value as
it stands in an excerpt, with the documents that agree and the values that differ; None where nothing is
sure enough.

Every value in the excerpts is weighed against the others and against "none of them" (a conditional
logit over `features`, weights in `parameters`); values that are the same share their weight.
What was inferred from the day of publication stands in brackets: «10 يناير [2022]».
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import compress

from retrieval.answering.line.agreement import Agreement, agree, gather_voices
from retrieval.answering.line.asked_value import AskedValue
from retrieval.answering.line.candidates import Candidate, find_candidates
from retrieval.answering.line.features import Features, judge
from retrieval.answering.line.inferred_words import with_inferred
from retrieval.answering.line.line_question import LineQuestion, line_question
from retrieval.answering.line.matched_excerpt import match_excerpt
from retrieval.answering.line.parameters import (
    DATE_WEIGHTS,
    EXCERPTS_READ,
    NUMBER_WEIGHTS,
    PART_THRESHOLD,
    RIVAL_SHARE,
    THRESHOLD,
    VOICE_THRESHOLD,
)
from retrieval.answering.line.vetoes import may_answer
from retrieval.types import AnswerKind, AnswerLine, Excerpt, Question

_KINDS = frozenset({AnswerKind.WHEN, AnswerKind.HOW_MANY, AnswerKind.HOW_MUCH})


def find_line(question: Question, excerpts: Sequence[Excerpt]) -> AnswerLine | None:
    """Find the date or number that answers a question.

    Args:
        question: The question as understood.
        excerpts: Its excerpts, best first; the first `EXCERPTS_READ` are read.

    Returns:
        The line, or None for other kinds of questions and where no value is sure enough. Never raises.
    """
    if question.kind not in _KINDS:
        return None
    first = excerpts[:EXCERPTS_READ]
    asked = line_question(question)
    candidates, features = find_values(asked, first)
    shares = weigh(features, question.kind)
    chosen = choose(candidates, shares)
    if chosen is None or chosen[1] < THRESHOLD or _asks_for_both(asked.value):
        return None
    if rival_share(chosen[0], candidates, shares) >= RIVAL_SHARE * chosen[1]:
        return None
    return line_of(chosen[0], first, _voices(chosen[0], candidates, shares, len(first)))


def find_values(asked: LineQuestion, excerpts: Sequence[Excerpt]) -> tuple[list[Candidate], list[Features]]:
    """The values of excerpts with their features, without those that may not answer (`vetoes`).

    Args:
        asked: What is asked for.
        excerpts: Where it is looked for.
    """
    candidates = find_candidates(asked.question.kind, asked.value, excerpts)
    matched = [match_excerpt(excerpt, asked.words) for excerpt in excerpts]
    judged = judge(asked, matched, candidates)
    may = may_answer(asked, matched, candidates)
    return list(compress(candidates, may)), list(compress(judged, may))


def weigh(features: Sequence[Features], kind: AnswerKind) -> list[float]:
    """The probability of each candidate to be the answer; the rest to 1 is that of none of them."""
    weights = DATE_WEIGHTS if kind is AnswerKind.WHEN else NUMBER_WEIGHTS
    bias = weights["bias"]
    sums = [bias + sum(weights[name] * value for name, value in each.items()) for each in features]
    top = max([0.0, *sums])
    whole = math.exp(-top) + sum(math.exp(each - top) for each in sums)
    return [math.exp(each - top) / whole for each in sums]


def choose(candidates: Sequence[Candidate], shares: Sequence[float]) -> tuple[Candidate, float] | None:
    """The best candidate of the value that has the largest share, and that share; None without any."""
    together: dict[str, float] = {}
    for candidate, share in zip(candidates, shares, strict=True):
        together[candidate.value] = together.get(candidate.value, 0.0) + share
    places = range(len(candidates))
    best = max(places, key=lambda place: (together[candidates[place].value], shares[place]), default=None)
    return None if best is None else (candidates[best], together[candidates[best].value])


def rival_share(chosen: Candidate, candidates: Sequence[Candidate], shares: Sequence[float]) -> float:
    """The share of the best value that contradicts the chosen one."""
    rivals: dict[str, float] = {}
    for candidate, share in zip(candidates, shares, strict=True):
        if agree(chosen, candidate) is Agreement.NONE:
            rivals[candidate.value] = rivals.get(candidate.value, 0.0) + share
    return max(rivals.values(), default=0.0)


def _asks_for_both(asked: AskedValue) -> bool:
    """Whether birth and death are asked for together: one date would be half an answer."""
    return len(asked.life) > 1


def line_of(chosen: Candidate, excerpts: Sequence[Excerpt], others: Sequence[Candidate] = ()) -> AnswerLine:
    """The line of a value.

    Args:
        chosen: The value.
        excerpts: The excerpts that were read.
        others: The values of the other excerpts, one each.
    """
    voices = gather_voices(chosen, others, excerpts)
    text = excerpts[chosen.excerpt].text[chosen.span.start : chosen.span.end]
    return AnswerLine(
        text=with_inferred(text, chosen.value) if chosen.inferred else text,
        kind=chosen.kind,
        value=chosen.value,
        document_ids=voices.document_ids,
        excerpt_rank=excerpts[chosen.excerpt].rank,
        span=chosen.span,
        others=voices.others,
    )


def _least_share(chosen: Candidate, other: Candidate) -> float:
    """The share from which another value is shown: less where it agrees in part."""
    return PART_THRESHOLD if agree(chosen, other) is Agreement.PART else VOICE_THRESHOLD


def _voices(
    chosen: Candidate, candidates: Sequence[Candidate], shares: Sequence[float], excerpts: int
) -> list[Candidate]:
    """The value of each other excerpt: the chosen one, or else its best value if that is sure enough."""
    voices = []
    for index in range(excerpts):
        there = [place for place, each in enumerate(candidates) if each.excerpt == index != chosen.excerpt]
        same = [place for place in there if agree(chosen, candidates[place]) is Agreement.FULL]
        sure = same or [place for place in there if shares[place] >= _least_share(chosen, candidates[place])]
        if sure:
            voices.append(candidates[max(sure, key=lambda place: shares[place])])
    return voices
