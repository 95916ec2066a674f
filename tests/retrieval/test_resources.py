from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from retrieval.resources import digest_package, read_lines, read_rows, read_text, read_words

PACKAGE = "made_up_package"


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A package of the import path, with one package inside it."""
    folder = tmp_path / PACKAGE
    (folder / "inner").mkdir(parents=True)
    for place in ("__init__.py", "words.txt", "inner/__init__.py", "inner/reader.py"):
        (folder / place).write_text("", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield folder
    for name in [name for name in sys.modules if name.partition(".")[0] == PACKAGE]:
        del sys.modules[name]


def test_a_list_is_read_without_its_comments_and_blank_lines(package: Path) -> None:
    (package / "words.txt").write_text("# كلمات\nجنيف فيينا\n\nلوزان\n", encoding="utf-8")

    assert read_lines(PACKAGE, "words.txt") == ("جنيف فيينا", "لوزان")
    assert read_words(PACKAGE, "words.txt") == ("جنيف", "فيينا", "لوزان")


def test_a_row_keeps_its_empty_columns(package: Path) -> None:
    (package / "words.txt").write_text("# kind, word, follower\nwhen\tمتى\t\nwho\t\tهو\n", encoding="utf-8")

    assert read_rows(PACKAGE, "words.txt") == (("when", "متى", ""), ("who", "", "هو"))


@pytest.mark.parametrize("place", ["words.txt", "inner/reader.py", "inner/table.tsv"])
def test_the_digest_of_a_package_changes_with_a_file_of_any_depth(package: Path, place: str) -> None:
    before = digest_package(PACKAGE)

    (package / place).write_text("# another", encoding="utf-8")

    assert digest_package(PACKAGE) != before


def test_the_digest_of_a_package_changes_with_the_place_of_a_file(package: Path) -> None:
    before = digest_package(PACKAGE)

    (package / "inner" / "reader.py").rename(package / "inner" / "writer.py")

    assert digest_package(PACKAGE) != before


def test_the_digest_of_a_package_does_not_change_with_what_is_compiled(package: Path) -> None:
    before = digest_package(PACKAGE)

    (package / "__pycache__").mkdir()
    (package / "__pycache__" / "reader.pyc").write_bytes(b"\0")
    (package / "notes.md").write_text("no source", encoding="utf-8")

    assert digest_package(PACKAGE) == before


def test_a_file_of_a_package_is_read_as_it_is(package: Path) -> None:
    (package / "words.txt").write_text("# كلمات\n\nجنيف", encoding="utf-8")

    assert read_text(PACKAGE, "words.txt") == "# كلمات\n\nجنيف"
    assert read_lines(PACKAGE, "words.txt") == ("جنيف",)


def test_a_line_keeps_its_blanks_and_only_a_mark_at_its_begin_makes_a_comment(package: Path) -> None:
    (package / "words.txt").write_text(" # جنيف \n \t\nفيينا # نهر\n#لوزان", encoding="utf-8")

    assert read_lines(PACKAGE, "words.txt") == (" # جنيف ", "فيينا # نهر")


def test_the_digest_of_a_package_is_made_of_each_file_and_its_place_in_order(package: Path) -> None:
    (package / "words.txt").write_text("جنيف", encoding="utf-8")
    (package / "inner" / "a.tsv").write_text("فيينا", encoding="utf-8")
    places = ["__init__.py", "inner/__init__.py", "inner/a.tsv", "inner/reader.py", "words.txt"]
    lines = [f"{hashlib.sha256((package / place).read_bytes()).hexdigest()} {place}\n" for place in places]

    assert digest_package(PACKAGE) == hashlib.sha256("".join(lines).encode()).hexdigest()
