"""What kind of line each line of a page is, by itself."""

from __future__ import annotations

import pytest

from retrieval.corpus.pages.lines import Kind, Line, is_agency, key_of, parse_lines, parts_of


def kind_of(text: str) -> Kind:
    (line,) = parse_lines(text)
    return line.kind


def words(count: int) -> str:
    """Words of a text that are no phrase."""
    return " ".join(["كلمة"] * count)


def test_lines_are_read_with_their_keys_and_the_blank_lines_before_them() -> None:
    assert parse_lines("\ufeffالسُّوق، 12\n\n \nنسخ_الرابط\r\n\u200f  - بند") == [
        Line("السُّوق، 12", "السوق", 0, Kind.TEXT),
        Line("نسخ_الرابط", "نسخ الرابط", 2, Kind.FURNITURE),
        Line("- بند", "بند", 0, Kind.LISTED),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85"])
def test_every_line_end_parts_lines(end: str) -> None:
    assert [(line.text, line.gap) for line in parse_lines(f"أ{end}ب{end}{end}ج")] == [
        ("أ", 0),
        ("ب", 0),
        ("ج", 1),
    ]


def test_a_text_of_blanks_has_no_line() -> None:
    assert parse_lines(" \n\ufeff\n\u200b") == []


@pytest.mark.parametrize(("text", "expected"), [("12", 0), ("كلمة 3", 1), ("كلمة وكلمة", 2), ("أ ب ج", 3)])
def test_the_words_of_a_line_are_those_of_its_key(text: str, expected: int) -> None:
    assert parse_lines(text)[0].words == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("عاد.", True),
        ("عاد!", True),
        ("هل عاد؟»", True),
        ("عاد…", True),
        ("عاد", False),
        ("عاد.. أمس", False),
        ("ا" * 100, False),
        ("ا" * 101, True),
    ],
)
def test_what_ends_a_sentence_or_is_long_is_like_a_sentence(text: str, expected: bool) -> None:  # noqa: FBT001
    assert parse_lines(text)[0].is_sentence_like is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("عاد الرجل من السفر.", True),
        ("عاد الرجل من السفر.»", True),
        ("عاد الرجل أمس.", False),
        ("عاد الرجل من السفر..", False),
        ("عاد الرجل من السفر", False),
        ("هل عاد الرجل أمس؟", False),
    ],
)
def test_a_sentence_has_four_words_and_one_full_stop(text: str, expected: bool) -> None:  # noqa: FBT001
    assert parse_lines(text)[0].is_sentence is expected


def test_a_key_is_normalized_words_without_digits_and_marks() -> None:
    assert key_of("أَهْلًا_وسهلًا، 12 (Rad)") == key_of("اهلا وسهلا rad") != ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("الرئيسية > أخبار >> سوق - الخميس", ["الرئيسية", "أخبار", "سوق", "الخميس"]),
        ("| أ • ب |", ["أ", "ب"]),
        ("سوق-الخميس", ["سوق-الخميس"]),
    ],
)
def test_the_items_of_a_menu_are_parted(text: str, expected: list[str]) -> None:
    assert parts_of(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("رويترز", True),
        ("رويترز - أرشيف", True),
        ("Getty Images", True),
        ("رويترز / 2020", True),
        ("رويترز - سامي", False),
        ("سامي", False),
        ("2020", False),
        ("", False),
    ],
)
def test_an_agency_is_named_and_nothing_else(text: str, expected: bool) -> None:  # noqa: FBT001
    assert is_agency(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("المصادر", Kind.END),
        ("اترك تعليقا:", Kind.END),
        ("مقالات ذات صلة", Kind.OTHERS),
        ("اقرأ أيضًا", Kind.RELATED),
        ("شارك القصة", Kind.FURNITURE),
        ("فيسبوك", Kind.WEAK),
        ("رياضة", Kind.TOPIC),
        ("* * *", Kind.WEAK),
        ("12 / 3", Kind.TEXT),
        ("الميناء", Kind.TEXT),
        ("اقرأ أيضا: سوق الخميس", Kind.TEASER),
        ("اقرأ أيضا... سوق الخميس", Kind.TEASER),
        ("مقالات ذات صلة: سوق: الخميس", Kind.TEASER),
        ("اقرأ أيضا سوق الخميس", Kind.FURNITURE),
        ("قال التاجر: سوق الخميس", Kind.TEXT),
        ("#سوق #بحر، #ميناء (خبر)", Kind.FURNITURE),
        ("#سوق الخميس", Kind.TEXT),
        ("هل لديك سؤال حول هذا الميناء", Kind.FURNITURE),
        ("هل لديك سؤال حول الميناء", Kind.TEXT),
        ("يمنع نسخ الخبر", Kind.FURNITURE),
        ("كان يمنع نسخ الخبر", Kind.TEXT),
        ("تصوير: سامي الجبلي", Kind.FURNITURE),
        ("تصوير سامي الجبلي", Kind.TEXT),
        ("سامي: تصوير الجبل", Kind.TEXT),
        ("اقرأوا سياسة الخصوصية قبل البدء", Kind.FURNITURE),
        ("اقرأوا سياسة الخصوصيةالجديدة قبل البدء", Kind.TEXT),
    ],
)
def test_a_phrase_of_the_table_gives_a_line_its_kind(text: str, expected: Kind) -> None:
    assert kind_of(text) is expected


