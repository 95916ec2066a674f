"""What a page keeps and loses, rule by rule."""

from __future__ import annotations

from datetime import date

from retrieval.corpus.drafts import Block, Draft, SourceFields, finish
from retrieval.corpus.formats.plain import read_plain
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


def test_a_long_title_that_reads_like_prose_is_not_told_twice() -> None:
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


def test_the_day_under_the_title_is_told_and_not_that_of_an_update() -> None:
    dates = ["الثلاثاء 14 مارس 2023 - 09:45 ص", "آخر تحديث: الأربعاء 15 مارس 2023"]
    document = document_of("القائمة", TITLE, *dates, "شارك القصة", ONE, TWO, THREE)
    assert document.source.published == date(2023, 3, 14)


def test_the_day_of_an_update_is_told_where_there_is_no_other() -> None:
    document = document_of(
        "القائمة", TITLE, "آخر تحديث: الأربعاء 15 مارس 2023", "شارك القصة", ONE, TWO, THREE
    )
    assert document.source.published == date(2023, 3, 15)


def test_the_author_with_a_role_is_not_the_title() -> None:
    lines = ["سامي حسن – موفد بريد الجنوب إلى القرية", "نشر: 2022-05-21 23:15"]
    document = document_of(TITLE, *lines, "شارك القصة", ONE, TWO, THREE)
    assert (document.source.title, document.source.author) == (TITLE, "سامي حسن")
