"""The title of a page taken apart, and the rest of its source."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.corpus.drafts import SourceFields
from retrieval.corpus.pages.article import Page
from retrieval.corpus.pages.bylines import parse_byline
from retrieval.corpus.pages.lines import parse_lines
from retrieval.corpus.pages.titles import find_fields, find_title

BODY = "فتحت المدرسة القديمة أبوابها صباح اليوم وعاد التلاميذ إلى مقاعدهم بعد عطلة طويلة في القرية."
TITLE = "المدرسة القديمة تفتح أبوابها"
"""Its words are the article's."""
FOREIGN = "سوق الخميس ينتقل إلى الساحة"
"""A title whose words the article has not."""
DASHED = "سوق القرية - عودة كبيرة"


def page_of(*lines: str, start: int | None = None, end: int | None = None, structural: bool = True) -> Page:
    """A page whose article begins with `BODY`, or where it is said."""
    parsed = parse_lines("\n".join(lines))
    bylines = {place: found for place, line in enumerate(parsed) if (found := parse_byline(line.text))}
    begin = lines.index(BODY) if start is None else start
    return Page(tuple(parsed), bylines, begin, len(parsed) if end is None else end, is_structural=structural)


def title_of(page: Page) -> str | None:
    place = find_title(page)
    return None if place is None else page.lines[place].text


@pytest.mark.parametrize(
    ("line", "is_title"),
    [
        (TITLE, True),
        ("مدرسة القرية", False),
        ("مدرسة القرية الجديدة", True),
        ("فتحت المدرسة القديمة أبوابها.", False),
        ("فتحت المدرسة القديمة أبوابها:", False),
        ("فتحت المدرسة القديمة أبوابها،", False),
        ("المدرسة القديمة " + "ا" * 234, True),
        ("المدرسة القديمة " + "ا" * 235, False),
        ("- المدرسة القديمة اليوم", True),
        ("The old school opens", True),
        ("المدرسة القديمة اليوم (رويترز)", False),
    ],
)
def test_a_title_is_three_words_without_a_stop(line: str, is_title: bool) -> None:  # noqa: FBT001
    assert (title_of(page_of(line, BODY)) == line) is is_title


def test_a_page_without_lines_above_its_article_has_no_title() -> None:
    assert find_title(page_of(BODY)) is None


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([FOREIGN, "بقلم: هالة", TITLE, BODY], FOREIGN),
        ([FOREIGN, "صور", "رأي", "فن", "بقلم: هالة", TITLE, BODY], FOREIGN),
        ([FOREIGN, "صور", "رأي", "فن", "علوم", "بقلم: هالة", TITLE, BODY], TITLE),
        ([FOREIGN, "سوق جديد كبير في القرية", "بقلم: هالة", TITLE, BODY], "سوق جديد كبير في القرية"),
        ([FOREIGN, "سامي حسن الجبلي", "بقلم: هالة", TITLE, BODY], FOREIGN),
        ([FOREIGN, "المصدر:", TITLE, BODY], TITLE),
        ([FOREIGN, "آخر تحديث: 3 مايو 2020", TITLE, BODY], TITLE),
        ([FOREIGN, "نشر: 3 مايو 2020", TITLE, BODY], FOREIGN),
        (["بقلم: هالة", FOREIGN, TITLE, BODY], TITLE),
        (["بقلم: هالة", FOREIGN, "نشر: 3 مايو 2020", TITLE, BODY], FOREIGN),
    ],
)
def test_the_title_stands_at_most_four_lines_above_a_byline(lines: list[str], expected: str) -> None:
    assert title_of(page_of(*lines)) == expected


def test_a_byline_behind_the_first_line_of_an_article_does_not_choose_its_title() -> None:
    lines = [TITLE, FOREIGN, "صور", "بقلم: هالة", BODY]
    assert title_of(page_of(*lines, start=3)) == FOREIGN
    assert title_of(page_of(*lines, start=2)) == TITLE


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([f"الرئيسية > رأي > {FOREIGN}", FOREIGN, TITLE, BODY], FOREIGN),
        ([f"الرئيسية > رأي > {FOREIGN}", f"الرئيسية رأي {FOREIGN}", FOREIGN, TITLE, BODY], FOREIGN),
        ([f"أنت هنا > {FOREIGN}", TITLE, FOREIGN, BODY], FOREIGN),
        ([f"رأي > صور > {FOREIGN}", FOREIGN, TITLE, BODY], TITLE),
        (
            ["الرئيسية > رأي > سوق القرية - عودة كبيرة", "سوق القرية - عودة كبيرة", TITLE, BODY],
            "سوق القرية - عودة كبيرة",
        ),
        (["الرئيسية > رأي", "الرئيسية لسوق القرية", TITLE, BODY], TITLE),
        ([FOREIGN, TITLE, BODY, f"الرئيسية > {FOREIGN}"], FOREIGN),
    ],
)
def test_the_title_is_what_a_breadcrumb_ends_with(lines: list[str], expected: str) -> None:
    assert title_of(page_of(*lines)) == expected


