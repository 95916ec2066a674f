"""What a page keeps and loses, rule by rule."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.corpus.drafts import Block, Draft, SourceFields, finish
from retrieval.corpus.formats.plain import read_plain
from retrieval.corpus.pages import article
from retrieval.corpus.pages.article import take_apart
from retrieval.corpus.pages.bylines import Byline, Trust, parse_byline
from retrieval.corpus.pages.lines import Kind, parse_lines
from retrieval.types import Document, Page

ONE = "فتحت المدرسة القديمة أبوابها صباح اليوم بعد عطلة طويلة، وعاد التلاميذ إلى مقاعدهم في هدوء."
TWO = "وقال المدير إن العام الجديد يبدأ بمكتبة أوسع وملعب جديد، وإن المعلمين عادوا جميعا من سفرهم."
THREE = "وشكر الأهالي البلدية على ما أنفقته في إصلاح السقف الذي كان يقطر كلما نزل المطر في الشتاء."
TITLE = "المدرسة القديمة تفتح أبوابها بعد عطلة طويلة"


def document_of(*lines: str) -> Document:
    return finish("a.txt", read_plain("\n".join(lines)), SourceFields())


def test_prose_that_stands_twice_stays_once() -> None:
    document = document_of(TITLE, "شارك القصة", "نسخ الرابط", ONE, TWO, ONE, THREE)
    assert document.text == f"{ONE}\n{TWO}\n{THREE}"


def test_a_long_quotation_in_latin_letters_stays() -> None:
    latin = (
        "We opened the old school this morning "
        + "and the children came back to their places " * 4
        + "in peace."
    )
    document = document_of(TITLE, "شارك القصة", "نسخ الرابط", ONE, latin, TWO, "Photo of the school", THREE)
    assert document.text == f"{ONE}\n{latin}\n{TWO}\n{THREE}"


def test_a_list_of_sentences_inside_an_article_stays() -> None:
    items = ["- يبدأ الدوام في الثامنة صباحا كل يوم.", "- ينتهي الدوام في الثانية بعد الظهر."]
    document = document_of(TITLE, "شارك القصة", "نسخ الرابط", ONE, TWO, *items, THREE)
    assert document.text == "\n".join([ONE, TWO, *items, THREE])


def test_a_list_that_the_last_line_announces_stays() -> None:
    items = ["وهذه مواعيد الدوام:", "- الثامنة صباحا", "- الثانية بعد الظهر"]
    document = document_of(TITLE, "شارك القصة", "نسخ الرابط", ONE, TWO, *items, "تابعنا")
    assert document.text == "\n".join([ONE, TWO, *items])


def test_an_article_that_ends_the_page_with_a_colon_is_kept_to_its_end() -> None:
    document = document_of(TITLE, "شارك القصة", "نسخ الرابط", ONE, TWO, THREE[:-1] + ":", "الأول والثاني")
    assert document.text.endswith("الأول والثاني")


def test_a_menu_inside_an_article_goes() -> None:
    document = document_of(TITLE, "شارك القصة", "نسخ الرابط", ONE, "أخبار | رأي | فن | صور | كتب", TWO, THREE)
    assert document.text == f"{ONE}\n{TWO}\n{THREE}"


def test_a_row_of_places_parted_by_dashes_stays() -> None:
    row = "المدينة القديمة - الحي الشرقي - الساحل - الجبل"
    document = document_of(TITLE, "شارك القصة", "نسخ الرابط", ONE, row, TWO, THREE)
    assert document.text == f"{ONE}\n{row}\n{TWO}\n{THREE}"


def test_a_title_inside_the_article_ends_what_stands_above_it() -> None:
    document = document_of("مقدمة الموقع", ONE, TITLE, "نشر في بريد الجنوب يوم 05 - 11 - 2012", TWO, THREE)
    assert document.source.publisher == "بريد الجنوب"
    assert document.text.endswith(f"{TWO}\n{THREE}")


def test_a_page_without_a_title_takes_its_first_line() -> None:
    document = document_of("شارك القصة", "نسخ الرابط", ONE, TWO, THREE)
    assert document.source.title == ONE


def test_a_date_before_the_press_is_none() -> None:
    document = document_of(TITLE, "تاريخ النشر: 1/1/1899", "شارك القصة", "نسخ الرابط", ONE, TWO)
    assert document.source.published is None


def test_a_breadcrumb_without_its_title_on_the_page_names_none() -> None:
    document = document_of("الرئيسية > أخبار > شيء آخر", "شارك القصة", TITLE, ONE, TWO)
    assert (document.source.title, document.text) == (TITLE, f"{ONE}\n{TWO}")


def test_a_source_label_at_the_end_of_the_page_names_nobody() -> None:
    document = document_of(TITLE, "شارك القصة", "نسخ الرابط", ONE, TWO, THREE, "المصادر:")
    assert (document.source.publisher, document.text) == (None, f"{ONE}\n{TWO}\n{THREE}")


def test_empty_blocks_are_passed_over_and_pages_keep_their_places() -> None:
    blocks = (Block("أول", page=1), Block(" "), Block("", page=2), Block("ثالث", page=3))
    document = finish("a.pdf", Draft(blocks), SourceFields())
    assert document.text == "أول\n\nثالث"
    assert document.pages == (Page(1, 0), Page(2, 3), Page(3, 5))


def test_a_long_title_that_reads_like_prose_is_not_repeated() -> None:
    title = "المدير الجديد يقول إن المدرسة القديمة التي عاد إليها التلاميذ من العطلة سوف تفتح لهم مكتبة أوسع"
    document = document_of("شارك القصة", "نسخ الرابط", title, ONE, TWO, THREE, "تابعنا", title)
    assert (document.source.title, document.text) == (title, f"{ONE}\n{TWO}\n{THREE}")


def test_a_line_before_the_name_of_its_site_is_the_title() -> None:
    document = document_of(f"{TITLE} | بريد الجنوب", "شارك القصة", TITLE, "نسخ الرابط", ONE, TWO)
    assert (document.source.title, document.source.publisher) == (TITLE, "بريد الجنوب")


def test_a_date_label_inside_an_article_is_not_its_date() -> None:
    document = document_of(TITLE, "شارك القصة", "نسخ الرابط", ONE, TWO, "تاريخ النشر: 1/1/2001", THREE)
    assert (document.source.published, document.text) == (None, f"{ONE}\n{TWO}\n{THREE}")


def test_a_last_sentence_behind_the_headlines_of_others_stays() -> None:
    headlines = ["قد يعجبك أيضا", "طريق جديد إلى القرية", "سوق الخميس يعود بعد انقطاع"]
    last = "وفي المساء أضاء التلاميذ المصابيح في الساحة، وغنوا حتى عادت الحافلات بهم إلى بيوتهم."
    document = document_of(
        TITLE, "شارك القصة", ONE, TWO, THREE, *headlines, last, "شارك هذا المقال", "التعليقات"
    )
    assert document.text == f"{ONE}\n{TWO}\n{THREE}\n{last}"


def test_the_sentence_behind_one_headline_of_others_goes() -> None:
    lead = "خصصت البلدية مالا كثيرا لإصلاح الطريق الذي يصل القرية بالمدينة منذ أعوام كثيرة مضت."
    others = ["قد يعجبك أيضا", "طريق جديد إلى القرية", lead]
    document = document_of(TITLE, "شارك القصة", ONE, TWO, THREE, *others, "شارك هذا المقال", "التعليقات")
    assert document.text == f"{ONE}\n{TWO}\n{THREE}"


def test_the_sites_sentence_behind_the_headlines_of_others_goes() -> None:
    others = ["قد يعجبك أيضا", "طريق جديد إلى القرية", "سوق الخميس يعود بعد انقطاع"]
    site = "بريد الجنوب صحيفة يومية مستقلة تصدر منذ أعوام كثيرة وتعنى بأخبار القرى والمدن الصغيرة."
    document = document_of(
        TITLE, "شارك القصة", ONE, TWO, THREE, *others, site, "جميع الحقوق محفوظة لصحيفة بريد الجنوب"
    )
    assert document.text == f"{ONE}\n{TWO}\n{THREE}"


def test_a_short_last_sentence_behind_the_sites_own_lines_stays() -> None:
    last = "ودعا المدير الأهالي إلى زيارة المكتبة."
    asked = ["هل كانت هذه الصفحة مفيدة؟", "نعم لا"]
    document = document_of(
        TITLE, "شارك القصة", "نسخ الرابط", ONE, TWO, *asked, "رقم الهاتف 400", last, "المزيد من الأخبار", "س"
    )
    assert document.text == f"{ONE}\n{TWO}\nرقم الهاتف 400\n{last}"


def test_who_took_a_picture_goes() -> None:
    captions = ["التلاميذ في الساحة (تصوير: ليلى حداد)", "[صورة: باب المدرسة]"]
    document = document_of(TITLE, "شارك القصة", "نسخ الرابط", captions[0], ONE, captions[1], TWO, THREE)
    assert document.text == f"{ONE}\n{TWO}\n{THREE}"


def test_the_day_under_the_title_is_taken_and_not_that_of_an_update() -> None:
    dates = ["الثلاثاء 14 مارس 2023 - 09:45 ص", "آخر تحديث: الأربعاء 15 مارس 2023"]
    document = document_of("القائمة", TITLE, *dates, "شارك القصة", ONE, TWO, THREE)
    assert document.source.published == date(2023, 3, 14)


def test_the_day_of_an_update_is_taken_where_there_is_no_other() -> None:
    document = document_of(
        "القائمة", TITLE, "آخر تحديث: الأربعاء 15 مارس 2023", "شارك القصة", ONE, TWO, THREE
    )
    assert document.source.published == date(2023, 3, 15)


def test_the_author_with_a_role_is_not_the_title() -> None:
    lines = ["سامي حسن – موفد بريد الجنوب إلى القرية", "نشر: 2022-05-21 23:15"]
    document = document_of(TITLE, *lines, "شارك القصة", ONE, TWO, THREE)
    assert (document.source.title, document.source.author) == (TITLE, "سامي حسن")


FIRST, SECOND = "شارك القصة", "نسخ الرابط"
"""Two signs of a page."""
ISSUE = "نشر في بريد الجنوب يوم 05 - 11 - 2012"


def apart(*lines: str) -> article.Page:
    page = take_apart(parse_lines("\n".join(lines)))
    assert page is not None
    return page


def kinds(*lines: str) -> list[Kind]:
    return [line.kind for line in apart(*lines).lines]


def sentence(length: int, letter: str = "ا") -> str:
    """A sentence of four words and a length in code points."""
    return f"{letter} {letter} {letter} " + letter * (length - 7) + "."


def words(length: int, word: str) -> str:
    """Words without a stop, of a length in code points."""
    text = " ".join([word] * length)[:length]
    return text.strip() + word[0] * (length - len(text.strip()))


@pytest.mark.parametrize(
    ("lines", "is_page"),
    [
        ([], False),
        ([FIRST], False),
        ([FIRST, ONE, FIRST], False),
        ([FIRST, SECOND], True),
        (["رياضة", FIRST], False),
        (["اقرأ أيضا: سوق الخميس"], False),
        (["اقرأ أيضا: سوق الخميس", FIRST], True),
        (["اقرأ أيضا"], False),
        (["اقرأ أيضا", FIRST], True),
        (["اترك تعليقا"], False),
        (["اترك تعليقا", FIRST], True),
        (["مقالات ذات صلة"], False),
        (["مقالات ذات صلة", FIRST], True),
        (["فيسبوك"], False),
        (["فيسبوك", FIRST], True),
        (["سوق | بحر | جبل | نهر"], False),
        (["سوق | بحر | جبل | نهر", FIRST], True),
        (["    ".join(["سوق الخميس الذي ينتقل إلى ساحة القرية الجديدة"] * 5)], True),
        ([TITLE, TITLE], False),
        ([TITLE, TITLE, FIRST], True),
        ([TITLE, FIRST, TITLE], False),
        (["سوق القرية", "سوق القرية", FIRST], False),
        (["سوق القرية الجديد", "سوق القرية الجديد", FIRST], True),
        ([ONE, ONE, FIRST], False),
        (["- سوق القرية الجديد", "- سوق القرية الجديد", FIRST], False),
        (["بقلم: هالة"], False),
        (["بقلم: هالة", "كتب: سامي"], False),
        (["بقلم: هالة", FIRST], True),
        (["المصادر:"], False),
        (["المصادر:", "بقلم: هالة"], True),
        ([ISSUE], True),
        ([ISSUE, "كتب: سامي"], True),
    ],
)
def test_a_text_with_two_signs_of_a_page_is_one(lines: list[str], is_page: bool) -> None:  # noqa: FBT001
    assert (take_apart(parse_lines("\n".join(lines))) is not None) is is_page


@pytest.mark.parametrize(
    ("lengths", "structural"), [((70, 70), True), ((70, 69), False), ((70,), False), ((70, 70, 70), True)]
)
def test_a_page_has_two_lines_of_prose(lengths: tuple[int, ...], structural: bool) -> None:  # noqa: FBT001
    prose = [sentence(length, letter) for length, letter in zip(lengths, "ابت", strict=False)]
    page = apart(FIRST, SECOND, *prose)
    assert page.is_structural is structural
    assert (page.start, page.end) == (2 if structural else 0, 2 + len(lengths))


def test_a_page_with_little_prose_loses_its_sure_furniture_only() -> None:
    lines = [TITLE, FIRST, "فيسبوك", "بقلم: هالة", "- بند", "رياضة", "اقرأ أيضا", "اقرأ أيضا: سوق", ONE]
    page = apart(*lines)
    assert [line.kind for line in page.lines] == [
        Kind.TEXT,
        Kind.FURNITURE,
        Kind.WEAK,
        Kind.TEXT,
        Kind.TEXT,
        Kind.TEXT,
        Kind.TEXT,
        Kind.TEASER,
        Kind.TEXT,
    ]
    assert page.bylines == {3: Byline(Trust.LABEL, author="هالة")}
    assert (page.start, page.end, page.is_structural) == (0, len(lines), False)
    assert [line.text for line in page.body()] == [lines[place] for place in (0, 3, 4, 5, 6, 8)]


def test_a_line_that_names_the_source_is_one_of_the_source_but_furniture_and_ends_stay() -> None:
    lines = ["بقلم: هالة", "جميع الحقوق محفوظة لصحيفة الميناء", "المصادر:", ONE, TWO]
    assert kinds(*lines)[:3] == [Kind.SOURCE, Kind.FURNITURE, Kind.END]
    assert sorted(apart(*lines).bylines) == [0, 1, 2]


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([TITLE, TITLE], [Kind.REPEATED, Kind.REPEATED]),
        (["Old market gate", "Old market gate"], [Kind.REPEATED, Kind.REPEATED]),
        (["- سوق القرية الجديد", "- سوق القرية الجديد"], [Kind.LISTED, Kind.LISTED]),
        ([" ".join(["gate"] * 25)], [Kind.LATIN]),
        ([" ".join(["gate"] * 26)], [Kind.TEXT]),
        (["- سوق"], [Kind.LISTED]),
        (
            ["وصل إلى السوق:", "- تفاح", "- موز", "رمان", "- عنب"],
            [Kind.TEXT, *[Kind.ITEM] * 2, Kind.TEXT, Kind.LISTED],
        ),
        (["وصل إلى السوق\uff1a", "- تفاح"], [Kind.TEXT, Kind.ITEM]),
        (["اقرأ أيضا:", "- تفاح"], [Kind.RELATED, Kind.TEASER]),
        (["بقلم: هالة:", "- تفاح"], [Kind.TEXT, Kind.ITEM]),
    ],
)
def test_neighbors_decide_what_a_line_is(lines: list[str], expected: list[Kind]) -> None:
    assert kinds(ONE, TWO, FIRST, SECOND, *lines)[4:] == expected


def test_an_item_that_begins_a_page_is_an_item_of_a_list() -> None:
    assert kinds("- سوق", FIRST, SECOND, ONE, TWO)[0] is Kind.LISTED


@pytest.mark.parametrize(("length", "second"), [(70, Kind.REPEATED), (69, Kind.TEXT)])
def test_prose_that_stands_twice_is_repeated_the_second_time(length: int, second: Kind) -> None:
    lines = [sentence(length), ONE, sentence(length), TWO, FIRST, SECOND]
    assert kinds(*lines)[:4] == [Kind.TEXT, Kind.TEXT, second, Kind.TEXT]


NUMBERS = "واحد ثان ثالث رابع خامس سادس سابع ثامن تاسع عاشر حادي ثاني رابط"
HEADLINES = [f"سوق {number} ينتقل" for number in NUMBERS.split(" ")]
"""Thirteen headlines of other articles."""


@pytest.mark.parametrize("announcement", ["اقرأ أيضا", "مواضيع ذات صلة"])
def test_at_most_twelve_headlines_behind_an_announcement_are_those_of_others(announcement: str) -> None:
    found = kinds(FIRST, SECOND, ONE, TWO, announcement, *HEADLINES)
    assert found[5:] == [Kind.TEASER] * 12 + [Kind.TEXT]


def test_above_an_article_an_announcement_marks_no_headlines() -> None:
    assert kinds(FIRST, SECOND, "اقرأ أيضا", *HEADLINES[:2], ONE, TWO)[3:5] == [Kind.TEXT] * 2
    short = "عاد التلاميذ إلى المدرسة."
    assert kinds(FIRST, short, "اقرأ أيضا", HEADLINES[0], ONE, TWO)[3] is Kind.TEXT


def test_an_announcement_that_names_its_article_ends_the_headlines() -> None:
    found = kinds(FIRST, ONE, TWO, "اقرأ أيضا", HEADLINES[0], "اقرأ أيضا: سوق", HEADLINES[1])
    assert found[4:] == [Kind.TEASER, Kind.TEASER, Kind.TEXT]


def test_a_sentence_ends_the_headlines_of_others_and_items_and_repetitions_are_such() -> None:
    lines = ["- سوق القرية", TITLE, TITLE, "عاد التلاميذ إلى المدرسة.", HEADLINES[0]]
    found = kinds(FIRST, ONE, TWO, "اقرأ أيضا", *lines)
    assert found[4:] == [Kind.TEASER] * 3 + [Kind.TEXT] * 2


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        (words(150, "تفاح"), Kind.TEASER),
        (words(151, "تفاح"), Kind.TEXT),
        (words(100, "على"), Kind.TEASER),
        (words(101, "على"), Kind.TEXT),
    ],
)
def test_a_headline_is_shorter_where_it_reads_like_prose(headline: str, expected: Kind) -> None:
    assert kinds(FIRST, SECOND, ONE, TWO, "اقرأ أيضا", headline, THREE)[5] is expected


def test_a_headline_that_stands_twice_is_judged_as_one_that_is_no_prose() -> None:
    headline = words(120, "تفاح")
    assert kinds(FIRST, SECOND, ONE, TWO, "اقرأ أيضا", headline, headline)[5:] == [Kind.TEASER] * 2


def test_an_item_of_a_list_is_no_prose_where_it_is_no_sentence() -> None:
    item = "- " + words(118, "على")
    assert kinds(FIRST, SECOND, ONE, TWO, "اقرأ أيضا", item)[5] is Kind.TEASER


@pytest.mark.parametrize(
    ("before", "behind", "ends"),
    [
        (250, 500, True),
        (249, 500, False),
        (250, 1003, True),
        (250, 1004, False),
        (260, 1043, True),
        (260, 1044, False),
    ],
)
def test_a_line_that_ends_articles_does_so_behind_250_and_a_quarter_of_what_follows(
    before: int,
    behind: int,
    ends: bool,  # noqa: FBT001
) -> None:
    prose = [sentence(120), sentence(before - 120, "ب")]
    rest = [sentence(behind // 2, "ت"), sentence(behind - behind // 2, "ث")]
    page = apart(FIRST, SECOND, *prose, "اترك تعليقا", *rest)
    assert (page.start, page.end) == ((2, 4) if ends else (2, 7))


def test_an_end_above_the_article_ends_nothing() -> None:
    page = apart(FIRST, "التعليقات", sentence(200), sentence(200, "ب"))
    assert (page.start, page.end) == (2, 4)


PROSE = [sentence(200), sentence(200, "ب")]
LONG = sentence(100, "ت")


@pytest.mark.parametrize(
    ("behind", "end"),
    [
        ([*HEADLINES[:2], LONG, sentence(100, "ث")], 9),
        ([*HEADLINES[:2], sentence(70, "ت"), sentence(70, "ث")], 9),
        ([*HEADLINES[:2], LONG, HEADLINES[2], sentence(100, "ث")], 4),
        ([*HEADLINES[:2], LONG, sentence(69, "ث")], 4),
        ([*HEADLINES[:2], LONG, "شارك هذا المقال"], 8),
        ([*HEADLINES[:2], LONG, "التعليقات"], 8),
        ([*HEADLINES[:2], LONG, "اقرأ أيضا"], 4),
        ([*HEADLINES[:2], LONG], 4),
        ([*HEADLINES[:2], LONG, "جميع الحقوق محفوظة لصحيفة الميناء"], 4),
        ([HEADLINES[0], LONG, "شارك هذا المقال"], 4),
        ([HEADLINES[0], "فيسبوك", LONG, "شارك هذا المقال"], 4),
        ([*HEADLINES[:3], LONG, "شارك هذا المقال"], 9),
        ([*HEADLINES[:2], "التعليقات", LONG, sentence(100, "ث")], 4),
        ([*HEADLINES[:2], LONG[:-1], "شارك هذا المقال"], 4),
        ([*HEADLINES[:2], sentence(69, "ت"), "شارك هذا المقال"], 4),
    ],
)
def test_an_article_goes_on_behind_a_list_of_others_where_prose_does(behind: list[str], end: int) -> None:
    page = apart(FIRST, SECOND, *PROSE, "مواضيع ذات صلة", *behind)
    assert (page.start, page.end) == (2, min(end, len(page.lines)))


def test_a_sentence_of_a_list_is_prose_and_an_item_stands_among_prose() -> None:
    items = ["- " + sentence(90, "ج"), "- " + sentence(90, "د")]
    page = apart(FIRST, SECOND, *items, *PROSE)
    assert (page.start, page.end) == (2, 6)


@pytest.mark.parametrize(
    ("menu", "stays"),
    [
        ("سوق - بحر - جبل - نهر", True),
        ("سوق | بحر | جبل | نهر", False),
        ("سوق • بحر • جبل • نهر", True),
        ("سوق - 3 مايو 2020 - جبل - نهر", False),
        ("سوق - 12 - جبل - نهر", False),
    ],
)
def test_a_menu_with_a_sites_word_is_not_the_articles(menu: str, stays: bool) -> None:  # noqa: FBT001
    page = apart(FIRST, SECOND, ONE, menu, TWO)
    assert [line.text for line in page.body()] == [ONE, *[menu] * stays, TWO]
    assert page.lines[3].kind is Kind.MENU


def test_a_byline_inside_keeps_its_place() -> None:
    page = apart(FIRST, SECOND, ONE, "بقلم: هالة", TWO)
    assert page.bylines == {3: parse_byline("بقلم: هالة")}
    assert [line.text for line in page.body()] == [ONE, TWO]
