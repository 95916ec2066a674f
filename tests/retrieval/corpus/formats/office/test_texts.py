"""Texts of other programs: OpenDocument, rich text, books, subtitles, letters, saved pages, old files."""

from __future__ import annotations

import io
import shutil
import zipfile
from datetime import date
from email.message import EmailMessage

import pytest

from retrieval.corpus.drafts import Draft
from retrieval.corpus.formats.office.books import read_book
from retrieval.corpus.formats.office.correspondence import read_letter, read_saved_page
from retrieval.corpus.formats.office.old_office import read_converted
from retrieval.corpus.formats.office.open_document import read_open_document
from retrieval.corpus.formats.office.rich_text import read_rich_text
from retrieval.corpus.formats.office.spoken import read_captions, read_web_captions
from retrieval.corpus.formats.word import read_word
from retrieval.errors import DocumentError
from retrieval.reasons import reason


def texts(draft: Draft) -> list[str]:
    return [block.text for block in draft.blocks]


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), text)
    return out.getvalue()


NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{place}:1.0"'
    for name, place in (
        ("office", "office"),
        ("text", "text"),
        ("table", "table"),
        ("draw", "drawing"),
        ("meta", "meta"),
    )
)


def open_document(body: str, meta: str = "") -> bytes:
    content = f"<office:c {NAMES}><office:body><office:text>{body}</office:text></office:body></office:c>"
    about = f'<office:m {NAMES} xmlns:dc="http://purl.org/dc/elements/1.1/">{meta}</office:m>'
    return packed(content_xml=content, meta_xml=about)


def test_a_text_of_open_document_is_its_final_view() -> None:
    body = (
        "<text:tracked-changes><text:p>محذوف</text:p></text:tracked-changes>"
        '<text:h text:outline-level="1">الباب</text:h>'
        '<text:p>أول<text:s text:c="2"/><text:span>ثان</text:span><text:tab/>ثالث<text:line-break/>سطر'
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>حاشية</text:p></text:note-body></text:note>"
        "<office:annotation><text:p>تعليق</text:p></office:annotation></text:p>"
        "<text:list><text:list-item><text:p>بند</text:p></text:list-item></text:list>"
        "<table:table><table:table-row><table:table-cell><text:p>خبز</text:p></table:table-cell>"
        "<table:table-cell><text:p>5</text:p></table:table-cell></table:table-row></table:table>"
    )
    draft = read_open_document(open_document(body, "<dc:title>لائحة</dc:title>"))
    assert texts(draft) == ["الباب", "أول  ثان ثالث\nسطر", "حاشية", "بند", "خبز | 5"]
    assert (draft.blocks[0].is_heading, draft.fields.title) == (True, "لائحة")


def test_rich_text_is_read_in_its_code_page() -> None:
    arabic = "".join(f"\\'{byte:02x}" for byte in "افتتح المتحف".encode("cp1256"))
    data = f"{{\\rtf1\\ansi\\ansicpg1256 {arabic}\\par \\u1606?\\u1589? ثان\\par}}"
    assert texts(read_rich_text(data.encode("cp1256", "replace")))[0] == "افتتح المتحف"
    with pytest.raises(DocumentError):
        read_rich_text(b"text")


PROLOG = '<?xml version="1.0"?>'


def book(**more: str) -> bytes:
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
        '<rootfile full-path="OPS/book.opf"/></rootfiles></container>'
    )
    items = "".join(f'<item id="{name}" href="{name}.xhtml"/>' for name in ("two", "one"))
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        "<metadata>"
        "<dc:title>كتاب الساحل</dc:title><dc:creator>سلمى ناصر</dc:creator><dc:date>2020-05-01</dc:date>"
        "</metadata>"
        f'<manifest>{items}<item id="nav" href="nav.xhtml" properties="nav"/></manifest>'
        '<spine><itemref idref="nav"/><itemref idref="one"/><itemref idref="two"/></spine></package>'
    )
    chapters = {
        f"OPS__{name}_xhtml": f"{PROLOG}<html><body><h1>{title}</h1><p>نص <b>{title}</b>.</p></body></html>"
        for name, title in (("one", "الأول"), ("two", "الثاني"), ("nav", "الفهرس"))
    }
    return packed(**{"META-INF__container_xml": container, "OPS__book_opf": package}, **chapters, **more)


