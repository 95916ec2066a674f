from __future__ import annotations

from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.language.dates.dates import DateMention, find_dates
from retrieval.language.dates.values import Precision
from tests.arabic_text import ARABIC_TEXT

PUBLISHED = date(2022, 1, 1)
EUROPEAN = (
    "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر".split()  # noqa: SIM905 - reads better
)
LEVANTINE = (
    "كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول".split("|")  # noqa: SIM905
)
MAGHREBI = "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر".split()  # noqa: SIM905
FORMS = (
    "{d} {european} {y}",
    "يوم {d} {levantine} {y}",
    "في {d} من شهر {european} عام {y}",
    "{d} {levantine} / {european} {y}",
    "{d} {european} ({levantine}) {y}م",
    "{d} {maghrebi}، {y}",
    "{d}/{m}/{y}",
    "{d:02d} - {m:02d} - {y}",
    "{y}-{m:02d}-{d:02d}",
    "{y}/{m}/{d}",
)


def values(text: str, published: date | None = None) -> list[str | None]:
    return [mention.value for mention in find_dates(text, published)]


def only(text: str, published: date | None = None) -> DateMention:
    mentions = find_dates(text, published)
    assert len(mentions) == 1, mentions
    return mentions[0]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10 يناير 2022", "2022-01-10"),
        ("العاشر من يناير 2022", "2022-01-10"),
        ("في الحادي والثلاثين من كانون الأول 2021", "2021-12-31"),
        ("10 يَنَايِر ٢٠٢٢", "2022-01-10"),
        ("4 اكتوبر2012", "2012-10-04"),
        ("الخامس من يونيو في عام 1981", "1981-06-05"),
        ("الأول من سبتمبر من عام 1939", "1939-09-01"),
        ("30 فبراير 2020", None),
        ("31/4/2020", None),
        ("5/25/2020", "2020-05-25"),
        ("14.5.2020", "2020-05-14"),
        ("يناير 2022", "2022-01"),
        ("ديسمبر/كانون الأول 2021", "2021-12"),
        ("عام 2014", "2014"),
        ("سنة ١٩٦٧ م", "1967"),
        ("في 1998.", "1998"),
        ("836 م", "0836"),
        ("القرن السابع الميلادي", "0601/0700"),
        ("القرن 19", "1801/1900"),
        ("القرن الخامس قبل الميلاد", "-0499/-0400"),
        ("القرن الثالث الهجري", "0816/0913"),
        ("ستينيات القرن العشرين", "1960/1969"),
        ("الستينات", None),
        ("333 قبل الميلاد", "-0332"),
        ("1 ق.م", "0000"),
        ("نوفمبر عام 333 قبل الميلاد", "-0332-11"),
        ("15 آذار 44 ق.م", "-0043-03-15"),
    ],
)
def test_a_gregorian_date_has_its_iso_value(text: str, value: str | None) -> None:
    mention = only(text)
    assert (mention.value, mention.resolved, mention.inferred) == (value, value is not None, False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("9 إلى 10 يناير 2022", "2022-01-09/2022-01-10"),
        ("من 9 يناير إلى 10 فبراير 2022", "2022-01-09/2022-02-10"),
        ("9 و10 يناير 2022", "2022-01-09/2022-01-10"),
        ("9-10 يناير 2022", "2022-01-09/2022-01-10"),
        ("بين 7 و18 نوفمبر 2016", "2016-11-07/2016-11-18"),
        ("14 يونيو ولغاية 15 يوليو من عام 2018", "2018-06-14/2018-07-15"),
        ("من 20 ديسمبر إلى 3 يناير 2022", "2021-12-20/2022-01-03"),
        ("من 1 إلى 10 رمضان 1443 هـ", "2022-04-02/2022-04-11"),
        ("من 1 إلى 10 رمضان", None),
        ("أغسطس وسبتمبر 1944", "1944-08/1944-09"),
        ("أفريل-ماي 2023", "2023-04/2023-05"),
        ("في فبراير أو مارس 2022", "2022-02/2022-03"),
        ("9 أو 10 يناير 2022", "2022-01-09/2022-01-10"),
        ("عام 2017 أو 2018", "2017/2018"),
        ("بين عامي 1908 و 1914", "1908/1914"),
        ("1897-1901", "1897/1901"),
        ("من 1990 إلى 1995", "1990/1995"),
        ("من 300 إلى 250 قبل الميلاد", "-0299/-0249"),
        ("بين عامي 600 و 610 هـ", "1203/1214"),
    ],
)
def test_a_span_of_time_is_an_iso_interval(text: str, value: str | None) -> None:
    assert values(text)[-1] == value


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("7 ديسمبر 2021 و10 يناير 2022", ["2021-12-07", "2022-01-10"]),
        ("2 و18 نوفمبر 2016", ["2016-11-18"]),
        ("18 إلى 7 نوفمبر 2016", ["2016-11-07"]),
        ("7 إلى 7 نوفمبر 2016", ["2016-11-07"]),
        ("من 31 أبريل إلى 2 مايو 2016", [None, "2016-05-02"]),
        ("من 3 مارس إلى 2 أيار 44 ق.م", ["--03-03", "-0043-05-02"]),
        ("سبتمبر وأغسطس 1944", ["1944-08"]),
        ("رمضان - يناير 1944", ["1944-01"]),
        ("1914 و1918", ["1914", "1918"]),
        ("1918-1914", []),
        ("من 250 إلى 300 قبل الميلاد", ["-0299"]),
        ("120-1995", []),
        ("(14 مارس 1879 - 18 أبريل 1955)", ["1879-03-14", "1955-04-18"]),
    ],
)
def test_two_dates_that_make_no_interval_stay_two(text: str, expected: list[str | None]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "value", "precision"),
    [
        ("15 رمضان 1443 هـ", "2022-04-16", Precision.DAY),
        ("15/9/1443 هـ", "2022-04-16", Precision.DAY),
        ("رمضان 1443", "2022-04-02/2022-05-01", Precision.MONTH),
        ("رمضان 2026", "2026", Precision.YEAR),
        ("15 رمضان 2026", "2026", Precision.YEAR),
        ("30 صفر 1443 هـ", None, Precision.YEAR),
        ("656هـ", "1258", Precision.YEAR),
        ("سنة 1443 هجرية", "2021/2022", Precision.YEAR),
        ("25 شوال من سنة 148 هـ", "0765/0766", Precision.YEAR),
        ("ربيع الآخر 656 هـ", "1258", Precision.YEAR),
        ("السنة الثانية من الهجرة", "0623/0624", Precision.YEAR),
        ("السابع عشر من رمضان في العام الثاني من الهجرة", "0623/0624", Precision.YEAR),
        ("سنة 656هـ المُوافقة لِسنة 1258م", "1258", Precision.YEAR),
        ("1440هـ/2018م", "2018", Precision.YEAR),
        ("17 نوفمبر 1961 الموافق 9 جمادى الآخرة 1381 هـ", "1961-11-17", Precision.DAY),
    ],
)
def test_a_hijri_date_has_a_gregorian_value(text: str, value: str | None, precision: Precision) -> None:
    mention = only(text)
    assert (mention.value, mention.precision) == (value, precision)


