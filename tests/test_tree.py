"""The tree gives the architecture: small rooms, names of their own, functions and files to read at once."""

from __future__ import annotations

import ast
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = ("bot", "retrieval")
MOST_FILES = 16
"""Files on one floor of a folder; about a dozen is the aim."""
LONGEST_FILE = 354
"""Lines of the longest module when the rooms were made, November 2026."""
LONGEST_FUNCTION = 19
"""Lines, without its docstring, that 95 of 100 functions stay within."""
SAME_ROLE = {"parameters", "ports", "rendering", "commands", "__init__"}
"""Names of modules that several packages beside each other have, each in the same role."""
EMPTY_WORDS = {"common", "core", "helper", "helpers", "manager", "misc", "util", "utils"}


def modules(*folders: str) -> list[Path]:
    found = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    assert len(found) > 50
    return found


def functions() -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for path in modules(*CODE):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield node


def lines_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    body = function.body[1:] if ast.get_docstring(function) and len(function.body) > 1 else function.body
    return (function.end_lineno or 0) - body[0].lineno + 1


@pytest.mark.parametrize("folder", [*CODE, "tests", "benchmarks", "docs"])
def test_no_floor_of_a_folder_holds_too_many_files(folder: str) -> None:
    ignored = {"__pycache__", "decisions"}  # pages by number, in the order in which they were taken
    crowded = {
        place.relative_to(ROOT).as_posix(): count
        for place in (ROOT / folder, *(ROOT / folder).rglob("*/"))
        if not ignored & set(place.parts)
        and (count := sum(path.is_file() for path in place.iterdir())) > MOST_FILES
    }
    assert crowded == {}


def test_two_modules_bear_one_name_only_for_the_same_role() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in modules(*CODE):
        places[path.stem].append(path.relative_to(ROOT).as_posix())
    assert {name: at for name, at in places.items() if len(at) > 1 and name not in SAME_ROLE} == {}


def test_no_module_has_a_name_without_a_meaning() -> None:
    assert [path for path in modules(*CODE, "tests", "benchmarks") if path.stem in EMPTY_WORDS] == []


def test_one_class_is_called_limits() -> None:
    classes = Counter(
        node.name
        for path in modules(*CODE)
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    )
    assert classes["Limits"] == 1


def test_no_module_is_longer_than_the_longest_was() -> None:
    lengths = {path: len(path.read_text(encoding="utf-8").splitlines()) for path in modules(*CODE)}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_functions_stay_short() -> None:
    lengths = sorted(lines_of(function) for function in functions())
    assert lengths[int(0.95 * len(lengths))] <= LONGEST_FUNCTION


def test_read_is_for_input_alone() -> None:
    """A function called `read_…` opens a file, takes bytes or text that was read, or a package's list."""
    reading = {function.name for function in functions() if function.name.lstrip("_").startswith("read_")}
    assert reading - {"read_timeout"} == INPUT  # of python-telegram-bot's BaseRequest


INPUT = {
    *("_read_corpus", "_read_qrels", "_read_text", "_read_topics", "read_beir", "read_bytes", "read_corpus"),
    *("read_document", "read_file", "read_gold", "read_lines", "read_markdown", "read_not_quoted"),
    *("read_pdf", "read_plain", "read_records", "read_rows", "read_sidecar", "read_text", "read_web"),
    *("read_word", "read_words", "read_workbook", "read_values", "read_slides", "read_open_document"),
    *("read_rich_text", "read_book", "read_captions", "read_web_captions", "read_letter", "read_saved_page"),
    "read_converted",
}
"""The functions that read input: folders, files, their bytes or text, word lists of a package."""
