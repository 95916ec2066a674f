from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.numbers.digits import parse_digits
from retrieval.language.numbers.numerals import NumberMention, find_numbers
from retrieval.language.numbers.units import UnitClass, dual_unit, known_unit
from tests.arabic_text import ARABIC_TEXT

UNITS = ["", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
TENS = ["", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
HUNDREDS = ["", "مئة", "مئتان", *(f"{unit.removesuffix('ة')}مئة" for unit in UNITS[3:10])]
SCALES = (
    (10**9, "مليار", "ملياران", "مليارات"),
    (10**6, "مليون", "مليونان", "ملايين"),
    (10**3, "ألف", "ألفان", "آلاف"),
)


def in_words(number: int) -> str:
    """A whole number below a trillion in Arabic words, as in the standard language."""
    parts = []
    for scale, one, two, many in SCALES:
        count, number = divmod(number, scale)
        if count == 1:
            parts.append(one)
        elif count == 2:
            parts.append(two)
        elif count:
            parts.append(f"{below_thousand(count)} {many if 3 <= count % 100 <= 10 else one}")
    if number or not parts:
        parts.append(below_thousand(number) if number else "صفر")
    return " و".join(parts)


def below_thousand(number: int) -> str:
    parts = [HUNDREDS[number // 100]] if number >= 100 else []
    rest = number % 100
    if 0 < rest <= 10:
        parts.append(UNITS[rest])
    elif rest in {11, 12}:
        parts.append(["أحد عشر", "اثنا عشر"][rest - 11])
    elif 12 < rest < 20:
        parts.append(f"{UNITS[rest % 10]} عشر")
    elif rest:
        parts.extend(filter(None, (UNITS[rest % 10], TENS[rest // 10])))
    return " و".join(parts)


def only(text: str) -> NumberMention:
    mentions = find_numbers(text)
    assert len(mentions) == 1, mentions
    return mentions[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("خمسون", 50),
        ("خمسين", 50),
        ("أربعة عشر", 14),
        ("أَرْبَعَ عَشْرَةَ", 14),
        ("مائة", 100),
        ("ثلاث مئة", 300),
        ("ثلاثمائة", 300),
        ("ألفان", 2000),
        ("ألفا كيلومتر", 2000),
        ("مليون ونصف", 1_500_000),
        ("مليونين ونصف المليون", 2_500_000),
        ("اثنان ونصف مليون", 2_500_000),
        ("ثلاثة ملايين ومئتان", 3_000_200),
        ("نصف مليون", 500_000),
        ("ثلاثة أرباع", "0.75"),
        ("ثلاث سنوات ونصف", "3.5"),
        ("سنتين وربع", "2.25"),
        ("سنتين", 2),
        ("100 ألف", 100_000),
        ("3 ملايين و200 ألف", 3_200_000),
        ("1.5 مليار", 1_500_000_000),
        ("1,338 مليار", 1_338_000_000),
        ("١٢٣", 123),
        ("۴۵", 45),
        ("1\u066c002\u066b5", "1002.5"),
        ("1.002.000", 1_002_000),
        ("1,234,567.89", "1234567.89"),
        ("45,44", "45.44"),
        ("0.125", "0.125"),
        ("309.500 نسمة", 309_500),
        ("100 000 جندي", 100_000),
        ("حداشر", 11),
        ("ثلاثة ونصف", "3.5"),
        ("أرباع السنة", None),
        ("مئة وأحد عشر", 111),
        ("مئة وواحد", 101),
        ("وستة وثلاثين", 36),
        ("للثلاثين دولة و", None),
        ("ليس الأول", None),
        ("أحد الوزراء", None),
        ("ألف كتابا في النحو", None),
        ("لست أدري", None),
        ("نصف السكان", None),
        ("القرن العشرين", None),
        ("3,4,5", None),
        ("14.5.2020", None),
        ("1234567890123456", None),
        ("عشرات القتلى ومئات الجرحى وآلاف النازحين", None),
    ],
)
def test_numbers_in_words_and_digits_have_their_value(text: str, value: float | str | None) -> None:
    actual = [mention.value for mention in find_numbers(text)]
    assert actual == ([] if value is None else [Decimal(str(value))])


@pytest.mark.parametrize(
    ("text", "unit", "unit_class"),
    [
        ("خمسون دقيقة", "minute", UnitClass.TIME),
        ("600 سنة", "year", UnitClass.TIME),
        ("1115 كم،", "kilometer", UnitClass.LENGTH),
        ("14 كيلو متر", "kilometer", UnitClass.LENGTH),
        ("9 كيلومترات مربعة", "square_kilometer", UnitClass.AREA),
        ("9.83 مَليون كم²", "square_kilometer", UnitClass.AREA),
        ("650 كم2", "square_kilometer", UnitClass.AREA),
        ("7 أمتار مكعبة", "cubic_meter", UnitClass.VOLUME),
        ("7 م3", "cubic_meter", UnitClass.VOLUME),
        ("104 مليون نسمة", "person", UnitClass.PEOPLE),
        ("100000 جندي", "soldier", UnitClass.PEOPLE),
        ("٤٥٪", "percent", UnitClass.PERCENT),
        ("%45", "percent", UnitClass.PERCENT),
        ("خمسة في المئة", "percent", UnitClass.PERCENT),
        ("12 بالمائة", "percent", UnitClass.PERCENT),
        ("100 دولار", "dollar", UnitClass.MONEY),
        ("$100", "dollar", UnitClass.MONEY),
        ("100$", "dollar", UnitClass.MONEY),
        ("ثمان عشرة محافظة", "محافظه", UnitClass.COUNT),
        ("7641 في الأرخبيل", None, None),
        ("100000 وأثار ذلك", None, None),
        ("28 ولاية", "ولايه", UnitClass.COUNT),
        ("7641.", None, None),
    ],
)
def test_the_unit_after_a_number_is_found(text: str, unit: str | None, unit_class: UnitClass | None) -> None:
    mention = only(text)
    assert (mention.unit, mention.unit_class) == (unit, unit_class)


@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("نحو 1.5 مليار دولار", "about"),
        ("20 قتيلا تقريبا", "about"),
        ("أكثر من ألف كتاب", "over"),
        ("ثلاثمائة وبضعة عشر رجلا", "over"),
        ("أقل من 5%", "under"),
        ("ما لا يقل عن 20 قتيلا", "at_least"),
        ("20 قتيلا على الأقل", "at_least"),
        ("لا يتجاوز 7 أمتار", "at_most"),
        ("حوالي شهرين", "about"),
    ],
)
def test_the_qualifier_is_kept_and_the_phrase_shows_it(text: str, qualifier: str) -> None:
    mention = only(text)
    assert (mention.qualifier, text[mention.phrase.start : mention.phrase.end]) == (qualifier, text)


def test_a_preposition_joined_to_the_qualifier_is_not_shown() -> None:
    texts = ["قدر بِنحو عشرة أشخاص", "تأخر لأكثر من ساعتين"]
    phrases = [text[only(text).phrase.start : only(text).phrase.end] for text in texts]
    assert phrases == ["نحو عشرة أشخاص", "أكثر من ساعتين"]


@pytest.mark.parametrize(
    ("text", "low", "high", "phrase"),
    [
        ("في غضون ثلاثة إلى أربعة أيام", 3, 4, "ثلاثة إلى أربعة أيام"),
        ("بعد ثلاثة أو أربعة أيام", 3, 4, "ثلاثة أو أربعة أيام"),
        ("يومين أو ثلاثة أيام", 2, 3, "يومين أو ثلاثة أيام"),
        ("زار 3 حتى 5 مدن", 3, 5, "3 حتى 5 مدن"),
        ("يتألف من 3 أو 4 كتب", 3, 4, "3 أو 4 كتب"),
        ("يسكنها 4 إلى 5 ملايين", 4_000_000, 5_000_000, "4 إلى 5 ملايين"),
        ("10 آلاف إلى 12 ألف جندي", 10_000, 12_000, "10 آلاف إلى 12 ألف جندي"),
        ("خمسة إلى سبعة بالمئة", 5, 7, "خمسة إلى سبعة بالمئة"),
        ("بين ثلاثة أو أربعة أيام", 3, 4, "بين ثلاثة أو أربعة أيام"),
    ],
)
def test_a_range_needs_no_word_before_it_where_a_counted_noun_follows(
    text: str, low: int, high: int, phrase: str
) -> None:
    (mention,) = find_numbers(text)
    actual = (mention.value, mention.upper, text[mention.phrase.start : mention.phrase.end])
    assert actual == (Decimal(low), Decimal(high), phrase)


@pytest.mark.parametrize("text", ["رفع 5 إلى 8", "اختر 3 أو 4", "5 إلى 3 أيام", "نقل 3 كتب إلى 4 مدن"])
def test_two_numbers_are_no_range_without_a_counted_noun_or_out_of_order(text: str) -> None:
    assert [mention.upper for mention in find_numbers(text)] == [None, None]


@pytest.mark.parametrize("text", ["واحدة من أسرع الدول", "وأحد أشهر الناس", "في سن الثالثة عشرة انتقلت"])
def test_one_of_many_and_the_end_of_an_ordinal_are_no_numbers(text: str) -> None:
    assert find_numbers(text) == []


def test_the_accusative_of_a_unit_is_parsed_before_tens() -> None:
    assert [mention.value for mention in find_numbers("أربعا وعشرين ساعة")] == [24]


@pytest.mark.parametrize(
    ("text", "low", "high", "phrase"),
    [
        ("بين 3 و5 أشخاص", 3, 5, "بين 3 و5 أشخاص"),
        ("بين ثلاثة وخمسة أعوام", 3, 5, "بين ثلاثة وخمسة أعوام"),
        ("طوله 3-5 أمتار", 3, 5, "3-5 أمتار"),
        ("من ثلاثة إلى أربعة", 3, 4, "من ثلاثة إلى أربعة"),
        ("من 75% إلى 80%", 75, 80, "من 75% إلى 80%"),
        ("ما بين 50 و85 مليون قتيل", 50_000_000, 85_000_000, "ما بين 50 و85 مليون قتيل"),
        ("بين 900 و2 ألف", 900, 2000, "بين 900 و2 ألف"),
    ],
)
def test_a_range_is_one_mention_with_an_upper_value(text: str, low: int, high: int, phrase: str) -> None:
    mention = only(text)
    actual = (mention.value, mention.upper, text[mention.phrase.start : mention.phrase.end])
    assert actual == (Decimal(low), Decimal(high), phrase)


@pytest.mark.parametrize(
    "text",
    ["3 و5", "5-3", "بين 3 كيلومترات و5 أيام", "3 أيام - 5 أيام", "1-2-3", "3 إلى 5", "مات 3 و5 جرحوا"],
)
def test_two_numbers_that_no_word_joins_stay_two(text: str) -> None:
    assert not any(mention.upper and mention.value == mention.upper for mention in find_numbers(text))
    assert sum(1 for mention in find_numbers(text) if mention.upper is None) >= 1


def test_the_number_and_its_phrase_have_their_offsets() -> None:
    text = "قُدِّر بـ ١٠٤ مَليونِ نسمةٍ"
    mention = only(text)
    assert (text[mention.start : mention.end], text[mention.phrase.start : mention.phrase.end]) == (
        "١٠٤ مَليونِ",
        "١٠٤ مَليونِ نسمةٍ",
    )


def test_a_point_before_three_digits_is_decimal_unless_the_unit_is_whole() -> None:
    assert (parse_digits("3.142"), parse_digits("3.142", whole=True)) == (Decimal("3.142"), Decimal(3142))


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("123456789012345", "123456789012345"),
        ("1234567890123456", None),
        ("999,999,999,999,999", "999999999999999"),
        ("1,000,000,000,000,000", None),
        ("1,000", "1000"),
        ("999,999", "999999"),
        ("1,00", "1.00"),
        ("1,0000", "1.0000"),
        ("1000,000", "1000.000"),
        ("0,125", "0.125"),
        ("1.000", "1.000"),
        ("1.002.000", "1002000"),
        ("1,002,000", "1002000"),
        ("1,00,000", None),
        ("1,000,00", None),
        ("10,20,30", None),
        ("1,002.5", "1002.5"),
        ("1.002,5", "1002.5"),
        ("1,002,003.25", "1002003.25"),
        ("1.002,003.5", None),
        ("1,2.5", None),
    ],
)
def test_separators_group_thousands_or_are_a_decimal_point(written: str, value: str | None) -> None:
    assert parse_digits(written) == (None if value is None else Decimal(value))


@pytest.mark.parametrize("written", ["1,338", "1.338"])
def test_before_a_scale_word_a_separator_is_a_decimal_point(written: str) -> None:
    assert [parse_digits(written, scaled=True, whole=whole) for whole in (True, False)] == [
        Decimal("1.338")
    ] * 2


@pytest.mark.parametrize("unit", ["جندي", "دولار", "هكتار", "مرة", "كتابا"])
def test_people_money_areas_and_counted_nouns_are_whole(unit: str) -> None:
    assert only(f"2.500 {unit}").value == 2500


@pytest.mark.parametrize("unit", ["سنة", "متر", "لتر", "طن", "درجة", "عقدة", "واط", "بايت", "%"])
def test_other_units_have_decimals(unit: str) -> None:
    assert only(f"2.500 {unit}").value == Decimal("2.5")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 000", [1000]),
        ("999 000 000", [999_000_000]),
        ("1 000 000 000 000", [10**12]),
        ("1 000 000 000 000 000", [10**12, 0]),
        ("1000 000", [1000, 0]),
        ("0 000", [0, 0]),
        ("1 00", [1, 0]),
        ("1 0000", [1, 0]),
        ("1  000", [1, 0]),
        ("1,5 000", [Decimal("1.5"), 0]),
        ("ثلاث مئة", [300]),
        ("تسع مئة", [900]),
        ("اثنتان مئة", [2, 100]),
        ("عشر مئة", [10, 100]),
        ("ثلاث ومئة", [3, 100]),
        ("صفر عشر", [0, 10]),
        ("واحد عشر", [11]),
        ("تسعة عشر", [19]),
        ("تسعة وعشر", [9, 10]),
        ("ثلاثة وعشرون", [23]),
        ("ثلاثة عشرون", [3, 20]),
        ("عشرون وثلاثة", [20, 3]),
        ("مئة وثلاثة وعشرون", [123]),
        ("مئة وعشرة", [110]),
        ("مئتان وتسعون", [290]),
        ("خمسون ومئة", [50, 100]),
        ("مليون وألف", [1_001_000]),
        ("مئة ألف ومليون", [100_000, 10**6]),
        ("ألفان وألفان", [2000, 2000]),
        ("ألف و999 كتابا", [1999]),
        ("ألفان و1000 كتاب", [2000, 1000]),
        ("مليون و999 ألف", [1_999_000]),
        ("ثلاثة أرباع", [Decimal("0.75")]),
        ("أربعة أرباع", [4]),
        ("ثلاثة وأرباع", [3]),
        ("ثلاثة نصف", [3]),
        ("ثلاثة ونصف وربع", [Decimal("3.5")]),
        ("مليونان ونصف المليون", [2_500_000]),
    ],
)
def test_words_and_groups_of_digits_make_one_number_or_several(
    text: str, expected: list[Decimal | int]
) -> None:
    assert [mention.value for mention in find_numbers(text)] == expected


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("بين 1 و2 ألف", 1000, 2000),
        ("بين 2 و3 آلاف", 2000, 3000),
        ("بين 3 و3 آلاف", 3, 3000),
        ("بين 1 و999 ألف", 1000, 999_000),
        ("بين 1 و1000 ألف", 1, 10**6),
        ("3 إلى 4 أيام", 3, 4),
    ],
)
def test_the_scale_of_a_range_is_of_both_values_where_they_stay_in_order(
    text: str, low: int, high: int
) -> None:
    assert (only(text).value, only(text).upper) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize("text", ["3 إلى 3 أيام", "بين 5 و5 أيام", "بين 5 و4 أيام"])
