from __future__ import annotations

import asyncio
import time
from dataclasses import replace
from datetime import timedelta

from bot.conversation.asker import Asker
from tests.bot.telegram.bots import LIMITS, polling_bot
from tests.bot.telegram.fakes import MODERATOR
from tests.telegram_server.people import Person
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.state import BOT, ServerState, bot_user

GROUP = -1001
QUESTION = "متى اجتماع جنيف؟"
ANSWER = f"جواب\n😀 {QUESTION}"
USERS = (bot_user(), {"id": 99, "is_bot": True, "first_name": "آلة", "username": "other_bot"})
PHOTO = [{"file_id": "p", "file_unique_id": "u", "width": 1, "height": 1}]


def test_a_question_in_private_is_answered_in_reply_to_it() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            question = await bot.person.write(QUESTION)
            call = (await bot.server.called("sendMessage"))[0]
            assert call.answer["text"] == ANSWER
            assert call.answer["reply_to_message"]["message_id"] == question
            assert call.parameters["link_preview_options"] == {"is_disabled": True}
            assert bot.conversation.askers == [
                Asker(
                    "telegram:42", is_moderator=False, is_private=True, language="ar", chat_id="telegram:42"
                )
            ]
            assert bot.server.refused() == []

    asyncio.run(scenario())


def test_the_quotation_of_an_answer_covers_just_the_quoted_text() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            await bot.person.write(QUESTION)
            message = (await bot.server.called("sendMessage"))[0].answer
            units = message["text"].encode("utf-16-le")
            shown = {
                entity["type"]: units[
                    2 * entity["offset"] : 2 * (entity["offset"] + entity["length"])
                ].decode("utf-16-le")
                for entity in message["entities"]
            }
            assert shown == {"bold": "جواب", "expandable_blockquote": f"😀 {QUESTION}"}

    asyncio.run(scenario())


COMMANDS = {
    "/start": "أهلا",
    "/start Zm9v-1_2": "أهلا Zm9v-1_2",
    "/help": "اسأل هكذا",
    "/sources": "الوثائق",
    "/privacy": "لا أحتفظ بشيء",
    "/status": "هذا للمشرفين",
    "/reindex": "هذا للمشرفين",
    "/HELP": "اسأل هكذا",
    "/nothing_of_ours": "اسأل هكذا",
    f"/ask {QUESTION}": ANSWER,
    f"/ask@{BOT['username']} {QUESTION}": ANSWER,
    "/ask": "جواب\n😀 لا شيء",
}


def test_each_command_shows_its_screen() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            for count, command in enumerate(COMMANDS, start=1):
                await bot.person.write(command)
                await bot.texts(count)
            assert await bot.texts() == list(COMMANDS.values())

    asyncio.run(scenario())


def test_in_a_group_only_asking_and_replying_to_the_bot_are_answered() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.server.state.privacy_mode = False
            await bot.person.write("كيف الحال يا جماعة؟", chat_id=GROUP)
            await bot.person.write("/ask@other_bot متى؟", chat_id=GROUP)
            await bot.person.write("/unknown", chat_id=GROUP)
            await bot.person.share(GROUP, photo=PHOTO)
            await bot.person.write(f"/ask {QUESTION}", chat_id=GROUP)
            first = (await bot.server.called("sendMessage"))[0].answer
            await bot.person.write("ومن حضر؟", chat_id=GROUP, reply_to=first["message_id"])
            assert await bot.texts(2) == [ANSWER, "جواب\n😀 ومن حضر؟"]
            assert [asker.is_private for asker in bot.conversation.askers] == [False, False]

    asyncio.run(scenario())


