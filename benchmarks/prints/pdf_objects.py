"""The objects of a PDF → the bytes of the file, for prints that are written by hand."""

from __future__ import annotations

from collections.abc import Sequence


def stream_of(data: bytes, head: bytes = b"") -> bytes:
    """A stream of data; `head` is what its dictionary has beside the length."""
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(data), data)


def file_of(objects: Sequence[bytes], *, info: int | None = None) -> bytes:
    """A file of objects numbered from 1, of which the first is the catalog.

    Args:
        objects: The objects.
        info: The number of the one that holds the properties.
    """
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + body + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    properties = "" if info is None else f" /Info {info} 0 R"
    trailer = f"<< /Size {len(objects) + 1} /Root 1 0 R{properties} >>"
    return bytes(out) + f"trailer\n{trailer}\nstartxref\n{start}\n%%EOF\n".encode()
