"""A Markdown file → a draft: its text as it is read, without the marks of emphasis, links and pictures.

In: the text of a file, perhaps with front matter. Out: blocks (lines of a paragraph joined, as Markdown
means them), headings, and the fields of the front matter. Code and HTML inside stay as written.
"""

from __future__ import annotations

import re

from retrieval.corpus.drafts import Block, Draft, SourceFields
from retrieval.corpus.sources import split_front_matter

_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*?)\s*#*\s*$")
_UNDERLINE = re.compile(r"\s{0,3}(?:=+|-{2,})\s*$")
"""The line under a heading."""
_RULE = re.compile(r"\s{0,3}(?:(?:\*\s*){3,}|(?:-\s*){3,}|(?:_\s*){3,})$")
_FENCE = re.compile(r"\s{0,3}(?:```|~~~)")
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s+\S")
_TABLE_RULE = re.compile(r"\s*\|?\s*:?-{2,}:?\s*(?:\|\s*:?-{2,}:?\s*)*\|?\s*$")
"""The line under a table's head."""
_QUOTE = re.compile(r"\s{0,3}(?:>\s?)+")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_INLINE = (
    (re.compile(r"!\[([^\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)"), ""),  # pictures
    (re.compile(r"\[([^\]]+)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)"), r"\1"),  # links
    (re.compile(r"\[([^\]]+)\]\[[^\]]*\]"), r"\1"),  # links by reference
    (re.compile(r"<(https?://[^>\s]+)>"), r"\1"),  # bare addresses
    (re.compile(r"(?<![\\*])(\*{1,3})(?=\S)(.+?)(?<=\S)\1"), r"\2"),  # emphasis
    (re.compile(r"(?<![\\\w])(_{1,3})(?=\S)(.+?)(?<=\S)\1(?!\w)"), r"\2"),  # emphasis
    (re.compile(r"~~(?=\S)(.+?)(?<=\S)~~"), r"\1"),  # struck out
    (re.compile(r"`([^`]+)`"), r"\1"),  # code
    (re.compile(r"\\([\\`*_{}\[\]()#+\-.!|~>])"), r"\1"),  # escaped marks
)


def read_markdown(text: str) -> Draft:
    """Read a Markdown text.

    Args:
        text: The whole text.

    Returns:
        The draft; its title is that of the front matter, else its first heading.
    """
    fields, problems, body = split_front_matter(text)
    gathering = _Gathering()
    for line in _COMMENT.sub("", body).replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        gathering.add(line)
    gathering.close()
    blocks = tuple(gathering.blocks)
    heading = next((block.text for block in blocks if block.is_heading), None)
    return Draft(blocks, fields.over(SourceFields(title=heading)), problems)


class _Gathering:
    """The blocks so far and the paragraph that is being gathered, line by line."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self._paragraph: list[str] = []
        self._gap = True
        self._fenced = False

    def add(self, line: str) -> None:
        """Take the next line."""
        if _FENCE.match(line):
            self.close(gap=True)
            self._fenced = not self._fenced
        elif self._fenced:
            self._paragraph.append(line)
            self.close(plain=False)
        elif self._paragraph and _UNDERLINE.match(line) and "|" not in self._paragraph[-1]:
            self.close(is_heading=True, gap=True)
        elif not line.strip() or _RULE.match(line):
            self.close(gap=True)
        elif _TABLE_RULE.match(line):
            self.close()
        elif match := _HEADING.match(line):
            self.close(gap=True)
            self._paragraph.append(match[1])
            self.close(is_heading=True, gap=True)
        else:
            self._add_text(line)

    def _add_text(self, line: str) -> None:
        """Take a line of a paragraph, an item or a table's row."""
        is_row = line.lstrip().startswith("|")
        if is_row or _ITEM.match(line):
            self.close()
        self._paragraph.append(_QUOTE.sub("", line))
        if is_row or line.endswith(("  ", "\\")):
            self.close()

    def close(self, *, is_heading: bool = False, gap: bool = False, plain: bool = True) -> None:
        """Make the paragraph a block; `gap` is whether an empty line stands behind it."""
        joined = " ".join(line.strip().removesuffix("\\").rstrip() for line in self._paragraph)
        text = _plain(joined) if plain else joined
        if text:
            self.blocks.append(Block(text, is_heading=is_heading, after_gap=self._gap))
            self._gap = False
        self._gap = self._gap or gap
        self._paragraph.clear()


def _plain(text: str) -> str:
    """A line without its marks; a table's row with its bars between cells only."""
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text.strip().strip("|").strip() if text.lstrip().startswith("|") else text.strip()
