"""Sidecars, front matter and records."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.corpus.drafts import SourceFields
from retrieval.corpus.sources import SIDECAR_ENDINGS, fields_of, read_sidecar, split_front_matter
from retrieval.reasons import in_english
from tests.retrieval.wording import english

ADVICE = "write lines such as `publisher: …`, a value with a colon in quotes"
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
        (
            "title: [",
            f"it is not valid YAML (line 1): {ADVICE}",
        ),
        ("", "it is empty: write lines such as `publisher: …`"),
        ("- a", "it is not a mapping: write lines such as `publisher: …`"),
        ("page: 3", f"unknown field 'page': the fields are {FIELDS}"),
        ("title: [a, b]", "`title` must be a line of text"),
        ("title: true", "`title` must be a line of text"),
        ("title: ''", "`title` is empty: write null where it is unknown"),
        ("url: ftp://x", "`url` must begin with http:// or https://"),
        ("published: 2022-02-30", "`published` is no date: '2022-02-30'; write it as 2022-01-31"),
        ("published: 2022", "`published` is no date: 2022; write it as 2022-01-31"),
        (
            f"title: 0x{'f' * 9000}",
            f"it is not valid YAML (line 1): {ADVICE}",
        ),
        (
            f"? 0x{'f' * 9000}\n: v",
            f"it is not valid YAML (line 1): {ADVICE}",
        ),
        (f"title: 1{':59' * 9000}.5", "it is not valid YAML: write lines such as `publisher: …`"),
        ("title: !!int ''", "it is not valid YAML: write lines such as `publisher: …`"),
        ("title: !!float ''", "it is not valid YAML: write lines such as `publisher: …`"),
        ("title: !!bool x", "it is not valid YAML: write lines such as `publisher: …`"),
        ("title: !!timestamp x", "it is not valid YAML: write lines such as `publisher: …`"),
        ('title: "\\UFFFFFFFF"', "it is not valid YAML: write lines such as `publisher: …`"),
    ],
)
def test_what_is_wrong_with_a_sidecar_is_reported(text: str, expected: str) -> None:
    fields, problems = read_sidecar(text)
    assert (fields, english(problems)) == (SourceFields(), (expected,))


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


@pytest.mark.parametrize("line", ["title: !!int ''", f"title: 0x{'f' * 9000}", f"? 0x{'f' * 9000}\n: v"])
def test_front_matter_whose_parser_raises_anything_costs_no_document(line: str) -> None:
    fields, (problem,), text = split_front_matter(f"---\n{line}\n---\nنص")
    assert (fields, text) == (SourceFields(), "نص")
    assert in_english(problem).startswith("front matter: it is not valid YAML")


def test_empty_front_matter_says_nothing() -> None:
    assert split_front_matter("---\n---\nنص") == (SourceFields(), (), "نص")


def test_wrong_front_matter_is_reported_and_taken_off() -> None:
    fields, problems, body = split_front_matter("---\ntitle: [\n---\nنص")
    assert (fields, body) == (SourceFields(), "نص")
    assert english(problems) == (f"front matter: it is not valid YAML (line 2): {ADVICE}",)


def test_a_wrong_field_of_front_matter_is_reported() -> None:
    expected = ("front matter: `published` is no date: 'x'; write it as 2022-01-31",)
    assert english(split_front_matter("---\ndate: x\n---\nنص")[1]) == expected


def test_fields_declared_unknown_win_over_those_found() -> None:
    own = SourceFields(publisher="دار", cleared=frozenset({"author"}))
    found = SourceFields("عنوان", "ناشر آخر", "كاتب")
    assert own.over(found) == SourceFields("عنوان", "دار", cleared=frozenset({"author"}))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: 12", SourceFields("12")),
        ("title: 1.5", SourceFields("1.5")),
        ("title: 2022-01-31", SourceFields("2022-01-31")),
        ("title: ' أ \n\n ب '", SourceFields("أ ب")),
        ("published: 31 يناير 2022", SourceFields(published=date(2022, 1, 31))),
        ("published: null", SourceFields(cleared=frozenset({"published"}))),
        ("url: http://a.example", SourceFields(url="http://a.example")),
        ("title: http://a.example", SourceFields("http://a.example")),
    ],
)
def test_a_field_of_one_line_is_read(text: str, expected: SourceFields) -> None:
    assert read_sidecar(text) == (expected, ())


@pytest.mark.parametrize("text", ["title: !!int x", "[" * 600])
def test_what_no_yaml_parser_can_place_is_wrong_without_a_line(text: str) -> None:
    expected = "it is not valid YAML: write lines such as `publisher: …`"
    fields, problems = read_sidecar(text)
    assert (fields, english(problems)) == (SourceFields(), (expected,))
    fields, problems, body = split_front_matter(f"---\n{text}\n---\nنص")
    assert (fields, english(problems), body) == (SourceFields(), (f"front matter: {expected}",), "نص")


def test_every_wrong_field_is_reported_and_unknown_ones_first() -> None:
    text = "publisher: []\ntitel: عنوان\ndate: x\ntitle: عنوان\nurl: x"
    fields, problems = read_sidecar(text)
    assert (fields, english(problems)) == (
        SourceFields("عنوان"),
        (
            f"unknown field 'titel': the fields are {FIELDS}",
            "`publisher` must be a line of text",
            "`published` is no date: 'x'; write it as 2022-01-31",
            "`url` must begin with http:// or https://",
        ),
    )


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("\ufeff---\nTITLE: عنوان\n---\nسطر\n\nآخر", "سطر\n\nآخر"),
        ("--- \ntitle: عنوان\n... \nنص\n---", "نص\n---"),
        ("---\ntitle: عنوان\n---", ""),
        ("---\n1: x\nTitle: عنوان\n---\nنص", "نص"),
    ],
)
def test_front_matter_stands_between_two_rules_at_the_start(text: str, body: str) -> None:
    assert split_front_matter(text) == (SourceFields("عنوان"), (), body)


@pytest.mark.parametrize(
    "text", ["نص\n---\ntitle: عنوان\n---", " ---\ntitle: عنوان\n---", "----\ntitle: عنوان\n---", "---"]
)
def test_rules_elsewhere_are_no_front_matter(text: str) -> None:
    assert split_front_matter(text) == (SourceFields(), (), text)


def test_fields_of_a_mapping_are_read_and_other_names_are_passed_over() -> None:
    assert fields_of({"title": None, "author": "كاتب", "page": 3, 7: 8}) == (
        SourceFields(author="كاتب", cleared=frozenset({"title"})),
        (),
    )
    assert SIDECAR_ENDINGS == (".source.yaml", ".source.yml")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("source_url: https://a.example", SourceFields(url="https://a.example")),
        ("link: https://a.example", SourceFields(url="https://a.example")),
        ("Issued-By: وزارة", SourceFields(publisher="وزارة")),
        ("issued by: وزارة", SourceFields(publisher="وزارة")),
        ("date: 2022-01-31", SourceFields(published=date(2022, 1, 31))),
        ("التاريخ: 31 يناير 2022", SourceFields(published=date(2022, 1, 31))),
        ("العنوان: قرار", SourceFields("قرار")),
        ("الناشر: دار\npublisher: أخرى", SourceFields(publisher="أخرى")),
        ("publisher: دار\nissued_by: أخرى", SourceFields(publisher="دار")),
        ("authors: [أحمد, سلمى]", SourceFields(author="أحمد، سلمى")),
    ],
)
def test_other_names_of_fields_are_understood(line: str, expected: SourceFields) -> None:
    assert read_sidecar(line) == (expected, ())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: الجزء الأول: البداية", SourceFields("الجزء الأول: البداية")),
        ("title: نظام: باب\npublisher: دار", SourceFields("نظام: باب", "دار")),
    ],
)
def test_a_value_with_a_colon_is_read_as_it_was_meant(text: str, expected: SourceFields) -> None:
    assert read_sidecar(text) == (expected, ())
    assert split_front_matter(f"---\ntags: [a]\n{text}\n---\nنص") == (expected, (), "نص")


def test_what_is_not_plain_is_not_guessed() -> None:
    fields, problems = read_sidecar("title: أ: ب\n  - ج\nx")
    assert (fields, len(problems)) == (SourceFields(), 1)
