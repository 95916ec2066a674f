from __future__ import annotations

from dataclasses import FrozenInstanceError, astuple

import pytest

from retrieval.answering.limits import AnswerLimits


def test_eight_passages_are_judged_fifty_looked_at_and_nine_excerpts_of_300_code_points_shown() -> None:
    assert astuple(AnswerLimits()) == (8, 50, 9, 300)


def test_limits_never_change() -> None:
    limits = AnswerLimits()
    with pytest.raises(FrozenInstanceError):
        limits.length = 100  # type: ignore[misc]
