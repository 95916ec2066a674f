"""A `draw` that does what the text of a quotation asks for, in the process that draws pages."""

from __future__ import annotations

import os
import time
from pathlib import Path

from retrieval.corpus.pictures.outcomes import NoPicture, PagePicture, Wanted


def draw(data: bytes, wanted: Wanted) -> PagePicture | NoPicture:
    """Sleep, crash, raise, eat memory, or draw; each drawing is counted in a file of the corpus."""
    match wanted.text[wanted.span.start : wanted.span.end].split():
        case ["sleep", seconds]:
            time.sleep(float(seconds))
        case ["crash"]:
            os.abort()
        case ["raise"]:
            raise RuntimeError
        case ["memory"]:
            bytearray(8 * 1024**3)
        case ["count", path]:
            with Path(path).open("a", encoding="utf-8") as lines:
                lines.write("drawn\n")
    return PagePicture(data[:9], "image/png", 1, 1, wanted.page, is_marked=True)
