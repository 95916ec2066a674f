"""Sidecars, front matter and records."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.corpus.drafts import SourceFields
from retrieval.corpus.sources import read_sidecar, split_front_matter

FIELDS = "title, publisher, author, published, url"


def test_a_sidecar_may_say_every_field_and_that_one_is_unknown() -> None:
    text = "title: عنوان\npublisher: دار\nauthor: null\npublished: 2022-01-31\nurl: https://example.org/a\n"
    expected = SourceFields(
        "عنوان", "دار", None, date(2022, 1, 31), "https://example.org/a", cleared=frozenset({"author"})
    )
    assert read_sidecar(text) == (expected, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: [", "it is not valid YAML (line 1): write lines such as `publisher: …`"),
        ("", "it is empty: write lines such as `publisher: …`"),
        ("- a", "it is not a mapping: write lines such as `publisher: …`"),
        ("page: 3", f"unknown field 'page': the fields are {FIELDS}"),
        ("title: [a, b]", "`title` must be a line of text"),
        ("title: true", "`title` must be a line of text"),
        ("title: ''", "`title` is empty: write null where it is unknown"),
        ("url: ftp://x", "`url` must begin with http:// or https://"),
        ("published: 2022-02-30", "`published` is no date: '2022-02-30'; write it as 2022-01-31"),
        ("published: 2022", "`published` is no date: 2022; write it as 2022-01-31"),
    ],
)
def test_what_is_wrong_with_a_sidecar_is_said(text: str, expected: str) -> None:
    assert read_sidecar(text) == (SourceFields(), (expected,))


def test_what_is_right_in_a_sidecar_is_kept() -> None:
    fields, problems = read_sidecar("publisher: دار\npublished: غدا\n")
    assert fields == SourceFields(publisher="دار")
    assert len(problems) == 1


def test_front_matter_is_taken_off_and_other_programs_fields_are_passed_over() -> None:
    text = "---\nTitle: عنوان\ndate: 2020-02-03\ntags: [a]\n---\nنص"
    assert split_front_matter(text) == (SourceFields("عنوان", published=date(2020, 2, 3)), (), "نص")


@pytest.mark.parametrize("text", ["نص", "", "---\nنص بلا نهاية", "---\nنص بين خطين\n---\nثم نص"])
def test_a_text_without_front_matter_is_left_alone(text: str) -> None:
    assert split_front_matter(text) == (SourceFields(), (), text)


def test_empty_front_matter_says_nothing() -> None:
    assert split_front_matter("---\n---\nنص") == (SourceFields(), (), "نص")


def test_wrong_front_matter_is_said_and_taken_off() -> None:
    fields, problems, body = split_front_matter("---\ntitle: [\n---\nنص")
    assert (fields, body) == (SourceFields(), "نص")
    assert problems == ("front matter: it is not valid YAML (line 2): write lines such as `publisher: …`",)


def test_a_wrong_field_of_front_matter_is_said() -> None:
    expected = ("front matter: `published` is no date: 'x'; write it as 2022-01-31",)
    assert split_front_matter("---\ndate: x\n---\nنص")[1] == expected


def test_fields_said_unknown_win_over_those_found() -> None:
    own = SourceFields(publisher="دار", cleared=frozenset({"author"}))
    found = SourceFields("عنوان", "ناشر آخر", "كاتب")
    assert own.over(found) == SourceFields("عنوان", "دار", cleared=frozenset({"author"}))
