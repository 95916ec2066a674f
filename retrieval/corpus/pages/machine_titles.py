"""Titles that programs write where nobody gave one: they are no titles.

In: a title as a file declares it. Out: the same, or None where a program made it.
"""

from __future__ import annotations

import re
from typing import Final

from retrieval.corpus.drafts import one_line

_ENDINGS: Final = "docx?|pptx?|xlsx?|indd|pdf|rtf|txt|html?|php|aspx?|odt|tmp|jpe?g|png"
_MACHINE: Final = re.compile(
    r"(?:untitled|new|microsoft|office|word|powerpoint|excel|pdf)?[\s_-]*"
    r"(?:document|presentation|page|slide|workbook|book|sheet|file|exported data|title|index|home|default)"
    r"[\s_-]*\d*|untitled\d*|microsoft (?:word|powerpoint|excel)\b.*|(?:print|doc|img|scan)[\s_-]?\d*"
    r"|(?:الشريحة|مستند|عرض تقديمي|صفحة) ?\d*|(?:بدون|بلا) عنوان"
    rf"|(?:https?|file)://\S+|\S+\.(?:{_ENDINGS})|.*\.(?:docx?|pptx?|xlsx?|indd|pdf|rtf)",
    re.IGNORECASE,
)
"""`Word Document`, `PowerPoint Presentation`, `a.html`, `Exported Data`, `Microsoft Word - x`, «مستند1»."""


def sound_title(title: str | None) -> str | None:
    """A declared title on one line, or None where it is empty, holds no letter or a program made it."""
    line = one_line(title)
    if not any(sign.isalpha() for sign in line) or "\ufffd" in line or _MACHINE.fullmatch(line):
        return None
    return line
