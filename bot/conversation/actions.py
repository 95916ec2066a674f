"""What a button hands back when it is pressed: a version, a verb and short ids, never a question.

`1:verb:subject`, then `:number` and `:shift` where the verb needs them; ASCII, at most 64 bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

VERSION = 1

# 1:context:Zm9vYmFy:2:-1
_ACTION = re.compile(r"(\d+):([a-z]+):([A-Za-z0-9_-]{1,48})(?::(\d{1,4}))?(?::(-?\d{1,3}))?", re.ASCII)

NOBODY = "-"
"""The subject of an action that has none."""


class Verb(StrEnum):
    """What a button does."""

    PAGE = "page"
    """Show page `number` of the answer `subject`."""
    CONTEXT = "in"
    """Show excerpt `number` of the answer `subject` in its document, `shift` screens further on."""
    GOOD = "up"
    BAD = "down"
    READ = "read"
    """Show the span of the document that the key `subject` names."""
    SOURCES = "src"
    """Show page `number` of the sources."""
    STATUS = "stat"
    """Show page `number` of the status, to moderators."""
    TRY = "try"
    """Ask the example question `subject`."""


@dataclass(frozen=True, slots=True)
class Action:
    """A button's action, taken apart."""

    verb: Verb
    subject: str = NOBODY
    number: int = 0
    shift: int = 0

    def __str__(self) -> str:
        text = f"{VERSION}:{self.verb}:{self.subject}"
        if self.number or self.shift:
            text += f":{self.number}"
        return f"{text}:{self.shift}" if self.shift else text


def parse_action(text: str) -> Action | None:
    """Take an action apart; None for one of another version or a forged one. Never raises."""
    match = _ACTION.fullmatch(text)
    if match is None or int(match[1]) != VERSION or match[2] not in set(Verb):
        return None
    return Action(Verb(match[2]), match[3], int(match[4] or 0), int(match[5] or 0))
