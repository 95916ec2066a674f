"""The formats that are read, each with its endings, its reader and the outside programs that it needs.

In: the ending of a file's name. Out: the `Format` of it. A new format is a reader in a module of its
own and a line in `FORMATS`; nothing else names formats.

A reader turns the bytes of a file into `Entry`s: one for a file that is one document, one for each
record of a file that holds many.

Readers that stand on foreign parsers are imported when the first file of theirs is read, which is in the
process that reads files: all other processes need none of these parsers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from types import MappingProxyType
from typing import Final

from retrieval.corpus.drafts import Draft
from retrieval.corpus.formats.encodings import decode
from retrieval.corpus.formats.markdown import read_markdown
from retrieval.corpus.formats.plain import read_plain
from retrieval.corpus.formats.records import parsed_json, read_records, records_of_array
from retrieval.errors import DocumentError

QUICK_SIZE: Final = 8 * 1024
"""Largest text in bytes that is read without a process of its own: the worst that
`tests/retrieval/corpus/test_hostile_texts.py` knows took 1.1 to 1.8 s on
two busy cores, November 2026."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One document of a file, as its reader found it, or what is wrong with it."""

    draft: Draft | DocumentError
    record_id: str = ""
    """Its id within the file, in a format of records; empty otherwise."""
    line: int | None = None
    """The line that it stands on, from 1, in a format of records."""
    place: str = ""
    """What stands for it behind the address of the whole, in a format whose records have addresses."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program outside of Python that a reader depends on: another version may read another text."""

    name: str
    find_version: Callable[[], str]
    """Returns its version, empty where it is not installed; must be quick, or remember what it found."""


@dataclass(frozen=True, slots=True)
class Format:
    """A format of files."""

    endings: tuple[str, ...]
    """Endings of names, lower case with their dot."""
    read: Callable[[bytes], Iterable[Entry]]
    """Reads the bytes of one file; raises DocumentError where none of it can be read. A function of a
    module, or what can be pickled: large files are read in another process."""
    holds_records: bool = False
    """Whether a file holds many documents: its sidecar is then about all of them."""
    programs: tuple[Program, ...] = ()
    """What its reader depends on beside the code here."""
    quick_size: int = 0
    """Files of at most so many bytes need no process of their own: whatever is in them, the reader takes
    little time and memory for them, calls no foreign parser and no code outside Python."""


@dataclass(frozen=True, slots=True)
class OneDocument:
    """The reader of a format that holds one document a file."""

    read: Callable[[bytes], Draft]

    def __call__(self, data: bytes) -> tuple[Entry]:
        """The only entry of a file."""
        return (Entry(self.read(data)),)


def _text(data: bytes) -> Draft:
    return read_plain(decode(data))


def _markdown(data: bytes) -> Draft:
    return read_markdown(decode(data))


def _web(data: bytes) -> Iterable[Entry]:
    from retrieval.corpus.formats.telegram_exports import is_html_export, posts_of_html
    from retrieval.corpus.formats.web import read_web

    if is_html_export(data):
        return [Entry(post.draft, post.record_id, place=post.place) for post in posts_of_html(data)]
    return (Entry(read_web(data)),)


def _pdf(data: bytes) -> Draft:
    from retrieval.corpus.formats.pdf import read_pdf

    return read_pdf(data)


def _word(data: bytes) -> Draft:
    from retrieval.corpus.formats.word import read_word

    return read_word(data)


def _records(data: bytes) -> Iterator[Entry]:
    for line, record_id, draft in read_records(decode(data)):
        yield Entry(draft, record_id, line)


def _json(data: bytes) -> Iterable[Entry]:
    from retrieval.corpus.formats.telegram_exports import is_export, posts_of

    value = parsed_json(decode(data))
    if is_export(value):
        return [Entry(post.draft, post.record_id, place=post.place) for post in posts_of(value)]
    return [Entry(draft, record_id, number) for number, record_id, draft in records_of_array(value)]


FORMATS: Final[tuple[Format, ...]] = (
    Format((".txt",), OneDocument(_text), quick_size=QUICK_SIZE),
    Format((".md",), OneDocument(_markdown), quick_size=QUICK_SIZE),
    Format((".html", ".htm"), _web),
    Format((".pdf",), OneDocument(_pdf)),
    Format((".docx",), OneDocument(_word)),
    Format((".jsonl",), _records, holds_records=True, quick_size=QUICK_SIZE),
    Format((".json",), _json, holds_records=True),
)


@dataclass(frozen=True, slots=True)
class Registry:
    """Formats, found by the endings of names."""

    formats: tuple[Format, ...] = FORMATS

    @property
    def by_ending(self) -> Mapping[str, Format]:
        """Each format by each of its endings."""
        return MappingProxyType({ending: each for each in self.formats for ending in each.endings})

    def format_of(self, name: str) -> Format | None:
        """The format of a file by its name; None where it is not read."""
        return self.by_ending.get(PurePosixPath(name).suffix.lower())

    def digest_programs(self) -> bytes:
        """A digest of the versions of all outside programs: what they read, they may read otherwise."""
        programs = {program.name: program for each in self.formats for program in each.programs}
        lines = [f"{name} {programs[name].find_version()}\n" for name in sorted(programs)]
        return hashlib.sha256("".join(lines).encode()).digest()
