"""Reasons in tests: in the words that people read."""

from __future__ import annotations

from collections.abc import Iterable

from retrieval.reasons import in_english, reason
from retrieval.types import Reason, SkippedFile


def odd(words: str) -> Reason:
    """A reason of any words."""
    return reason("failed_as", error=words)


def worded(found: Iterable[SkippedFile]) -> list[tuple[str, str]]:
    """Each file by name with its reason in English, in order."""
    return [(file.name, in_english(file.reason)) for file in found]


def english(reasons: Iterable[Reason]) -> tuple[str, ...]:
    """Reasons in English, in order."""
    return tuple(map(in_english, reasons))
