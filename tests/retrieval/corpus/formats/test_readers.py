"""HTML, Markdown, PDF and Word files."""

from __future__ import annotations

import io
import zipfile
from datetime import date

import docx
import pypdf
import pytest

from retrieval.corpus.drafts import Draft, SourceFields
from retrieval.corpus.formats import word
from retrieval.corpus.formats.markdown import read_markdown
from retrieval.corpus.formats.pdf import read_pdf
from retrieval.corpus.formats.web import read_web
from retrieval.corpus.formats.word import read_word
from retrieval.errors import DocumentError
from tests.retrieval.corpus.formats.pdfs import pdf_of

LONG = "بدأت السلطات في المدينة الساحلية محادثات طويلة مع شركات الشحن بشأن توسيع الميناء القديم."
OTHER = "يخشى الصيادون أن يغلق التوسيع طريقهم إلى البحر، وقد طلبوا لقاء الوزير قبل نهاية الشهر."


def texts(draft: Draft) -> list[str]:
    return [block.text for block in draft.blocks]


def headings(draft: Draft) -> list[str]:
    return [block.text for block in draft.blocks if block.is_heading]


def page_of(head: str, body: str) -> bytes:
    return f'<!DOCTYPE html><html lang="ar"><head>{head}</head><body>{body}</body></html>'.encode()


# Markdown


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


# Word


def word_file(**properties: str) -> bytes:
    document = docx.Document()
    document.core_properties.author = properties.get("author", "python-docx")
    document.core_properties.title = properties.get("title", "")
    document.add_heading("تقرير المطر", 0)
    document.add_heading("الشمال", 1)
    document.add_paragraph("هطل المطر ثلاثة أيام.")
    document.add_paragraph(" ")
    table = document.add_table(2, 2)
    for row, cells in enumerate([("المدينة", "المطر"), ("الجبل", "30 ملم")]):
        for column, cell in enumerate(cells):
            table.cell(row, column).text = cell
    document.add_table(1, 1)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def test_word_files_give_paragraphs_headings_and_rows() -> None:
    draft = read_word(word_file())
    assert texts(draft) == [
        "تقرير المطر",
        "الشمال",
        "هطل المطر ثلاثة أيام.",
        "المدينة | المطر",
        "الجبل | 30 ملم",
    ]
    assert headings(draft) == ["تقرير المطر", "الشمال"]
    assert draft.fields == SourceFields("تقرير المطر")


def test_word_files_say_title_and_author() -> None:
    assert read_word(word_file(author="سلمى ناصر", title="المطر")).fields == SourceFields(
        "المطر", author="سلمى ناصر"
    )


