"""The whole scenario: a real question in, a quoted and sourced reply out, by polling and by webhook."""

from __future__ import annotations

import asyncio
import shutil
from pathlib import Path

import pytest

from bot.conversation.wording import texts
from tests.bot.telegram.complete_bot import Story, button, new_settings, open_story, quotations
from tests.bot.telegram.fakes import MODERATOR
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.state import TOKEN

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
            settings = new_settings(tmp_path, TOKEN)
            async with open_story(server, settings, transport) as told:
                await ask_and_press(told)
                await ask_in_a_group(told)
                await follow_a_link_and_type_inline(told)
            assert server.refused() == []

    asyncio.run(scenario())


async def ask_and_press(told: Story) -> None:
    """A question in private; context and back, votes, an old button; the question is edited."""
    person = told.person()
    question = await person.write(QUESTION)
    answer = await told.said(1)
    assert answer["reply_to_message"]["message_id"] == question
    assert told.is_verbatim(answer)
    assert "10 يناير" in answer["text"]
    message_id = answer["message_id"]

    await person.press(message_id, button(answer, "in"))
    context = await told.edited(1)
    assert told.is_verbatim(context)
    assert len(quotations(context)[0]) > len(quotations(answer)[0])
    await person.press(message_id, button(context, "page"))
    assert quotations(await told.edited(2)) == quotations(answer)

    await person.press(message_id, button(answer, "up"))
    assert await told.noted(3) == texts.THANKS_GOOD
    await person.press(message_id, button(answer, "down"))
    assert await told.noted(4) == texts.THANKS_BAD
    assert (await told.services.store.votes()).bad == 1
    for old in ("0:page:x", "1:page:gone:1", "؟"):
        await person.press(message_id, old)
    assert {await told.noted(count) for count in (5, 6, 7)} == {texts.ASK_AGAIN}

    await person.edit(question, "متى تفتح المكتبة أبوابها؟")
    changed = await told.edited(3)
    assert changed["message_id"] == message_id
    assert told.is_verbatim(changed)
    assert quotations(changed) != quotations(answer)


async def ask_in_a_group(told: Story) -> None:
    """Silence between people; an answer to `/ask` and to a reply to the bot."""
    person = told.person()
    chatter = await person.write(QUESTION, chat_id=GROUP)
    await person.write(f"/ask@other_bot {QUESTION}", chat_id=GROUP)
    await person.write("/ask", chat_id=GROUP, reply_to=chatter)
    answer = await told.said(2)
    assert (answer["chat"]["id"], told.is_verbatim(answer)) == (GROUP, True)
    await person.write("من ترأس الوفد الأمريكي؟", chat_id=GROUP, reply_to=answer["message_id"])
    assert told.is_verbatim(await told.said(3))


async def follow_a_link_and_type_inline(told: Story) -> None:
    """A deep link opens its passage; inline mode offers excerpts; the screens are there."""
    person = told.person()
    engine = told.services.engines.current
    document = engine.documents[0]
    await person.write(f"/start {engine.key_of(document.document_id, 0, 40)}")
    passage = await told.said(4)
    assert document.text[:40] in passage["text"]
    for count, command in enumerate(("/start", "/help", "/sources", "/privacy"), start=5):
        await person.write(command)
        assert (await told.said(count))["text"]
    await person.type_inline(QUESTION)
    results = (await told.server.called("answerInlineQuery"))[0].parameters["results"]
    contents = [result["input_message_content"] for result in results]
    assert contents
    assert all(
        told.is_verbatim({"text": content["message_text"], "entities": content["entities"]})
        for content in contents
    )
    await person.type_inline("")
    button_above = (await told.server.called("answerInlineQuery", 2))[1].parameters["button"]
    assert button_above["text"] == texts.INLINE_EMPTY


@TRANSPORTS
def test_moderators_reindex_while_questions_are_answered(transport: str, tmp_path: Path) -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            settings = new_settings(tmp_path, TOKEN)
            async with open_story(server, settings, transport) as told:
                await refuse_others(told)
                await reindex_and_ask(told)
                if transport == "polling":
                    await fail_to_reindex(told)
            assert server.refused() == []

    asyncio.run(scenario())


async def refuse_others(told: Story) -> None:
    """Commands and buttons of moderators are refused to others."""
    person = told.person()
    await person.write("/reindex")
    assert (await told.said(1))["text"] == texts.REFUSAL
    await person.write("/status")
    message = await told.said(2)
    assert message["text"] == texts.REFUSAL
    await person.press(message["message_id"], "1:stat:-")
    assert await told.noted(1) == texts.REFUSAL


async def reindex_and_ask(told: Story) -> None:
    """A new document is found after the reindexing, and questions are answered all the while."""
    person, moderator = told.person(), told.person(MODERATOR)
    old_digest = told.services.engines.current.digest
    (told.settings.corpus_dir / "festival.md").write_text(NEW_DOCUMENT, encoding="utf-8")
    await moderator.write("/reindex")
    progress = await told.said(3)
    assert progress["text"].startswith(texts.REINDEX_RUNNING)
    asked = 0
    while told.services.engines.current.digest == old_digest:
        await person.write(QUESTION)
        asked += 1
        assert told.is_verbatim(await told.said(3 + asked))
        await asyncio.sleep(0.1)
    assert asked > 0
    await told.becomes(progress, texts.REINDEX_DONE[:10])
    await person.write(NEW_QUESTION)
    answer = await told.said(4 + asked)
    assert told.is_verbatim(answer)
    assert "3 أكتوبر" in answer["text"]
    await moderator.write("/status")
    status = await told.said(5 + asked)
    assert status["text"].startswith(texts.STATUS_TITLE)


async def fail_to_reindex(told: Story) -> None:
    """A reindexing that fails says why, and the index that served still serves."""
    sent = len(await told.server.called("sendMessage"))
    shutil.move(told.settings.corpus_dir, told.settings.corpus_dir.with_name("away"))
    await told.person(MODERATOR).write("/reindex")
    await told.becomes(await told.said(sent + 1), texts.REINDEX_FAILED)
    await told.person().write(NEW_QUESTION)
    assert told.is_verbatim(await told.said(sent + 2))


def test_buttons_and_edits_outlive_a_restart_and_a_change_of_transport(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            settings = new_settings(tmp_path, TOKEN)
            async with open_story(server, settings, "webhook") as before:
                question = await before.person().write(QUESTION)
                answer = await before.said(1)
            await before.person().press(answer["message_id"], button(answer, "in"))
            async with open_story(server, settings, "polling") as after:
                assert after.is_verbatim(await after.edited(1))
                await after.person().edit(question, "كم استمرت الجلسة في جنيف؟")
                assert after.is_verbatim(await after.edited(2))
                assert len(await server.called("sendMessage")) == 1
            assert server.refused() == []

    asyncio.run(scenario())


def test_whoever_asks_too_often_is_told_once_politely(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with TelegramServer() as server:
            settings = new_settings(tmp_path, TOKEN)
            settings.questions_per_minute = 2
            async with open_story(server, settings, "polling") as told:
                for _ in range(5):
                    await told.person().write(QUESTION)
                await told.person(43).write(QUESTION)
                sent = [await told.said(count) for count in range(1, 5)]
                polite = [message for message in sent if message["text"] == texts.SLOW_DOWN]
                assert [message["chat"]["id"] for message in polite] == [42]
                assert sorted(message["chat"]["id"] for message in sent) == [42, 42, 42, 43]

    asyncio.run(scenario())