def test_of_two_lines_that_a_breadcrumb_ends_with_the_first_is_the_title() -> None:
    page = page_of(f"الرئيسية > {FOREIGN}", FOREIGN, "صور", FOREIGN, BODY)
    assert find_title(page) == 1


def test_a_breadcrumb_names_the_first_line_of_the_article_too_but_none_behind_it() -> None:
    lines = [f"الرئيسية > {FOREIGN}", TITLE, BODY, FOREIGN]
    assert title_of(page_of(*lines, start=3)) == FOREIGN
    assert title_of(page_of(*lines, start=2)) == TITLE


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("المدرسة القديمة سوق جبل", "المدرسة القديمة سوق جبل"),
        ("المدرسة سوق جبل كبير", TITLE),
    ],
)
def test_a_line_that_stands_twice_is_the_title_where_the_article_has_half_its_words(
    line: str, expected: str
) -> None:
    assert title_of(page_of(line, TITLE, BODY, "صور", line, end=3)) == expected


def test_a_line_that_stands_twice_below_the_head_is_no_title() -> None:
    second = "عاد التلاميذ إلى المدرسة"
    page = page_of(TITLE, BODY, "صور", second, "رأي", second)
    assert title_of(page) == TITLE


def test_the_first_line_of_an_article_may_be_the_title_that_stands_twice() -> None:
    second = "عاد التلاميذ إلى المدرسة"
    page = page_of("صور", second, BODY, "رأي", second, start=1)
    assert find_title(page) == 1
    assert find_title(page_of("صور", second, BODY, "رأي", second, start=0)) is None


def test_an_article_of_one_line_has_no_title_inside() -> None:
    second = "عاد التلاميذ إلى المدرسة"
    assert find_title(page_of(second, BODY, second, start=0, end=0)) is None


def test_a_line_that_another_holds_before_the_name_of_its_site_is_the_title() -> None:
    page = page_of(f"{FOREIGN} | بريد الجنوب", FOREIGN, TITLE, BODY)
    assert title_of(page) == FOREIGN


@pytest.mark.parametrize(
    ("first", "wins"),
    [
        ("المدرسة القديمة أبوابها سوق في", True),
        ("المدرسة القديمة أبوابها سوق", False),
        ("المدرسة القديمة أبوابها سوق جبل", False),
    ],
)
def test_three_quarters_of_five_words_confirm_a_title(first: str, wins: bool) -> None:  # noqa: FBT001
    near = "المدرسة القديمة أبوابها"
    assert title_of(page_of(first, near, BODY)) == (first if wins else near)


def test_a_title_is_one_of_the_last_four_lines_above_an_article() -> None:
    sure = "فتحت المدرسة القديمة أبوابها صباح اليوم"
    others = ["سوق أول كبير", "سوق ثان كبير", "سوق ثالث كبير", "سوق رابع كبير"]
    assert title_of(page_of(sure, *others[:3], BODY)) == sure
    assert title_of(page_of(sure, *others, BODY)) == others[3]


def test_of_lines_that_nothing_confirms_the_one_with_the_most_words_of_the_article_is_the_title() -> None:
    assert title_of(page_of("المدرسة سوق جبل", "سوق كبير جديد", BODY)) == "المدرسة سوق جبل"
    assert title_of(page_of("سوق كبير جديد", "سوق صغير جديد", BODY)) == "سوق صغير جديد"


def test_of_two_lines_that_the_article_confirms_the_first_is_the_title() -> None:
    first, second = "فتحت المدرسة القديمة أبوابها صباح اليوم", "عاد التلاميذ إلى مقاعدهم بعد عطلة طويلة"
    assert title_of(page_of(first, second, BODY)) == first


def test_words_of_two_letters_confirm_nothing() -> None:
    assert title_of(page_of("سوق كبير جديد", "في هو ما", BODY)) == "في هو ما"
    assert title_of(page_of("المدرسة إلى سوق", "في هو ما", BODY)) == "المدرسة إلى سوق"


