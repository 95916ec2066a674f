from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.composing.layout import Layout, below, utf16_length
from bot.conversation.reply import Button, Reply, ReplySpan, SpanKind
from tests.bot.pictures import PICTURE


def test_spans_are_where_their_text_was_added() -> None:
    layout = Layout().add("قبل ").add("مهم", SpanKind.BOLD).add(" ")
    with layout.within(SpanKind.QUOTE):
        layout.add("نص ").add("رابط", SpanKind.LINK, "https://example.org")
    assert layout.reply() == Reply(
        "قبل مهم نص رابط",
        (
            ReplySpan(SpanKind.BOLD, 4, 7),
            ReplySpan(SpanKind.QUOTE, 8, 15),
            ReplySpan(SpanKind.LINK, 11, 15, "https://example.org"),
        ),
    )


def test_nothing_added_leaves_no_span() -> None:
    assert Layout().add("", SpanKind.BOLD).reply() == Reply("")


def test_empty_rows_of_buttons_are_left_out() -> None:
    button = Button("المزيد", "1:page:a:1")
    assert Layout().reply([[], [button], []]).buttons == ((button,),)


def test_a_line_above_a_reply_moves_its_spans_and_keeps_the_rest() -> None:
    button = Button("المزيد", "1:page:a:1")
    reply = Reply("نص", (ReplySpan(SpanKind.LINK, 0, 2, "https://x.y"),), ((button,),), PICTURE)
    assert below("سطر", reply) == Reply(
        "سطر\n\nنص", (ReplySpan(SpanKind.LINK, 5, 7, "https://x.y"),), ((button,),), PICTURE
    )


@given(st.text())
def test_length_is_counted_in_utf16_units(text: str) -> None:
    assert utf16_length(text) == len(text.encode("utf-16-le", "surrogatepass")) // 2
    assert Layout().add(text).units() == utf16_length(text)
