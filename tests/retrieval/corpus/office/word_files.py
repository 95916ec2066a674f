"""Small Word files from the XML of their parts."""

from __future__ import annotations

import io

import docx
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from lxml import etree

_NAMES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


def word_of(
    body: str, *, numbering: str = "", styles: str = "", footnotes: str = "", endnotes: str = ""
) -> bytes:
    """A Word file of the given body; the other parts replace those of an empty file."""
    document = docx.Document()
    root = document.element.body
    for child in list(root):
        root.remove(child)
    for child in etree.fromstring(f"<w:body {_NAMES}>{body}</w:body>"):
        root.append(child)
    if styles:
        for child in etree.fromstring(f"<w:styles {_NAMES}>{styles}</w:styles>"):
            document.styles.element.append(child)
    if numbering:
        element = document.part.numbering_part.element
        for child in list(element):
            element.remove(child)
        for child in etree.fromstring(f"<w:numbering {_NAMES}>{numbering}</w:numbering>"):
            element.append(child)
    for name, text in (("footnotes", footnotes), ("endnotes", endnotes)):
        if text:
            blob = f"<w:{name} {_NAMES}>{text}</w:{name}>".encode()
            kind = getattr(CONTENT_TYPE, f"WML_{name.upper()}")
            part = Part(PackURI(f"/word/{name}.xml"), kind, blob, document.part.package)
            document.part.relate_to(part, getattr(RELATIONSHIP_TYPE, name.upper()))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def p(text: str, properties: str = "") -> str:
    """A paragraph of one run, or of runs where the text is XML."""
    runs = text if text.startswith("<") else f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'
