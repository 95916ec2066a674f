"""Pictures for tests: real PNG files of one color."""

from __future__ import annotations

import struct
import zlib

from bot.conversation import Picture, PictureType


def png(width: int = 3, height: int = 2) -> bytes:
    """A gray PNG file of a width and height in pixels."""
    rows = (b"\x00" + b"\x80" * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in chunks)


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


PICTURE = Picture(png(), PictureType.PNG, "خريطة: جنيف على بحيرة ليمان")
