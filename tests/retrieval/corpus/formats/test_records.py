"""JSON Lines: one document a line."""

from __future__ import annotations

from datetime import date

from retrieval.corpus.drafts import Block, Draft, SourceFields
from retrieval.corpus.formats.records import read_records
from retrieval.errors import DocumentError
from retrieval.reasons import reason


def test_a_record_may_say_its_source() -> None:
    line = (
        '{"id": 7, "title": "عنوان", "text": "سطر\\n\\nآخر", "publisher": "دار", "author": "",'
        ' "published": "2020-01-02", "url": null, "extra": 1}'
    )
    blocks = (Block("سطر", after_gap=False), Block("آخر", after_gap=True))
    expected = Draft(blocks, SourceFields("عنوان", "دار", published=date(2020, 1, 2)))
    assert list(read_records(line)) == [(1, "7", expected)]


def test_a_wrong_line_is_reported_with_its_number_and_the_others_go_on() -> None:
    lines = [
        '{"_id": "a", "text": "نص"}',
        "",
        "{",
        "[1]",
        '{"text": "نص"}',
        '{"id": true, "text": "نص"}',
        '{"id": "b"}',
        '{"id": "a", "text": "نص"}',
        '{"id": "c", "text": "نص", "published": "x"}',
        '{"id": "d", "text": "نص"}',
    ]
    text = "\n".join(lines)
    found = [(number, record_id or str(draft)) for number, record_id, draft in read_records(text)]
    assert found == [
        (1, "a"),
        (3, "it is not valid JSON: mend the line"),
        (4, 'it is not an object: write {"id": …, "title": …, "text": …}'),
        (5, "it has no `id`: write one"),
        (6, "it has no `id`: write one"),
        (7, "it has no `text`: write it"),
        (8, "its id is that of line 1: 'a'"),
        (9, "c"),
        (10, "d"),
    ]
    noted = next(draft for number, _, draft in read_records(text) if number == 9)
    assert isinstance(noted, Draft)
    assert noted.problems == (reason("no_date", field="published", value="'x'"),)
    assert isinstance(next(draft for number, _, draft in read_records(text) if number == 3), DocumentError)
