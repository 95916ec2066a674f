"""Small PDFs of one page from a content stream; each glyph of F1 is half as wide as its size."""

from __future__ import annotations

_LATIN = "<< /Type /Font /Subtype /TrueType /BaseFont /A /Encoding /WinAnsiEncoding"
_WIDE = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /B /Encoding /Identity-H "
    b"/DescendantFonts [5 0 R] /ToUnicode 6 0 R >>"
)
_PAGE = "<< /Type /Page /Parent 2 0 R /Contents 9 0 R"


def page_of(
    stream: bytes, *, box: str = "[0 0 600 800]", rotate: int = 0, form: bytes | None = None
) -> bytes:
    """A PDF of one page.

    Args:
        stream: What is drawn. F1 has Latin letters; F2 has two-byte codes, of which 1 stands for «لا».
        box: Its media box.
        rotate: Its rotation in degrees.
        form: What the form X1 draws, which may draw itself.
    """
    fonts = "<< /F1 3 0 R /F2 4 0 R >>"
    resources = f"<< /Font {fonts} /XObject << /X1 7 0 R >> >>"
    widths = " ".join(["500"] * 224)
    cmap = b"1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfchar <0001> <06440627> endbfchar"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [8 0 R] /Count 1 >>",
        f"{_LATIN} /FirstChar 32 /Widths [{widths}] >>".encode(),
        _WIDE,
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /B /DW 500 /W [1 [500] 2 9 500] >>",
        _stream(b"", cmap),
        _stream(f"/Type /XObject /Subtype /Form /BBox {box} /Resources {resources}".encode(), form or b""),
        f"{_PAGE} /MediaBox {box} /Rotate {rotate} /Resources {resources} >>".encode(),
        _stream(b"", stream),
    ]  # fmt: skip
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R >>"
    return bytes(out) + f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode()


def _stream(head: bytes, data: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(data), data)
