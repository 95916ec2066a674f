"""How much of what is found is looked at and shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnswerLimits:
    """How much is looked at and shown."""

    passages: int = 8
    """Hits whose windows are judged."""
    depth: int = 50
    """Hits that the nearest titles are looked for in."""
    excerpts: int = 9
    """Excerpts that may be paged through."""
    length: int = 300
    """Code points of an excerpt at most; at least 100."""