def test_brackets_around_the_date_of_the_other_calendar_belong_to_the_date() -> None:
    text = "في 2 رمضان 1443 هـ (الموافق 3 أبريل 2022م) بدأ"
    mention = only(text)
    assert text[mention.start : mention.end] == "2 رمضان 1443 هـ (الموافق 3 أبريل 2022م)"


def test_dates_of_two_calendars_far_apart_are_not_merged() -> None:
    assert values("عام 656هـ / 1999م") == ["1258", "1999"]
    assert values("عام 1 هـ (44 ق.م)") == ["0622/0623", "-0043"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10 يناير", "2022-01-10"),
        ("10 كانون الثاني / يناير", "2022-01-10"),
        ("7 كانون الأول (ديسمبر) الجاري", "2021-12-07"),
        ("الخميس 30 ديسمبر", "2021-12-30"),
        ("الأحد 20 مارس", "2022-03-20"),
        ("29 فبراير", "2020-02-29"),
        ("1 رمضان", "2022-04-02"),
        ("10 يناير الماضي", "2021-01-10"),
        ("30 ديسمبر المقبل", "2022-12-30"),
        ("9 إلى 10 يناير", "2022-01-09/2022-01-10"),
        ("منتصف ديسمبر", "2021-12"),
        ("شهر يناير", "2022-01"),
        ("يناير الماضي", "2021-01"),
        ("يونيو المقبل", "2022-06"),
        ("اليوم الجمعة", "2021-12-31"),
        ("أمس", "2021-12-31"),
        ("أمس الجمعة", "2021-12-31"),
        ("غدا", "2022-01-02"),
        ("أول أمس", "2021-12-30"),
        ("الخميس المقبل", "2022-01-06"),
        ("يوم السبت المقبل", "2022-01-08"),
        ("السبت الماضي", "2021-12-25"),
        ("الأحد الجاري", "2022-01-02"),
        ("الشهر المقبل", "2022-02"),
        ("الشهر الماضي", "2021-12"),
        ("هذا الشهر", "2022-01"),
        ("العام الماضي", "2021"),
        ("الأسبوع المقبل", "2022-01-03/2022-01-09"),
        ("تسعينيات القرن الماضي", "1990/1999"),
    ],
)
def test_incomplete_dates_are_resolved_by_the_publication_date(text: str, value: str) -> None:
    mention = only(text, PUBLISHED)
    assert (mention.value, mention.resolved, mention.inferred) == (value, True, True)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("10 يناير", "--01-10"),
        ("9 إلى 10 يناير", "--01-09/--01-10"),
        ("31 أبريل", None),
        ("منتصف ديسمبر", "--12"),
        ("1 رمضان", None),
        ("اليوم الجمعة", None),
        ("يوم الخميس", None),
        ("الخميس المقبل", None),
        ("الشهر المقبل", None),
        ("تسعينيات القرن الماضي", None),
    ],
)
def test_nothing_is_resolved_without_a_publication_date(text: str, value: str | None) -> None:
    mention = only(text)
    assert (mention.value, mention.resolved) == (value, False)


