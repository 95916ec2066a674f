from __future__ import annotations

import pytest
from telegram import Message, Update

from bot.telegram.handlers.retrying import question_of, replied_to

NAME = "shahid_bot"
CHAT = {"id": 42, "type": "private", "first_name": "سعاد"}


def message(**fields: object) -> Message:
    update = Update.de_json(
        {"update_id": 1, "message": {"message_id": 7, "date": 1, "chat": CHAT, **fields}}, None
    )
    assert update.message is not None
    return update.message


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("متى اللقاء؟", "متى اللقاء؟"),
        (f"@{NAME}، متى اللقاء؟", "متى اللقاء؟"),
        ("/ask متى اللقاء؟", "متى اللقاء؟"),
        (f"/ask@{NAME} متى\nاللقاء؟", "متى\nاللقاء؟"),
        ("/ask", ""),
        ("/ask@other_bot متى اللقاء؟", ""),
        ("/reindex", ""),
        ("/start abc", ""),
    ],
)
def test_the_question_is_found_in_the_message_and_commands_are_none(text: str, question: str) -> None:
    assert question_of(message(text=text), 99, NAME) == question


def test_the_question_of_a_picture_is_its_caption_and_that_of_a_sticker_is_none() -> None:
    assert question_of(message(caption="متى اللقاء؟"), 99, NAME) == "متى اللقاء؟"
    assert question_of(message(), 99, NAME) == ""


def test_the_message_that_is_replied_to_is_known_only_from_a_message_that_is_not_too_old() -> None:
    press = {"id": "1", "from": {"id": 42, "is_bot": False, "first_name": "س"}, "chat_instance": "1"}
    asked = {"message_id": 7, "date": 1, "chat": CHAT, "text": "س"}
    shown = {"message_id": 8, "date": 1, "chat": CHAT, "text": "عذرا", "reply_to_message": asked}
    cases: list[tuple[dict[str, object], int | None]] = [
        ({"message": shown}, 7),
        ({"message": {"message_id": 8, "date": 0, "chat": CHAT}}, None),
        ({"inline_message_id": "i"}, None),
    ]
    for given, expected in cases:
        update = Update.de_json({"update_id": 1, "callback_query": {**press, **given}}, None)
        assert update.callback_query is not None
        found = replied_to(update.callback_query)
        assert (found.message_id if found is not None else None) == expected
