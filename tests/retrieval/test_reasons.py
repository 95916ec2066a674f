"""Reasons: each row in both languages, each used, and none lost on its way."""

from __future__ import annotations

import pickle
import re
import string
from pathlib import Path

import pytest

from retrieval.errors import DocumentError, IndexRefusedError
from retrieval.reasons import (
    VALUE_LENGTH,
    cause_of,
    in_arabic,
    in_english,
    reason,
    reason_from_json,
    reason_to_json,
)
from retrieval.resources import read_rows

ROOT = Path(__file__).parents[2]
ROWS = {row[0]: row[1:] for row in read_rows("retrieval", "reasons.tsv")}


def braces(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def sources() -> list[str]:
    files = [file for room in ("retrieval", "bot") for file in (ROOT / room).rglob("*.py")]
    assert len(files) > 100
    return [file.read_text(encoding="utf-8") for file in files]


def test_the_table_has_a_row_for_each_code_in_both_languages() -> None:
    assert len(ROWS) == len(read_rows("retrieval", "reasons.tsv")) > 80
    assert {code for code, row in ROWS.items() if len(row) != 2 or not all(map(str.strip, row))} == set()


@pytest.mark.parametrize("code", ROWS)
def test_both_languages_hold_the_same_values_and_what_to_do(code: str) -> None:
    english, arabic = ROWS[code]
    assert braces(english) == braces(arabic)
    assert (":" in english) <= (":" in arabic)
    assert re.search("[ء-ي]", re.sub(r"{\w+}", "", arabic)) or not re.search(
        "[a-z]", re.sub(r"{\w+}", "", english)
    )


def test_each_row_is_used_and_each_code_is_a_row() -> None:
    texts = sources()
    quoted = {code for code in ROWS if any(f'"{code}"' in text for text in texts)}
    assert set(ROWS) - quoted == set()
    called = {code for text in texts for code in re.findall(r'\breason\(\s*"(\w+)"', text)}
    assert called - set(ROWS) == set()


def test_a_reason_is_a_sentence_in_either_language() -> None:
    inner = reason("no_date", field="published", value="غدا")
    found = reason("at_line", line=12, reason=inner)
    assert in_english(found) == "line 12: `published` is no date: غدا; write it as 2022-01-31"
    assert in_arabic(found) == (
        "السطر 12: الحقل `\u2068published\u2069` ليس تاريخا (غدا): اكتبه هكذا 2022-01-31"
    )


def test_a_value_is_one_short_line() -> None:
    found = in_english(reason("failed_as", error="a\nb" + "x" * 999))
    assert found.startswith("a bx")
    assert len(found) == VALUE_LENGTH


def test_there_is_no_reason_without_a_row() -> None:
    with pytest.raises(KeyError):
        reason("no_such_row")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(28, "No space left on device"), "no space left on device"),
        (OSError(36, "File name too long"), "file name too long"),
        (OSError("disk gone"), "disk gone"),
        (OSError(), "OSError"),
        (PermissionError(13, "Permission denied"), "permission denied"),
    ],
)
def test_the_cause_of_an_error_of_the_system_is_in_its_own_words(error: OSError, words: str) -> None:
    assert in_english(cause_of(error)) == words


def test_a_reason_comes_back_from_json() -> None:
    found = reason("at_line", line=3, reason=reason("no_id"))
    assert reason_from_json(reason_to_json(found)) == found


@pytest.mark.parametrize("error", [DocumentError("too_large", size="70", limit=64), IndexRefusedError(1, 9)])
def test_an_error_keeps_its_reason_where_it_is_pickled(error: DocumentError | IndexRefusedError) -> None:
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert (type(again), again.reason, str(again)) == (type(error), error.reason, str(error))
