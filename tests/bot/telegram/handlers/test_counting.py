from __future__ import annotations

import asyncio
from typing import Any

import pytest
from telegram import Update

from bot.monitoring.metrics import Metrics
from bot.telegram.application import ALLOWED_UPDATES
from bot.telegram.handlers.counting import CountUpdates
from tests.bot.telegram.bots import polling_bot

PERSON: dict[str, Any] = {"id": 42, "is_bot": False, "first_name": "سعاد"}
MESSAGE = {"message_id": 1, "date": 0, "chat": {"id": 42, "type": "private"}, "from": PERSON, "text": "سر"}


def test_an_update_is_counted_by_its_kind_and_one_that_could_not_be_parsed_as_other() -> None:
    metrics = Metrics()
    count = CountUpdates(metrics, ALLOWED_UPDATES)

    async def scenario() -> None:
        for update in ({"message": MESSAGE}, {"message": MESSAGE}, {"edited_message": MESSAGE}, {}):
            await count(Update.de_json({"update_id": 1, **update}, None), None)

    asyncio.run(scenario())
    (family,) = (each for each in metrics.registry.collect() if each.name == "shahid_updates")
    found = {each.labels["kind"]: each.value for each in family.samples if each.name.endswith("_total")}
    assert found == {**dict.fromkeys(ALLOWED_UPDATES, 0), "message": 2, "edited_message": 1, "other": 1}


def test_a_bot_counts_what_arrives_how_long_replies_take_and_what_fails() -> None:
    pytest.importorskip("tdjson", reason="no Telegram server: tdjson cannot be installed here")
    metrics = Metrics()

    async def scenario() -> None:
        async with polling_bot(metrics=metrics) as bot:
            bot.conversation.failures["عطل"] = ValueError("سر")
            await bot.person.write("سؤال")
            await bot.texts()
            await bot.person.write("عطل")
            await bot.texts(2)

    asyncio.run(scenario())
    value = metrics.registry.get_sample_value
    assert value("shahid_updates_total", {"kind": "message"}) == 2
    assert value("shahid_latency_seconds_count", {"stage": "handled"}) == 2
    assert value("shahid_errors_total", {"kind": "ValueError"}) == 1
    assert "سر" not in metrics.render().decode()
