from __future__ import annotations

from hypothesis import given
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity

from bot.conversation.reply import Button, InlineResult, Reply, ReplySpan, SpanKind
from bot.telegram.sending.message_lengths import split_reply
from bot.telegram.sending.rendering import Rendering, render, render_inline, unit_offsets
from tests.bot.pictures import PICTURE
from tests.bot.telegram.replies import replies
from tests.telegram_server.td import stored_text


def test_spans_become_entities_in_utf16_units() -> None:
    reply = Reply("😀 نص", (ReplySpan(SpanKind.BOLD, 2, 4), ReplySpan(SpanKind.EXPANDABLE_QUOTE, 0, 4)))
    assert render(reply) == Rendering(
        "😀 نص",
        (MessageEntity("bold", 3, 2), MessageEntity("expandable_blockquote", 0, 5)),
        None,
    )


def test_each_kind_of_span_has_its_entity() -> None:
    kinds = (*(ReplySpan(kind, 0, 2) for kind in SpanKind if kind is not SpanKind.LINK),)
    link = ReplySpan(SpanKind.LINK, 0, 2, "https://x.y")
    entities = render(Reply("نص", (*kinds, link))).entities
    assert [entity.type for entity in entities] == [
        "bold",
        "italic",
        "blockquote",
        "expandable_blockquote",
        "code",
        "text_link",
    ]
    assert entities[-1].url == "https://x.y"


def test_spans_that_show_nothing_are_left_out() -> None:
    reply = Reply(
        "نص", (ReplySpan(SpanKind.BOLD, 1, 1), ReplySpan(SpanKind.LINK, 0, 2), ReplySpan(SpanKind.BOLD, 0, 9))
    )
    assert render(reply).entities == ()


def test_rows_of_buttons_are_laid_out_from_right_to_left() -> None:
    reply = Reply("نص", (), ((Button("أول", "1:a:b"), Button("ثان", url="https://x.y")), ()))
    assert render(reply).keyboard == InlineKeyboardMarkup(
        [[InlineKeyboardButton("ثان", url="https://x.y"), InlineKeyboardButton("أول", callback_data="1:a:b")]]
    )


def test_half_a_surrogate_pair_is_replaced() -> None:
    assert render(Reply("ا\ud83dب")).text == "ا\ufffdب"


def test_a_choice_becomes_an_article_with_its_reply() -> None:
    reply = Reply("نص", (ReplySpan(SpanKind.BOLD, 0, 2),), ((Button("أول", "1:a:b"),),))
    article = render_inline(InlineResult("id", "عنوان", "وصف", reply)).to_dict()
    assert article == {
        "type": "article",
        "id": "id",
        "title": "عنوان",
        "description": "وصف",
        "input_message_content": {
            "message_text": "نص",
            "entities": [{"type": "bold", "offset": 0, "length": 2}],
            "link_preview_options": {"is_disabled": True},
        },
        "reply_markup": {"inline_keyboard": [[{"text": "أول", "callback_data": "1:a:b"}]]},
    }


def test_a_choice_with_a_picture_is_its_text_alone() -> None:
    reply = Reply("س" * 2000, picture=PICTURE)
    article = render_inline(InlineResult("id", "عنوان", "وصف", reply)).to_dict()
    assert article["input_message_content"]["message_text"] == reply.text


def test_a_picture_is_rendered_with_its_caption() -> None:
    assert render(Reply("نص", picture=PICTURE)) == Rendering("نص", (), None, PICTURE)


@given(replies())
def test_every_entity_covers_just_the_text_of_its_span(reply: Reply) -> None:
    rendering = render(reply)
    units = rendering.text.encode("utf-16-le")
    shown = [
        units[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le")
        for entity in rendering.entities
    ]
    assert shown == [reply.text[span.start : span.end] for span in reply.spans if span.start < span.end]
    assert unit_offsets(reply.text)[-1] == len(units) // 2


@given(replies())
def test_telegram_takes_every_part_of_every_reply(reply: Reply) -> None:
    for part in split_reply(reply, 100):
        rendering = render(part)
        if any(character.isalnum() for character in rendering.text):
            entities = [entity.to_dict() for entity in rendering.entities]
            text, kept = stored_text(rendering.text, entities=entities)
            assert text
            assert all(entity["length"] > 0 for entity in kept)