def test_in_a_group_a_message_that_mentions_the_bot_is_answered_and_no_mention_of_another() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.server.state.privacy_mode = False
            me, other = ({"type": "text_mention", "offset": 0, "length": 4, "user": user} for user in USERS)
            await bot.person.write("@other_bot متى؟", chat_id=GROUP)
            await bot.person.write("شاهد متى؟", chat_id=GROUP, entities=[other])
            questions = {
                f"@{BOT['username']} {QUESTION}": QUESTION,
                f"من حضر؟ @{str(BOT['username']).upper()}": "من حضر؟",
            }
            for count, (text, question) in enumerate(questions.items(), start=1):
                await bot.person.write(text, chat_id=GROUP)
                assert (await bot.texts(count))[-1] == f"جواب\n😀 {question}"
            await bot.person.write("شاهد أين اللقاء؟", chat_id=GROUP, entities=[me])
            assert (await bot.texts(3))[2:] == ["جواب\n😀 أين اللقاء؟"]
            named = {"photo": PHOTO, "caption": "شاهد من هؤلاء؟"}
            await bot.person.share(GROUP, **named, caption_entities=[other])
            await bot.person.share(GROUP, **named, caption_entities=[me])
            assert (await bot.texts(4))[3:] == ["جواب\n😀 من هؤلاء؟"]
            await bot.person.write(f"/ask@other_bot متى؟ @{BOT['username']}", chat_id=GROUP)
            chatter = await bot.person.write("متى اللقاء؟", chat_id=GROUP)
            await bot.person.edit(chatter, f"@{BOT['username']} متى اللقاء؟", chat_id=GROUP)
            assert (await bot.texts(5))[4:] == ["جواب\n😀 متى اللقاء؟"]
            assert bot.server.refused() == []

    asyncio.run(scenario())


def test_asking_in_reply_to_a_message_asks_that_message_or_the_part_that_is_quoted() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            asked = await bot.person.write("سؤال طويل عن جنيف", chat_id=GROUP)
            await bot.person.write("/ask", chat_id=GROUP, reply_to=asked)
            quote = {"text": "جنيف", "position": 13, "is_manual": True}
            await bot.person.write("/ask", chat_id=GROUP, reply_to=asked, quote=quote)
            assert sorted(await bot.texts(2)) == ["جواب\n😀 جنيف", "جواب\n😀 سؤال طويل عن جنيف"]

    asyncio.run(scenario())


def test_bots_channels_and_what_was_chosen_from_inline_mode_are_not_answered() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            another_bot = {"id": 99, "is_bot": True, "first_name": "آلة", "username": "other_bot"}
            await bot.person.write("/ask متى؟", chat_id=GROUP, author=another_bot)
            await bot.person.write("متى؟", via_bot=bot_user())
            channel = {"id": -1009, "type": "channel", "title": "قناة"}
            await bot.person.write("/ask متى؟", chat_id=GROUP, sender_chat=channel, is_automatic_forward=True)
            await bot.person.write("/ask متى؟", chat_id=GROUP, sender_chat=channel)
            await bot.person.write(QUESTION)
            assert await bot.texts() == [ANSWER]

    asyncio.run(scenario())


def test_an_administrator_who_writes_as_the_group_is_answered_but_is_no_moderator() -> None:
    async def scenario() -> None:
        async with polling_bot(moderators=(GROUP, MODERATOR)) as bot:
            group = {"id": GROUP, "type": "supergroup", "title": "مجموعة"}
            anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
            await bot.person.write(f"/ask {QUESTION}", chat_id=GROUP, sender_chat=group, author=anonymous)
            await bot.texts(1)
            await bot.person.write("/reindex", chat_id=GROUP, sender_chat=group, author=anonymous)
            assert await bot.texts(2) == [ANSWER, "هذا للمشرفين"]
            assert [asker.asker_id for asker in bot.conversation.askers] == [f"telegram:{GROUP}"]

    asyncio.run(scenario())


def test_a_picture_in_private_is_answered_by_its_words_or_by_help() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            await bot.person.share(photo=PHOTO, caption=QUESTION)
            await bot.texts(1)
            await bot.person.share(photo=PHOTO)
            assert await bot.texts(2) == [ANSWER, "اسأل هكذا"]

    asyncio.run(scenario())


def test_a_question_that_waited_too_long_is_not_answered() -> None:
    async def scenario() -> None:
        async with polling_bot(limits=replace(LIMITS, question_age=timedelta(minutes=5))) as bot:
            await bot.person.write("سؤال قديم", date=int(time.time()) - 301)
            await bot.person.write(QUESTION, date=int(time.time()) - 200)
            assert sorted(await bot.texts(2)) == [ANSWER, "فات وقت الجواب"]

    asyncio.run(scenario())


def test_nothing_is_sent_where_the_conversation_has_no_reply() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.conversation.silent.add("كثير")
            await bot.person.write("كثير")
            await bot.person.write(QUESTION)
            assert await bot.texts() == [ANSWER]

    asyncio.run(scenario())


