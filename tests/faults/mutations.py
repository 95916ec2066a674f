"""Strategies of Hypothesis for JSON of any kind, and for updates that are almost what Telegram sends."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import strategies as st

from bot.conversation.actions import Verb
from tests.faults.town import QUESTIONS
from tests.telegram_server.state import BOT, Json

USER: Json = {"id": 42, "is_bot": False, "first_name": "سعاد", "language_code": "ar"}
CHAT: Json = {"id": 42, "type": "private", "first_name": "سعاد"}
GROUP: Json = {"id": -1009, "type": "supergroup", "title": "مجموعة"}
MENTION = f"@{BOT['username']} {QUESTIONS[0]}"
DEEPEST = 2_000
"""Levels of JSON in JSON, more than the recursion of Python allows."""


def _message(text: str, chat: Json = CHAT, **fields: Any) -> Json:
    return {"message_id": 5, "date": 4102444800, "chat": chat, "from": USER, "text": text, **fields}


def _command(text: str, chat: Json = CHAT) -> Json:
    length = len(text.split(maxsplit=1)[0])
    return _message(text, chat, entities=[{"type": "bot_command", "offset": 0, "length": length}])


UPDATES: tuple[Json, ...] = (
    {"message": _message(QUESTIONS[0])},
    {"message": _command(f"/ask {QUESTIONS[1]}", GROUP)},
    {"message": _command("/start inline")},
    {"message": _command("/status")},
    {"message": _message("نعم", GROUP, reply_to_message=_message("سؤال", GROUP))},
    {"message": _message(MENTION, GROUP, entities=[{"type": "mention", "offset": 0, "length": 16}])},
    {"message": {**_message(""), "photo": [], "caption": QUESTIONS[0]}},
    {"message": {**_message(""), "migrate_to_chat_id": -1008}},
    {"edited_message": _message(QUESTIONS[2], edit_date=4102444801)},
    {
        "callback_query": {
            "id": "1",
            "from": USER,
            "chat_instance": "1",
            "data": "1:up:abc",
            "message": _message("جواب"),
        }
    },
    {"callback_query": {"id": "2", "from": USER, "chat_instance": "1", "inline_message_id": "i"}},
    {"inline_query": {"id": "3", "from": USER, "query": QUESTIONS[0], "offset": ""}},
    {"guest_message": _message(MENTION, GROUP, guest_query_id="4")},
    {
        "my_chat_member": {
            "chat": CHAT,
            "from": USER,
            "date": 4102444800,
            "old_chat_member": {"status": "member", "user": BOT},
            "new_chat_member": {"status": "kicked", "user": BOT, "until_date": 0},
        }
    },
)
"""One update of each kind that the bot handles, as Telegram sends it."""

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([2**31, 2**63, -(2**63) - 1, 10**40])
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=60)
)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
"""JSON of any kind."""
actions = st.one_of(
    st.text(max_size=64),
    st.builds(
        "{}:{}:{}:{}:{}".format,
        st.integers(0, 2),
        st.sampled_from([*Verb, "no"]),
        st.text("abcABC019-_:", max_size=20),
        st.integers(-9, 99999),
        st.integers(-9999, 9999),
    ),
)
"""Callback data: of any kind, and almost ours."""


@st.composite
def mutated_updates(draw: st.DrawFn) -> Json:
    """An update of Telegram in which one to four values are others, or missing."""
    update = copy.deepcopy(draw(st.sampled_from(UPDATES)))
    for _ in range(draw(st.integers(0, 4))):
        places = list(_places(update))
        if not places:
            break
        holder, key = draw(st.sampled_from(places))
        if draw(st.booleans()):
            holder[key] = draw(values)
        elif isinstance(holder, dict):
            del holder[key]
    return {"update_id": draw(st.integers(1, 2**31)), **update}


def nested(levels: int) -> str:
    """JSON of lists in lists."""
    return "[" * levels + "]" * levels


def _places(value: Any) -> Any:
    """Each place of a JSON value, as what holds it and its key."""
    if isinstance(value, dict | list):
        for key, inner in list(value.items() if isinstance(value, dict) else enumerate(value)):
            yield value, key
            yield from _places(inner)
