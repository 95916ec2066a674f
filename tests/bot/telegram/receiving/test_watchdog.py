from __future__ import annotations

import asyncio
import time

from bot.monitoring.metrics import Metrics
from bot.telegram.receiving.rivalry import Rivalry, RivalryLimits
from bot.telegram.receiving.watchdog import ExitCode, Watchdog


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_silence_is_counted_from_the_start_and_from_each_success() -> None:
    clock = Clock()
    watchdog = Watchdog(silence_limit=150, clock=clock)
    clock.now += 100
    watchdog.start()
    clock.now += 150
    assert watchdog.verdict() is None
    clock.now += 1
    assert (watchdog.silence, watchdog.verdict()) == (151, ExitCode.SILENCE)
    watchdog.fetched()
    assert watchdog.verdict() is None


def test_the_time_of_the_last_success_is_a_metric() -> None:
    metrics = Metrics()
    before = time.time()
    Watchdog(metrics=metrics).fetched()
    assert before <= (metrics.registry.get_sample_value("shahid_last_received_timestamp_seconds") or 0)


def test_a_rivalry_that_was_given_up_ends_the_bot() -> None:
    watchdog = Watchdog(rivalry=Rivalry(RivalryLimits(newcomer=0)))
    assert watchdog.verdict() is None
    watchdog.rivalry.conflict(0)
    assert watchdog.verdict() is ExitCode.CONFLICT


def test_a_token_counts_as_refused_after_several_refusals_in_a_row() -> None:
    watchdog = Watchdog()
    for _ in range(2):
        watchdog.refused()
    watchdog.fetched()
    for _ in range(2):
        watchdog.refused()
    assert watchdog.verdict() is None
    watchdog.refused()
    assert watchdog.verdict() is ExitCode.TOKEN_REFUSED


def test_watching_ends_with_the_reason() -> None:
    async def watch() -> ExitCode:
        watchdog = Watchdog(silence_limit=0.02)
        return await watchdog.watch(interval=0.01)

    assert asyncio.run(watch()) is ExitCode.SILENCE


def test_the_bot_gives_up_after_two_and_a_half_minutes_of_silence() -> None:
    clock = Clock()
    watchdog = Watchdog(clock=clock)
    clock.now += 150
    assert watchdog.verdict() is None
    clock.now += 0.5
    assert watchdog.verdict() is ExitCode.SILENCE