def test_word_files_that_cannot_be_read_are_said_so(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(DocumentError, match="password"):
        read_word(b"\xd0\xcf\x11\xe0" + bytes(20))
    with pytest.raises(DocumentError, match="damaged or no Word file"):
        read_word(b"PK\x03\x04junk")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("other.txt", "x")
    with pytest.raises(DocumentError, match="damaged or no Word file"):
        read_word(out.getvalue())
    monkeypatch.setattr(word, "_UNPACKED_LIMIT", 100)
    with pytest.raises(DocumentError, match="unpacks to more"):
        read_word(word_file())


# PDF: text is drawn from left to right, so Arabic lines stand backwards in the file


def drawn(line: str) -> str:
    """A line of Arabic letters as it is drawn, its numbers in their own order."""
    return " ".join(piece if piece.isdigit() else piece[::-1] for piece in reversed(line.split(" ")))


def test_pdf_pages_give_paragraphs_in_the_order_of_reading() -> None:
    pages = [
        ["صحيفة الميناء", "دليل", "فتح الميناء القديم أبوابه في 12 مارس من هذا العام وبقي", "مفتوحا.", "1"],
        ["صحيفة الميناء", "2"],
        ["صحيفة الميناء", "وتدخل السفن من الباب الشرقي.", "3"],
    ]
    draft = read_pdf(pdf_of([[drawn(line) for line in page] for page in pages], title="دليل", author="ليلى"))
    assert [(block.text, block.page) for block in draft.blocks] == [
        ("دليل", 1),
        ("فتح الميناء القديم أبوابه في 12 مارس من هذا العام وبقي مفتوحا.", None),
        ("", 2),
        ("وتدخل السفن من الباب الشرقي.", 3),
    ]
    assert draft.fields == SourceFields("دليل", author="ليلى")


def test_presentation_forms_become_letters_and_brackets_are_turned() -> None:
    line = "\ufe91\ufe9c (\ufefb) Sun " + "\ufe91" * 4
    assert texts(read_pdf(pdf_of([[line]]))) == ["بببب Sun (لا) ثب"]


def test_latin_pages_stay_as_they_are_and_placeholder_titles_are_no_titles() -> None:
    draft = read_pdf(pdf_of([["The harbor was built in 1905."]], title="Microsoft Word - a.docx"))
    assert (texts(draft), draft.fields) == (["The harbor was built in 1905."], SourceFields())


def test_a_paragraph_that_ends_a_page_is_kept() -> None:
    assert texts(read_pdf(pdf_of([["An open line of text", "that goes on and on"]]))) == [
        "An open line of text that goes on and on"
    ]


def test_a_pdf_without_properties_is_read() -> None:
    writer = pypdf.PdfWriter()
    writer.append(pypdf.PdfReader(io.BytesIO(pdf_of([["Text of a page."]]))))
    writer.metadata = None
    out = io.BytesIO()
    writer.write(out)
    assert read_pdf(out.getvalue()).fields == SourceFields()


def test_pdfs_that_cannot_be_read_are_said_so() -> None:
    writer = pypdf.PdfWriter()
    writer.add_blank_page(100, 100)
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(DocumentError, match="OCR"):
        read_pdf(out.getvalue())
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(DocumentError, match="password"):
        read_pdf(out.getvalue())
    with pytest.raises(DocumentError, match="damaged or no PDF"):
        read_pdf(b"%PDF-1.4 junk")


# HTML


def test_a_web_page_gives_its_article_headings_and_declared_source() -> None:
    head = (
        '<meta charset="utf-8"><title>محادثات الميناء | صحيفة المرفأ</title>'
        '<meta property="og:site_name" content="صحيفة المرفأ">'
        '<meta property="article:published_time" content="2021-03-04T10:00:00+00:00">'
        '<link rel="canonical" href="https://harbor.example/a">'
    )
    body = (
        "<header><nav><ul><li><a href='/'>الرئيسية</a></li><li><a href='/x'>سياسة</a></li></ul></nav>"
        "<div>الجمعة 20 سبتمبر 2024</div></header><main><article><h1>محادثات الميناء</h1>"
        "<p>بقلم ليلى حداد</p>"
        f"<p>{LONG}</p><h2>مخاوف الصيادين</h2><p>{OTHER}<br>سطر ثان بعد القطع.</p>"
        "<ul><li>رصيف جديد بطول 300 متر</li></ul><table><tr><th>السنة</th><th>الحمولة</th></tr>"
        "<tr><td>2019</td><td>120 ألف طن</td></tr></table>"
        "<p>اقرأ أيضا: خبر بعيد عن الموضوع</p></article></main>"
        "<footer>جميع الحقوق محفوظة © 2024</footer>"
    )
    draft = read_web(page_of(head, body))
    assert texts(draft) == [
        "محادثات الميناء",
        LONG,
        "مخاوف الصيادين",
        OTHER,
        "سطر ثان بعد القطع.",
        "رصيف جديد بطول 300 متر",
        "السنة | الحمولة",
        "2019 | 120 ألف طن",
    ]
    assert headings(draft) == ["محادثات الميناء", "مخاوف الصيادين"]
    assert draft.fields == SourceFields(
        "محادثات الميناء", "صحيفة المرفأ", "ليلى حداد", date(2021, 3, 4), "https://harbor.example/a"
    )


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ('<meta name="DC.date" content="2020-05-06">', "", date(2020, 5, 6)),
        (
            '<meta name="date" content="x"><meta itemprop="datePublished" content="2020-05-06">',
            "",
            date(2020, 5, 6),
        ),
        (
            '<script type="application/ld+json">{"@graph": [1, {"datePublished": "2020-05-06"}]}</script>',
            "",
            date(2020, 5, 6),
        ),
        (
            '<script type="application/ld+json">{</script>',
            "<time pubdate datetime='2020-05-06'>أمس</time>",
            date(2020, 5, 6),
        ),
        ("", "<span itemprop='datePublished'>6 مايو 2020</span>", date(2020, 5, 6)),
        ("", "<div>الجمعة 20 سبتمبر 2024</div>", None),
    ],
)
def test_only_a_declared_date_is_the_date_of_a_web_page(head: str, body: str, expected: date | None) -> None:
    draft = read_web(
        page_of('<meta charset="utf-8">' + head, f"{body}<article><p>{LONG}</p><p>{OTHER}</p></article>")
    )
    assert draft.fields.published == expected
    assert LONG in texts(draft)


def test_a_web_page_of_an_old_code_page_is_read() -> None:
    page = page_of(
        '<meta charset="windows-1256">', f"<article><p>{LONG}</p><p>{OTHER}</p></article>"
    ).decode()
    assert LONG in texts(read_web(page.encode("cp1256")))


@pytest.mark.parametrize("charset", ["utf-8", "no-such-charset"])
def test_a_web_page_that_declares_another_encoding_is_read(charset: str) -> None:
    page = page_of(f'<meta charset="{charset}">', f"<article><p>{LONG}</p><p>{OTHER}</p></article>").decode()
    assert LONG in texts(read_web(page.encode("cp1256")))


@pytest.mark.parametrize("data", [b"", b"<!-- -->", b"<html><body></body></html>"])
def test_a_web_page_without_text_is_said_so(data: bytes) -> None:
    with pytest.raises(DocumentError, match="holds no"):
        read_web(data)
