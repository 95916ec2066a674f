from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Message

from bot.telegram.handlers.questions import (
    asked_as_guest,
    asked_by_command,
    asked_by_text,
    command_argument,
    command_of,
    is_from_person,
    without_mentions,
    written_by,
)

BOT_ID = 99
ME = (BOT_ID, "shahid_bot")


AUTHOR = {"id": 42, "is_bot": False, "first_name": "سعاد"}


def message(
    text: str | None = None, chat_type: str = "supergroup", *, author: Any = AUTHOR, **fields: Any
) -> Message:
    data = {
        "message_id": 1,
        "date": int(datetime(2022, 1, 10, tzinfo=UTC).timestamp()),
        "chat": {"id": -1, "type": chat_type},
        "from": author,
        "text": text,
        **fields,
    }
    return Message.de_json({name: value for name, value in data.items() if value is not None}, None)


@pytest.mark.parametrize(
    ("text", "command"),
    [
        ("/ask متى؟", "ask"),
        ("/ask@Shahid_Bot متى؟", "ask"),
        ("/ask\nمتى؟", "ask"),
        ("/ask", "ask"),
        ("/ask@other_bot متى؟", ""),
        ("/ASK متى؟", "ask"),
        ("متى /ask", None),
        ("/سؤال", None),
        ("/", None),
        ("", None),
        (None, None),
    ],
)
def test_a_command_is_read_with_the_bot_that_it_is_for(text: str | None, command: str | None) -> None:
    assert command_of(message(text), "shahid_bot") == command


def test_the_text_after_a_command_keeps_its_lines() -> None:
    assert command_argument(message("/ask  متى\nاجتماع جنيف؟ ")) == "متى\nاجتماع جنيف؟"
    assert command_argument(message("متى؟")) == ""
    assert command_argument(message(None)) == ""
    assert command_argument(message(None, caption="/ask متى؟")) == "متى؟"


def test_a_command_without_words_asks_what_it_replies_to() -> None:
    caption = {"message_id": 2, "date": 0, "chat": {"id": -1, "type": "supergroup"}, "caption": "من هذا؟"}
    assert asked_by_command(message("/ask", reply_to_message=caption)) == "من هذا؟"
    assert asked_by_command(message("/ask متى؟", reply_to_message=caption)) == "متى؟"
    assert asked_by_command(message("/ask")) == ""
    quote = {"text": "هذا", "position": 3}
    assert asked_by_command(message("/ask", reply_to_message=caption, quote=quote)) == "من هذا؟"


def test_in_a_group_only_replies_to_the_bot_are_questions() -> None:
    from_bot = {
        "message_id": 2,
        "date": 0,
        "chat": {"id": -1, "type": "supergroup"},
        "from": {"id": BOT_ID, "is_bot": True, "first_name": "شاهد"},
    }
    assert asked_by_text(message("متى؟"), *ME) is None
    assert asked_by_text(message("متى؟", reply_to_message=from_bot), *ME) == "متى؟"
    assert asked_by_text(message("متى؟", reply_to_message={**from_bot, "from": None}), *ME) is None
    assert asked_by_text(message("متى؟", reply_to_message=from_bot), BOT_ID + 1, "shahid_bot") is None
    assert asked_by_text(message(None, photo=[]), *ME) is None


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("@shahid_bot متى؟", "متى؟"),
        ("@Shahid_Bot: متى؟", "متى؟"),
        ("@shahid_bot", ""),
        ("متى؟ @shahid_bot", "متى؟ @shahid_bot"),
        ("@somebody قال؟", "@somebody قال؟"),
    ],
)
def test_the_name_of_the_bot_is_no_part_of_the_question(text: str, question: str) -> None:
    assert asked_by_text(message(text, "private"), *ME) == question


def test_whoever_writes_without_a_name_is_known_by_the_chat() -> None:
    assert written_by(message("س")) == 42
    assert written_by(message("س", sender_chat={"id": -5, "type": "channel", "title": "قناة"})) == -5
    assert written_by(message("س", author=None)) == -1


