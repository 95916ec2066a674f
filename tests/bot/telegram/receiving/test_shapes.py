from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given

from bot.telegram.receiving.shapes import misshapen
from tests.faults.mutations import UPDATES, values


def nested(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


def test_the_updates_of_telegram_are_well_shaped() -> None:
    assert len(UPDATES) > 3
    assert [misshapen({"update_id": 1, **update}) for update in UPDATES] == [None] * len(UPDATES)


CHAT = {"id": 42, "type": "private"}
MESSAGE: dict[str, Any] = {"message_id": 1, "date": 1, "chat": CHAT, "text": "س"}


@pytest.mark.parametrize(
    ("update", "field"),
    [
        ({"message": 7}, "message"),
        ({"message": {**MESSAGE, "chat": None}}, "message.chat"),
        ({"message": {**MESSAGE, "chat": {"id": "42", "type": "private"}}}, "chat.id"),
        ({"message": {**MESSAGE, "chat": {"id": True, "type": "private"}}}, "chat.id"),
        ({"message": {**MESSAGE, "text": ["س"]}}, "text"),
        ({"message": {**MESSAGE, "reply_to_message": {**MESSAGE, "from": {"is_bot": False}}}}, "from.id"),
        ({"message": {**MESSAGE, "odd": nested(50)}}, "too deep"),
        ({"edited_message": {"chat": CHAT, "date": 1}}, "edited_message.message_id"),
        ({"callback_query": {"id": 7, "from": {"id": 1}}}, "callback_query.id"),
        ({"inline_query": {"id": "7", "from": {"id": 1}}}, "inline_query.query"),
        ({"my_chat_member": {"chat": CHAT, "from": {"id": 1}}}, "my_chat_member.new_chat_member"),
        ({"poll": {"id": []}}, None),
    ],
)
def test_what_is_missing_or_of_another_type_is_named(update: dict[str, Any], field: str | None) -> None:
    assert misshapen({"update_id": 1, **copy.deepcopy(update)}) == field


@given(values, values)
def test_any_json_has_a_verdict(body: object, inner: object) -> None:
    found = misshapen({"update_id": 1, "message": body, "callback_query": {"id": "1", "from": inner}})
    assert found is None or isinstance(found, str)
