"""Files that are archives of parts: opened within limits, their XML parsed without foreign entities."""

from __future__ import annotations

import io
import zipfile
from typing import Any, Final

from lxml import etree

from retrieval.errors import DocumentError

UNPACKED_LIMIT: Final = 256 * 1024 * 1024
"""Most bytes that a file may unpack to."""


def open_package(data: bytes) -> zipfile.ZipFile:
    """Open a file of parts.

    Raises:
        DocumentError: It unpacks to too much, or its parts want a password.
        zipfile.BadZipFile: It is none.
    """
    archive = zipfile.ZipFile(io.BytesIO(data))
    if sum(part.file_size for part in archive.infolist()) > UNPACKED_LIMIT:
        raise DocumentError("unpacks_too_large", limit=UNPACKED_LIMIT // 1024**2)
    if any(part.flag_bits & 1 for part in archive.infolist()):
        raise DocumentError("needs_password")
    return archive


def parse_part(blob: bytes) -> Any:
    """The root element of a part."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(blob, parser)
