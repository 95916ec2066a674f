"""The complete bot: a real question in, a quoted and sourced reply out, by polling and by webhook."""

from __future__ import annotations

import asyncio
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from bot.bootstrap import check_token
from bot.conversation.wording import texts
from tests.bot.telegram.complete_bot import CompleteBot, button, new_composition, quotations, running
from tests.bot.telegram.fakes import MODERATOR
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.state import BOT, TOKEN

QUESTION = "متى اجتماع جنيف؟"
GROUP = -1001
TRANSPORTS = pytest.mark.parametrize("transport", ["polling", "webhook"])
NEW_DOCUMENT = """---
title: مهرجان النخيل
---
يُقام مهرجان النخيل في واحة سيوة يوم 3 أكتوبر من كل عام، ويحضره زوار من مدن كثيرة.
"""
NEW_QUESTION = "متى مهرجان النخيل في واحة سيوة؟"


@TRANSPORTS
def test_questions_buttons_groups_links_and_inline_mode(transport: str, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            composition = new_composition(tmp_path, TOKEN)
            async with running(server, composition, transport) as bot:
                await ask_and_press(bot)
                await ask_in_a_group(bot)
                await follow_a_link_and_type_inline(bot)
            assert server.refused() == []

    asyncio.run(scenario())


async def ask_and_press(bot: CompleteBot) -> None:
    """A question in private; context and back, votes, an old button; the question is edited."""
    person = bot.person()
    question = await person.write(QUESTION)
    answer = await bot.sent(1)
    assert answer["reply_to_message"]["message_id"] == question
    assert bot.is_verbatim(answer)
    assert "10 يناير" in answer["text"]
    message_id = answer["message_id"]

    await person.press(message_id, button(answer, "in"))
    context = await bot.edited(1)
    assert bot.is_verbatim(context)
    assert len(quotations(context)[0]) > len(quotations(answer)[0])
    await person.press(message_id, button(context, "page"))
    assert quotations(await bot.edited(2)) == quotations(answer)

    await person.press(message_id, button(answer, "up"))
    assert await bot.noted(3) == texts.THANKS_GOOD
    await person.press(message_id, button(answer, "down"))
    assert await bot.noted(4) == texts.THANKS_BAD
    assert (await bot.services.store.votes()).bad == 1
    for old in ("0:page:x", "1:page:gone:1", "؟"):
        await person.press(message_id, old)
    assert {await bot.noted(count) for count in (5, 6, 7)} == {texts.ASK_AGAIN}

    await person.edit(question, "متى تفتح المكتبة أبوابها؟")
    changed = await bot.edited(3)
    assert changed["message_id"] == message_id
    assert bot.is_verbatim(changed)
    assert quotations(changed) != quotations(answer)


async def ask_in_a_group(bot: CompleteBot) -> None:
    """Nothing for messages between people; an answer to `/ask` and to a reply to the bot."""
    person = bot.person()
    chatter = await person.write(QUESTION, chat_id=GROUP)
    await person.write(f"/ask@other_bot {QUESTION}", chat_id=GROUP)
    await person.write("/ask", chat_id=GROUP, reply_to=chatter)
    answer = await bot.sent(2)
    assert (answer["chat"]["id"], bot.is_verbatim(answer)) == (GROUP, True)
    await person.write("من ترأس الوفد الأمريكي؟", chat_id=GROUP, reply_to=answer["message_id"])
    assert bot.is_verbatim(await bot.sent(3))


async def follow_a_link_and_type_inline(bot: CompleteBot) -> None:
    """A deep link opens its passage; inline mode offers excerpts; the screens are there."""
    person = bot.person()
    engine = bot.services.engines.current
    document = engine.documents[0]
    await person.write(f"/start {engine.key_of(document.document_id, 0, 40)}")
    passage = await bot.sent(4)
    assert document.text[:40] in passage["text"]
    for count, command in enumerate(("/start", "/help", "/sources", "/privacy"), start=5):
        await person.write(command)
        assert (await bot.sent(count))["text"]
    await person.type_inline(QUESTION)
    results = (await bot.server.called("answerInlineQuery"))[0].parameters["results"]
    contents = [result["input_message_content"] for result in results]
    assert contents
    assert all(
        bot.is_verbatim({"text": content["message_text"], "entities": content["entities"]})
        for content in contents
    )
    await person.type_inline("")
    button_above = (await bot.server.called("answerInlineQuery", 2))[1].parameters["button"]
    assert button_above["text"] == texts.INLINE_EMPTY


@TRANSPORTS
def test_moderators_reindex_while_questions_are_answered(transport: str, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            composition = new_composition(tmp_path, TOKEN)
            async with running(server, composition, transport) as bot:
                await refuse_others(bot)
                await reindex_and_ask(bot)
                if transport == "polling":
                    await fail_to_reindex(bot)
            assert server.refused() == []

    asyncio.run(scenario())


async def refuse_others(bot: CompleteBot) -> None:
    """Commands and buttons of moderators are refused to others."""
    person = bot.person()
    await person.write("/reindex")
    assert (await bot.sent(1))["text"] == texts.REFUSAL
    await person.write("/status")
    message = await bot.sent(2)
    assert message["text"] == texts.REFUSAL
    await person.press(message["message_id"], "1:stat:-")
    assert await bot.noted(1) == texts.REFUSAL


async def reindex_and_ask(bot: CompleteBot) -> None:
    """A new document is found after the reindexing, and questions are answered all the while."""
    person, moderator = bot.person(), bot.person(MODERATOR)
    old_digest = bot.services.engines.current.digest
    (bot.composition.corpus_dir / "festival.md").write_text(NEW_DOCUMENT, encoding="utf-8")
    await moderator.write("/reindex")
    progress = await bot.sent(3)
    assert progress["text"].startswith(texts.REINDEX_RUNNING)
    asked = 0
    while bot.services.engines.current.digest == old_digest:
        await person.write(QUESTION)
        asked += 1
        assert bot.is_verbatim(await bot.sent(3 + asked))
        await asyncio.sleep(0.1)
    assert asked > 0
    await bot.becomes(progress, texts.REINDEX_DONE[:10])
    await person.write(NEW_QUESTION)
    answer = await bot.sent(4 + asked)
    assert bot.is_verbatim(answer)
    assert "3 أكتوبر" in answer["text"]
    await moderator.write("/status")
    status = await bot.sent(5 + asked)
    assert status["text"].startswith(texts.STATUS_TITLE)


async def fail_to_reindex(bot: CompleteBot) -> None:
    """A reindexing that fails gives the reason, and the old index is still used."""
    sent = len(await bot.server.called("sendMessage"))
    shutil.move(bot.composition.corpus_dir, bot.composition.corpus_dir.with_name("away"))
    await bot.person(MODERATOR).write("/reindex")
    await bot.becomes(await bot.sent(sent + 1), texts.REINDEX_FAILED)
    await bot.person().write(NEW_QUESTION)
    assert bot.is_verbatim(await bot.sent(sent + 2))


def test_buttons_and_edits_outlive_a_restart_and_a_change_of_transport(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            composition = new_composition(tmp_path, TOKEN)
            async with running(server, composition, "webhook") as before:
                question = await before.person().write(QUESTION)
                answer = await before.sent(1)
            await before.person().press(answer["message_id"], button(answer, "in"))
            async with running(server, composition, "polling") as after:
                assert after.is_verbatim(await after.edited(1))
                await after.person().edit(question, "كم استمرت الجلسة في جنيف؟")
                assert after.is_verbatim(await after.edited(2))
                assert len(await server.called("sendMessage")) == 1
            assert server.refused() == []

    asyncio.run(scenario())


def test_whoever_asks_too_often_gets_one_polite_reply(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            composition = new_composition(tmp_path, TOKEN, questions_per_minute=2)
            async with running(server, composition, "polling") as bot:
                for _ in range(5):
                    await bot.person().write(QUESTION)
                await bot.person(43).write(QUESTION)
                sent = [await bot.sent(count) for count in range(1, 5)]
                polite = [message for message in sent if message["text"] == texts.SLOW_DOWN]
                assert [message["chat"]["id"] for message in polite] == [42]
                assert sorted(message["chat"]["id"] for message in sent) == [42, 42, 42, 43]

    asyncio.run(scenario())


def test_the_check_of_a_token_names_the_bot(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            options = new_composition(tmp_path, TOKEN).telegram
            assert options is not None
            assert await check_token(replace(options, api_url=server.url)) == (BOT["username"], None)
            other = replace(options, api_url=server.url, token=TOKEN + "x")
            assert await check_token(other) == (
                "",
                "getMe failed: The token `<token>` was rejected by the server.",
            )

    asyncio.run(scenario())
