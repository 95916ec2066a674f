"""Markdown files: blocks, headings, and a title from front matter or the first heading."""

from __future__ import annotations

import pytest

from retrieval.corpus.drafts import Block, Draft, SourceFields
from retrieval.corpus.formats.markdown import read_markdown
from retrieval.reasons import reason


def texts(draft: Draft) -> list[str]:
    return [block.text for block in draft.blocks]


def headings(draft: Draft) -> list[str]:
    return [block.text for block in draft.blocks if block.is_heading]


def test_markdown_is_read_as_it_is_meant() -> None:
    text = (
        "---\ntitle: عنوان\n---\n# القهوة\r\n\r\nتزرع في **المرتفعات** الغربية\n"
        "من [البلاد](http://x.example) "
        "![صورة](a.png)\n"
        "- بند أول\n- بند ثان\n  يكمل\n\n| السنة | الإنتاج |\n|---|---|\n| 2019 | 20 |\n\nتحته خط\n-------\n"
        "> اقتباس *مائل*\n***\n```\ncode_here = 1\n```\n<!-- سر -->سطر أول  \nسطر ثان\\\nثالث\n"
    )
    draft = read_markdown(text)
    assert texts(draft) == [
        "القهوة",
        "تزرع في المرتفعات الغربية من البلاد",
        "- بند أول",
        "- بند ثان يكمل",
        "السنة | الإنتاج",
        "2019 | 20",
        "تحته خط",
        "اقتباس مائل",
        "code_here = 1",
        "سطر أول",
        "سطر ثان",
        "ثالث",
    ]
    assert headings(draft) == ["القهوة", "تحته خط"]
    assert draft.fields == SourceFields("عنوان")
    assert [block.after_gap for block in draft.blocks][1:4] == [True, False, False]


def test_the_first_heading_of_markdown_is_its_title() -> None:
    assert read_markdown("## قسم\nنص").fields.title == "قسم"
    assert read_markdown("نص فقط").fields.title is None


def test_a_block_keeps_whether_an_empty_line_stands_before_it() -> None:
    text = "أول\nيكمل\n- بند\n\n- بند آخر\n## قسم\nنص\n***\nبعد الخط"
    assert read_markdown(text).blocks == (
        Block("أول يكمل", after_gap=True),
        Block("- بند", after_gap=False),
        Block("- بند آخر", after_gap=True),
        Block("قسم", is_heading=True, after_gap=True),
        Block("نص", after_gap=True),
        Block("بعد الخط", after_gap=True),
    )


def test_an_underlined_line_is_a_heading_and_a_gap_stands_behind_it() -> None:
    assert read_markdown("العنوان\n=====\nنص").blocks == (
        Block("العنوان", is_heading=True, after_gap=True),
        Block("نص", after_gap=True),
    )


def test_a_line_under_a_row_of_a_table_makes_no_heading_of_it() -> None:
    assert read_markdown("السنة | الإنتاج\n--- | ---\n2019 | 20").blocks == (
        Block("السنة | الإنتاج", after_gap=True),
        Block("2019 | 20", after_gap=False),
    )


def test_a_line_of_dashes_under_a_row_of_a_table_makes_no_heading_of_it() -> None:
    assert headings(read_markdown("السنة | الإنتاج\n---\nنص")) == []
    assert headings(read_markdown("نص\nالسنة | الإنتاج\n---\nنص")) == []


def test_a_line_under_a_gap_underlines_nothing() -> None:
    assert headings(read_markdown("نص\n\n---\nنص آخر")) == []


def test_each_line_of_code_is_a_block_as_it_is_written() -> None:
    text = "قبل\n```python\nx = a * b * c  # `d`\n\n# e\n```\nبعد **هذا**"
    assert read_markdown(text).blocks == (
        Block("قبل", after_gap=True),
        Block("x = a * b * c  # `d`", after_gap=True),
        Block("# e", after_gap=False),
        Block("بعد هذا", after_gap=True),
    )


def test_a_row_of_a_table_ends_the_paragraph_above_it_and_itself() -> None:
    text = "سطر\n| أ | ب |\n| ج | د |\nنص\nيكمل"
    assert read_markdown(text).blocks == (
        Block("سطر", after_gap=True),
        Block("أ | ب", after_gap=False),
        Block("ج | د", after_gap=False),
        Block("نص يكمل", after_gap=False),
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_the_line_ends_of_every_system_part_lines(end: str) -> None:
    assert texts(read_markdown(f"# قسم{end}- أ{end}- ب")) == ["قسم", "- أ", "- ب"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("#قسم", []),
        ("###### قسم ##", ["قسم"]),
        ("####### قسم", []),
        ("   # قسم", ["قسم"]),
        ("    # قسم", []),
    ],
)
def test_a_heading_has_one_to_six_marks_and_a_blank(text: str, expected: list[str]) -> None:
    assert headings(read_markdown(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("![خريطة](map.png) نص", "نص"),
        ('![خريطة](map.png "عنوان")نص', "نص"),
        ('[نص](http://a.example/b "عنوان")', "نص"),
        ("[نص][1]", "نص"),
        ("*أ* **ب** ***ج***", "أ ب ج"),
        ("_أ_ __ب__ a_b_c", "أ ب a_b_c"),
        ("2 * 3 * 4", "2 * 3 * 4"),
        ("~~قديم~~ جديد", "قديم جديد"),
        ("`رمز`", "رمز"),
        ("\\*أ\\* \\#", "*أ* #"),
        ("> > اقتباس", "اقتباس"),
        ("1) بند", "1) بند"),
        ("قبل<!-- سطر\nآخر -->بعد", "قبلبعد"),
        ("| أ |", "أ"),
        ("أ |", "أ |"),
    ],
)
def test_marks_are_taken_off_a_line(text: str, expected: str) -> None:
    assert texts(read_markdown(text)) == [expected]


@pytest.mark.parametrize("end", ["  ", "\\"])
def test_a_line_that_ends_with_a_break_ends_its_block(end: str) -> None:
    assert read_markdown(f"أول{end}\nثان").blocks == (Block("أول"), Block("ثان", after_gap=False))


def test_the_title_of_front_matter_goes_before_the_first_heading() -> None:
    text = "---\ntitle: عنوان\npublished: غدا\n---\n# قسم\nنص\n# آخر"
    assert read_markdown(text) == Draft(
        (
            Block("قسم", is_heading=True),
            Block("نص"),
            Block("آخر", is_heading=True),
        ),
        SourceFields("عنوان"),
        (reason("front_matter", reason=reason("no_date", field="published", value="'غدا'")),),
    )


def test_a_text_of_nothing_has_no_block() -> None:
    assert read_markdown("\n\n***\n") == Draft(())
