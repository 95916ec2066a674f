"""Whether two values are the same, and which documents give which.

In: candidates of several excerpts. Out: how far two agree, and for a chosen one the documents that
agree with it and the values that differ. An interval that contains a day («9–10 يناير» beside
«10 يناير»), a month that contains it, or a range that contains a number agree in part: such values
stand among the others, since they are not the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from retrieval.answering.line.candidates import Candidate, number_of
from retrieval.language.numbers.units import UnitClass
from retrieval.types import Excerpt, LineKind


class Agreement(Enum):
    """How far two values agree."""

    NONE = 0.0
    PART = 0.5
    FULL = 1.0


@dataclass(frozen=True, slots=True)
class Voices:
    """Which documents give a value, and which other values there are."""

    document_ids: tuple[str, ...]
    """Documents that give the value, in order of their excerpts, twins of excerpts among them."""
    others: tuple[str, ...]
    """Different values, in order of their excerpts, each once."""


def agree(one: Candidate, other: Candidate) -> Agreement:
    """How far two values agree; values of different kinds or units do not."""
    if one.kind is not other.kind:
        return Agreement.NONE
    if one.value == other.value and (one.kind is LineKind.DATE or _same_unit(one, other)):
        return Agreement.FULL
    if one.kind is LineKind.NUMBER:
        return (
            Agreement.PART if _same_unit(one, other) and _overlap(one.value, other.value) else Agreement.NONE
        )
    if one.value.startswith("--") or other.value.startswith("--"):
        return Agreement.PART if _same_day(one.value, other.value) else Agreement.NONE
    return (
        Agreement.PART
        if _contains(one.value, other.value) or _contains(other.value, one.value)
        else Agreement.NONE
    )


def _same_unit(one: Candidate, other: Candidate) -> bool:
    """Whether two numbers may count the same: a noun of no known unit goes with any, as does none."""
    return _is_any(one) or _is_any(other) or one.unit == other.unit


def _is_any(candidate: Candidate) -> bool:
    return candidate.unit_class in {None, UnitClass.COUNT}


def _overlap(one: str, other: str) -> bool:
    (low, high), (other_low, other_high) = number_of(one), number_of(other)
    return low <= other_low <= other_high <= high or other_low <= low <= high <= other_high


def _same_day(one: str, other: str) -> bool:
    """Whether a day of an unknown year may be another day: `--01-10` and `2022-01-10`."""
    return one.endswith(other[1:]) or other.endswith(one[1:])


def _contains(wide: str, narrow: str) -> bool:
    """Whether a date or interval contains another: 2022-01 holds 2022-01-10, an interval its days.

    Partial values and years before the common era agree only where they are equal.
    """
    if wide.startswith("-") or narrow.startswith("-"):
        return False
    first, last = _ends(wide)
    inner_first, inner_last = _ends(narrow)
    return first <= inner_first[: len(first)] and inner_last[: len(last)] <= last


def _ends(value: str) -> tuple[str, str]:
    first, _, last = value.partition("/")
    return first, last or first


def differs(chosen: Candidate, other: Candidate) -> bool:
    """Whether another value is shown beside the chosen one: a vaguer one that holds it is not.

    «2022» does not differ from «10 يناير 2022»; «9–10 يناير 2022» does. A number of another unit
    answers another question.
    """
    if chosen.kind is LineKind.NUMBER and not _same_unit(chosen, other):
        return False
    degree = agree(chosen, other)
    vaguer = "/" not in other.value and (other.value.startswith("--") or len(other.value) < len(chosen.value))
    return degree is Agreement.NONE or (degree is Agreement.PART and not vaguer)


def gather_voices(chosen: Candidate, rivals: Sequence[Candidate], excerpts: Sequence[Excerpt]) -> Voices:
    """Gather the documents that give the chosen value, and the values of the others.

    Args:
        chosen: The value of the line.
        rivals: For each other excerpt at most its best value, in order of rank.
        excerpts: All excerpts.

    Returns:
        The documents that agree fully, and the values that differ.
    """
    agreeing = sorted(
        {chosen.excerpt} | {each.excerpt for each in rivals if agree(chosen, each) is Agreement.FULL}
    )
    documents = [name for index in agreeing for name in _documents(excerpts[index])]
    others = [each.value for each in rivals if differs(chosen, each)]
    return Voices(tuple(dict.fromkeys(documents)), tuple(dict.fromkeys(others)))


def _documents(excerpt: Excerpt) -> list[str]:
    return [excerpt.document_id, *(citation.document_id for citation in excerpt.also_in)]
