"""The actions of buttons, as the text that a pressed button sends back: a version, a verb, short ids.

The format is `1:verb:subject`, then `:number` and `:shift` where the verb needs them: ASCII, at most
64 bytes, and never the text of a question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

VERSION = 1

# 1:in:Zm9vYmFy:2:-1
_ACTION = re.compile(r"(\d+):([a-z]+):([A-Za-z0-9_-]{1,48})(?::(\d{1,4}))?(?::(-?\d{1,3}))?", re.ASCII)

NO_SUBJECT = "-"
"""Written where an action has no subject."""


class Verb(StrEnum):
    """What a button does."""

    PAGE = "page"
    """Show page `number` of the answer `subject`."""
    CONTEXT = "in"
    """Show excerpt `number` of the answer `subject` in its document, or the text `shift` screens later."""
    PROOF = "proof"
    """Show the picture of the page that excerpt `number` of the answer `subject` stands on."""
    GOOD = "up"
    BAD = "down"
    READ = "read"
    """Show the part of a document that the key `subject` names."""
    SOURCES = "src"
    """Show page `number` of the sources."""
    STATUS = "stat"
    """Show page `number` of the status, to moderators."""
    TRY = "try"
    """Ask the example question `subject`."""
    REPLACE = "fewer"
    """Reindex, also where only `subject` documents are left; for moderators."""
    AGAIN = "again"
    """Ask again the question that the message of the button replies to."""


@dataclass(frozen=True, slots=True)
class Action:
    """A parsed action."""

    verb: Verb
    subject: str = NO_SUBJECT
    number: int = 0
    shift: int = 0

    def __str__(self) -> str:
        text = f"{VERSION}:{self.verb}:{self.subject}"
        if self.number or self.shift:
            text += f":{self.number}"
        return f"{text}:{self.shift}" if self.shift else text


def parse_action(text: str) -> Action | None:
    """Parse an action; None where it is of another version or forged. Never raises."""
    match = _ACTION.fullmatch(text)
    if match is None or int(match[1]) != VERSION or match[2] not in set(Verb):
        return None
    return Action(Verb(match[2]), match[3], int(match[4] or 0), int(match[5] or 0))


def as_count(subject: str) -> int | None:
    """The number that a subject is, from 0 to 999,999,999; None for any other text."""
    is_number = subject.isascii() and subject.isdecimal() and len(subject) <= len("999999999")
    return int(subject) if is_number else None
