"""What a moderator sees of files that were not read."""

from __future__ import annotations

from bot.conversation.composing.unread import in_order, unread_counts, unread_line
from retrieval import SkippedFile, reason
from tests.bot.conversation.fakes import bare

NOTE = SkippedFile("b.jsonl", reason("at_line", line=2, reason=reason("no_id")), is_read=True)
FILES = (
    SkippedFile("Thumbs.db", reason("leftover")),
    NOTE,
    SkippedFile("b.jsonl", reason("at_line", line=3, reason=reason("no_id")), is_read=True),
    SkippedFile("a.pdf", reason("needs_password")),
    SkippedFile("c.source.yaml", reason("orphan_sidecar")),
)


def test_each_file_counts_once_and_leftovers_apart() -> None:
    assert unread_counts(FILES) == [
        "ما لم أقرأه: ملف واحد",
        "ما قرأته مع ملاحظات: ملف واحد",
        "بقايا ليست وثائق: ملفان",
    ]
    assert unread_counts((NOTE,)) == ["ما قرأته مع ملاحظات: ملف واحد"]


def test_what_was_not_read_comes_first_and_leftovers_last() -> None:
    names = [file.name for file in in_order(FILES)]
    assert names == ["a.pdf", "b.jsonl", "b.jsonl", "Thumbs.db", "c.source.yaml"]


def test_a_file_stands_with_its_reason_in_arabic() -> None:
    assert bare(unread_line(NOTE)) == "• b.jsonl: السطر 2: لا معرف فيه: أضف id".replace("id", "`id`")
