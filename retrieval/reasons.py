"""Why something is not read, built or saved: a `Reason` in the words of either language.

In: a `Reason`, which names a row of `reasons.tsv` and the values that stand in it. Out: one sentence in
English, for the terminal and the log, or in Arabic, for the people who use and look after the bot. Other
values are reasons themselves: "line 12: it has no `id`" is one within another.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final

from retrieval.resources import read_rows
from retrieval.types import Reason

VALUE_LENGTH: Final = 200
"""Longest value in code points; some quote what stands in a file."""
_ISOLATE, _POP = "\u2068", "\u2069"
"""U+2068 and U+2069 (UAX #9): a name in Latin letters does not turn the Arabic words round it."""
_LATIN: Final = re.compile(r"[A-Za-z]")
_CAUSES: Final[Mapping[int, str]] = MappingProxyType(
    {
        errno.ENOSPC: "no_space",
        errno.EROFS: "read_only",
        errno.EACCES: "not_permitted",
        errno.EPERM: "not_allowed",
        errno.ENOENT: "not_there",
        errno.EISDIR: "is_folder",
        errno.EIO: "disk_fails",
        errno.EMFILE: "too_many_open",
    }
)
"""Codes of the system's errors that have words of their own."""


@dataclass(frozen=True, slots=True)
class _Words:
    """One row of the table."""

    english: str
    arabic: str


@cache
def _table() -> Mapping[str, _Words]:
    """Each row of the table by its code."""
    rows = read_rows("retrieval", "reasons.tsv")
    return MappingProxyType({code: _Words(english, arabic) for code, english, arabic in rows})


def reason(code: str, **values: object) -> Reason:
    """Make a reason.

    Args:
        code: A row of the table.
        values: What stands in its braces: text, a number, or another reason.

    Raises:
        KeyError: There is no such row.
    """
    _table()[code]
    kept = {name: value if isinstance(value, Reason) else _cut(str(value)) for name, value in values.items()}
    return Reason(code, tuple(sorted(kept.items())))


def cause_of(error: BaseException) -> Reason:
    """Why the system refused: its own words in English where the table has none for them."""
    code = _CAUSES.get(getattr(error, "errno", None) or 0)
    if code is not None:
        return reason(code)
    words = getattr(error, "strerror", None)
    return reason("failed_as", error=str(words).lower() if words else str(error) or type(error).__name__)


def in_english(found: Reason) -> str:
    """A reason as an English sentence, on one line."""
    values = {name: in_english(value) if isinstance(value, Reason) else value for name, value in found.values}
    return _table()[found.code].english.format_map(values)


def in_arabic(found: Reason) -> str:
    """A reason as an Arabic sentence, on one line; what is Latin in it is isolated."""
    values = {
        name: in_arabic(value) if isinstance(value, Reason) else _isolated(value)
        for name, value in found.values
    }
    return _table()[found.code].arabic.format_map(values)


def reason_to_json(found: Reason) -> dict[str, Any]:
    """A reason as JSON: its code and values."""
    values = {
        name: reason_to_json(value) if isinstance(value, Reason) else value for name, value in found.values
    }
    return {"code": found.code, "values": values}


def reason_from_json(value: Any) -> Reason:
    """The reason that `reason_to_json` wrote.

    Raises:
        KeyError, TypeError, AttributeError: It is none, or of another version.
    """
    values = {
        name: reason_from_json(each) if isinstance(each, dict) else each
        for name, each in value["values"].items()
    }
    return reason(value["code"], **values)


def _isolated(value: str) -> str:
    return f"{_ISOLATE}{value}{_POP}" if _LATIN.search(value) else value


def _cut(value: str) -> str:
    line = " ".join(value.split())
    return line if len(line) <= VALUE_LENGTH else f"{line[: VALUE_LENGTH - 1]}…"
