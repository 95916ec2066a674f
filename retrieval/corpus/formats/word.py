"""A Word file (.docx) → a draft: what its reader sees, in the order of reading.

In: the bytes of a file. Out: its blocks (`retrieval.corpus.office`), and title and author from its
properties (the day it was made is not when it was published). Headers, footers and comments are not read.
"""

from __future__ import annotations

import io
import zipfile
from typing import Any, Final

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from lxml import etree

from retrieval.corpus.drafts import Draft, SourceFields
from retrieval.corpus.formats.foreign import parsing
from retrieval.corpus.office.word_blocks import Parts, word_blocks
from retrieval.corpus.pages.machine_titles import sound_title
from retrieval.errors import DocumentError

_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""How an old or an encrypted Office file begins."""
_UNPACKED_LIMIT = 256 * 1024 * 1024
"""Most bytes that a file may unpack to."""
_TOOL_NAMES = frozenset(
    {"python-docx", "microsoft office user", "user", "admin", "administrator", "owner", "hp", "dell"}
)
"""What programs write where an author should stand."""
_NAMES: Final = ("styles", "numbering", "footnotes", "endnotes")


def read_word(data: bytes) -> Draft:
    """Read a Word file.

    Args:
        data: The whole file.

    Returns:
        Its draft; the title is the property's unless a program made it, else the paragraph of style Title,
        else the first heading.

    Raises:
        DocumentError: It is encrypted, damaged, of the old format or unpacks to too much.
    """
    if data.startswith(_OLD_OFFICE):
        raise DocumentError("password_or_old_word")
    with parsing("kind_word"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _UNPACKED_LIMIT:
                raise DocumentError("unpacks_too_large", limit=_UNPACKED_LIMIT // 1024**2)
        document = docx.Document(io.BytesIO(data))
        found = word_blocks(_parts(document))
        title, author = document.core_properties.title, document.core_properties.author
    styled = next((each.block.text for each in found if each.is_title), None)
    heading = next((each.block.text for each in found if each.block.is_heading), None)
    named = author if author and author.strip().lower() not in _TOOL_NAMES else None
    fields = SourceFields(title=sound_title(title) or styled or heading, author=named)
    return Draft(tuple(each.block for each in found), fields)


def _parts(document: Document) -> Parts:
    """The parts of a document that hold text or change it."""
    kinds = {getattr(RELATIONSHIP_TYPE, name.upper()): name for name in _NAMES}
    found: dict[str, Any] = {}
    for relation in document.part.rels.values():
        name = kinds.get(relation.reltype)
        if name is not None and not relation.is_external:
            found[name] = _root_of(relation.target_part.blob)
    return Parts(body=document.element.body, **found)


def _root_of(blob: bytes) -> Any:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(blob, parser)
