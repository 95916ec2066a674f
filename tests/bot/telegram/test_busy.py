"""A busy bot under Telegram's real limits: what one chat has to wait for delays no other chat, nor the end.

Requirements 9 and 22 of the Telegram side.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from bot.telegram.sending.lanes import CROWDED
from bot.telegram.sending.pacing import Rates
from tests.bot.telegram.bots import LIMITS, OPTIONS, RunningBot, polling_bot
from tests.bot.telegram.fakes import PROOF
from tests.telegram_server.faults import Fault
from tests.telegram_server.people import Person

GROUP = -1001
STRANGER = 4242
QUESTION = "متى اجتماع جنيف؟"
ANSWER = f"جواب\n😀 {QUESTION}"
BAR = 2.0
"""Seconds in which a stranger's question is answered, whatever goes on elsewhere."""


@asynccontextmanager
async def busy_bot() -> AsyncIterator[RunningBot]:
    """A bot with Telegram's limits and few handlers at a time; its end must be quick as well."""
    limits = replace(LIMITS, rates=Rates(), concurrent_updates=4)
    async with polling_bot(limits=limits, options=replace(OPTIONS, grace=1)) as bot:
        yield bot


async def stranger_is_answered(bot: RunningBot) -> float:
    """Ask as a stranger in private; returns the seconds until the answer was there."""
    began = time.monotonic()
    await Person(bot.server.state, STRANGER).write(QUESTION)
    await until(bot, lambda: any(chat_id == STRANGER for chat_id in answered_in(bot)))
    return time.monotonic() - began


def answered_in(bot: RunningBot) -> list[int]:
    """The chats of all messages that the bot has sent, in order."""
    return [
        call.answer["chat"]["id"]
        for call in bot.server.state.calls
        if call.method == "sendMessage" and call.status == 200
    ]


async def until(bot: RunningBot, holds: Callable[[], bool], within: float = 10) -> None:
    """Wait until something holds."""
    async with asyncio.timeout(within), bot.server.state.changed:
        await bot.server.state.changed.wait_for(holds)


def test_sixty_questions_of_one_group_do_not_delay_a_stranger() -> None:
    async def scenario() -> None:
        async with busy_bot() as bot:
            for turn in range(5):
                for user_id in range(100, 112):
                    await Person(bot.server.state, user_id).write(f"/ask س {turn}", chat_id=GROUP)
            assert await stranger_is_answered(bot) < BAR
            await until(bot, lambda: answered_in(bot).count(GROUP) >= 3)
            assert len(bot.conversation.askers) == 61
            assert bot.server.refused() == []

    asyncio.run(scenario())


def test_a_group_that_asks_more_than_can_be_sent_is_told_once() -> None:
    async def scenario() -> None:
        async with busy_bot() as bot:
            for number in range(CROWDED + 20):
                await Person(bot.server.state, 100 + number).write(f"/ask س {number}", chat_id=GROUP)
            assert await stranger_is_answered(bot) < BAR
            asked_in_group = len(bot.conversation.askers) - 1
            assert CROWDED <= asked_in_group < CROWDED + 20
            outbox_texts = [letter.reply.text for letter in bot.outbox._lanes.of(GROUP).letters]
            assert outbox_texts.count("أسئلة كثيرة") == 1

    asyncio.run(scenario())


def test_eighty_presses_of_one_button_starve_nobody_and_each_is_answered_at_once() -> None:
    async def scenario() -> None:
        async with busy_bot() as bot:
            await Person(bot.server.state).write("/ask س", chat_id=GROUP)
            await until(bot, lambda: answered_in(bot) == [GROUP])
            shown = bot.server.state.last_message_ids[GROUP]
            began = time.monotonic()
            for _ in range(80):
                await Person(bot.server.state).press(shown, "1:page:a:1", chat_id=GROUP)
            await bot.server.called("answerCallbackQuery", 80)
            assert time.monotonic() - began < BAR
            assert await stranger_is_answered(bot) < BAR
            await Person(bot.server.state, 43).write(f"/ask {QUESTION}", chat_id=GROUP)
            await until(bot, lambda: answered_in(bot).count(GROUP) == 2)
            assert bot.server.state.messages[GROUP, shown]["text"] == "صفحة أخرى"

    asyncio.run(scenario())


def test_pages_that_take_long_to_draw_starve_nobody_and_keep_no_other_button_of_their_message() -> None:
    async def scenario() -> None:
        async with busy_bot() as bot:
            bot.conversation.seconds[PROOF] = 5
            await Person(bot.server.state).write("/ask س", chat_id=GROUP)
            await until(bot, lambda: answered_in(bot) == [GROUP])
            shown = bot.server.state.last_message_ids[GROUP]
            for _ in range(40):
                await Person(bot.server.state).press(shown, PROOF, chat_id=GROUP)
            assert await stranger_is_answered(bot) < BAR
            await Person(bot.server.state).press(shown, "1:page:a:1", chat_id=GROUP)
            await until(bot, lambda: bot.server.state.messages[GROUP, shown]["text"] == "صفحة أخرى", BAR)

    asyncio.run(scenario())


def test_a_wait_of_five_minutes_in_one_chat_delays_neither_another_chat_nor_the_end() -> None:
    async def scenario() -> None:
        began = time.monotonic()
        async with busy_bot() as bot:
            wait = Fault("sendMessage", 99, 429, "Too Many Requests", {"retry_after": 300}, chat_id=42)
            bot.server.state.faults.add(wait)
            for _ in range(40):
                await bot.person.write(QUESTION)
            assert await stranger_is_answered(bot) < BAR
            assert len([call for call in bot.server.state.calls if call.status == 429]) == 1
        assert time.monotonic() - began < 2 * BAR

    asyncio.run(scenario())


async def hang_every_call(bot: RunningBot, method: str) -> None:
    """Let a method hang in the private chats of forty people who ask."""
    for user_id in range(100, 140):
        bot.server.state.faults.add(Fault(method, 9, hang=1.5, proceed=True, chat_id=user_id))
    for user_id in range(100, 140):
        await Person(bot.server.state, user_id).write(QUESTION)


def test_forty_chats_whose_calls_hang_do_not_delay_a_stranger() -> None:
    async def scenario() -> None:
        async with busy_bot() as bot:
            await hang_every_call(bot, "sendMessage")
            assert await stranger_is_answered(bot) < 2 * BAR  # forty others are before it in the same limit

    asyncio.run(scenario())


async def press_while_it_fails(bot: RunningBot, fault: Fault) -> None:
    """Have forty presses answered while that fails."""
    await bot.person.write(QUESTION)
    await until(bot, lambda: answered_in(bot) == [42])
    bot.server.state.faults.add(fault)
    for _ in range(40):
        await bot.person.press(bot.server.state.last_message_ids[42], "1:page:a:1")


@pytest.mark.parametrize(
    "fault",
    [
        Fault("answerCallbackQuery", 99, hang=1.5, chat_id=42),
        Fault("answerCallbackQuery", 99, 429, "Too Many Requests", {"retry_after": 300}, chat_id=42),
        Fault("editMessageText", 99, 429, "Too Many Requests", {"retry_after": 300}, chat_id=42),
    ],
    ids=lambda fault: f"{fault.method}-{fault.code}",
)
def test_presses_whose_calls_hang_or_have_to_wait_delay_nobody(fault: Fault) -> None:
    async def scenario() -> None:
        async with busy_bot() as bot:
            await press_while_it_fails(bot, replace(fault))
            assert await stranger_is_answered(bot) < BAR

    asyncio.run(scenario())
