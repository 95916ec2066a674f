"""What a page keeps and loses, rule by rule."""

from __future__ import annotations

from retrieval.corpus.drafts import Block, Draft, SourceFields, finish
from retrieval.corpus.plain import read_plain
from retrieval.types import Document

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
    assert (document.text, document.page_starts) == ("أول\n\nثالث", (0, 3, 5))


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
