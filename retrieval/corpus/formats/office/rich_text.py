"""A file of rich text (.rtf) → a draft: its text without its looks."""

from __future__ import annotations

from typing import Any

from striprtf import striprtf

from retrieval.corpus.drafts import Block, Draft
from retrieval.corpus.formats.foreign import parsing
from retrieval.corpus.formats.records import split_lines
from retrieval.errors import DocumentError


def read_rich_text(data: bytes) -> Draft:
    """Read rich text; raises DocumentError where it is none."""
    if not data.lstrip().startswith(b"{\\rtf"):
        raise DocumentError("binary")
    with parsing("kind_rich_text"):
        convert: Any = striprtf.rtf_to_text  # it has no types
        text = str(convert(data.decode("latin-1"), errors="replace"))
    return Draft(tuple(Block(line.replace("|", " | "), after_gap=gap) for line, gap in split_lines(text)))
