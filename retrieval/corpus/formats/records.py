"""JSON Lines → drafts: one document a line.

In: the text of a `.jsonl` file. Out: for each line that is not blank, the id of its record and a
draft, or what is wrong with the line. A record has `id` (or `_id`, as in BEIR), `title`, `text`, and
may have `publisher`, `author`, `published` and `url`; what else it has is passed over.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from retrieval.corpus.drafts import Block, Draft
from retrieval.corpus.sources import fields_of
from retrieval.errors import DocumentError

_ID_LENGTH: Final = 256
"""Longest id of a record in code points."""
_UNFIT: Final = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")
"""What an id cannot hold: controls, which PostgreSQL refuses in part, and what no UTF-8 text may hold."""


def read_records(text: str) -> Iterator[tuple[int, str, Draft | DocumentError]]:
    """Read the lines of a JSON Lines file.

    Args:
        text: The whole file.

    Yields:
        Line number from 1, the record's id (empty where the line is wrong), and its draft or what is
        wrong with it. A source field that is wrong makes the line wrong.
    """
    lines = enumerate(text.split("\n"), 1)
    yield from _each((number, line) for number, line in lines if line.strip())


def _each(lines: Iterable[tuple[int, str]]) -> Iterator[tuple[int, str, Draft | DocumentError]]:
    """The records of numbered lines."""
    seen: dict[str, int] = {}
    for number, line in lines:
        try:
            record_id, draft = _record(line)
        except DocumentError as error:
            yield number, "", error
            continue
        if record_id in seen:
            yield number, "", DocumentError("same_id", line=seen[record_id], id=repr(record_id))
        else:
            seen[record_id] = number
            yield number, record_id, draft


def parsed_json(text: str) -> Any:
    """The value of a text of JSON.

    Raises:
        DocumentError: It is none.
    """
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DocumentError("json_damaged") from error


def records_of_array(value: Any) -> Iterator[tuple[int, str, Draft | DocumentError]]:
    """Read records that stand in an array, as `read_records` reads those of lines.

    Args:
        value: A value of JSON.

    Yields:
        As `read_records`; the number is the place in the array, from 1.

    Raises:
        DocumentError: It is no array of records.
    """
    if not isinstance(value, list) or not any(isinstance(each, Mapping) and "text" in each for each in value):
        raise DocumentError("json_of_no_known_kind")
    yield from _each((number, json.dumps(each)) for number, each in enumerate(value, 1))


def _record(line: str) -> tuple[str, Draft]:
    """The id and the draft of one line."""
    try:
        record: Any = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise DocumentError("not_json") from error
    if not isinstance(record, Mapping):
        raise DocumentError("not_object")
    record_id = record.get("id", record.get("_id"))
    if isinstance(record_id, bool) or not isinstance(record_id, str | int) or not str(record_id).strip():
        raise DocumentError("no_id")
    record_id = " ".join(str(record_id).split())
    if len(record_id) > _ID_LENGTH or _UNFIT.search(record_id):
        raise DocumentError("bad_id")
    text = record.get("text")
    if not isinstance(text, str):
        raise DocumentError("no_record_text")
    given = {name: value for name, value in record.items() if value not in ("", None)}
    fields, problems = fields_of(given)
    blocks = tuple(Block(part, after_gap=gap) for part, gap in split_lines(text))
    return record_id, Draft(blocks, replace(fields, cleared=frozenset()), problems)


def split_lines(text: str) -> Iterator[tuple[str, bool]]:
    """The lines of a text that are not blank, each with whether a blank line stands before it."""
    gap = False
    for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        if line.strip():
            yield line, gap
        gap = not line.strip()
