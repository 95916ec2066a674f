"""Whatever «يكتب…» meets, the answer arrives once and soon, and nobody is apologized to."""

from __future__ import annotations

import asyncio
import time

import pytest

from tests.bot.telegram.bots import polling_bot
from tests.faults.catalog import KINDS, Kind
from tests.telegram_server.faults import Fault

QUESTION = "متى اجتماع جنيف؟"
ANSWER = f"جواب\n😀 {QUESTION}"
SLOW = 0.6
"""Seconds that the answer takes: long enough for «يكتب…» to be shown."""
SOON = 4.0
"""Seconds until the answer has arrived, on a busy machine."""


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_fault_of_typing_changes_no_answer(kind: Kind) -> None:
    async def scenario() -> tuple[list[str], Fault, float]:
        async with polling_bot() as bot:
            bot.conversation.seconds[QUESTION] = SLOW
            fault = kind.fault("sendChatAction", times=12, chat_id=bot.person.user_id)
            bot.server.state.faults.add(fault)
            began = time.monotonic()
            await bot.person.write(QUESTION)
            await bot.texts()
            seconds = time.monotonic() - began
            await asyncio.sleep(0.1)
            return await bot.texts(), fault, seconds

    texts, fault, seconds = asyncio.run(scenario())
    assert texts == [ANSWER]
    assert fault.struck == 1
    assert seconds < SOON