def test_only_words_within_the_article_confirm_a_title() -> None:
    lines = ["سوق الخميس الكبير", "المدرسة بحر جبل", BODY, "سوق الخميس الكبير في القرية والمدينة."]
    assert title_of(page_of(*lines, end=3)) == "المدرسة بحر جبل"
    assert title_of(page_of(*lines, end=4)) == "سوق الخميس الكبير"


def fields_of(
    *lines: str, title: int | None = 0, start: int | None = None, end: int | None = None
) -> SourceFields:
    return find_fields(page_of(*lines, start=start, end=end), title)


def test_a_page_gives_its_title_and_what_its_bylines_say() -> None:
    found = fields_of(TITLE, "بقلم: هالة منصور | 3 مايو 2020", BODY, "المصدر: وكالة الساحل", end=3)
    assert found == SourceFields(TITLE, "وكالة الساحل", "هالة منصور", date(2020, 5, 3))


def test_a_page_without_bylines_gives_its_title_alone() -> None:
    assert fields_of(TITLE, BODY) == SourceFields(TITLE)
    assert fields_of(TITLE, BODY, title=None) == SourceFields()


def test_the_surest_line_gives_each_field_and_of_two_the_first() -> None:
    found = fields_of(
        TITLE,
        "كتب: سامي حسن",
        "كتب: نادر علي",
        "نشر في بريد الجنوب يوم 05 - 11 - 2012",
        "تاريخ النشر: 7 يناير 2022",
        BODY,
        "المصدر: وكالة الساحل",
        "جميع الحقوق محفوظة لصحيفة الميناء",
        end=6,
    )
    assert found == SourceFields(TITLE, "بريد الجنوب", "سامي حسن", date(2012, 11, 5))


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["3 مايو 2020", "آخر تحديث: 4 مايو 2020"], date(2020, 5, 3)),
        (["4 مايو 2020", "آخر تحديث: 4 مايو 2020"], date(2020, 5, 4)),
        (["5 مايو 2020", "آخر تحديث: 4 مايو 2020"], date(2020, 5, 4)),
        (["3 مايو 2020", "تاريخ النشر: 4 مايو 2020"], date(2020, 5, 4)),
        (["آخر تحديث: 4 مايو 2020"], date(2020, 5, 4)),
        (["3 مايو 2020"], date(2020, 5, 3)),
        (["3 مايو 2020", "2 مايو 2020", "آخر تحديث: 4 مايو 2020"], date(2020, 5, 3)),
        (["تاريخ النشر: 1/1/1900"], date(1900, 1, 1)),
    ],
)
def test_the_day_of_publication_wins_over_that_of_an_update(dates: list[str], expected: date) -> None:
    assert fields_of(TITLE, *dates, BODY).published == expected


def test_a_date_before_the_press_is_none() -> None:
    page = page_of(TITLE, BODY)
    byline = parse_byline("تاريخ النشر: 1/1/1900")
    assert byline is not None
    old = type(byline)(byline.trust, published=date(1899, 12, 31))
    for found, expected in ((byline, date(1900, 1, 1)), (old, None)):
        dated = Page(page.lines, {0: found}, 1, 2, is_structural=True)
        assert find_fields(dated, None).published == expected


@pytest.mark.parametrize(
    ("lines", "title", "start", "expected"),
    [
        (["3 مايو 2020", TITLE, BODY], 1, 2, None),
        ([TITLE, "3 مايو 2020", BODY], 0, 2, date(2020, 5, 3)),
        ([TITLE, BODY, "3 مايو 2020"], 0, 1, date(2020, 5, 3)),
        ([TITLE, BODY, "صور", "3 مايو 2020"], 0, 1, None),
        ([TITLE, "3 مايو 2020", BODY], None, 2, None),
    ],
)
def test_a_date_alone_counts_between_title_and_article(
    lines: list[str], title: int | None, start: int, expected: date | None
) -> None:
    assert find_fields(page_of(*lines, start=start), title).published == expected


@pytest.mark.parametrize(
    ("lines", "end", "structural", "expected"),
    [
        ([TITLE, BODY, "بقلم: هالة منصور"], 3, True, None),
        ([TITLE, BODY, "بقلم: هالة منصور"], 2, True, "هالة منصور"),
        ([TITLE, BODY, "بقلم: هالة منصور"], 3, False, "هالة منصور"),
        ([TITLE, "بقلم: هالة منصور", BODY], 3, True, "هالة منصور"),
    ],
)
def test_a_label_inside_an_article_is_about_something_else(
    lines: list[str],
    end: int,
    structural: bool,  # noqa: FBT001
    expected: str | None,
) -> None:
    page = page_of(*lines, end=end, structural=structural)
    assert find_fields(page, 0).author == expected


