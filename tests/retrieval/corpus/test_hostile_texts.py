"""Texts that are made to be slow: what is read without a process of its own is read soon, whatever it is."""

from __future__ import annotations

import time

import pytest

from retrieval.corpus.formats.encodings import decode
from retrieval.corpus.formats.registry import FORMATS, QUICK_SIZE, Entry, Format, Registry
from retrieval.corpus.one_file import read_file
from retrieval.corpus.sources import read_sidecar, split_front_matter
from retrieval.errors import DocumentError
from tests.retrieval.wording import english, worded

SECONDS = 20
"""Far more than any of them takes on an idle machine (2 s), far less than a reader that backtracks."""
REPEATED = (
    " ",
    "\u00a0 ",
    "a",
    "#",
    "**a",
    "- ",
    "|-",
    "[",
    "![",
    "<!--",
    '"',
    " • ",
    "3 يناير ",
    "ا\n",
    "* a\n",
)
BEGINNINGS = ("", "# ", "- ", "[صورة", "---\ntitle: ", '{"id": 1, "text": "')


@pytest.mark.parametrize("beginning", BEGINNINGS)
def test_small_texts_of_one_sign_over_and_over_are_read_soon(beginning: str) -> None:
    for repeated in REPEATED:
        for name in ("a.txt", "a.md", "a.jsonl"):
            text = beginning + repeated * (QUICK_SIZE // len(repeated.encode()) - 20)
            began = time.perf_counter()
            read_file(name, (text + "x").encode()[:QUICK_SIZE])
            assert time.perf_counter() - began < SECONDS, (name, beginning, repeated)


def test_only_texts_are_read_without_a_process() -> None:
    quick = {each.endings for each in FORMATS if each.quick_size}
    assert quick == {(".txt",), (".md",), (".jsonl",)}


@pytest.mark.parametrize("zeros", [b"\x00" * 63 * 2**20, b"\x00\n" * 2**24, b"\x01\x02\xff" * 2**23])
def test_a_large_file_of_no_text_is_recognized_soon(zeros: bytes) -> None:
    began = time.perf_counter()
    with pytest.raises(DocumentError, match="binary data"):
        decode(zeros)
    assert time.perf_counter() - began < SECONDS / 4


def test_a_sidecar_that_stands_for_more_than_any_memory_is_refused() -> None:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    lines += [
        f"{name}: &{name} [{', '.join([f'*{below}'] * 9)}]"
        for below, name in zip("abcdefghi", "bcdefghij", strict=True)
    ]
    fields, problems = read_sidecar("\n".join([*lines, "published: *j"]))
    assert english(problems) == ("it is not valid YAML: write lines such as `publisher: …`",)
    assert fields == read_sidecar("")[0]


def test_a_sidecar_and_front_matter_of_any_length_are_refused_by_their_length() -> None:
    long = "title: " + "ا" * 40_000
    reason = "it is longer than 32768 characters: write the fields of the source alone"
    assert english(read_sidecar(long)[1]) == (reason,)
    _, problems, body = split_front_matter(f"---\n{long}\n---\nنص")
    assert (english(problems), body) == ((f"front matter: {reason}",), "نص")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (RecursionError, "it is nested too deeply: save it again, with less inside each other"),
        (MemoryError, "it takes too much memory to read: split it into smaller files"),
        (KeyError, "its reader failed (KeyError): save it again, or in another format"),
        (OSError, "its reader failed (OSError): save it again, or in another format"),
    ],
)
def test_whatever_a_reader_raises_is_a_reason(error: type[Exception], reason: str) -> None:
    def fail(_: bytes) -> list[Entry]:
        raise error

    found = read_file("a.odd", b"x", registry=Registry((Format((".odd",), fail),)))
    assert (found.documents, worded(found.skipped)) == ((), [("a.odd", reason)])
