from __future__ import annotations

import base64

from bot.conversation import Button, Notice, Reply, ReplySpan, SpanKind
from bot.web.rendering import render
from tests.bot.pictures import PICTURE


def test_a_notice_is_its_words() -> None:
    assert render(Notice("شكرا")) == {"notice": "شكرا"}


def test_a_reply_is_its_text_spans_and_buttons() -> None:
    reply = Reply(
        "نص 😀 رابط",
        (ReplySpan(SpanKind.LINK, 5, 9, "https://example.org"),),
        (
            (Button("سؤال؟", "1:try:0a"), Button("👍", "1:up:abc"), Button("المزيد ◀", "1:page:abc:1")),
            (Button("افتح", url="https://example.org"),),
        ),
    )
    assert render(reply) == {
        "reply": {
            "text": "نص 😀 رابط",
            "spans": [{"kind": "link", "start": 5, "end": 9, "url": "https://example.org"}],
            "buttons": [
                [
                    {"label": "سؤال؟", "action": "1:try:0a", "url": None, "asks": True, "votes": False},
                    {"label": "👍", "action": "1:up:abc", "url": None, "asks": False, "votes": True},
                    {
                        "label": "المزيد ◀",
                        "action": "1:page:abc:1",
                        "url": None,
                        "asks": False,
                        "votes": False,
                    },
                ],
                [
                    {
                        "label": "افتح",
                        "action": None,
                        "url": "https://example.org",
                        "asks": False,
                        "votes": False,
                    }
                ],
            ],
            "picture": None,
            "beside": False,
        }
    }


def test_a_picture_comes_within_the_reply_with_its_description() -> None:
    picture = render(Reply("نص", picture=PICTURE))["reply"]["picture"]
    assert picture["description"] == PICTURE.description
    kind, content = picture["url"].split(";base64,")
    assert kind == "data:image/png"
    assert base64.b64decode(content) == PICTURE.content
