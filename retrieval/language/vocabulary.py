"""The vocabulary of a corpus: its terms, and how many passages contain each.

Out: the protocol `Vocabulary`, by which misspelled words, Arabizi and text typed on the wrong keyboard
layout are repaired.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Vocabulary(Protocol):
    """The normalized words of a corpus."""

    def __contains__(self, term: str) -> bool:
        """Whether a passage contains the term."""
        ...

    def doc_freq(self, term: str) -> int:
        """Number of passages that contain the term."""
        ...

    def terms(self) -> Iterable[str]:
        """All terms, each once."""
        ...
