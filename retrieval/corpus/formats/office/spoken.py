"""Subtitles (.srt, .vtt) → a draft: what is said, in sentences, without the times.

In: the text of a file. Out: a block for what is said in one go: captions are joined until a sentence ends, a
pause comes or another one speaks. The name of who speaks stands before it: «أحمد: …».
"""

from __future__ import annotations

import io
import re
from typing import Any, Final

import webvtt

from retrieval.corpus.drafts import Block, Draft
from retrieval.corpus.formats.encodings import decode
from retrieval.corpus.formats.foreign import parsing

_PAUSE: Final = 4.0
"""Seconds without a caption that end what is said in one go."""
_LONGEST: Final = 600
_SENTENCE_END: Final = re.compile(r"[.!?؟…][\"'»”’)\]]*$")
_TAG: Final = re.compile(r"<[^>]{0,80}>|\{\\[^}]{0,40}\}")


def read_web_captions(data: bytes) -> Draft:
    """Read subtitles in the format of the web (.vtt)."""
    return _read(data, "vtt")


def read_captions(data: bytes) -> Draft:
    """Read SubRip subtitles (.srt)."""
    return _read(data, "srt")


def _read(data: bytes, kind: str) -> Draft:
    text = decode(data).lstrip("\ufeff")
    with parsing("kind_captions"):
        captions = webvtt.from_buffer(io.StringIO(text), format=kind).captions
    parts: list[str] = []
    voice, end = "", 0.0
    blocks: list[Block] = []

    def close() -> None:
        if parts:
            said = " ".join(parts)
            blocks.append(Block(f"{voice}: {said}" if voice else said))
            parts.clear()

    for caption in captions:
        words = " ".join(_TAG.sub("", caption.text).split())
        if not words:
            continue
        speaker = _voice_of(caption)
        if speaker != voice or caption.start_in_seconds - end > _PAUSE:
            close()
        voice, end = speaker, caption.end_in_seconds
        parts.append(words)
        if _SENTENCE_END.search(words) or sum(map(len, parts)) > _LONGEST:
            close()
    close()
    return Draft(tuple(blocks))


def _voice_of(caption: Any) -> str:
    voice = getattr(caption, "voice", None)
    return voice.strip() if isinstance(voice, str) else ""
