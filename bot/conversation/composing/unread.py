"""Composes what a moderator sees of the files that were not read: how many, and each with its reason.

A file counts once, whatever is wrong with it. First come those of which nothing was read, then those
that were read with notes, and at last what is no document at all.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation.wording import texts
from bot.conversation.wording.grammar import FILE, count, isolate, one_line
from retrieval import SkippedFile, in_arabic

NAME_LENGTH = 80
REASON_LENGTH = 240


def unread_counts(skipped: Sequence[SkippedFile]) -> list[str]:
    """A line for each kind of file that is there, with how many files are of it."""
    names: list[set[str]] = [set(), set(), set()]
    for file in skipped:
        names[_kind(file)].add(file.name)
    names[1] -= names[0]
    lines = (texts.STATUS_SKIPPED, texts.STATUS_NOTED, texts.STATUS_LEFTOVERS)
    return [
        line.format(files=count(len(found), FILE)) for line, found in zip(lines, names, strict=True) if found
    ]


def in_order(skipped: Sequence[SkippedFile]) -> list[SkippedFile]:
    """The files as they are listed."""
    return sorted(skipped, key=_kind)


def unread_line(file: SkippedFile) -> str:
    """A file with its reason."""
    name = isolate(one_line(file.name, NAME_LENGTH))
    return f"• {name}: {one_line(in_arabic(file.reason), REASON_LENGTH)}"


def _kind(file: SkippedFile) -> int:
    return 2 if file.is_leftover else int(file.is_read)
