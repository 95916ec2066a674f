"""Web pages: the article, its headings and rows, and what the page declares of its source."""

from __future__ import annotations

from datetime import date

import pytest

from retrieval.corpus.drafts import Block, Draft, SourceFields
from retrieval.corpus.formats.web import read_web
from retrieval.errors import DocumentError

LONG = "بدأت السلطات في المدينة الساحلية محادثات طويلة مع شركات الشحن بشأن توسيع الميناء القديم."
OTHER = "يخشى الصيادون أن يغلق التوسيع طريقهم إلى البحر، وقد طلبوا لقاء الوزير قبل نهاية الشهر."


def texts(draft: Draft) -> list[str]:
    return [block.text for block in draft.blocks]


def headings(draft: Draft) -> list[str]:
    return [block.text for block in draft.blocks if block.is_heading]


def page_of(head: str, body: str) -> bytes:
    return f'<!DOCTYPE html><html lang="ar"><head>{head}</head><body>{body}</body></html>'.encode()


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
def test_a_web_page_without_text_is_reported(data: bytes) -> None:
    with pytest.raises(DocumentError, match="holds no"):
        read_web(data)


ARTICLE = f"<article><p>{LONG}</p><p>{OTHER}</p></article>"
"""The body of a page that is an article and nothing else."""


def linked_data(text: str) -> str:
    return f'<script type="application/ld+json">{text}</script>'


def declared(length: int, charset: str) -> bytes:
    """A page in Latin letters whose declaration of its encoding ends behind so many bytes."""
    begin = b"<!DOCTYPE html><html><head>"
    tag = f'<meta charset="{charset}'.encode()
    filler = b"<!--" + b"x" * (length - len(begin) - len(tag) - 7) + b"-->"
    prose = "L'été dernier, le vieux port a été élargi par la ville après de très longues années. " * 3
    page = begin + filler + tag
    assert len(page) == length
    return page + f'"></head><body><article><p>{prose}</p></article></body></html>'.encode("cp1252")


def test_an_encoding_that_is_declared_within_four_kibibytes_counts() -> None:
    assert texts(read_web(declared(4096, "cp1252")))[0].startswith("L'été dernier")
    with pytest.raises(DocumentError, match="its encoding is not recognized"):
        read_web(declared(4097, "cp1252"))


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ('<meta property="article:published_time" content="2020-05-06">', "", date(2020, 5, 6)),
        ('<meta name="modified" content="2020-05-06">', "", None),
        ('<meta name="date"><meta name="pubdate" content="2020-05-07">', "", date(2020, 5, 7)),
        ("", "<time itemprop='datePublished' content='2020-05-06'>أمس</time>", date(2020, 5, 6)),
        ("", "<time datetime='2020-05-06'>أمس</time>", None),
        (
            '<meta name="date" content="2020-05-06">' + linked_data('{"datePublished": "2019-01-01"}'),
            "",
            date(2020, 5, 6),
        ),
        (
            linked_data('[{"a": {"datePublished": "2019-01-01"}, "datePublished": "2020-05-06"}]'),
            "",
            date(2020, 5, 6),
        ),
        (
            linked_data('{"name": "سطر\nآخر", "b": [{"datePublished": "2020-05-06"}]}'),
            "",
            date(2020, 5, 6),
        ),
        (
            linked_data('[{"datePublished": "2020-05-06"}, {"datePublished": "2019-01-01"}]'),
            "",
            date(2020, 5, 6),
        ),
        (linked_data(""), "", None),
        (linked_data("7"), "", None),
        (linked_data("[" * 100_000), "", None),
        ('<script>{"datePublished": "2020-05-06"}</script>', "", None),
    ],
)
def test_the_surest_declaration_gives_the_date(head: str, body: str, expected: date | None) -> None:
    page = page_of('<meta charset="utf-8">' + head, f"{body}{ARTICLE}")
    assert read_web(page).fields.published == expected


