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
def test_an_encoding_that_cannot_be_told_is_said_so(data: bytes) -> None:
    with pytest.raises(DocumentError, match="save it as UTF-8"):
        decode(data)


def test_binary_data_is_no_text() -> None:
    with pytest.raises(DocumentError, match="binary data"):
        decode(bytes(range(32)) * 3 + b"\x89PNG")
    with pytest.raises(DocumentError, match="binary data"):
        decode(b"\x00" * 64)


def test_three_bytes_are_too_few_to_be_wide() -> None:
    assert decode(b"abc") == "abc"