def test_a_date_after_a_distant_explicit_year_does_not_take_the_year_of_publication() -> None:
    assert values("في عام 1914 بدأت الأزمة، وفي 23 يوليو صدر الإنذار", PUBLISHED) == ["1914", "--07-23"]
    assert values("في عام 333 قبل الميلاد ثم في 23 يوليو", PUBLISHED) == ["-0332", "--07-23"]
    assert values("بعد عام 2021 وفي 10 يناير", PUBLISHED) == ["2021", "2022-01-10"]


@pytest.mark.parametrize(
    "text",
    [
        "دون تاريخ",
        "الخميس",
        "روسيا اليوم",
        "2000 دولار",
        "1500 مليون",
        "1000-1500 شخص",
        "12.5.7",
        "1/2/3",
        "40/50/2020",
        "12345/1/2",
        "آب إلى بيته",
        "مارس الرياضة",
        "0 م",
        "القرن 0",
        "10.5",
        "عام 0",
        "5 م",
        "1/1/0000",
        "يناير 5",
        "حتى رمضان الماضي",
    ],
)
def test_words_that_only_look_like_a_date_are_none(text: str) -> None:
    assert find_dates(text, PUBLISHED) == []


def test_a_plain_number_that_may_be_a_year_is_marked_as_uncertain() -> None:
    assert [only(text).certain for text in ("1998", "1023 م", "عام 1998", "656 هـ", "10 يناير 1998")] == [
        False,
        False,
        True,
        True,
        True,
    ]


