"""A letter (.eml) or a saved page (.mht) → a draft.

In: the bytes of a file. Out: of a letter its text with subject, sender and day, without what it quotes of the
letter before and without a signature; attachments are named as not read. Of a saved page what its reader
makes of the page.
"""

from __future__ import annotations

import re
from datetime import date
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from typing import Any, Final

from retrieval.corpus.drafts import Block, Draft, SourceFields
from retrieval.corpus.formats.encodings import decode
from retrieval.corpus.formats.foreign import parsing
from retrieval.corpus.formats.office.books import html_blocks
from retrieval.corpus.formats.records import split_lines
from retrieval.corpus.formats.web import read_web
from retrieval.errors import DocumentError
from retrieval.reasons import reason
from retrieval.types import Reason

_BEFORE: Final = re.compile(
    r"^\s*(?:-{2,}\s*(?:Original Message|الرسالة الأصلية|Forwarded message)|_{8,}\s*$"
    r"|On .{5,120} wrote:\s*$|في .{5,120} كتب.{0,60}:\s*$|من:\s.*@)",
    re.IGNORECASE,
)
"""How what was quoted of the letter before begins."""
_SIGNATURE: Final = re.compile(r"^-- ?$")
_MOST_NAMES: Final = 8


def read_letter(data: bytes) -> Draft:
    """Read a letter; raises DocumentError where it is damaged or holds no text."""
    with parsing("kind_letter"):
        letter = message_from_bytes(data, policy=policy.default)
        body = letter.get_body(preferencelist=("plain", "html")) if isinstance(letter, EmailMessage) else None
        if body is None:
            raise DocumentError("no_text")
        subject, sender = str(letter.get("Subject", "")), parseaddr(str(letter.get("From", "")))
        sent = _day(str(letter.get("Date", "")))
        attached = [part.get_filename() or part.get_content_type() for part in letter.iter_attachments()]
        payload = _bytes(body)
        if body.get_content_type() == "text/html":
            blocks = tuple(html_blocks(payload))
        else:
            text = _own_words(decode(payload) if payload.strip() else "")
            blocks = tuple(Block(line, after_gap=gap) for line, gap in split_lines(text))
    fields = SourceFields(title=subject or None, author=sender[0] or sender[1] or None, published=sent)
    return Draft(blocks, fields, _problems(attached))


def read_saved_page(data: bytes) -> Draft:
    """Read a page that a browser saved in one file; raises DocumentError where it holds none."""
    with parsing("kind_saved_page"):
        saved = message_from_bytes(data, policy=policy.default)
        pages = [part for part in saved.walk() if part.get_content_type() == "text/html"]
        if not pages:
            raise DocumentError("web_no_article")
        page = _bytes(pages[0])
        address = str(pages[0].get("Content-Location", "") or saved.get("Snapshot-Content-Location", ""))
    draft = read_web(page)
    url = address if address.startswith(("http://", "https://")) else None
    return Draft(draft.blocks, draft.fields.over(SourceFields(url=url)), draft.problems)


def _bytes(part: Any) -> bytes:
    """The bytes of a part as UTF-8 where its encoding is declared and fits, else as they are."""
    payload = part.get_payload(decode=True) or b""
    charset = part.get_content_charset()
    if charset:
        try:
            return bytes(payload.decode(charset).encode("utf-8"))
        except (LookupError, UnicodeDecodeError):
            return bytes(payload)
    return bytes(payload)


def _own_words(text: str) -> str:
    """The text of a letter without what it quotes of another one, and without its signature."""
    kept: list[str] = []
    for line in text.splitlines():
        if _SIGNATURE.match(line) or _BEFORE.match(line):
            break
        if not line.lstrip().startswith(">"):
            kept.append(line)
    return "\n".join(kept)


def _day(value: str) -> date | None:
    try:
        return parsedate_to_datetime(value).date()
    except (TypeError, ValueError):
        return None


def _problems(attached: list[str]) -> tuple[Reason, ...]:
    if not attached:
        return ()
    return (reason("attachments_unread", names=", ".join(attached[:_MOST_NAMES])),)
