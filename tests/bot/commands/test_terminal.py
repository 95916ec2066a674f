from __future__ import annotations

import pytest

from bot.commands.terminal import print_reply, render
from bot.conversation import Reply, ReplySpan, SpanKind
from tests.bot.pictures import PICTURE

REPLY = Reply(
    "مهم نص رابط",
    (
        ReplySpan(SpanKind.BOLD, 0, 3),
        ReplySpan(SpanKind.EXPANDABLE_QUOTE, 4, 6),
        ReplySpan(SpanKind.LINK, 7, 11, "https://example.org"),
    ),
)


def test_quotes_are_marked_and_links_written_out() -> None:
    assert render(REPLY, can_bold=False) == "مهم ❝ نص ❞ رابط <https://example.org>"


def test_bold_is_shown_where_the_terminal_can() -> None:
    assert render(REPLY, can_bold=True).startswith("\x1b[1mمهم\x1b[0m ")


@pytest.mark.parametrize("text", ["نص", ""])
def test_the_description_of_a_picture_is_printed_above_the_text(text: str) -> None:
    assert render(Reply(text, picture=PICTURE), can_bold=False) == f"[{PICTURE.description}]\n{text}"


def test_what_is_printed_to_a_file_has_no_control_codes(capsys: pytest.CaptureFixture[str]) -> None:
    print_reply(REPLY)
    assert capsys.readouterr().out == "مهم ❝ نص ❞ رابط <https://example.org>\n"
