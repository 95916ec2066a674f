"""Small PDFs of one page from a content stream; each glyph of F1 is half as wide as its size."""

from __future__ import annotations

from benchmarks.prints.pdf_objects import file_of, stream_of

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
        stream_of(cmap),
        stream_of(form or b"", f"/Type /XObject /Subtype /Form /BBox {box} /Resources {resources}".encode()),
        f"{_PAGE} /MediaBox {box} /Rotate {rotate} /Resources {resources} >>".encode(),
        stream_of(stream),
    ]  # fmt: skip
    return file_of(objects)
