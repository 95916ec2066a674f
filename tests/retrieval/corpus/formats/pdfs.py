"""Writes small PDFs whose text is Arabic: one font, its glyphs named by a ToUnicode table."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.prints.pdf_objects import file_of, stream_of


def pdf_of(pages: Sequence[Sequence[str]], *, title: str = "", author: str = "", foot: bool = False) -> bytes:
    """A PDF of the given pages, each a list of lines of at most 255 different letters in all.

    Args:
        pages: The lines of each page, from its top down.
        title: What its properties give as title.
        author: The same as author.
        foot: Whether the last four lines of a page stand at its foot.
    """
    letters = sorted({letter for page in pages for line in page for letter in line})
    codes = {letter: number for number, letter in enumerate(letters, 1)}
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", stream_of(_to_unicode(codes))]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 3 0 R >>")
    kids: list[str] = []
    for page in pages:
        shown = ["<" + "".join(f"{codes[letter]:02x}" for letter in line) + "> Tj T*\n" for line in page]
        if foot:
            shown.insert(-4, "1 0 0 1 50 80 Tm\n")
        body = "BT /F1 12 Tf 50 800 Td 16 TL\n" + "".join(shown)
        objects.append(stream_of((body + "ET").encode()))
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects)} 0 R "
            f"/Resources << /Font << /F1 4 0 R >> >> >>".encode()
        )
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    fields = (("Title", title), ("Author", author))
    info = " ".join(f"/{name} <feff{value.encode('utf-16-be').hex()}>" for name, value in fields if value)
    objects.append(f"<< {info} >>".encode())
    return file_of(objects, info=len(objects))


def _to_unicode(codes: dict[str, int]) -> bytes:
    rows = "\n".join(f"<{code:02x}> <{letter.encode('utf-16-be').hex()}>" for letter, code in codes.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(codes)} beginbfchar\n{rows}\nendbfchar\n"
        "endcmap end end"
    ).encode()
