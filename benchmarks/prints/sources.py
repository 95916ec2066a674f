"""The text that is printed, and how it is laid out.

In: nothing. Out: the paragraphs of `text.txt`, what a right reading of them is, and a page of HTML of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or a heading of the text."""

    text: str
    level: int
    """1 for the title, 2 for a heading, 0 for a paragraph."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to lay the text out."""

    name: str
    css: str
    """Of the page's body, beside its direction."""


LAYOUTS = (
    Layout("one column, DejaVu", "font: 12pt 'DejaVu Sans'"),
    Layout("justified, Noto Naskh", "font: 13pt 'Noto Naskh Arabic'; text-align: justify"),
    Layout("two columns, Noto Sans", "font: 10pt 'Noto Sans Arabic'; columns: 2; column-gap: 24pt"),
    Layout("two columns, justified", "font: 11pt 'DejaVu Sans'; columns: 2; text-align: justify"),
)


def paragraphs() -> tuple[Paragraph, ...]:
    """The text, in order."""
    lines = (Path(__file__).parent / "text.txt").read_text(encoding="utf-8").splitlines()
    found = []
    for line in lines:
        text = line.lstrip("# ")
        found.append(Paragraph(text, len(line) - len(line.lstrip("#"))))
    return tuple(found)


def right_text() -> str:
    """What a right reading gives, words parted by single blanks."""
    return " ".join(" ".join(each.text.split()) for each in paragraphs())


def html_of(layout: Layout) -> str:
    """The text as a page: the title over the width, the rest as the layout has it."""
    first, *others = paragraphs()
    body = "".join(
        f"<h2>{escape(each.text)}</h2>" if each.level else f"<p>{escape(each.text)}</p>" for each in others
    )
    return (
        "<!doctype html><html lang='ar' dir='rtl'><meta charset='utf-8'>"
        "<style>@page{size:A4;margin:18mm}"
        f"div{{{layout.css}}}</style><h1>{escape(first.text)}</h1><div>{body}</div></html>"
    )


def fodt_of(columns: int, *, font: str = "DejaVu Sans", justify: bool = False) -> str:
    """The text as a flat document of LibreOffice Writer, its paragraphs in so many columns."""
    align = "justify" if justify else "start"
    marks = "".join(
        f'<text:{kind} text:style-name="{kind.upper()}">{escape(each.text)}</text:{kind}>'
        for each in paragraphs()
        for kind in ("h" if each.level else "p",)
    )
    shared = (
        f'style:font-name-complex="{font}" fo:font-family="{font}" style:font-family-complex="{font}" '
        'fo:language="ar" style:language-complex="ar"'
    )
    styles = "".join(
        f'<style:style style:name="{name}" style:family="paragraph"><style:paragraph-properties '
        f'style:writing-mode="rl-tb" fo:text-align="{align}" fo:margin-bottom="0.2cm"/>'
        f'<style:text-properties fo:font-size="{size}pt" style:font-size-complex="{size}pt" {shared}/>'
        "</style:style>"
        for name, size in (("P", 11), ("H", 16))
    )
    section = (
        '<style:style style:name="S" style:family="section">'
        '<style:section-properties style:writing-mode="rl-tb">'
        f'<style:columns fo:column-count="{columns}" fo:column-gap="0.8cm"/>'
        "</style:section-properties></style:style>"
    )
    names = ["office:1.0", "style:1.0", "text:1.0", "drawing:1.0", "xsl-fo-compatible:1.0"]
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{place}"'
        for name, place in zip(("office", "style", "text", "draw", "fo"), names, strict=True)
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.2" '
        'office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>'
        f"{styles}{section}</office:automatic-styles><office:body><office:text>"
        f'<text:section text:style-name="S" text:name="S">{marks}</text:section>'
        "</office:text></office:body></office:document>"
    )