def test_a_range_rises(text: str) -> None:
    assert [mention.upper for mention in find_numbers(text)] == [None, None]


def test_mixed_separators_out_of_order_are_no_number() -> None:
    assert [parse_digits("1,2.3,4"), parse_digits("12,34,567.5")] == [None, None]


def test_units_are_found_with_article_and_in_the_dual() -> None:
    assert [known_unit("الكيلومترات"), known_unit("سنتين"), known_unit("كتاب"), dual_unit("سنه")] == [
        ("kilometer", UnitClass.LENGTH),
        ("year", UnitClass.TIME),
        None,
        None,
    ]


def test_a_year_after_a_number_is_not_its_unit() -> None:
    assert [mention.unit for mention in find_numbers("5 ملايين سنة 2016")] == [None, None]


def test_a_long_row_of_numbers_takes_less_than_a_second() -> None:
    assert len(find_numbers("100 000 " * 10_000)) > 1000


@given(st.integers(0, 10**12 - 1))
def test_any_whole_number_is_parsed_from_its_words(number: int) -> None:
    assert [mention.value for mention in find_numbers(f"العدد {in_words(number)} نسمة")] == [Decimal(number)]


@given(st.integers(0, 10**12), st.sampled_from(["{}", "{:,}"]), st.booleans())
def test_any_whole_number_is_parsed_from_its_digits(number: int, form: str, eastern: bool) -> None:  # noqa: FBT001
    written = form.format(number)
    if eastern:
        written = written.translate({ord(str(digit)): chr(0x660 + digit) for digit in range(10)}).replace(
            ",", "٬"
        )
    assert [mention.value for mention in find_numbers(f"({written})")] == [Decimal(number)]


