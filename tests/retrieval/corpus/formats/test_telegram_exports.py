"""Exports of Telegram Desktop: a document a message, with its channel, day and address."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from retrieval import Answer, Engine, read_corpus
from retrieval.corpus.one_file import read_file
from retrieval.reasons import reason
from retrieval.types import Document, SkippedFile, Source

NAME = "قناة المرفأ"
TEXT = "يفتح سوق السمك يوم 9 أبريل 2023 أبوابه."


POLL = {"question": "أين السوق؟", "answers": [{"text": "عند الميناء"}, 3]}


def message(number: int, text: Any, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "type": "message",
        "date": "2023-04-02T23:30:00",
        "from": NAME,
        "text": text,
        **more,
    }


def export(*messages: Any, kind: str = "public_channel") -> dict[str, Any]:
    return {"name": NAME, "type": kind, "id": 77, "messages": list(messages)}


def documents(value: Any, name: str = "result.json") -> tuple[Document, ...]:
    return read_file(name, json.dumps(value).encode()).documents


def texts(value: Any) -> list[str]:
    return [document.text for document in documents(value)]


def test_a_post_has_its_channel_its_day_and_its_address() -> None:
    runs = ["يفتح ", {"type": "bold", "text": "سوق السمك"}, " يوم 9 أبريل 2023 أبوابه."]
    assert documents(export(message(5, runs))) == (
        Document("result.json#5", TEXT, Source(TEXT, NAME, None, date(2023, 4, 2), "https://t.me/c/77/5")),
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (message(1, "كلام في سطر\n\nوسطر آخر"), ["كلام في سطر\n\nوسطر آخر"]),
        (message(1, "", photo="a.jpg"), []),
        (message(1, "صورة من السوق اليوم", photo="a.jpg"), ["صورة من السوق اليوم"]),
        (message(1, "https://a.example/x @name"), []),
        (message(1, "👍"), []),
        (message(1, "", poll=POLL), ["أين السوق؟\nعند الميناء"]),
        ({"id": 1, "type": "service", "text": "انضم أحد إلى القناة"}, []),
        ({"id": "x", "type": "message", "text": "كلام كثير جدا"}, []),
        (7, []),
        (message(1, [1, None, {"text": 5}, "كلام كثير"]), ["كلام كثير"]),
    ],
)  # fmt: skip
def test_messages_with_words_are_documents(given: Any, expected: list[str]) -> None:
    assert texts(export(given)) == expected


def test_in_a_group_the_sender_is_the_author_and_what_is_forwarded_names_its_origin() -> None:
    group = export(
        message(1, "سؤال عن السوق", **{"from": "سلمى"}),
        message(2, "خبر من بعيد", forwarded_from="قناة الجنوب"),
        kind="private_supergroup",
    )
    assert [document.source.author for document in documents(group)] == ["سلمى", "قناة الجنوب"]
    chat = documents(export(message(1, "كلام بين اثنين"), kind="personal_chat"))
    assert [document.source.url for document in chat] == [None]


def test_an_export_of_an_account_has_all_its_chats() -> None:
    account = {
        "chats": {
            "list": [export(message(1, "كلام أول هنا")), {**export(message(1, "كلام ثان هنا")), "id": 8}, 3]
        }
    }
    assert [document.document_id for document in documents(account)] == [
        "result.json#77/1",
        "result.json#8/1",
    ]


def test_a_long_message_gives_its_first_words_as_title() -> None:
    (document,) = documents(export(message(1, "كلمة " * 40 + "\nسطر")))
    assert len(document.source.title) <= 90
    assert document.source.title.endswith("كلمة…")


def test_a_sidecar_names_the_public_channel(tmp_path: Path) -> None:
    folder = tmp_path / "ChatExport_2023"
    folder.mkdir()
    (folder / "result.json").write_text(json.dumps(export(message(5, TEXT), message(6, "كلام بعده هنا"))))
    (folder / "result.source.yaml").write_text("url: https://t.me/harbor/\ntitle: لا شيء\n", encoding="utf-8")
    corpus = read_corpus(tmp_path)
    assert [document.source.url for document in corpus.documents] == [
        "https://t.me/harbor/5",
        "https://t.me/harbor/6",
    ]
    assert corpus.documents[0].source.title == TEXT
    answer = Engine.of_corpus(corpus).answer("متى يفتح سوق السمك؟")
    assert isinstance(answer, Answer)
    assert (answer.excerpts[0].text, answer.excerpts[0].source.url) == (TEXT, "https://t.me/harbor/5")


def details(day: str) -> str:
    return f'<div class="pull_right date details" title="{day} 23:30:00 UTC+03:00">23:30</div>'


HTML = f"""<html><head><meta charset="utf-8"></head><body><div class="page_wrap">
<div class="page_header"><div class="content"><div class="text bold">{NAME}</div></div></div>
<div class="history">
<div class="message service" id="message-1"><div class="body details">2 April 2023</div></div>
<div class="message default clearfix" id="message5"><div class="body">{details("02.04.2023")}
<div class="from_name">{NAME}</div><div class="text">{TEXT}<br>وسطر <strong>آخر</strong></div></div></div>
<div class="message default clearfix joined" id="message6"><div class="body">{details("03.04.2023")}
<div class="forwarded body"><div class="from_name">قناة الجنوب <span>x</span></div>
<div class="text">خبر من بعيد</div></div></div></div>
</div></div></body></html>"""


def test_an_export_as_a_page_is_read_message_by_message() -> None:
    assert read_file("messages.html", HTML.encode()).documents == (
        Document("messages.html#5", f"{TEXT}\nوسطر آخر", Source(TEXT, NAME, None, date(2023, 4, 2))),
        Document(
            "messages.html#6", "خبر من بعيد", Source("خبر من بعيد", NAME, "قناة الجنوب", date(2023, 4, 3))
        ),
    )


def test_a_list_of_records_is_read_and_other_json_is_named() -> None:
    (document,) = documents([{"id": "x", "title": "عنوان", "text": "نص"}])
    assert (document.document_id, document.source.title) == ("result.json#x", "عنوان")
    found = read_file("a.json", b'{"a": 1}')
    assert found.skipped == (SkippedFile("a.json", reason("json_of_no_known_kind")),)
    assert read_file("a.json", b"{").skipped == (SkippedFile("a.json", reason("json_damaged")),)
