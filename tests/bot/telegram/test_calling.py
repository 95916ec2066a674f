from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import NetworkError

from bot.telegram.calling import check_identity, check_payload

BOT = {"id": 7, "is_bot": True, "first_name": "شاهد", "username": "shahid_bot"}


def test_what_a_bot_api_responds_is_left_alone() -> None:
    for code, payload in ((200, b'{"ok": true, "result": 1}'), (400, b'{"ok": false, "description": "x"}')):
        assert check_payload(code, payload) == payload


@pytest.mark.parametrize("payload", [b"", b"<html>", b"[]", b"7", b"null", b"{}", b"[" * 100_000, b"\xff"])
def test_a_success_of_something_else_can_be_tried_again(payload: bytes) -> None:
    with pytest.raises(NetworkError, match="no answer of a Bot API"):
        check_payload(200, payload)


@pytest.mark.parametrize("payload", [b"", b"<html>", b"[]", b"7", b"null", b"[" * 100_000, b"\xff"])
def test_an_error_of_something_else_has_no_words(payload: bytes) -> None:
    assert check_payload(502, payload) == b"{}"


@given(st.sampled_from([200, 301, 404, 502]), st.binary(max_size=20))
def test_any_response_is_a_body_or_can_be_tried_again(code: int, payload: bytes) -> None:
    try:
        assert check_payload(code, payload).lstrip().startswith(b"{")
    except NetworkError:
        assert code == 200


def test_an_identity_has_an_id_and_names() -> None:
    check_identity(BOT)
    for name, value in (("id", "7"), ("id", True), ("username", None), ("first_name", 1), ("is_bot", "yes")):
        with pytest.raises(NetworkError, match="getMe returned no bot"):
            check_identity({**BOT, name: value})
    with pytest.raises(NetworkError, match="getMe returned no bot"):
        check_identity([BOT])