def test_an_edited_question_has_its_answer_edited() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            question = await bot.person.write(QUESTION)
            answer = (await bot.server.called("sendMessage"))[0].answer["message_id"]
            await bot.person.edit(question, "متى اجتماع فيينا؟")
            await bot.server.called("editMessageText")
            assert bot.server.state.messages[42, answer]["text"] == "جواب\n😀 متى اجتماع فيينا؟"
            await bot.person.edit(question, "/ask متى اجتماع بروكسل؟")
            await bot.server.called("editMessageText", 2)
            assert bot.server.state.messages[42, answer]["text"] == "جواب\n😀 متى اجتماع بروكسل؟"
            assert len(await bot.texts()) == 1

    asyncio.run(scenario())


def test_an_edited_question_whose_answer_is_gone_is_answered_again() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.conversation.silent.add("كثير")
            question = await bot.person.write("كثير")
            await bot.person.edit(question, "كثير")
            await bot.person.edit(question, QUESTION)
            answer = (await bot.server.called("sendMessage"))[0].answer["message_id"]
            del bot.server.state.messages[42, answer]
            await bot.person.edit(question, "ومن حضر؟")
            assert await bot.texts(2) == [ANSWER, "جواب\n😀 ومن حضر؟"]

    asyncio.run(scenario())


def test_what_is_edited_but_was_no_question_stays_unanswered() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            command = await bot.person.write("/help")
            await bot.texts(1)
            await bot.person.edit(command, "/help ثانية")
            chatter = await bot.person.write("/ask س", chat_id=GROUP)
            await bot.texts(2)
            await bot.person.edit(chatter, "/other كلام", chat_id=GROUP)
            await bot.person.write(QUESTION)
            assert (await bot.texts(3))[2] == ANSWER
            assert len(await bot.texts(3)) == 3
            assert [call.method for call in bot.server.state.calls if "edit" in call.method] == []

    asyncio.run(scenario())


def test_a_slow_question_delays_nobody_and_shows_that_the_bot_is_typing() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            bot.conversation.seconds["بطيء"] = 0.8
            await bot.person.write("بطيء")
            await Person(bot.server.state, 43).write(QUESTION)
            assert await bot.texts(2) == [ANSWER, "جواب\n😀 بطيء"]
            actions = await bot.server.called("sendChatAction")
            assert [call.parameters["action"] for call in actions] == ["typing"]

    asyncio.run(scenario())


def test_an_update_that_comes_twice_is_acted_on_once_also_after_a_restart() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            question = await bot.person.write(QUESTION)
            await bot.texts(1)
            update_id = bot.server.state.update_id
        again = {"update_id": update_id, "message": bot.server.state.messages[42, question]}
        state = ServerState(known_chats={42}, update_id=update_id, pending=[again])
        async with TelegramServer(state) as server, polling_bot(server, store=bot.store) as second:
            await second.person.write("/help")
            assert await second.texts() == ["اسأل هكذا"]

    asyncio.run(scenario())


def test_service_messages_are_left_alone_but_a_group_that_moves_is_followed() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            await bot.person.share(GROUP, new_chat_title="اسم جديد")
            await bot.person.share(-5, migrate_to_chat_id=GROUP)
            await bot.person.share(GROUP, migrate_from_chat_id=-5)
            await bot.person.write(QUESTION)
            assert await bot.texts() == [ANSWER]
            assert bot.store.moved == [(-5, GROUP), (-5, GROUP)]

    asyncio.run(scenario())


def test_a_chat_that_blocks_the_bot_is_marked_and_brings_no_error() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            await bot.person.block()
            await bot.person.write(QUESTION)
            await bot.server.called("sendMessage", status=403)
            await bot.person.unblock()
            await bot.person.write(QUESTION)
            assert await bot.texts() == [ANSWER]
            assert bot.store.gone == [42, 42]

    asyncio.run(scenario())


def test_in_a_forum_the_answer_stays_in_its_topic() -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            await bot.person.write(
                f"/ask {QUESTION}", chat_id=GROUP, message_thread_id=5, is_topic_message=True
            )
            call = (await bot.server.called("sendMessage"))[0]
            assert call.parameters["message_thread_id"] == 5

    asyncio.run(scenario())
