from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.reply import Button, Reply, ReplySpan, SpanKind
from bot.telegram.sending.message_lengths import MESSAGE_LIMIT, split_reply, utf16_length
from tests.bot.pictures import PICTURE
from tests.bot.telegram.replies import replies


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_a_reply_within_the_limit_is_left_as_it_is() -> None:
    reply = Reply(" نص ", (ReplySpan(SpanKind.BOLD, 0, 2),))
    assert split_reply(reply) == (reply,)


def test_a_reply_over_the_limit_is_cut_at_the_border_of_paragraphs() -> None:
    first, second = "ا" * 3000, "ب" * 2000
    reply = Reply(f"{first}\n\n{second}", buttons=((Button("المزيد", "1:page:a:1"),),))
    assert split_reply(reply) == (Reply(first), Reply(second, buttons=reply.buttons))


def test_a_paragraph_over_the_limit_is_cut_at_lines_then_sentences_then_words() -> None:
    assert [part.text for part in split_reply(Reply("aaaa\nbbbb cccc"), 10)] == ["aaaa", "bbbb cccc"]
    assert [part.text for part in split_reply(Reply("aaa bb. ccc dd"), 10)] == ["aaa bb.", "ccc dd"]
    assert [part.text for part in split_reply(Reply("aaaa bbbb cccc"), 10)] == ["aaaa bbbb", "cccc"]


def test_a_word_over_the_limit_is_cut_but_not_between_a_letter_and_its_marks() -> None:
    assert [part.text for part in split_reply(Reply("بببب" + "ت\u064e\u0651" * 2), 6)] == [
        "بببب",
        "ت\u064e\u0651ت\u064e\u0651",
    ]


def test_nothing_but_marks_is_cut_all_the_same() -> None:
    assert [len(part.text) for part in split_reply(Reply("\u064e" * 9), 4)] == [4, 4, 1]


def test_nothing_but_white_space_leaves_one_part() -> None:
    assert split_reply(Reply(" " * 9), 4) == (Reply(""),)


def test_a_span_that_a_cut_runs_through_goes_on_in_the_next_part() -> None:
    reply = Reply("aaaa\nbbbb cccc", (ReplySpan(SpanKind.QUOTE, 2, 14),))
    assert split_reply(reply, 10) == (
        Reply("aaaa", (ReplySpan(SpanKind.QUOTE, 2, 4),)),
        Reply("bbbb cccc", (ReplySpan(SpanKind.QUOTE, 0, 9),)),
    )


def test_characters_beyond_the_basic_plane_count_twice() -> None:
    assert utf16_length("ا😀") == 3
    assert utf16_length("\uffff\U00010000") == 3


@pytest.mark.parametrize(
    ("text", "last_part"),
    [
        ("ا" * 4096, None),
        ("ا" * 4097, "ا"),
        ("😀" * 2048, None),
        ("😀" * 2048 + "ا", "ا"),
        ("ا" + "😀" * 2047 + "ا", None),
        ("ا" + "😀" * 2048, "😀"),
        ("\uffff" * 4096, None),
        ("\uffff" * 4097, "\uffff"),
        (" " + "ا" * 4095, None),
    ],
)
def test_a_reply_of_4096_units_is_one_message_and_one_unit_more_makes_two(
    text: str, last_part: str | None
) -> None:
    parts = split_reply(Reply(text))
    if last_part is None:
        assert parts == (Reply(text),)
    else:
        assert parts == (Reply(text.removesuffix(last_part)), Reply(last_part))


def test_a_part_may_be_exactly_as_long_as_the_limit() -> None:
    assert [part.text for part in split_reply(Reply("a" * 21), 10)] == ["a" * 10, "a" * 10, "a"]
    assert [part.text for part in split_reply(Reply("😀😀😀a"), 4)] == ["😀😀", "😀a"]


@pytest.mark.parametrize(
    ("text", "fits"), [("ا" * 1024, True), ("😀" * 512, True), ("😀" * 512 + "ا", False)]
)
def test_a_text_of_1024_units_is_a_caption_and_one_unit_more_is_not(text: str, fits: bool) -> None:  # noqa: FBT001
    reply = Reply(text, buttons=((Button("المزيد", "1:page:a:1"),),), picture=PICTURE)
    apart = (Reply("", picture=PICTURE), replace(reply, picture=None))
    assert split_reply(reply) == ((reply,) if fits else apart)


def test_a_smaller_limit_holds_for_captions_and_for_the_text_after_a_picture() -> None:
    reply = Reply("aaaa bbbb cccc", picture=PICTURE)
    assert split_reply(reply, 10) == (Reply("", picture=PICTURE), Reply("aaaa bbbb"), Reply("cccc"))


@given(reply=replies(), limit=st.integers(2, 60))
def test_parts_hold_all_of_the_text_within_the_limit(reply: Reply, limit: int) -> None:
    parts = split_reply(reply, limit)
    assert all(utf16_length(part.text) <= limit for part in parts)
    assert squeezed("".join(part.text for part in parts)) == squeezed(reply.text)
    assert [part.buttons for part in parts[:-1]] == [()] * (len(parts) - 1)
    assert parts[-1].buttons == reply.buttons


@given(reply=replies(), limit=st.integers(2, 60))
def test_parts_continue_every_span_across_the_cuts(reply: Reply, limit: int) -> None:
    parts = split_reply(reply, limit)
    for kind in (SpanKind.BOLD, SpanKind.LINK):
        whole = [reply.text[span.start : span.end] for span in reply.spans if span.kind is kind]
        carried = [
            part.text[span.start : span.end] for part in parts for span in part.spans if span.kind is kind
        ]
        assert sorted(squeezed("".join(carried))) == sorted(squeezed("".join(whole)))


@given(replies(max_size=20))
def test_one_message_is_all_that_a_short_reply_needs(reply: Reply) -> None:
    assert len(split_reply(reply, MESSAGE_LIMIT)) == 1


def test_a_reply_exactly_at_the_limit_is_left_as_it_is_and_one_unit_more_is_cut() -> None:
    full = Reply(f"\n{'ا' * (MESSAGE_LIMIT - 4)}😀\n")
    assert utf16_length(full.text) == MESSAGE_LIMIT
    assert split_reply(full) == (full,)
    assert [len(part.text) for part in split_reply(Reply("ا" * (MESSAGE_LIMIT + 1)))] == [MESSAGE_LIMIT, 1]


def test_a_border_just_before_the_share_of_the_limit_is_passed_over() -> None:
    assert [part.text for part in split_reply(Reply("aaa\nbbbb ccccc"), 10)] == ["aaa\nbbbb", "ccccc"]
    assert [part.text for part in split_reply(Reply("aaaa\nbbb ccccc"), 10)] == ["aaaa", "bbb ccccc"]


def test_white_space_at_both_sides_of_a_cut_is_left_out() -> None:
    assert [part.text for part in split_reply(Reply("aaaa \n\n\n bbbb"), 9)] == ["aaaa", "bbbb"]


def test_a_character_of_the_basic_plane_counts_once_to_the_last_of_them() -> None:
    assert [len(part.text) for part in split_reply(Reply("\uffff" * 5), 4)] == [4, 1]
