"""Lines that say who published a text, who wrote it, and when."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.corpus.pages.bylines import Byline, Trust, is_name, parse_byline


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "نشر في بريد الجنوب يوم 05 - 11 - 2012",
            Byline(Trust.BYLINE, "بريد الجنوب", None, date(2012, 11, 5)),
        ),
        (
            "المنتدى-العدد: 71 - 2021 / 12 / 31 - 10:53",
            Byline(Trust.BYLINE, "المنتدى", None, date(2021, 12, 31)),
        ),
        ("تاريخ النشر: 7 يناير 2022", Byline(Trust.LABEL, published=date(2022, 1, 7))),
        ("نشر في 12 يناير 2022 الساعة 10:00", Byline(Trust.LABEL, published=date(2022, 1, 12))),
        ("آخر تحديث: الجمعة 7 يناير 2022 - 10:53 ص", Byline(Trust.UPDATED, published=date(2022, 1, 7))),
        ("كتب: أحمد علي", Byline(Trust.LABEL, author="أحمد علي")),
        ("بقلم: د. سامي حسن | 3 فبراير 2022", Byline(Trust.LABEL, None, "د. سامي حسن", date(2022, 2, 3))),
        ("By ريم القاضي | يناير 18, 2019", Byline(Trust.LABEL, None, "ريم القاضي", date(2019, 1, 18))),
        ("كتب: رويترز", Byline(Trust.LABEL, publisher="رويترز")),
        ("المصدر: وكالة الساحل", Byline(Trust.LABEL, publisher="وكالة الساحل")),
        ("المصادر:", Byline(Trust.LABEL, awaits_publisher=True)),
        ("© 2022 شبكة الشاطئ. جميع الحقوق محفوظة", Byline(Trust.FOOTER, publisher="شبكة الشاطئ")),
        ("جميع الحقوق محفوظة لموقع الميناء 2021", Byline(Trust.FOOTER, publisher="الميناء")),
        ("جميع الحقوق محفوظة لصحيفة الميناء © 2021", Byline(Trust.FOOTER, publisher="صحيفة الميناء")),
        ("جميع الحقوق محفوظة للميناء", Byline(Trust.FOOTER, publisher="الميناء")),
        ("جميع الحقوق محفوظة © 2021", Byline(Trust.FOOTER)),
        (
            "Posted on 5 نوفمبر 2019 by ريم القاضي",
            Byline(Trust.LABEL, author="ريم القاضي", published=date(2019, 11, 5)),
        ),
        ("سامي حسن – موفد بريد الجنوب إلى الميناء", Byline(Trust.LABEL, author="سامي حسن")),
        ("ريم القاضي | مراسلة", Byline(Trust.LABEL, author="ريم القاضي")),
        ("الخميس 19 Sep / September 2024", Byline(Trust.DATE_ALONE, published=date(2024, 9, 19))),
    ],
)
def test_what_a_byline_says_is_read(line: str, expected: Byline) -> None:
    assert parse_byline(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "كتب الرئيس رسالة طويلة إلى نظيره في الشمال",
        "كتب: إلى الذين غادروا المدينة ولم يعودوا إليها أبدا",
        "كتب: 12 رسالة",
        "المدينة - موفد خاص إلى الميناء",
        "سامي حسن - الميناء",
        "نشر في 5 نوفمبر 2019 بواسطة 3 كتاب",
        "بقلم رصاص كتب الولد اسمه على الجدار.",
        "نشرت الصحيفة 100 رسالة في 7 يناير 2022",
        "العدد: 15 كتابا",
        "المصدر: https://example.org/a",
        "يوم الأربعاء",
        "تاريخ النشر: قريبا",
        "نشر في بريد الجنوب منذ أيام",
        "سطر طويل " * 30,
    ],
)
def test_a_line_of_text_is_no_byline(line: str) -> None:
    assert parse_byline(line) is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("هالة منصور", True),
        ("رويترز", False),
        ("وكالات - رويترز", False),
        ("قال في بيان طويل إنه باق", False),
    ],
)
def test_a_name_is_two_to_four_words(line: str, expected: bool) -> None:  # noqa: FBT001
    assert is_name(line) == expected


SIX = "سامي حسن علي نادر كريم الجبلي"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("المصدر: " + "ا" * 152, Byline(Trust.LABEL, publisher="ا" * 152)),
        ("المصدر: " + "ا" * 153, None),
        ("المصدر: " + "دار " * 7 + "نشر", Byline(Trust.LABEL, publisher="دار " * 7 + "نشر")),
        ("المصدر: " + "دار " * 8 + "نشر", None),
        ("المصدر: .", None),
        ("المصدر - دار الساحل.", Byline(Trust.LABEL, publisher="دار الساحل")),
        ("المصدر دار الساحل", None),
        ("Source:", Byline(Trust.LABEL, awaits_publisher=True)),
        ("المصدر\uff1a", Byline(Trust.LABEL, awaits_publisher=True)),
        (f"كتب: {SIX}", Byline(Trust.LABEL, author=SIX)),
        (f"كتب: {SIX} باسم", None),
        ("كتب: سامي", Byline(Trust.LABEL, author="سامي")),
        ("كتب سامي", None),
        ("كتب سامي حسن", Byline(Trust.LABEL, author="سامي حسن")),
        ("كتب سامي حسن علي نادر كريم", None),
        ("بقلم سامي", Byline(Trust.LABEL, author="سامي")),
        ("بقلم سامي حسن علي نادر كريم", Byline(Trust.LABEL, author="سامي حسن علي نادر كريم")),
        ("كتب: سامي (الجبل)", Byline(Trust.LABEL, author="سامي (الجبل)")),
        ("بقلم: سامي 3", None),
        ("بقلم: سامي حسن.", None),
        ("بقلم: سامي حسن:", None),
        ("بقلم: سامي حسن،", None),
        ("بقلم: سامي حسن؛", None),
        ("بقلم: -سامي حسن-", Byline(Trust.LABEL, author="سامي حسن")),
        ("كتب: سامي حسن، 3 مايو 2020، 5 مايو 2021", Byline(Trust.LABEL, None, "سامي حسن", date(2020, 5, 3))),
        ("كتب: سامي حسن | 3 - 5 - 2020", Byline(Trust.LABEL, None, "سامي حسن", date(2020, 5, 3))),
        ("كتب: سامي حسن - 3 مايو 2020", Byline(Trust.LABEL, None, "سامي حسن", date(2020, 5, 3))),
        ("كتب: سامي حسن  3 مايو 2020", Byline(Trust.LABEL, None, "سامي حسن", date(2020, 5, 3))),
        ("كتب: رويترز | 3 مايو 2020", Byline(Trust.LABEL, "رويترز", None, date(2020, 5, 3))),
        ("نشر في يناير يوم 05 - 11 - 2012", Byline(Trust.LABEL, published=date(2012, 11, 5))),
        (
            "نشر في موقع بريد: الجنوب - في 5/11/2012",
            Byline(Trust.BYLINE, "بريد: الجنوب", None, date(2012, 11, 5)),
        ),
        ("المنتدى-العدد: 71-2020-5-9", Byline(Trust.BYLINE, "المنتدى", None, date(2020, 5, 9))),
        ("المنتدى-العدد: 7-9-2020", None),
        ("المنتدى-العدد: 7 - قريبا", None),
        ("آخر تحديث 3 مايو 2020 بقلم: سامي حسن", Byline(Trust.UPDATED, None, "سامي حسن", date(2020, 5, 3))),
        ("نشر: 3 مايو 2020 بقلم: أحد", None),
        ("تاريخ النشر: 3 مايو 2020 آخر تحديث", Byline(Trust.LABEL, published=date(2020, 5, 3))),
        ("تاريخ النشر: 3 مايو 2020 في القرية", None),
        ("جميع الحقوق محفوظة: دار بحر جبل نهر سوق ميناء", Byline(Trust.FOOTER, "دار بحر جبل نهر سوق ميناء")),
        ("جميع الحقوق محفوظة: دار بحر جبل نهر سوق ميناء صخر", Byline(Trust.FOOTER)),
        ("© 2020 *", Byline(Trust.FOOTER)),
        ("© 2020", Byline(Trust.FOOTER)),
        ("3 مايو 2020", Byline(Trust.DATE_ALONE, published=date(2020, 5, 3))),
        ("سوق 3 مايو 2020", None),
        ("الجمعة مساء", None),
    ],
)
def test_a_line_is_a_byline_up_to_its_limits(line: str, expected: Byline | None) -> None:
    assert parse_byline(line) == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("سامي", False),
        ("سامي حسن علي نادر", True),
        ("سامي حسن علي نادر كريم", False),
        ("سامي 3 حسن", False),
        ("د. سامي حسن", True),
        ("فرانس برس", False),
    ],
)
def test_a_name_has_letters_only_and_is_no_agency(line: str, expected: bool) -> None:  # noqa: FBT001
    assert is_name(line) is expected


def test_the_surer_a_line_the_higher_its_trust() -> None:
    assert (
        [*Trust]
        == sorted(Trust)
        == [
            Trust.DATE_ALONE,
            Trust.FOOTER,
            Trust.UPDATED,
            Trust.LABEL,
            Trust.BYLINE,
        ]
    )
    assert Byline(Trust.LABEL) == Byline(Trust.LABEL, None, None, None, awaits_publisher=False)
