from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot, Update
from telegram.error import NetworkError

from bot.telegram.receiving.fetching import guard_payload, parse_update
from tests.bot.telegram.bots import polling_bot

GOOD = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": {"id": 42, "type": "private"}}}
BAD = {"update_id": 2, "message": {"message_id": 1, "date": "سر", "chat": 7}}


def payload(*updates: object) -> bytes:
    return json.dumps({"ok": True, "result": updates}).encode()


def test_updates_that_can_be_parsed_are_left_alone() -> None:
    assert guard_payload(payload(GOOD)) == payload(GOOD)
    assert guard_payload(payload()) == payload()


def test_an_update_that_cannot_be_parsed_keeps_only_its_id_which_is_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING, "bot"):
        assert guard_payload(payload(GOOD, BAD)) == payload(GOOD, {"update_id": 2})
    assert "update 2 cannot be parsed" in caplog.text
    assert "سر" not in caplog.text


@pytest.mark.parametrize(
    "answer", [b"<html>", b"[]", b"{}", b'{"result": 7}', b'{"result": [7]}', b'{"result": [{}]}', b"\xff"]
)
def test_what_is_no_answer_of_a_bot_api_can_be_asked_for_again(answer: bytes) -> None:
    with pytest.raises(NetworkError, match="no answer of a Bot API"):
        guard_payload(answer)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


@given(kind=st.sampled_from(["message", "callback_query", "inline_query", "my_chat_member", "x"]), body=JSON)
def test_the_id_of_an_update_is_kept_whatever_else_it_has(kind: str, body: object) -> None:
    guarded = json.loads(guard_payload(payload({"update_id": 5, kind: body})))
    assert [update["update_id"] for update in guarded["result"]] == [5]


@pytest.mark.parametrize("identity", [None, "7", -1, True, 1.5, 10**30])
def test_what_has_no_id_is_passed_over_and_the_rest_is_handled(
    identity: object, caplog: pytest.LogCaptureFixture
) -> None:
    odd = {**GOOD, "update_id": identity}
    with caplog.at_level(logging.WARNING, "bot"):
        assert json.loads(guard_payload(payload(odd, 7, None, GOOD)))["result"] == [GOOD]
    assert caplog.messages == ["an update without an id is passed over"] * 3


def test_updates_without_ids_alone_are_asked_for_again_after_a_pause() -> None:
    with pytest.raises(NetworkError, match="updates without an id"):
        guard_payload(payload({"message": {}}))


def test_an_update_that_is_nested_too_deep_is_passed_over_and_the_others_are_handled() -> None:
    deep = b'{"update_id": 8, "message": ' + b'{"a":' * 100_000 + b"1" + b"}" * 100_000 + b"}"
    whole = b'{"ok": true, "result": [' + b", ".join([json.dumps(GOOD).encode(), deep]) + b"]}"
    assert json.loads(guard_payload(whole))["result"] == [GOOD, {"update_id": 8}]
    with pytest.raises(NetworkError, match="nested too deep"):
        guard_payload(b"[" * 100_000)


def test_an_update_that_only_the_library_cannot_parse_is_passed_over_and_the_others_are_answered(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def scenario() -> None:
        async with polling_bot() as bot:
            message = {**GOOD["message"], "photo": 7}  # type: ignore[dict-item]
            odd = await bot.server.state.push("message", message)
            await bot.person.write("متى؟")
            await bot.person.write("أين؟")
            assert await bot.texts(2) == ["جواب\n😀 متى؟", "جواب\n😀 أين؟"]
            assert f"update {odd} cannot be parsed" in caplog.text
            assert bot.server.state.pending == []

    with caplog.at_level(logging.WARNING, "bot"):
        asyncio.run(scenario())


def test_a_posted_update_is_parsed_once_and_its_parts_know_the_bot(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = []
    parse = Update.de_json

    def count(*given: Any) -> Update | None:
        parsed.append(given)
        return parse(*given)

    monkeypatch.setattr(Update, "de_json", count)
    bot = Bot("1:test")
    update = parse_update(GOOD, bot)
    assert update is not None
    assert update.message is not None
    assert update.message.get_bot() is bot
    assert len(parsed) == 1


def test_a_posted_update_that_cannot_be_parsed_is_an_empty_one_with_its_id(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.WARNING, "bot"):
        assert parse_update(BAD, Bot("1:test")) == Update(2)
        assert parse_update({"update_id": 3, "message": {"date": 1}}, Bot("1:test")) == Update(3)
        assert parse_update({"message": {}}, Bot("1:test")) is None
    assert "update 2 cannot be parsed" in caplog.text
    assert "update 3 cannot be parsed" in caplog.text
