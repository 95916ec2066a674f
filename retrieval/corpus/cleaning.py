"""The only changes that quotable text undergoes: what Telegram would do to it anyway.

In: text as a reader found it. Out: text that Telegram shows exactly as it is stored, so that a
quotation stays verbatim on its way. The changes are these and no others:

| In | Out | Why |
|---|---|---|
| CR LF, CR, NEL, U+2028, U+2029 | LF | line ends |
| other controls of C0 (tab, form feed) | a space | Telegram's server does the same |
| DEL, C1, U+FEFF, U+202A to U+202E, U+0333, U+033F, U+030A | nothing | the server deletes most of them |
| unpaired surrogates, noncharacters | U+FFFD | cannot be sent as UTF-8 |
| the rest | Unicode NFC | one spelling of each letter |
| blanks at the ends of a line | nothing | the server trims the ends of a text |
| two empty lines or more | one empty line | they carry no meaning |

No-break spaces, runs of blanks inside a line, tatweel, diacritics, isolates and joiners stay.
"""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile(r"\r\n?|[\x85\u2028\u2029]")
"""Line ends of every system."""
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f]")
"""Controls that Telegram's server turns into spaces (LF stays)."""
_DELETED = re.compile(r"[\x7f-\x84\x86-\x9f\u202a-\u202e\ufeff\u0333\u033f\u030a]")
"""Marks that Telegram's server deletes (`clean_input_string` of TDLib, seen with tdjson 1.8.69)
or that are never seen: DEL, C1, byte order marks."""
_UNSENDABLE = re.compile(r"[\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
"""Code points that no UTF-8 text may hold."""
_EMPTY_LINES = re.compile(r"\n{3,}")
"""Two empty lines or more."""


def clean(text: str) -> str:
    """Make `text` quotable; idempotent, never raises.

    Args:
        text: One line or many, as a reader found it.

    Returns:
        The text with only the changes of the module's table.
    """
    composed = unicodedata.normalize("NFC", _UNSENDABLE.sub("\ufffd", _LINE_ENDS.sub("\n", text)))
    kept = _DELETED.sub("", _CONTROLS.sub(" ", composed))
    composed = unicodedata.normalize("NFC", kept)
    lines = "\n".join(line.strip() for line in composed.split("\n"))
    return _EMPTY_LINES.sub("\n\n", lines).strip()
