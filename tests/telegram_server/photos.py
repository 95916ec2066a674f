"""What Telegram checks of a photo: its size in bytes, its format, its width and height."""

from __future__ import annotations

from tests.telegram_server.rejection import bad_request

BYTES_LIMIT = 10 << 20
"""core.telegram.org/bots/api#sendphoto, as the two limits below."""
SIDES_LIMIT = 10_000
"""Width and height together."""
RATIO_LIMIT = 20

_PNG = b"\x89PNG\r\n\x1a\n"
_JPEG = b"\xff\xd8"
# Segments that begin a JPEG frame hold its height and width: SOF0 to SOF15 without DHT, JPG and DAC.
_JPEG_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def checked_size(content: bytes) -> tuple[int, int]:
    """The width and the height of a photo.

    Raises:
        RejectionError: Telegram would refuse it.
    """
    if len(content) > BYTES_LIMIT:
        size, most = f"File of size {len(content)} bytes", f"the maximum size is {BYTES_LIMIT} bytes"
        raise bad_request(f"{size} is too big for a photo; {most}")
    width, height = _size(content)
    if not width or not height:
        raise bad_request("IMAGE_PROCESS_FAILED")
    if width + height > SIDES_LIMIT or max(width, height) > RATIO_LIMIT * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height


def _size(content: bytes) -> tuple[int, int]:
    """Width and height as the file gives them; zeros where it is neither PNG nor JPEG."""
    if content.startswith(_PNG):
        return int.from_bytes(content[16:20]), int.from_bytes(content[20:24])
    if not content.startswith(_JPEG):
        return 0, 0
    at = len(_JPEG)
    while at + 9 <= len(content):
        if content[at + 1] in _JPEG_FRAMES:
            return int.from_bytes(content[at + 7 : at + 9]), int.from_bytes(content[at + 5 : at + 7])
        at += 2 + int.from_bytes(content[at + 2 : at + 4])
    return 0, 0
