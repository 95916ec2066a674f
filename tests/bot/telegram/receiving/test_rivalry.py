from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.receiving.rivalry import Rivalry


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_newcomer_stands_back_after_four_conflicts_and_gives_up_after_a_minute_and_a_half(
    caplog: pytest.LogCaptureFixture,
) -> None:
    clock = Clock()
    rivalry = Rivalry(clock=clock)
    pauses = []
    with caplog.at_level(logging.WARNING, "bot"):
        for _ in range(4):
            pauses.append(rivalry.pause)
            rivalry.conflict(0.5)
            clock.now += 1
        while not rivalry.has_given_up:
            assert rivalry.pause == 15
            clock.now += rivalry.pause
            rivalry.conflict(1)
    assert pauses == [0, 0, 0, 0]
    assert clock.now == 1000 + 4 + 6 * 15
    assert [record.getMessage() for record in caplog.records] == [
        "another instance of this bot fetches its updates, or a webhook is set",
        "standing back for 90 s: the other instance goes on",
    ]


def test_who_has_polled_undisturbed_bears_conflicts_longer_than_any_newcomer() -> None:
    clock = Clock()
    rivalry = Rivalry(clock=clock)
    rivalry.polled(10)
    for _ in range(19):
        rivalry.conflict(1)
        clock.now += 15
        assert (rivalry.pause, rivalry.has_given_up) == (0, False)
    clock.now += 15
    rivalry.conflict(1)
    assert rivalry.has_given_up


def test_a_conflict_that_is_over_counts_no_more() -> None:
    clock = Clock()
    rivalry = Rivalry(clock=clock)
    for _ in range(6):
        rivalry.conflict(0)
    clock.now += 61
    rivalry.polled(1)
    assert rivalry.pause == 0
    rivalry.conflict(0)
    assert not rivalry.has_given_up


@given(first=st.floats(0, 20), second=st.floats(0, 20), order=st.booleans())
def test_of_two_instances_exactly_one_gives_up(first: float, second: float, order: bool) -> None:  # noqa: FBT001
    """Whatever they were before: each retry ends the other one's poll, until one retries no more."""
    clock = Clock()
    one, other = Rivalry(clock=clock), Rivalry(clock=clock)
    one.polled(first)
    other.polled(second)
    polling, waiting = (one, other) if order else (other, one)
    for _ in range(2000):
        if one.has_given_up or other.has_given_up:
            break
        pause = max(1.0, waiting.pause)
        clock.now += pause
        polling.conflict(pause)
        polling, waiting = waiting, polling
    assert one.has_given_up != other.has_given_up