@pytest.mark.parametrize(
    ("text", "qualifier", "phrase"),
    [
        ("في أوائل عام 2002", "early", "أوائل عام 2002"),
        ("حتى أواخر القرن التاسع عشر", "late", "أواخر القرن التاسع عشر"),
        ("بعد سنة 1354م،", "after", "بعد سنة 1354م"),
        ("منذ 1956", "since", "منذ 1956"),
        ("انتهت عام 1956", None, "عام 1956"),
    ],
)
def test_the_phrase_shows_the_word_that_narrows_the_date(
    text: str, qualifier: str | None, phrase: str
) -> None:
    mention = only(text)
    assert (mention.qualifier, text[mention.phrase.start : mention.phrase.end]) == (qualifier, phrase)


def test_a_weekday_that_fits_no_near_year_is_ignored() -> None:
    assert values("الاثنين 10 كانون الثاني", date(2022, 1, 9)) == ["2022-01-10"]
    assert values("الثلاثاء 10 كانون الثاني", date(2021, 12, 30)) == ["2022-01-10"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        *((f"31 {EUROPEAN[month - 1]} 2021", [f"2021-{month:02d}-31"]) for month in (1, 3, 5, 7, 8, 10, 12)),
        *((f"30 {EUROPEAN[month - 1]} 2021", [f"2021-{month:02d}-30"]) for month in (4, 6, 9, 11)),
        *((f"31 {EUROPEAN[month - 1]} 2021", [None]) for month in (4, 6, 9, 11)),
        ("28 فبراير 2021", ["2021-02-28"]),
        ("29 فبراير 2021", [None]),
        ("29 فبراير 2020", ["2020-02-29"]),
        ("29 فبراير 1900", [None]),
        ("29 فبراير 2000", ["2000-02-29"]),
        ("29 فبراير", ["--02-29"]),
        ("30 فبراير", [None]),
        ("32 يناير 2021", ["2021-01"]),
        ("0 يناير 2021", ["2021-01"]),
        ("31/12/2021", ["2021-12-31"]),
        ("32/12/2021", []),
        ("12/13/2021", ["2021-12-13"]),
        ("13/13/2021", []),
        ("0/12/2021", []),
        ("1/0/2021", []),
        ("99/1/2", []),
        ("2020/1/100", []),
        ("100/1/2", ["0100-01-02"]),
    ],
)
def test_a_day_is_one_of_its_month(text: str, expected: list[str | None]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("في 1000", ["1000"]),
        ("في 999", []),
        ("في 2099", ["2099"]),
        ("في 2100", []),
        ("عام 2100", ["2100"]),
        ("عام 7", ["0007"]),
        ("100 م", ["0100"]),
        ("99 م", []),
        ("99 هـ", ["0717/0718"]),
        ("يناير 1000", ["1000-01"]),
        ("في يناير 999", ["--01"]),
        ("يناير 999 م", ["0999-01"]),
        ("رمضان 100", ["0718/0719"]),
        ("رمضان 99", []),
        ("رمضان 1699", ["2269/2270"]),
        ("رمضان 1700", ["1700"]),
        ("يناير 1443 هـ", ["2021/2022"]),
        ("100-200", []),
        ("1000-1001", ["1000/1001"]),
        ("1000-1000", []),
        ("بين عامي 1000 و1001", ["1000/1001"]),
        ("القرن 1", ["0001/0100"]),
        ("القرن الأول", ["0001/0100"]),
        ("القرن 20", ["1901/2000"]),
        ("القرن 21", ["2001/2100"]),
        ("القرن الأول قبل الميلاد", ["-0099/0000"]),
        ("القرن الثاني قبل الميلاد", ["-0199/-0100"]),
        ("القرن الأول الهجري", ["0622/0719"]),
        ("عشرينيات القرن الأول", ["0020/0029"]),
        ("تسعينيات القرن العشرين", ["1990/1999"]),
    ],
)
def test_years_centuries_and_decades_have_their_limits(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("في يونيو", date(2022, 1, 15), "2022-06"),
        ("في يوليو", date(2022, 1, 15), "2021-07"),
        ("في أغسطس", date(2022, 1, 15), "2021-08"),
        ("يناير الماضي", date(2022, 1, 15), "2021-01"),
        ("يناير المقبل", date(2022, 1, 15), "2023-01"),
        ("1 سبتمبر", date(2024, 3, 1), "2023-09-01"),
        ("1 سبتمبر", date(2024, 3, 2), "2023-09-01"),
        ("1 سبتمبر", date(2024, 3, 3), "2024-09-01"),
        ("15 يناير الماضي", date(2022, 1, 15), "2021-01-15"),
        ("15 يناير المقبل", date(2022, 1, 15), "2023-01-15"),
        ("29 فبراير", date(1900, 1, 1), "1896-02-29"),
        ("29 فبراير", date(1900, 6, 1), "1904-02-29"),
        ("الأحد 10 يناير", date(2022, 1, 10), "2021-01-10"),
        ("الأربعاء 10 يناير", date(2025, 1, 10), "2025-01-10"),
        ("الخميس المقبل", date(2022, 1, 6), "2022-01-13"),
        ("الخميس الماضي", date(2022, 1, 6), "2021-12-30"),
        ("الجمعة المقبل", date(2022, 1, 6), "2022-01-07"),
        ("الأربعاء الماضي", date(2022, 1, 6), "2022-01-05"),
        ("الخميس الجاري", date(2022, 1, 6), "2022-01-06"),
        ("الأحد الجاري", date(2022, 1, 6), "2022-01-09"),
        ("الاثنين الجاري", date(2022, 1, 6), "2022-01-03"),
        ("اليوم الأحد", date(2022, 1, 6), "2022-01-09"),
        ("اليوم الاثنين", date(2022, 1, 6), "2022-01-03"),
        ("هذا الأسبوع", date(2022, 1, 3), "2022-01-03/2022-01-09"),
        ("هذا الأسبوع", date(2022, 1, 9), "2022-01-03/2022-01-09"),
        ("الأسبوع الماضي", date(2022, 1, 10), "2022-01-03/2022-01-09"),
        ("الشهر المقبل", date(2021, 12, 31), "2022-01"),
        ("الشهر الماضي", date(2022, 1, 1), "2021-12"),
        ("بعد غد", date(2022, 1, 30), "2022-02-01"),
        ("تسعينيات القرن الماضي", date(2000, 12, 31), "1890/1899"),
        ("تسعينيات القرن الماضي", date(2001, 1, 1), "1990/1999"),
        ("تسعينيات القرن الحالي", date(2001, 1, 1), "2090/2099"),
    ],
)
def test_the_nearest_last_or_next_date_is_counted_from_the_publication_date(
    text: str, published: date, value: str
) -> None:
    assert only(text, published).value == value


