"""From the bytes of a text file to its characters.

In: bytes. Out: text, or a `DocumentError` that names what is wrong. A byte order mark decides; then
UTF-16 without one (every second byte is 0x06 or 0x00 in Arabic text), UTF-8, and at last the two
old Arabic code pages, taken only where they give mostly Arabic letters.
"""

from __future__ import annotations

import codecs
import re
from functools import cache

from retrieval.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<(?:meta[^>]{0,200}charset|\?xml[^>]{0,200}encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_-]+)", re.IGNORECASE
)
"""How a page declares its encoding."""
_WESTERN = frozenset({"ascii", "iso8859-1", "iso8859-15", "cp1252", "mac-roman", "utf-8"})
_MARKUP = re.compile(rb"<(?:script|style)\b.*?</(?:script|style)|<[^>]*>", re.IGNORECASE | re.DOTALL)
"""What of a page is no text of it."""
_DECLARED_WITHIN = 4096
"""Bytes in which it must (1,024 in the HTML standard)."""
_CODE_PAGES = ("cp1256", "iso8859-6")
_WIDE_SHARE = 0.6
"""Least share of high bytes of UTF-16 that are Arabic's or Latin's."""
_ARABIC_SHARE = 0.6
"""Least share of Arabic among the letters of a text in an old code page: French text read as
Windows-1256 has under 0.2."""
_DAMAGED_SHARE = 0.001
"""Largest share of broken characters in a UTF-8 text that is still read (a cut at its end)."""
_CONTROL_SHARE = 0.01
"""Largest share of control characters in anything that is text."""

_ARABIC_LETTER = re.compile(r"[\u0620-\u064a\u0671-\u06d3]")
_LETTER = re.compile(r"[^\W\d_]")
_CONTROLS = "".join(map(chr, (*range(0x09), *range(0x0E, 0x1B), *range(0x1C, 0x20), 0x7F)))
_BLANKS = b"\x00 \t\r\n"


def decode(data: bytes) -> str:
    """Read the bytes of a text file.

    Args:
        data: The whole file.

    Returns:
        Its text without a byte order mark.

    Raises:
        DocumentError: The bytes are no text, or of an encoding that is not recognized.
    """
    if data and not data.strip(_BLANKS):  # 63 MB of zeros: nothing of them is worth decoding
        raise DocumentError("binary")
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _checked(data[len(mark) :].decode(encoding, errors="replace"))
    wide = _wide_encoding(data)
    if wide is not None:
        return _checked(data.decode(wide, errors="replace"))
    try:
        return _checked(data.decode("utf-8"))
    except UnicodeDecodeError:
        if _count(data, _CONTROLS.encode()) > _CONTROL_SHARE * len(data):  # no encoding moves them
            raise DocumentError("binary") from None
        return _decode_damaged(data)


def decode_page(data: bytes) -> str:
    """Read the bytes of a web page, whatever it declares.

    Args:
        data: The whole page.

    Returns:
        Its text: by its mark, as UTF-8 where that is valid, in the encoding that it declares where that gives
        Arabic or no Arabic page does, else in the likeliest of all.

    Raises:
        DocumentError: The bytes are no text, or of an encoding that is not recognized.
    """
    match = _DECLARED.search(data[:_DECLARED_WITHIN])
    if match is None or data.startswith(tuple(mark for mark, _ in _MARKS)) or _is_utf8(data):
        return decode(data)
    try:
        declared = data.decode(match[1].decode("ascii"))
    except (LookupError, UnicodeDecodeError):  # pages often declare another encoding than theirs
        declared = ""
    if _ARABIC_LETTER.search(declared) or (declared and not _is_western(match[1])):
        return _checked(declared)
    page = _code_page_of(_MARKUP.sub(b" ", data))
    if page is not None:
        return _checked(data.decode(page, errors="replace"))
    return _checked(declared) if declared else decode(data)


def _is_western(name: bytes) -> bool:
    """Whether an encoding is one that programs write where nobody chose one: Arabic pages often have it."""
    return codecs.lookup(name.decode("ascii")).name in _WESTERN


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _wide_encoding(data: bytes) -> str | None:
    """The kind of UTF-16 that bytes without a mark are in, or None."""
    if len(data) < 4 or len(data) % 2:  # noqa: PLR2004 - two characters of two bytes
        return None
    for encoding, high in (("utf-16-le", data[1::2]), ("utf-16-be", data[0::2])):
        if (high.count(0x06) + high.count(0x00)) / len(high) >= _WIDE_SHARE:
            other = data[0::2] if encoding == "utf-16-le" else data[1::2]
            if other.count(0x00) / len(other) < 1 - _WIDE_SHARE:
                return encoding
    return None


def _decode_damaged(data: bytes) -> str:
    """Text that is not UTF-8 throughout: an old Arabic code page, or UTF-8 with a few broken bytes."""
    text = data.decode("utf-8", errors="replace")
    if text.count("\ufffd") <= max(1, _DAMAGED_SHARE * len(text)) and _ARABIC_LETTER.search(text):
        return text
    page = _code_page_of(data)
    if page is None:
        raise DocumentError("unknown_encoding")
    return data.decode(page, errors="replace")


def _code_page_of(data: bytes) -> str | None:
    """The old Arabic code page in which bytes are mostly Arabic letters, or None."""
    page = max(_CODE_PAGES, key=lambda page: _count(data, _letters_of(page)[0]))
    arabic, letters = (_count(data, found) for found in _letters_of(page))
    return page if letters and arabic / letters >= _ARABIC_SHARE else None


@cache
def _letters_of(page: str) -> tuple[bytes, bytes]:
    """The bytes that are Arabic letters in a code page, and those that are letters at all."""
    signs = {bytes([value]): bytes([value]).decode(page, errors="replace") for value in range(256)}
    return (
        b"".join(value for value, sign in signs.items() if _ARABIC_LETTER.fullmatch(sign)),
        b"".join(value for value, sign in signs.items() if _LETTER.fullmatch(sign)),
    )


def _count(data: bytes, wanted: bytes) -> int:
    """How many bytes are of a set; a list of what a pattern finds would be larger than the file."""
    return len(data) - len(data.translate(None, wanted))


def _checked(text: str) -> str:
    """The text, if it is text at all."""
    if sum(map(text.count, _CONTROLS)) > _CONTROL_SHARE * len(text):
        raise DocumentError("binary")
    return text
