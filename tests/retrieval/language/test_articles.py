"""Numbered parts of laws: their headings, their ends, and questions for them."""

from __future__ import annotations

import pytest

from retrieval.language.articles import ArticleName, asked_article, find_articles, parse_ordinal

MATTER = "مادة"


def names(text: str) -> list[tuple[str, str]]:
    return [(article.name.kind, article.name.number) for article in find_articles(text)]


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("المادة (12)", "12"),
        ("المادة 12:", "12"),
        ("مادة ١٢ - نص", "12"),
        ("المادة: 12", "12"),
        ("المادة رقم (٣): نص", "3"),
        ("المادة الأولى:", "1"),
        ("المادة الثانية عشرة", "12"),
        ("المادة الثانية عشرة بعد المائة:", "112"),
        ("المادة المائة والثانية عشرة", "112"),
        ("المادة الخامسة والعشرون بعد المئتين", "225"),
        ("المــادة 3 :", "3"),
        ("المَادَّةُ الثَّالِثَةُ:", "3"),
        ("المادة 12 مكرر:", "12 مكرر"),
        ("المادة 44 مكرر (أ):", "44 مكرر أ"),
        ("## المادة 5", "5"),
        ("المادة 5 تسقط العضوية بالوفاة.", "5"),
        ("Article 9 – Terms", "9"),
    ],
)
def test_a_heading_names_its_number(line: str, number: str) -> None:
    assert names(f"مقدمة\n{line}\nنص المادة.") == [(MATTER, number)]


@pytest.mark.parametrize(
    "line",
    [
        "وفق المادة 12 من النظام.",
        "المادة 12 من هذا النظام تنص على ذلك.",
        "المادتان 3 و4",
        "المادة القانونية واضحة",
        "الباب مفتوح",
        "مواد 12",
        "المادة 12345",
        "البند 3 يتحدث عن الرسوم",
        "الفصل الدراسي الأول",
    ],
)
def test_a_reference_or_another_word_begins_no_part(line: str) -> None:
    assert names(f"مقدمة\n{line}\nنص.") == []


def test_a_part_ends_where_the_next_of_its_rank_or_above_begins() -> None:
    text = "الباب الأول\nأحكام\nالمادة 1\nنص.\nالبند 1: أول\nالبند 2: ثان\n\nالباب الثاني\nالمادة 2\nآخر.\n"
    found = {
        (article.name.kind, article.name.number): text[article.start : article.end]
        for article in find_articles(text)
    }
    assert found == {
        ("باب", "1"): "الباب الأول\nأحكام\nالمادة 1\nنص.\nالبند 1: أول\nالبند 2: ثان",
        ("مادة", "1"): "المادة 1\nنص.\nالبند 1: أول\nالبند 2: ثان",
        ("بند", "1"): "البند 1: أول",
        ("بند", "2"): "البند 2: ثان",
        ("باب", "2"): "الباب الثاني\nالمادة 2\nآخر.",
        ("مادة", "2"): "المادة 2\nآخر.",
    }


def test_parts_of_a_text_without_lines_begin_behind_sentences() -> None:
    text = "نظام. المادة 1: نص أول وفق المادة 2. المادة 2: نص ثان. المادة 3 من النظام واضحة. المادة 4 - رابع."
    assert [(article.name.number, text[article.start : article.end]) for article in find_articles(text)] == [
        ("1", "المادة 1: نص أول وفق المادة 2."),
        ("2", "المادة 2: نص ثان. المادة 3 من النظام واضحة."),
        ("4", "المادة 4 - رابع."),
    ]


def test_the_heading_ends_with_its_bracket() -> None:
    (article,) = find_articles("المادة (12)\nنص")
    assert "المادة (12)\nنص"[article.start : article.heading_end] == "المادة (12)"


@pytest.mark.parametrize(
    ("question", "kind", "number", "rest"),
    [
        ("ما نص المادة 12 من نظام الشركات؟", "مادة", "12", "ما نص من نظام الشركات؟"),
        ("المادة السابعة", "مادة", "7", ""),
        ("نص الفصل الخامس من الدستور", "فصل", "5", "نص من الدستور"),
        ("وماذا في البند ثالثا؟", "بند", "3", "وماذا في ؟"),
        ("بالمادة رقم ٩", "مادة", "9", ""),
        ("المادة 12 مكرر من النظام", "مادة", "12 مكرر", "من النظام"),
    ],
)
def test_a_question_names_a_part(question: str, kind: str, number: str, rest: str) -> None:
    found = asked_article(question)
    assert found is not None
    assert (found[0], " ".join(found[1].split())) == (ArticleName(kind, number), rest)


@pytest.mark.parametrize(
    "question", ["كم مادة في النظام؟", "ما المادة القانونية؟", "أين الباب؟", "", "متى الفصل الدراسي؟"]
)
def test_a_question_without_a_number_names_none(question: str) -> None:
    assert asked_article(question) is None


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("", (0, 0)),
        ("كتاب", (0, 0)),
        ("الاولي من", (1, 1)),
        ("الحاديه عشره", (11, 2)),
        ("العشرون", (20, 1)),
        ("الحاديه والثلاثون بعد المائتين من", (231, 4)),
        ("الثلاثمائه", (300, 1)),
        ("الثانيه الثالثه", (2, 1)),
        ("الثانيه بعد", (2, 1)),
        ("العاشره وخمسه", (10, 1)),
    ],
)
def test_ordinals_take_as_many_words_as_they_need(words: str, expected: tuple[int, int]) -> None:
    assert parse_ordinal(words.split()) == expected