def test_a_label_on_the_first_line_of_an_article_is_inside_it() -> None:
    assert fields_of(TITLE, "بقلم: هالة منصور", BODY, start=1).author is None
    assert fields_of(TITLE, "بقلم: هالة منصور", BODY, start=2).author == "هالة منصور"


def test_what_stands_behind_a_label_inside_an_article_counts_all_the_same() -> None:
    found = fields_of(TITLE, BODY, "بقلم: هالة منصور", "المصدر: وكالة الساحل", end=3)
    assert (found.author, found.publisher) == (None, "وكالة الساحل")


def test_a_line_with_publisher_and_date_counts_inside_an_article_too() -> None:
    found = fields_of(TITLE, BODY, "نشر في بريد الجنوب يوم 05 - 11 - 2012", BODY)
    assert (found.publisher, found.published) == ("بريد الجنوب", date(2012, 11, 5))


@pytest.mark.parametrize(
    ("behind", "expected"),
    [
        (["وكالة الساحل."], "وكالة الساحل"),
        (["صحيفة بريد الجنوب في القرية"], "صحيفة بريد الجنوب في القرية"),
        (["صحيفة بريد الجنوب في القرية القديمة"], None),
        (["تاريخ النشر: 3 مايو 2020"], None),
        ([], None),
    ],
)
def test_the_line_behind_a_label_alone_is_the_publisher(behind: list[str], expected: str | None) -> None:
    assert fields_of(TITLE, BODY, "المصدر:", *behind, end=2).publisher == expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (f"{TITLE} | بريد الجنوب", "بريد الجنوب"),
        (f"{TITLE} - بريد الجنوب ", "بريد الجنوب"),
        (f"{TITLE}—بريد", "بريد"),
        (f"{TITLE} – بر", "بر"),
        (f"{TITLE} |ب", None),
        (f"{TITLE} | {'ب' * 60}", "ب" * 60),
        (f"{TITLE} | {'ب' * 61}", None),
        (f"{TITLE} | صحيفة بريد الجنوب في القرية", "صحيفة بريد الجنوب في القرية"),
        (f"{TITLE} | صحيفة بريد الجنوب في القرية القديمة", None),
        (f"{TITLE} | 3 مايو 2020", None),
        (f"{TITLE} - كتب: سامي", None),
        (f"{TITLE} بريد الجنوب", None),
        ("- بريد الجنوب", None),
    ],
)
def test_the_short_rest_of_a_line_behind_the_title_is_its_site(line: str, expected: str | None) -> None:
    assert fields_of(line, TITLE, BODY, title=1).publisher == expected


def test_a_publisher_that_is_declared_wins_over_the_name_of_the_site() -> None:
    found = fields_of(f"{TITLE} | بريد الجنوب", TITLE, "المصدر: وكالة الساحل", BODY, title=1)
    assert found.publisher == "وكالة الساحل"


ISSUE = "نشر في بريد الجنوب يوم 05 - 11 - 2012"


@pytest.mark.parametrize(
    ("lines", "title", "expected"),
    [
        ([TITLE, "هالة منصور", ISSUE, BODY], 0, "هالة منصور"),
        ([TITLE, "صور جديدة", "هالة منصور", ISSUE, BODY], 0, "هالة منصور"),
        ([TITLE, "هالة منصور", "صور", ISSUE, BODY], 0, None),
        ([TITLE, "هالة", ISSUE, BODY], 0, None),
        ([TITLE, "رويترز - أرشيف", ISSUE, BODY], 0, None),
        ([TITLE, "Hala Mansour", ISSUE, BODY], 0, None),
        ([TITLE, "هالة منصور", "نشر: 3 مايو 2020", BODY], 0, None),
        (["هالة منصور", TITLE, ISSUE, BODY], 1, None),
        ([TITLE, BODY, "هالة منصور", ISSUE], 0, None),
        ([TITLE, "هالة منصور", ISSUE, BODY], None, None),
        ([TITLE, "هالة منصور", ISSUE, "كتب: سامي حسن", BODY], 0, "سامي حسن"),
    ],
)
def test_a_name_between_title_and_byline_is_the_author(
    lines: list[str], title: int | None, expected: str | None
) -> None:
    assert find_fields(page_of(*lines), title).author == expected