@pytest.mark.parametrize(
    "header",
    ["<header><time datetime='2020-05-06'>أمس</time></header>", "<time datetime='2020-05-06'>أمس</time>"],
)
def test_a_time_inside_the_article_gives_the_date(header: str) -> None:
    body = f"<article>{header}<p>{LONG}</p><p>{OTHER}</p></article>"
    assert read_web(page_of('<meta charset="utf-8">', body)).fields.published == date(2020, 5, 6)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ('<link rel="canonical" href="http://harbor.example/a">', "http://harbor.example/a"),
        ('<link rel="canonical" href="/a">', None),
        ("", None),
    ],
)
def test_only_a_whole_address_is_the_address_of_a_page(tag: str, expected: str | None) -> None:
    assert read_web(page_of(f'<meta charset="utf-8">{tag}', ARTICLE)).fields.url == expected


def test_what_is_declared_of_the_source_goes_before_a_byline() -> None:
    head = '<meta charset="utf-8"><meta name="author" content="ليلى حداد">'
    head += '<meta property="og:site_name" content="صحيفة المرفأ">'
    body = f"<article><p>بقلم: سامي حسن</p><p>{LONG}</p><p>{OTHER}</p><p>المصدر: وكالة الساحل</p></article>"
    fields = read_web(page_of(head, body)).fields
    assert (fields.publisher, fields.author) == ("صحيفة المرفأ", "ليلى حداد")


def test_bylines_at_either_end_give_the_source_where_nothing_is_declared() -> None:
    body = f"<article><p>بقلم: سامي حسن</p><p>{LONG}</p><p>{OTHER}</p><p>المصدر: وكالة الساحل</p></article>"
    draft = read_web(page_of('<meta charset="utf-8">', body))
    assert (draft.fields.publisher, draft.fields.author) == ("وكالة الساحل", "سامي حسن")
    assert texts(draft) == [LONG, OTHER]


SENTENCES = [f"{LONG[:-1]} للمرة {number}." for number in ("الأولى", "الثانية", "الثالثة", "الرابعة")]
MORE = [f"{OTHER[:-1]} للمرة {number}." for number in ("الأولى", "الثانية", "الثالثة", "الرابعة")]


@pytest.mark.parametrize(
    ("before", "behind", "author"),
    [(3, 4, "سامي حسن"), (4, 4, None), (4, 3, "سامي حسن")],
)
def test_a_byline_stands_among_four_blocks_at_either_end(
    before: int, behind: int, author: str | None
) -> None:
    blocks = [*SENTENCES[:before], "بقلم: سامي حسن", *MORE[:behind]]
    body = "".join(f"<p>{block}</p>" for block in blocks)
    draft = read_web(page_of('<meta charset="utf-8">', f"<article>{body}</article>"))
    assert draft.fields.author == author
    assert ("بقلم: سامي حسن" in texts(draft)) == (author is None)


def test_blocks_keep_their_kinds_and_items_and_rows_stand_under_what_is_above() -> None:
    body = (
        f"<article><h2>الميناء</h2><p>{LONG}</p>"
        "<ul><li>رصيف <b>جديد</b><br>طويل</li><li><p>مخزن</p></li></ul>"
        f"<p>{OTHER}</p><table><tr><td>السنة</td><td></td><td>الحمولة</td></tr></table></article>"
    )
    draft = read_web(page_of('<meta charset="utf-8">', body))
    assert draft.blocks == (
        Block("الميناء", is_heading=True),
        Block(LONG),
        Block("رصيف جديد", after_gap=False),
        Block("طويل", after_gap=False),
        Block("مخزن", after_gap=False),
        Block(OTHER),
        Block("السنة | الحمولة", after_gap=False),
    )


def test_a_heading_that_looks_like_a_byline_stays_a_heading() -> None:
    body = f"<article><h2>بقلم: سامي حسن</h2><p>{LONG}</p><p>{OTHER}</p></article>"
    draft = read_web(page_of('<meta charset="utf-8">', body))
    assert (headings(draft), draft.fields.author) == (["بقلم: سامي حسن"], None)


def test_comments_under_a_page_are_not_read() -> None:
    body = (
        f"{ARTICLE}<div id='comments' class='comments'><div class='comment'><p>{SENTENCES[0]}</p></div></div>"
    )
    assert texts(read_web(page_of('<meta charset="utf-8">', body))) == [LONG, OTHER]