def test_a_book_is_its_chapters_in_order() -> None:
    draft = read_book(book())
    assert texts(draft) == ["الأول", "نص الأول.", "الثاني", "نص الثاني."]
    assert (draft.fields.title, draft.fields.author, draft.fields.published) == (
        "كتاب الساحل",
        "سلمى ناصر",
        date(2020, 5, 1),
    )


def test_a_protected_book_is_named() -> None:
    with pytest.raises(DocumentError, match="password"):
        read_book(book(**{"META-INF__encryption_xml": "<encryption><EncryptedData/></encryption>"}))


def test_subtitles_are_sentences_without_times() -> None:
    said = (
        *(("01,000", "02,000", "<i>يفتح المتحف</i>"), ("02,100", "03,000", "أبوابه غدا.")),
        *(("03,100", "04,000", "الدخول مجاني"), ("20,000", "21,000", "بعد وقفة")),
    )
    captions = "".join(
        f"{number}\n00:00:{start} --> 00:00:{end}\n{text}\n\n"
        for number, (start, end, text) in enumerate(said, 1)
    )
    assert texts(read_captions(captions.encode())) == ["يفتح المتحف أبوابه غدا.", "الدخول مجاني", "بعد وقفة"]


def test_who_speaks_stands_before_what_is_said() -> None:
    web = "WEBVTT\n\n00:01.000 --> 00:02.000\n<v أحمد>أين المتحف؟\n\n"
    web += "00:02.000 --> 00:03.000\n<v سلمى>عند الميناء.\n"
    assert texts(read_web_captions(web.encode())) == ["أحمد: أين المتحف؟", "سلمى: عند الميناء."]


def letter(text: str, charset: str = "utf-8") -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"] = "موعد الافتتاح", "سلمى ناصر <salma@example.org>"
    message["Date"] = "Tue, 05 Mar 2024 23:30:00 +0300"
    message.set_content(text, charset=charset)
    return message


def test_a_letter_has_its_subject_its_sender_and_its_day() -> None:
    body = "يفتح المتحف يوم السبت.\n\n> سؤال قديم\n-- \nسلمى\n"
    message = letter(body)
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="plan.pdf")
    draft = read_letter(bytes(message))
    assert texts(draft) == ["يفتح المتحف يوم السبت."]
    assert (draft.fields.title, draft.fields.author, draft.fields.published) == (
        "موعد الافتتاح",
        "سلمى ناصر",
        date(2024, 3, 5),
    )
    assert draft.problems == (reason("attachments_unread", names="plan.pdf"),)


def test_a_letter_in_an_old_code_page_is_read() -> None:
    assert texts(read_letter(bytes(letter("يفتح المتحف غدا.", charset="windows-1256")))) == [
        "يفتح المتحف غدا."
    ]


def test_a_saved_page_is_read_as_its_page() -> None:
    text = "افتتح المجلس البلدي متحف الصيادين في الميناء القديم بحضور عدد كبير من أهل المدينة."
    page = EmailMessage()
    page["Snapshot-Content-Location"] = "https://a.example/x"
    page.set_content(
        f"<html><body><article><h1>متحف</h1><p>{text}</p></article></body></html>", subtype="html"
    )
    draft = read_saved_page(bytes(page))
    assert (texts(draft), draft.fields.url) == (["متحف", text], "https://a.example/x")


def test_an_old_file_is_converted_where_libreoffice_is_there(monkeypatch: pytest.MonkeyPatch) -> None:
    rich = b"{\\rtf1\\ansi\\ansicpg1256 \\u1606?\\u1589?\\par}"
    if shutil.which("soffice") is None:
        with pytest.raises(DocumentError, match="install LibreOffice"):
            read_converted(rich, ".doc", "docx", read_word)
        pytest.skip("LibreOffice is not installed: apt-get install libreoffice-writer-nogui")
    assert texts(read_converted(rich, ".doc", "docx", read_word)) == ["نص"]
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(DocumentError, match=r"save it as \.docx"):
        read_converted(rich, ".doc", "docx", read_word)