def test_a_phrase_is_looked_for_in_lines_of_at_most_thirty_words() -> None:
    assert kind_of(f"تابعونا على {words(28)}") is Kind.FURNITURE
    assert kind_of(f"تابعونا على {words(29)}") is Kind.TEXT


def wall(parts: int, length: int, gap: str = "    ") -> str:
    """Headlines in one line of a length in code points, the last the longest."""
    begin = gap.join(["سوق بحر"] * (parts - 1)) + gap
    return begin + "سوق " + "ا" * (length - len(begin) - 4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (wall(4, 200), Kind.WALL),
        (wall(4, 200, "\t"), Kind.WALL),
        (wall(4, 200, "\u00a0\u00a0"), Kind.WALL),
        (wall(4, 200, "   "), Kind.TEXT),
        (wall(4, 199), Kind.TEXT),
        (wall(3, 200), Kind.TEXT),
        (wall(10, 200), Kind.WALL),
        (wall(10, 199), Kind.TEXT),
        (wall(11, 210), Kind.TEXT),
        (wall(4, 200).replace("سوق بحر", "سوقوبحر", 1), Kind.TEXT),
        (f"تابعونا على{wall(4, 200)}", Kind.WALL),
    ],
)
def test_a_wall_is_four_headlines_and_two_hundred_code_points(text: str, expected: Kind) -> None:
    assert kind_of(text) is expected


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ([1, 1, 1, 1], Kind.MENU),
        ([1, 1, 1], Kind.TEXT),
        ([4, 4, 4, 4], Kind.MENU),
        ([4, 4, 4, 5], Kind.TEXT),
        ([8, 1, 1, 1], Kind.MENU),
        ([9, 1, 1, 1], Kind.TEXT),
    ],
)
def test_a_menu_is_four_items_of_four_words_on_average(counts: list[int], expected: Kind) -> None:
    assert kind_of(" | ".join(words(count) for count in counts)) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("الرئيسية > سوق", Kind.MENU),
        ("سوق > الرئيسية", Kind.TEXT),
        ("الرئيسية >", Kind.WEAK),
        ("سوق | بحر | جبل | نهر.", Kind.TEXT),
        ("1 | 2 | 3 | 4", Kind.TEXT),
        ("تابعونا على | سوق | بحر | جبل", Kind.FURNITURE),
        ("- سوق - بحر - جبل - نهر", Kind.MENU),
        ("سوق | بحر | جبل (رويترز) | نهر (رويترز)", Kind.MENU),
    ],
)
def test_a_menu_goes_behind_a_phrase_and_before_the_rest(text: str, expected: Kind) -> None:
    assert kind_of(text) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{words(24)} (رويترز)", Kind.CAPTION),
        (f"{words(25)} (رويترز)", Kind.TEXT),
        ("باب السوق (سامي)", Kind.TEXT),
        ("باب السوق [غيتي - أرشيف].", Kind.CAPTION),
        ("باب السوق (رويترز) القديم", Kind.TEXT),
        ("تابعونا على سوق (رويترز)", Kind.FURNITURE),
        ("[صورة: باب السوق]", Kind.CAPTION),
        ("باب السوق (تصوير: سامي)", Kind.CAPTION),
        ("— سامي الجبلي (@sami) January 5, 2020", Kind.CAPTION),
        ("- باب السوق (رويترز)", Kind.CAPTION),
        ("- باب السوق", Kind.LISTED),
        ("-5", Kind.LISTED),
        ("- تابعونا على فيسبوك", Kind.FURNITURE),
        ("- Old market", Kind.LISTED),
        ("Old market gate", Kind.LATIN),
        ("Old market باب", Kind.TEXT),
        ("Старый рынок", Kind.TEXT),
        ("read also", Kind.RELATED),
        ("skip to content", Kind.FURNITURE),
    ],
)
def test_captions_items_and_latin_lines_are_known(text: str, expected: Kind) -> None:
    assert kind_of(text) is expected
