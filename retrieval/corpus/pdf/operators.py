"""A content stream → its operators with their operands.

In: the bytes of a stream. Out: pairs of an operator and what stands before it: numbers as floats, names
with their slash, strings as bytes, arrays as lists, dictionaries as dicts. Pictures inside a stream are
passed over, and so is whatever is no token. Never raises; depth is bounded.

pypdf has such a parser, which keeps what it needs to write a stream again; reading alone is four times as
fast (`python -m benchmarks.reading`). Source: ISO 32000-1:2008, 7.2, 7.3, 8.9.7.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

_BLANKS: Final = re.compile(rb"(?:[\x00\t\n\x0c\r ]+|%[^\r\n]*)*+")
"""What stands between tokens: blanks and comments."""
_TOKEN: Final = re.compile(
    rb"(?:(?P<number>[+-]?(?:\d+\.?\d*|\.\d+)(?=[\x00\t\n\x0c\r ()<>\[\]{}/%]|$))"
    rb"|(?P<hex><[0-9A-Fa-f\x00\t\n\x0c\r ]*>)"
    rb"|(?P<name>/[^\x00\t\n\x0c\r ()<>\[\]{}/%]*)"
    rb"|(?P<open><<|\[)|(?P<close>>>|\])|(?P<literal>\()"
    rb"|(?P<word>[^\x00\t\n\x0c\r ()<>\[\]{}/%]+))"
)
"""One token: `12.5`, `<FEFF>`, `/F1`, `[`, `Tj`; a literal string begins with `(` and is read by hand."""
_NAME_CODE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
_IN_STRING: Final = re.compile(rb"[\\()]")
_ESCAPED: Final = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])")
_ESCAPES: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}
_NOT_HEX: Final = re.compile(rb"[^0-9A-Fa-f]+")
_END_OF_PICTURE: Final = re.compile(rb"[\x00\t\n\x0c\r ]EI(?=[\x00\t\n\x0c\r ]|$)")
_DEEPEST: Final = 20
_MOST_OPERANDS: Final = 100_000
_WORDS: Final = {b"true": True, b"false": False, b"null": None}


def operators_of(data: bytes) -> Iterator[tuple[bytes, list[Any]]]:
    """The operators of a content stream, in order, each with its operands."""
    operands: list[Any] = []
    waiting: list[list[Any]] = []  # arrays and dictionaries that are open
    place, match_token, match_blanks = 0, _TOKEN.match, _BLANKS.match
    while True:
        blanks = match_blanks(data, place)
        place = blanks.end() if blanks else place
        if place >= len(data):
            return
        match = match_token(data, place)
        if match is None:  # a bracket that closes nothing
            place += 1
            continue
        place = match.end()
        word = match["word"]
        if word is not None and word not in _WORDS:
            if waiting:
                continue  # no operator stands inside an array
            if word == b"BI":
                place = _behind_picture(data, place)
            else:
                yield word, operands
            operands = []
        elif match["open"] is not None:
            if len(waiting) < _DEEPEST:
                waiting.append([])
        else:
            value, place = _value(match, data, place, waiting)
            target = waiting[-1] if waiting else operands
            if len(target) < _MOST_OPERANDS:
                target.append(value)


def _value(match: re.Match[bytes], data: bytes, place: int, waiting: list[list[Any]]) -> tuple[Any, int]:
    """The value of a token, and where the next token begins."""
    token = match[match.lastgroup or 0]
    value: Any
    match match.lastgroup:
        case "number":
            value = float(token)
        case "hex":
            value = _from_hex(token)
        case "name":
            value = _name(token)
        case "word":
            value = _WORDS[token]
        case "literal":
            value, place = _literal(data, place)
        case _:
            inner = waiting.pop() if waiting else []
            value = inner if token == b"]" else _dictionary(inner)
    return value, place


def _from_hex(token: bytes) -> bytes:
    digits = _NOT_HEX.sub(b"", token)
    return bytes.fromhex((digits + b"0" if len(digits) % 2 else digits).decode("ascii"))


def _name(token: bytes) -> str:
    if b"#" in token:
        token = _NAME_CODE.sub(lambda match: bytes.fromhex(match[1].decode("ascii")), token)
    return token.decode("utf-8", errors="surrogateescape")


def _literal(data: bytes, place: int) -> tuple[bytes, int]:
    """A string in brackets, which begins at a place; what is never closed goes to the end."""
    start, depth = place, 1
    while (match := _IN_STRING.search(data, place)) is not None:
        sign, place = match.group(), match.end()
        if sign == b"\\":
            place += 1
        else:
            depth += 1 if sign == b"(" else -1
            if not depth:
                return _unescaped(data[start : place - 1]), place
    return _unescaped(data[start:]), len(data)


def _unescaped(text: bytes) -> bytes:
    return _ESCAPED.sub(_meant, text) if b"\\" in text else text


def _meant(match: re.Match[bytes]) -> bytes:
    sign = match[1]
    if sign[:1].isdigit() and sign[:1] < b"8":
        return bytes([int(sign, 8) & 0xFF])
    if sign in (b"\n", b"\r", b"\r\n"):
        return b""
    return _ESCAPES.get(sign, sign)


def _dictionary(values: list[Any]) -> dict[str, Any]:
    pairs = zip(values[::2], values[1::2], strict=False)
    return {name: value for name, value in pairs if isinstance(name, str)}


def _behind_picture(data: bytes, place: int) -> int:
    found = _END_OF_PICTURE.search(data, place)
    return found.end() if found else len(data)