@given(
    ARABIC_TEXT
    | st.lists(
        st.sampled_from(
            [
                "بين",
                "و",
                "ألف",
                "نصف",
                "100",
                "000",
                "3",
                "-",
                "كم",
                "من",
                "إلى",
                "مليون",
                "عشر",
                "أحد",
                "المليون",
                "تقريبا",
                "%",
                "$",
            ]
        )
    ).map(" ".join)
)
def test_mentions_of_any_text_are_in_range_sorted_and_disjoint(text: str) -> None:
    mentions = find_numbers(text)
    assert all(0 <= m.phrase.start <= m.start < m.end <= m.phrase.end <= len(text) for m in mentions)
    assert all(one.phrase.end <= other.phrase.start for one, other in pairwise(mentions))


@pytest.mark.parametrize(
    ("text", "value"), [("ثلاثة أرباع", "0.75"), ("ثلاثة وأرباع", "3"), ("خمسة أرباع", "5")]
)
def test_parts_of_one_follow_a_smaller_number_and_no_and(text: str, value: str) -> None:
    assert only(text).value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "value"),
    [("مئة واحد", "100"), ("عشرون وواحد", "20"), ("مئة وواحد عشر", "111"), ("عشرون وواحد عشر", "20")],
)
def test_a_one_that_ends_the_text_or_begins_a_teen_is_read(text: str, value: str) -> None:
    assert find_numbers(text)[0].value == Decimal(value)


def test_a_number_with_a_fraction_behind_its_unit_is_shown_from_its_first_word_on() -> None:
    text = "استمرت نحو ثلاث سنوات ونصف السنة"
    mention = only(text)
    assert mention.value == Decimal("3.5")
    assert text[mention.phrase.start : mention.phrase.end] == "نحو ثلاث سنوات ونصف"
