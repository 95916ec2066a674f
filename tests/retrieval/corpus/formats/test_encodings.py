"""From bytes to text."""

from __future__ import annotations

import codecs

import pytest

from retrieval.corpus.formats.encodings import decode
from retrieval.errors import DocumentError

TEXT = "في المدينة القديمة سوق كبير، يفتح أبوابه في الصباح. Market 12"


@pytest.mark.parametrize(
    "data",
    [
        TEXT.encode(),
        codecs.BOM_UTF8 + TEXT.encode(),
        codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"),
        codecs.BOM_UTF32_LE + TEXT.encode("utf-32-le"),
        TEXT.encode("utf-16-le"),
        TEXT.encode("utf-16-be"),
        TEXT.encode("cp1256"),
        TEXT.replace("،", "").encode("iso8859-6"),
    ],
)
def test_every_encoding_of_arabic_files_is_read(data: bytes) -> None:
    assert decode(data).replace("،", "") == TEXT.replace("،", "")


def test_latin_text_without_a_mark_in_two_bytes_is_read() -> None:
    assert decode("plain English".encode("utf-16-le")) == "plain English"


def test_a_file_cut_inside_its_last_letter_is_read() -> None:
    assert decode(TEXT.encode() + b"\xd8") == TEXT + "\ufffd"


@pytest.mark.parametrize(
    "data", ["Été à la forêt, déjà vu".encode("latin-1"), b"caf\xe9 noir et tr\xe8s chaud"]
)
def test_an_encoding_that_is_not_recognized_is_reported(data: bytes) -> None:
    with pytest.raises(DocumentError, match="save it as UTF-8"):
        decode(data)


def test_binary_data_is_no_text() -> None:
    with pytest.raises(DocumentError, match="binary data"):
        decode(bytes(range(32)) * 3 + b"\x89PNG")
    with pytest.raises(DocumentError, match="binary data"):
        decode(b"\x00" * 64)


def test_three_bytes_are_too_few_to_be_wide() -> None:
    assert decode(b"abc") == "abc"


def damaged(length: int) -> bytes:
    """Latin text of a length in code points, with one Arabic letter and two broken bytes."""
    return b"a" * (length - 5) + b"\xe9 \xe9 " + "م".encode()


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ("من".encode("utf-16-le"), "من"),
        ("plain English".encode("utf-16-be"), "plain English"),
        ("منه““".encode("utf-16-le"), "منه““"),
        ("\u0600منهو".encode("utf-16-le"), "\u0600منهو"),
        (codecs.BOM_UTF32_BE + TEXT.encode("utf-32-be"), TEXT),
        (b"\x01" + b"a" * 99, "\x01" + "a" * 99),
        (b"caf\xe9 " + "م".encode(), "caf\ufffd م"),
        (damaged(2000), "a" * 1995 + "\ufffd \ufffd م"),
        ("منه ab".encode("cp1256"), "منه ab"),
        (b"", ""),
    ],
)
def test_what_is_at_a_limit_of_an_encoding_is_read(data: bytes, expected: str) -> None:
    assert decode(data) == expected


@pytest.mark.parametrize(
    "data",
    [
        "م".encode("utf-16-le"),
        "من".encode("utf-16-le") + b" ",
        "من“““".encode("utf-16-le"),
        "\u0600\u0600منه".encode("utf-16-le"),
        b"\x01" + b"a" * 98,
        b"\x01" + b"a" * 97 + b"\xe9",
        codecs.BOM_UTF8 + b"\x01",
    ],
)
def test_what_is_beyond_a_limit_of_text_is_binary_data(data: bytes) -> None:
    with pytest.raises(DocumentError, match="it is binary data, not text"):
        decode(data)


@pytest.mark.parametrize(
    "data",
    [damaged(1999), b"caf\xe9 caf\xe9 " + "م".encode(), "منه abc".encode("cp1256"), b"\xf7\xf7 12"],
)
def test_too_many_broken_bytes_or_latin_letters_are_no_encoding(data: bytes) -> None:
    with pytest.raises(DocumentError, match="its encoding is not recognized: save it as UTF-8"):
        decode(data)
