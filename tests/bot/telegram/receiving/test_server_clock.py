from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.monitoring.metrics import Metrics
from bot.telegram.receiving.server_clock import ServerClock
from tests.bot.telegram.bots import polling_bot
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.state import ServerState

NOW = datetime(2022, 1, 10, 9, 0, tzinfo=UTC)
QUESTION = "متى اجتماع جنيف؟"
ANSWER = f"جواب\n😀 {QUESTION}"


def header(seconds: float) -> str:
    return format_datetime(datetime.fromtimestamp(NOW.timestamp() + seconds, UTC), usegmt=True)


def test_without_a_response_the_time_is_that_of_this_machine() -> None:
    clock = ServerClock(clock=NOW.timestamp, elapsed=lambda: 0.0)
    assert (clock.skew, clock.now()) == (0.0, NOW)


def test_the_median_of_the_last_responses_counts() -> None:
    metrics = Metrics()
    clock = ServerClock(metrics, clock=NOW.timestamp, elapsed=lambda: 0.0)
    for seconds in (0, 0, 9999, 1, 0):
        clock.note(header(seconds))
    assert clock.skew == -0.5
    for _ in range(9):
        clock.note(header(100))
    assert clock.skew == -100.5
    assert (clock.now() - NOW).total_seconds() == 100.5
    assert metrics.registry.get_sample_value("shahid_clock_skew_seconds") == -100.5


def test_a_skew_of_over_a_minute_is_warned_of_once(caplog: pytest.LogCaptureFixture) -> None:
    clock = ServerClock(clock=NOW.timestamp, elapsed=lambda: 0.0)
    with caplog.at_level(logging.WARNING, "bot"):
        for _ in range(3):
            clock.note(header(-3600))
        for _ in range(9):
            clock.note(header(30))
    assert caplog.messages == ["the clock of this machine is 3600 s off: set it by NTP"]


def test_a_clock_that_is_set_while_the_bot_runs_makes_no_question_seem_old() -> None:
    wall, elapsed = [NOW.timestamp() - 86400], [0.0]
    metrics = Metrics()
    clock = ServerClock(metrics, clock=lambda: wall[0], elapsed=lambda: elapsed[0])
    for _ in range(9):
        clock.note(header(elapsed[0]))
        elapsed[0] += 30
        wall[0] += 30
    assert clock.skew == -86400.5
    wall[0] += 86400
    assert (clock.now() - NOW).total_seconds() == 270.5
    clock.note(header(elapsed[0]))
    assert metrics.registry.get_sample_value("shahid_clock_skew_seconds") == -0.5


@given(st.text(max_size=40))
def test_what_is_no_date_is_ignored(text: str) -> None:
    clock = ServerClock(clock=NOW.timestamp, elapsed=lambda: 0.0)
    clock.note(text)
    assert isinstance(clock.now(), datetime)


@given(st.integers(100, 9999), st.sampled_from(["+0000", "-0000", "GMT", "+1400"]))
def test_a_date_before_telegram_or_far_ahead_is_ignored(year: int, zone: str) -> None:
    clock = ServerClock(clock=NOW.timestamp, elapsed=lambda: 1e9)
    clock.note(f"Mon, 10 Jan {year:04} 09:00:00 {zone}")
    assert clock.now().year == (year if 2013 <= year < 3000 else NOW.year)


@pytest.mark.parametrize("offset", [-7200.0, 7200.0])
def test_questions_are_answered_whatever_the_clock_of_the_machine_has(offset: float) -> None:
    async def scenario() -> None:
        async with TelegramServer(ServerState(clock_offset=offset)) as server, polling_bot(server) as bot:
            await bot.person.write(QUESTION)
            assert await bot.texts() == [ANSWER]
            question = await bot.person.write("ومن حضر؟")
            assert await bot.texts(2) == [ANSWER, "جواب\n😀 ومن حضر؟"]
            await bot.person.edit(question, "ومن غاب؟")
            await server.called("editMessageText")
            old = int(server.state.now()) - 3600
            await bot.person.write("قديم", date=old)
            assert (await bot.texts(3))[2] == "فات وقت الجواب"

    asyncio.run(scenario())
