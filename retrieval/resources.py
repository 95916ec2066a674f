"""The files that stand beside the code: word lists are read, code and lists are digested.

In: a package, and the name of a file in it. Out: the lines or rows of a word list; or a digest of all
that a package is made of, by which a saved index is recognized as made by this very code.

A word list is UTF-8 text. Lines that begin with `#` are comments; they and blank lines are left out.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Final

_SOURCES: Final = (".py", ".tsv", ".txt")
"""Endings of the files that a package's behavior is made of."""
_COMMENT: Final = "#"


def read_text(package: str, name: str) -> str:
    """A file that stands in a package, whole; arguments as `read_lines`."""
    return files(package).joinpath(name).read_text(encoding="utf-8")


def read_lines(package: str, name: str) -> tuple[str, ...]:
    """The lines of a word list, as written, in order.

    Args:
        package: The package that the file stands in, as `__package__` gives it.
        name: The file's name.
    """
    lines = read_text(package, name).splitlines()
    return tuple(line for line in lines if line.strip() and not line.startswith(_COMMENT))


def read_words(package: str, name: str) -> tuple[str, ...]:
    """The words of a list that is parted by blanks and line ends, in order; arguments as `read_lines`."""
    return tuple(word for line in read_lines(package, name) for word in line.split())


def read_rows(package: str, name: str) -> tuple[tuple[str, ...], ...]:
    """The rows of a table whose columns are parted by tabs, in order; arguments as `read_lines`.

    A column may be empty, also the last one.
    """
    return tuple(tuple(line.split("\t")) for line in read_lines(package, name))


def digest_package(package: str) -> str:
    """A digest of the code and the word lists of a package and of all packages inside it.

    Args:
        package: Its dotted name.

    Returns:
        64 hexadecimal digits, which change with each file's bytes and with its place in the package.
    """
    digest = hashlib.sha256()
    for place, file in sorted(_walk(files(package), ""), key=lambda found: found[0]):
        digest.update(f"{hashlib.sha256(file.read_bytes()).hexdigest()} {place}\n".encode())
    return digest.hexdigest()


def _walk(folder: Traversable, place: str) -> Iterator[tuple[str, Traversable]]:
    """The source files of a folder and of the folders inside it, with their places in it."""
    for entry in folder.iterdir():
        below = f"{place}{entry.name}"
        if entry.is_dir():
            yield from _walk(entry, f"{below}/")
        elif entry.name.endswith(_SOURCES):
            yield below, entry
