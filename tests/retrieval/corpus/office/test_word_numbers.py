"""Automatic numbers as Word shows them."""

from __future__ import annotations

import pytest

from retrieval.corpus.formats.word import read_word
from tests.retrieval.corpus.office.word_files import p, word_of


def level(place: int, text: str, kind: str = "decimal", more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{place}"><w:start w:val="{start}"/><w:numFmt w:val="{kind}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbered(*levels: int, number: int = 1) -> str:
    return "".join(
        p("نص", f'<w:numPr><w:ilvl w:val="{place}"/><w:numId w:val="{number}"/></w:numPr>')
        for place in levels
    )


def texts(body: str, levels: str, more: str = "", styles: str = "") -> list[str]:
    numbering = f'<w:abstractNum w:abstractNumId="5">{levels}</w:abstractNum>'
    numbering += f'<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>{more}'
    found = read_word(word_of(body, numbering=numbering, styles=styles)).blocks
    return [block.text.removesuffix("نص").strip() for block in found]


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("decimal", ["1", "2", "3"]),
        ("decimalZero", ["01", "02", "03"]),
        ("lowerLetter", ["a", "b", "c"]),
        ("upperRoman", ["I", "II", "III"]),
        ("arabicAlpha", ["أ", "ب", "ت"]),
        ("arabicAbjad", ["أ", "ب", "ج"]),
        ("somethingNew", ["1", "2", "3"]),
        ("bullet", ["", "", ""]),
        ("none", ["", "", ""]),
    ],
)
def test_numbers_are_in_the_format_of_their_level(kind: str, expected: list[str]) -> None:
    assert texts(numbered(0, 0, 0), level(0, "%1", kind)) == expected


def test_articles_are_numbered_in_words_and_digits() -> None:
    assert texts(numbered(0, 0), level(0, "المادة %1:")) == ["المادة 1:", "المادة 2:"]


def test_levels_hold_those_above_and_begin_again_below() -> None:
    levels = level(0, "%1.") + level(1, "%1.%2", "decimal") + level(2, "(%3)", "arabicAbjad")
    assert texts(numbered(0, 1, 1, 2, 2, 1, 0, 1), levels) == [
        "1.", "1.1", "1.2", "(أ)", "(ب)", "1.3", "2.", "2.1",
    ]  # fmt: skip


def test_a_level_that_never_begins_again_counts_on() -> None:
    levels = level(0, "باب %1") + level(1, "مادة %2", more='<w:lvlRestart w:val="0"/>')
    assert texts(numbered(0, 1, 0, 1), levels) == ["باب 1", "مادة 1", "باب 2", "مادة 2"]


def test_a_list_may_begin_at_another_number_and_begin_again() -> None:
    more = (
        '<w:num w:numId="2"><w:abstractNumId w:val="5"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    )
    body = numbered(0, 0) + numbered(0, 0, number=2)
    assert texts(body, level(0, "%1", start=4), more) == ["4", "5", "7", "8"]


def test_a_legal_level_shows_numbers_where_others_have_letters() -> None:
    levels = level(0, "%1", "upperRoman") + level(1, "%1.%2", more="<w:isLgl/>")
    assert texts(numbered(0, 1), levels) == ["I", "1.1"]


def test_a_style_gives_its_paragraphs_their_level() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="M"><w:name w:val="M"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    levels = level(0, "%1") + level(1, "البند %2", more='<w:pStyle w:val="M"/>')
    body = p("نص", '<w:pStyle w:val="M"/>') + p(
        "نص", '<w:pStyle w:val="M"/><w:numPr><w:numId w:val="0"/></w:numPr>'
    )
    assert texts(body, levels, styles=styles) == ["البند 1", ""]


@pytest.mark.parametrize("number", ["99", "x", "-1"])
def test_a_list_that_is_not_there_gives_no_number(number: str) -> None:
    body = p("نص", f'<w:numPr><w:ilvl w:val="55"/><w:numId w:val="{number}"/></w:numPr>')
    assert texts(body, level(0, "%1")) == [""]
