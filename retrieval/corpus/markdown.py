"""A Markdown file → a draft: its text as it is read, without the marks of emphasis, links and pictures.

In: the text of a file, perhaps with front matter. Out: blocks (lines of a paragraph joined, as Markdown
means them), headings, and the fields of the front matter. Code and HTML inside stay as written.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    blocks = tuple(_blocks(_COMMENT.sub("", body)))
    heading = next((block.text for block in blocks if block.is_heading), None)
    return Draft(blocks, fields.over(SourceFields(title=heading)), problems)


def _blocks(text: str) -> Iterator[Block]:
    """The blocks of a text without front matter."""
    paragraph: list[str] = []
    gap = fenced = False
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if _FENCE.match(line):
            yield from _closed(paragraph, gap)
            fenced, gap = not fenced, True
        elif fenced:
            yield Block(line, after_gap=gap)
            gap = False
        elif not line.strip() or _TABLE_RULE.match(line) or _RULE.match(line):
            underlined = bool(
                paragraph and line.strip() and _UNDERLINE.match(line) and "|" not in paragraph[-1]
            )
            yield from _closed(paragraph, gap, is_heading=underlined)
            gap = not line.strip() or underlined or not _TABLE_RULE.match(line)
        elif paragraph and _UNDERLINE.match(line):
            yield from _closed(paragraph, gap, is_heading=True)
            gap = True
        elif match := _HEADING.match(line):
            yield from _closed(paragraph, gap)
            yield Block(_plain(match[1]), is_heading=True)
            gap = True
        else:
            if _begins_block(line):
                yield from _closed(paragraph, gap)
                gap = gap and not paragraph
            paragraph.append(_QUOTE.sub("", line))
            if line.endswith(("  ", "\\")) or line.lstrip().startswith("|"):
                yield from _closed(paragraph, gap)
                gap = False
    yield from _closed(paragraph, gap)


def _begins_block(line: str) -> bool:
    """Whether a line does not carry on the one before it."""
    return bool(_ITEM.match(line)) or line.lstrip().startswith("|")


def _closed(paragraph: list[str], gap: bool, *, is_heading: bool = False) -> Iterator[Block]:  # noqa: FBT001
    """The paragraph gathered so far as a block; it is emptied."""
    text = _plain(" ".join(line.strip().removesuffix("\\").rstrip() for line in paragraph))
    paragraph.clear()
    if text:
        yield Block(text, is_heading=is_heading, after_gap=gap)


def _plain(text: str) -> str:
    """A line without its marks; a table's row with its bars between cells only."""
    for pattern, replacement in _INLINE:
        text = pattern.sub(replacement, text)
    return text.strip().strip("|").strip() if text.lstrip().startswith("|") else text.strip()
