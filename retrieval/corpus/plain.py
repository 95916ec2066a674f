"""A text file → a draft: a line is a block; what belongs to a scraped page and not to its article is out."""

from __future__ import annotations

from retrieval.corpus.drafts import Block, Draft
from retrieval.corpus.records import split_lines


def read_plain(text: str) -> Draft:
    """Read a text file."""
    return Draft(tuple(Block(line, after_gap=gap) for line, gap in split_lines(text)))