def test_a_weekday_or_a_direction_decides_the_year_even_after_a_distant_one() -> None:
    assert values("في عام 1914 ثم الخميس 30 ديسمبر", PUBLISHED) == ["1914", "2021-12-30"]
    assert values("في عام 1914 ثم 30 ديسمبر الماضي", PUBLISHED) == ["1914", "2021-12-30"]


def test_an_explicit_year_is_distant_from_two_years_on() -> None:
    assert values("بعد عام 2023 وفي 10 يناير", PUBLISHED) == ["2023", "2022-01-10"]
    assert values("بعد عام 2020 وفي 10 يناير", PUBLISHED) == ["2020", "--01-10"]
    assert values("بعد عام 2024 وفي 10 يناير", PUBLISHED) == ["2024", "--01-10"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("عام 656هـ / 1258م", ["1258"]),
        ("عام 656هـ / 1259م", ["1259"]),
        ("عام 656هـ / 1257م", ["1257"]),
        ("عام 656هـ / 1260م", ["1258", "1260"]),
        ("عام 656هـ / 1256م", ["1258", "1256"]),
    ],
)
def test_dates_of_two_calendars_are_merged_up_to_a_year_apart(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize("published", [date(1, 1, 1), date(9999, 12, 31)])
def test_the_ends_of_the_calendar_are_no_error(published: date) -> None:
    text = (
        "أمس، غدا، بعد غد، الأحد المقبل، السبت الماضي، العام الماضي، الشهر المقبل، الأسبوع الماضي، "
        "ثمانينيات القرن الماضي، 1 محرم"
    )
    assert all(not mention.resolved or mention.value for mention in find_dates(text, published))


@given(st.dates(date(1000, 1, 1), date(2099, 12, 31)), st.sampled_from(FORMS), st.booleans())
def test_any_day_is_found_in_every_form(day: date, form: str, eastern: bool) -> None:  # noqa: FBT001
    month = day.month - 1
    names = {"european": EUROPEAN[month], "levantine": LEVANTINE[month], "maghrebi": MAGHREBI[month]}
    text = form.format(d=day.day, m=day.month, y=day.year, **names)
    if eastern:
        text = text.translate({ord(str(digit)): chr(0x660 + digit) for digit in range(10)})
    assert values(f"عقد اللقاء ({text}) في المدينة") == [day.isoformat()]


@given(st.dates(date(1990, 1, 1), date(2040, 12, 31)), st.integers(-180, 180))
def test_a_day_without_its_year_within_half_a_year_is_resolved(published: date, distance: int) -> None:
    day = date.fromordinal(published.toordinal() + distance)
    if (day.month, day.day) != (2, 29):
        assert values(f"{day.day} {EUROPEAN[day.month - 1]}", published) == [day.isoformat()]


WORDS = st.sampled_from(
    [
        "10",
        "9",
        "2022",
        "1443",
        "هـ",
        "م",
        "ق.م",
        "-",
        "/",
        "إلى",
        "من",
        "و",
        "يناير",
        "رمضان",
        "كانون",
        "الثاني",
        "الأول",
        "القرن",
        "العشرين",
        "عام",
        "سنة",
        "الخميس",
        "الماضي",
        "المقبل",
        "اليوم",
        "أمس",
        "منتصف",
        "بين",
        "99999",
        "0",
        "30",
        "العاشر",
        "ربيع",
        "الآخر",
        "الستينات",
        "هذا",
        "الشهر",
        "الموافق",
    ]
)


@given(ARABIC_TEXT | st.lists(WORDS).map(" ".join), st.none() | st.dates())
def test_mentions_of_any_text_are_in_range_sorted_and_disjoint(text: str, published: date | None) -> None:
    mentions = find_dates(text, published)
    assert all(0 <= m.phrase.start <= m.start < m.end <= m.phrase.end <= len(text) for m in mentions)
    assert all(one.phrase.end <= other.phrase.start for one, other in pairwise(mentions))
    assert not any(mention.resolved and mention.value is None for mention in mentions)


@pytest.mark.parametrize(
    ("text", "published", "value"),
    [
        ("في فبراير أو مارس", date(2022, 1, 28), "2022-02/2022-03"),
        ("في ديسمبر أو يناير", date(2022, 1, 28), "2021-12/2022-01"),
        ("بين مايو ويونيو", date(2022, 1, 28), "2022-05/2022-06"),
        ("خلال شهر مايو إلى شهر يوليو", date(2022, 4, 1), "2022-05/2022-07"),
        ("في فبراير أو مارس", None, "--02/--03"),
        ("في عام 1914، في فبراير أو مارس", date(2022, 1, 28), "--02/--03"),
        ("في مايو أو مايو", None, "--05"),
        ("في مارس أو اليوم التالي", None, "--03"),
    ],
)
def test_two_months_without_a_year_are_an_interval(text: str, published: date | None, value: str) -> None:
    assert find_dates(text, published)[-1].value == value


@pytest.mark.parametrize("text", ["2022/1/012", "2022-1-012", "012/1/2022", "2022/1/2022", "22/1/22"])
def test_a_year_has_three_digits_or_more_and_a_day_two_at_most(text: str) -> None:
    assert values(text) == []