@given(st.text(max_size=50))
def test_every_text_is_taken(text: str) -> None:
    command = command_of(message(text), "shahid_bot")
    assert command is None or text.startswith("/")
    assert asked_by_text(message(text, "private"), *ME) == (text or None)


def test_people_and_groups_themselves_write_and_bots_and_channels_do_not() -> None:
    bot = {"id": 43, "is_bot": True, "first_name": "آلة"}
    channel = {"id": -5, "type": "channel", "title": "قناة"}
    group = {"id": -1, "type": "supergroup", "title": "مجموعة"}
    assert is_from_person(message("س"))
    assert is_from_person(message("س", sender_chat=group))
    assert not is_from_person(message("س", author=bot))
    assert not is_from_person(message("س", author=None))
    assert not is_from_person(message("س", via_bot=bot))
    assert not is_from_person(message("س", sender_chat=channel))
    assert not is_from_person(message("س", is_automatic_forward=True))


def mention(offset: int, length: int, **fields: Any) -> dict[str, Any]:
    return {"type": "mention", "offset": offset, "length": length, **fields}


@pytest.mark.parametrize(
    ("text", "entities", "question"),
    [
        ("@shahid_bot متى اللقاء؟", [mention(0, 11)], "متى اللقاء؟"),
        ("😀 متى اللقاء؟ @Shahid_Bot", [mention(15, 11)], "😀 متى اللقاء؟"),
        ("متى @shahid_bot اللقاء؟", [mention(4, 11)], "متى  اللقاء؟"),
        ("@shahid_bot، متى؟", [mention(0, 11)], "متى؟"),
        (
            "شاهد متى؟",
            [{"type": "text_mention", "offset": 0, "length": 4, "user": {**AUTHOR, "id": BOT_ID}}],
            "متى؟",
        ),
        ("@shahid_bot @shahid_bot متى؟", [mention(0, 11), mention(12, 11)], "متى؟"),
        ("@other_bot متى؟", [mention(0, 10)], None),
        ("سعاد متى؟", [{"type": "text_mention", "offset": 0, "length": 4, "user": AUTHOR}], None),
        ("@other_bot @shahid_bot متى؟", [mention(0, 10), mention(11, 11)], "@other_bot  متى؟"),
        ("متى؟", [], None),
    ],
)
def test_who_mentions_the_bot_in_a_group_asks_what_is_beside_its_name(
    text: str, entities: list[dict[str, Any]], question: str | None
) -> None:
    assert asked_by_text(message(text, entities=entities), *ME) == question


def test_the_name_alone_in_reply_to_a_message_asks_what_that_message_asks() -> None:
    replied = {"message_id": 2, "date": 1, "chat": {"id": -1, "type": "group"}, "text": "متى اللقاء؟"}
    named: dict[str, Any] = {"text": "@shahid_bot", "entities": [mention(0, 11)]}
    assert asked_by_text(message(**named, reply_to_message=replied), *ME) == "متى اللقاء؟"
    assert asked_as_guest(message(**named, reply_to_message=replied), *ME) == "متى اللقاء؟"
    own = {**replied, "from": {**AUTHOR, "id": BOT_ID, "is_bot": True}}
    assert asked_by_text(message(**named, reply_to_message=own), *ME) == ""
    assert asked_as_guest(message("/ask@shahid_bot متى؟"), *ME) == "متى؟"
    assert asked_as_guest(message("@shahid_bot"), *ME) == ""
    assert asked_as_guest(message("/ask@other_bot متى؟ @shahid_bot"), *ME) is None


@given(st.text(max_size=20), st.text(max_size=20))
def test_nothing_but_the_name_is_left_out(before: str, after: str) -> None:
    offset = len(before.encode("utf-16-le", "surrogatepass")) // 2
    words = message(f"{before}@shahid_bot{after}", entities=[mention(offset, 11)])
    if before.isprintable() and after.isprintable():
        assert without_mentions(words, *ME) in {(before + after).strip().lstrip(",:،؛").strip(), ""}
