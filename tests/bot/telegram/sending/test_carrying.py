"""What becomes of a message where a call fails: each fault of the Bot API, and whom it delays."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import replace

import pytest

from bot.conversation.reply import Reply, ReplySpan, SpanKind
from bot.telegram.sending import lanes
from bot.telegram.sending.carrying import Patience
from bot.telegram.sending.mail import AnswerTo
from bot.telegram.sending.pacing import Rate, Rates
from bot.telegram.sending.sender import Place, Shown
from tests.bot.pictures import PICTURE
from tests.bot.telegram.bots import FREE, LIMITS, build, free_port, new_outbox
from tests.bot.telegram.sending.outboxes import APOLOGY, GROUP, Sending, sending
from tests.telegram_server.faults import Fault
from tests.telegram_server.people import Person
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.state import ServerState

PASSING = [
    Fault("sendMessage", 2, 500, "Internal Server Error"),
    Fault("sendMessage", 2, 502, body="<html>Bad Gateway</html>"),
    Fault("sendMessage", 2, 503, "Service Unavailable"),
    Fault("sendMessage", 2, 401, "Unauthorized"),
    Fault("sendMessage", 2, 404, "Not Found"),
    Fault("sendMessage", 2, 409, "Conflict"),
    Fault("sendMessage", 2, 429, "Too Many Requests"),
    Fault("sendMessage", 2, drop=True),
    Fault("sendMessage", 2, hang=0.5),
    Fault("sendMessage", 2, 200, body='{"ok": true, "res'),
    Fault("sendMessage", 2, 200, body=""),
    Fault("sendMessage", 2, 200, result=True),
]


def fault_name(fault: Fault) -> str:
    kind = "dropped" if fault.drop else f"hangs-{fault.hang}" if fault.hang else fault.code
    return f"{kind}-{fault.body or fault.description}"[:30]


@pytest.mark.parametrize("fault", PASSING, ids=fault_name)
def test_what_passes_is_tried_again_and_nothing_is_lost(fault: Fault) -> None:
    async def scenario() -> None:
        async with sending(read_timeout=0.2) as bot:
            bot.server.state.faults.add(replace(fault, chat_id=42))
            question = await Person(bot.server.state).write("س")
            sent = await bot.post(Place(42, reply_to=question), Reply("جواب"), is_answer=True)
            assert bot.texts == ["س", "جواب"]
            assert bot.store.answers == {(42, question): sent}
            assert (bot.count("shahid_outbox_depth"), bot.outbox.waiting(42)) == (0, 0)

    asyncio.run(scenario())


@pytest.mark.parametrize("fault", PASSING[:-1], ids=fault_name)
def test_an_edit_is_tried_again_as_well(fault: Fault) -> None:
    async def scenario() -> None:
        async with sending(read_timeout=0.2) as bot:
            shown = await bot.post(Place(42), Reply("أول"))
            bot.server.state.faults.add(replace(fault, method="editMessageText"))
            await bot.edit(Shown(42, shown), Reply("ثان"))
            assert bot.texts == ["ثان"]

    asyncio.run(scenario())


def test_a_message_whose_response_was_lost_is_rather_sent_twice_than_not_at_all() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            bot.server.state.faults.add(Fault("sendMessage", drop=True, is_late=True))
            await bot.post(Place(42), Reply("جواب"))
            assert bot.texts == ["جواب", "جواب"]
            assert bot.count("shahid_retries_total", method="sendMessage", reason="uncertain") == 1

    asyncio.run(scenario())


def test_a_part_that_fails_is_sent_again_without_those_before_it() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            posted = bot.outbox.post(Place(42), Reply("س" * 9000))
            await bot.server.called("sendMessage")
            bot.server.state.faults.add(Fault("sendMessage", 1, 502, "Bad Gateway"))
            await bot.settled(posted)
            assert [len(text) for text in bot.texts] == [4096, 4096, 808]

    asyncio.run(scenario())


def test_a_server_that_comes_back_gets_the_message() -> None:
    async def scenario() -> None:
        port = free_port()
        server = TelegramServer(ServerState(known_chats={42}))
        await server.listen(port)
        async with build(server) as application:
            await server.close()
            back = TelegramServer(server.state)
            outbox = new_outbox(application)
            outbox.post(Place(42), Reply("نص"))
            await asyncio.sleep(0.1)
            await back.listen(port)
            await back.called("sendMessage", status=200)
            await outbox.close(1)
        await back.close()

    asyncio.run(scenario())


def test_after_the_last_attempt_there_is_one_apology_once_the_network_is_back(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def scenario() -> None:
        async with sending(patience=replace(LIMITS.patience, network=0.3)) as bot:
            question = await Person(bot.server.state).write("س")
            fault = Fault("sendMessage", 999, 502, "Bad Gateway", chat_id=42)
            bot.server.state.faults.add(fault)
            assert await bot.post(Place(42, reply_to=question), Reply("جواب"), is_answer=True) is None
            assert await bot.post(Place(43), Reply("لغيره")) == 1
            await asyncio.sleep(0.3)
            fault.times = 0
            await bot.server.called("sendMessage", 2, status=200)
            await asyncio.sleep(0.2)
            assert [text[: len(APOLOGY)] for text in bot.texts] == ["س", "لغيره", APOLOGY]
            assert bot.server.state.messages[42, 2]["reply_to_message"]["message_id"] == question
            assert bot.store.answers == {}
            assert bot.count("shahid_undelivered_total", reason="transient") == 1

    with caplog.at_level(logging.INFO, "bot"):
        asyncio.run(scenario())
    lines = [record.getMessage() for record in caplog.records]
    assert "a message was given up: transient" in lines
    assert "جواب" not in caplog.text


def test_a_hanging_message_is_tried_a_few_times_and_then_apologized_for() -> None:
    async def scenario() -> None:
        async with sending(read_timeout=0.1) as bot:
            bot.server.state.faults.add(Fault("sendMessage", 3, hang=0.3))
            assert await bot.post(Place(42, reply_to=7), Reply("جواب")) is None
            await bot.server.called("sendMessage", status=200)
            assert [text[: len(APOLOGY)] for text in bot.texts] == [APOLOGY]

    asyncio.run(scenario())


@pytest.mark.parametrize("refusals", [1, 2])
def test_what_telegram_refuses_is_sent_as_plain_text_and_then_apologized_for(refusals: int) -> None:
    async def scenario() -> None:
        async with sending() as bot:
            refusal = "Bad Request: can't parse entities"
            bot.server.state.faults.add(Fault("sendMessage", refusals, 400, refusal))
            text = "نص كما هو، بحرفه"
            reply = Reply(text, (ReplySpan(SpanKind.BOLD, 0, 2),))
            await bot.post(Place(42, reply_to=7), reply)
            await bot.server.called("sendMessage", status=200)
            if refusals == 1:
                assert (bot.texts, bot.server.state.messages[42, 1]["entities"]) == ([text], [])
            else:
                assert [shown[: len(APOLOGY)] for shown in bot.texts] == [APOLOGY]
            assert bot.count("shahid_errors_total", kind="BadRequest") == refusals

    asyncio.run(scenario())


def test_a_wait_of_one_chat_is_kept_logged_once_and_delays_no_other(caplog: pytest.LogCaptureFixture) -> None:
    async def scenario() -> None:
        async with sending() as bot:
            wait = Fault("sendMessage", 1, 429, "Too Many Requests", {"retry_after": 3}, chat_id=42)
            bot.server.state.faults.add(wait)
            began = time.monotonic()
            delayed = [bot.outbox.post(Place(42), Reply("نص")) for _ in range(3)]
            await bot.server.called("sendMessage", status=429)
            await bot.post(Place(43), Reply("لغيره"))
            assert time.monotonic() - began < 2.5
            await bot.settled(delayed[-1])
            assert time.monotonic() - began >= 3
            assert len(bot.texts) == 4
            assert len(await bot.server.called("sendMessage", status=429)) == 1

    with caplog.at_level(logging.INFO, "bot"):
        asyncio.run(scenario())
    assert [record.getMessage() for record in caplog.records] == [
        "Telegram asks to wait 3 s with sendMessage in a chat"
    ]


def test_in_a_wait_beyond_the_cap_messages_are_given_up_and_others_go_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def scenario() -> None:
        async with sending() as bot:
            wait = Fault("sendMessage", 1, 429, "Too Many Requests", {"retry_after": 300}, chat_id=42)
            bot.server.state.faults.add(wait)
            assert await bot.post(Place(42, reply_to=7), Reply("نص")) is None
            assert await bot.post(Place(42, reply_to=8), Reply("نص")) is None
            assert await bot.post(Place(43), Reply("لغيره")) == 1
            assert bot.count("shahid_undelivered_total", reason="wait") == 2
            assert bot.outbox.waiting(42) == 2  # the apologies, for when the wait is over
            began = time.monotonic()
            assert await bot.outbox.close(3) == 2
            assert time.monotonic() - began < 2.5

    with caplog.at_level(logging.INFO, "bot"):
        asyncio.run(scenario())
    lines = [record.getMessage() for record in caplog.records]
    assert lines[:2] == [
        "Telegram asks to wait 300 s with sendMessage in a chat",
        "a message was given up: wait",
    ]
    assert lines[-1] == "2 messages could not be sent before the end"


def test_all_chats_wait_where_telegram_refuses_them_all() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            bot.server.state.faults.add(Fault("sendMessage", 3, 429, "Too Many", {"retry_after": 1}))
            waiting = [bot.outbox.post(Place(chat), Reply("نص")) for chat in (42, 43, 44)]
            await bot.server.called("sendMessage", 3, status=429)
            await asyncio.sleep(0.05)
            began = time.monotonic()
            await bot.post(Place(45), Reply("نص"))
            assert 0.5 < time.monotonic() - began < 5.0  # a cut connection costs one pause more
            for one in waiting:
                await bot.settled(one)
            assert len(bot.texts) == 4

    asyncio.run(scenario())


def test_a_chat_that_cannot_be_written_to_is_marked_and_its_queue_is_dropped() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            bot.server.state.blocked.add(42)
            posted = [bot.outbox.post(Place(42, reply_to=7), Reply("نص")) for _ in range(3)]
            await bot.settled(posted[-1])
            assert await bot.post(Place(4242), Reply("نص")) is None
            assert bot.store.gone == [42, 4242]
            assert len(await bot.server.called("sendMessage")) == 2
            assert bot.count("shahid_undelivered_total", reason="unreachable") == 4
            bot.server.state.blocked.clear()
            assert await bot.post(Place(42), Reply("نص")) == 1

    asyncio.run(scenario())


def test_what_waits_moves_with_its_group() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            old = -5
            bot.server.state.moved[old] = GROUP
            posted = bot.outbox.post(Place(old, reply_to=3), Reply("س" * 5000))
            bot.outbox.post(Place(old, reply_to=4), Reply("ثان"), is_answer=True)
            bot.outbox.edit(Shown(old, 3), Reply("صفحة"))
            assert await bot.settled(posted) == 1
            await bot.post(Place(old), Reply("ثالث"))
            assert [chat_id for chat_id, _ in bot.server.state.messages] == [GROUP] * 4
            assert (bot.store.moved, bot.store.answers) == ([(old, GROUP)], {})
            assert "reply_to_message" not in bot.server.state.messages[GROUP, 1]

    asyncio.run(scenario())


def test_a_group_that_moved_before_is_written_to_where_it_is() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            bot.store.moved.append((-5, GROUP))
            posted = bot.outbox.post(Place(-5, reply_to=3), Reply("نص"))
            await bot.settled(posted)
            assert list(bot.server.state.messages) == [(GROUP, 1)]
            assert bot.server.refused() == []

    asyncio.run(scenario())


def test_the_text_after_a_picture_that_cannot_be_delivered_is_not_sent() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            bot.server.state.blocked.add(42)
            assert await bot.post(Place(42), Reply("س" * 2000, picture=PICTURE)) is None
            assert (bot.store.gone, bot.texts) == ([42], [])

    asyncio.run(scenario())


def test_a_broken_store_keeps_no_message_back(caplog: pytest.LogCaptureFixture) -> None:
    async def scenario() -> None:
        async with sending() as bot:

            async def fail(*_: object) -> None:
                raise OSError("database or disk is full")

            bot.store.remember_answer_message = fail  # type: ignore[assignment, method-assign]
            bot.store.answer_message = fail  # type: ignore[assignment, method-assign]
            place = Place(42, reply_to=7)
            assert await bot.post(place, Reply("أول"), is_answer=True) == 1
            await bot.edit(AnswerTo(42, 7), Reply("ثان"), place)
            await bot.edit(AnswerTo(42, 8), Reply("ثالث"), Place(42, reply_to=8))
            assert bot.texts == ["ثان", "ثالث"]

    with caplog.at_level(logging.INFO, "bot"):
        asyncio.run(scenario())
    assert "sending goes on without the store: OSError" in caplog.text


def test_the_limits_of_a_group_are_kept_and_delay_no_other_chat() -> None:
    async def scenario() -> None:
        async with sending(rates=Rates(FREE, Rate(3, 10, 1), Rate(5, 5, 1))) as bot:
            began = time.monotonic()
            posted = [bot.outbox.post(Place(GROUP), Reply(f"{number}")) for number in range(10)]
            await bot.post(Place(43), Reply("لغيره"))
            assert time.monotonic() - began < 0.8
            await bot.settled(posted[-1])
            assert time.monotonic() - began >= 0.9
            assert len(bot.texts) == 11

    asyncio.run(scenario())


def test_too_long_a_queue_is_no_queue() -> None:
    async def scenario() -> None:
        async with sending(rates=Rates(FREE, FREE, Rate(1, 1, 60))) as bot:
            for number in range(lanes.MOST_LETTERS + 2):
                bot.outbox.post(Place(GROUP), Reply(f"{number}"))
            assert bot.outbox.waiting(GROUP) == lanes.MOST_LETTERS
            assert bot.count("shahid_undelivered_total", reason="full") == 2
            assert bot.count("shahid_outbox_depth") == lanes.MOST_LETTERS
            await bot.server.called("sendMessage")
            await asyncio.sleep(0.05)
            assert 0.04 < bot.count("shahid_outbox_age_seconds") < 2
            assert await bot.outbox.close(0.1) == lanes.MOST_LETTERS - 1

    asyncio.run(scenario())


async def type_in(bot: Sending, chat_id: int) -> int:
    """Show «يكتب…» in a chat; returns how often it was shown in all."""
    await bot.outbox.show_typing(Place(chat_id))
    return len([call for call in bot.server.state.calls if call.method == "sendChatAction"])


def test_typing_takes_nothing_from_the_limits_and_gives_way_to_messages() -> None:
    async def scenario() -> None:
        async with sending(rates=Rates(FREE, FREE, Rate(1, 1, 60))) as bot:
            for number in range(1, 4):
                assert await type_in(bot, GROUP) == number
            await bot.post(Place(GROUP), Reply("نص"))
            assert await type_in(bot, GROUP) == 3
            fault = Fault("sendChatAction", 1, 429, "Too Many Requests", {"retry_after": 9})
            bot.server.state.faults.add(fault)
            assert await type_in(bot, 43) == 4
            assert await type_in(bot, 43) == 4
            bot.server.state.faults.add(Fault("sendChatAction", 1, 500))
            assert await type_in(bot, 44) == 5
            assert await type_in(bot, 44) == 6

    asyncio.run(scenario())


def test_what_was_composed_is_sent_before_the_end_and_nothing_after_it() -> None:
    async def scenario() -> None:
        async with sending() as bot:
            bot.server.state.faults.add(Fault("sendMessage", 2, 502, "Bad Gateway"))
            for number in range(3):
                bot.outbox.post(Place(42), Reply(f"{number}"))
            assert await bot.outbox.close(3) == 0
            assert bot.texts == ["0", "1", "2"]
            bot.outbox.post(Place(42), Reply("بعد النهاية"))
            assert bot.outbox.waiting(42) == 0

    asyncio.run(scenario())


def test_a_wait_that_begins_at_the_end_is_not_waited_for() -> None:
    async def scenario() -> None:
        patience = Patience(flood=600)
        async with sending(patience=patience) as bot:
            fault = Fault("sendMessage", 1, 429, "Too Many Requests", {"retry_after": 300}, hang=0.2)
            bot.server.state.faults.add(fault)
            for _ in range(3):
                bot.outbox.post(Place(42), Reply("نص"))
            began = time.monotonic()
            assert await bot.outbox.close(10) == 3
            assert time.monotonic() - began < 5

    asyncio.run(scenario())
