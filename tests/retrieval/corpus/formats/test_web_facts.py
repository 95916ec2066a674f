"""What a page declares of its date, its author and its encoding."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import html

from retrieval.corpus.formats.encodings import decode_page
from retrieval.corpus.formats.web import read_web
from retrieval.corpus.formats.web_facts import declared_date

TEXT = "افتتح المجلس البلدي متحف الصيادين في الميناء القديم بحضور عدد كبير من أهل المدينة."
GRAPH = """<script type="application/ld+json">{"@graph": [
{"@type": "WebPage", "datePublished": "2024-01-09"},
{"@type": ["NewsArticle"], "datePublished": "2023-09-27T08:00"}
]}</script>"""


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (GRAPH, date(2023, 9, 27)),
        (GRAPH + '<meta property="article:published_time" content="2024-02-02">', date(2023, 9, 27)),
        (GRAPH.replace("NewsArticle", "Person"), date(2024, 1, 9)),
        ('<link rel="canonical" href="https://a.example/2024/03/05/x">', date(2024, 3, 5)),
        ('<meta property="og:url" content="https://a.example/news/2024-3-5/x">', date(2024, 3, 5)),
        ('<link rel="canonical" href="https://a.example/2024/13/05/x">', None),
        ('<link rel="canonical" href="https://a.example/x/20240305">', None),
        ('<script type="application/ld+json">{broken</script>', None),
        (
            '<meta name="date" content="2020-01-02"><meta property="og:url" content="https://a.example/2024/3/5">',
            date(2020, 1, 2),
        ),
    ],
)
def test_the_surest_declaration_is_the_date(head: str, expected: date | None) -> None:
    tree = html.fromstring(f"<html><head>{head}</head><body><p>x</p></body></html>")
    assert declared_date(tree) == expected


def page(head: str, body: str) -> bytes:
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'>{head}</head><body>{body}</body></html>".encode()
    )


@pytest.mark.parametrize("before", ["بواسطة ", "كتب: ", "بقلم/ ", "By ", ""])
def test_a_name_stands_without_what_is_before_it(before: str) -> None:
    head = f'<meta name="author" content="{before}هدى سالم">'
    assert read_web(page(head, f"<article><p>{TEXT}</p></article>")).fields.author == "هدى سالم"


def test_a_line_with_dates_of_both_calendars_gives_the_date_and_stays() -> None:
    line = "التاريخ: ١٢/٠٣/١٤٤٥هـ الموافق ٢٧/٠٩/٢٠٢٣م"
    draft = read_web(page("", f"<article><h1>قرار</h1><p>{line}</p><p>{TEXT}</p></article>"))
    assert [block.text for block in draft.blocks] == ["قرار", line, TEXT]
    assert draft.fields.published == date(2023, 9, 27)


@pytest.mark.parametrize("title", ["PowerPoint Presentation", "a.html", "Exported Data", "Untitled"])
def test_a_title_that_a_program_wrote_gives_way_to_the_heading(title: str) -> None:
    draft = read_web(
        page(f"<title>{title}</title>", f"<article><h1>متحف الصيادين</h1><p>{TEXT}</p></article>")
    )
    assert draft.fields.title == "متحف الصيادين"


@pytest.mark.parametrize("declared", ["utf-8", "windows-1256", "iso-8859-1", "nonsense", "iso-8859-6"])
@pytest.mark.parametrize("real", ["utf-8", "windows-1256", "iso8859-6"])
def test_arabic_is_read_whatever_the_page_declares(declared: str, real: str) -> None:
    text = f'<meta charset="{declared}"><p>افتتح المتحف أبوابه في الصباح</p>'
    expected = (
        text
        if (declared, real) not in {("windows-1256", "iso8859-6"), ("iso-8859-6", "windows-1256")}
        else None
    )
    found = decode_page(text.encode(real))
    assert found == expected or (expected is None and "<p>" in found)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("<meta charset=windows-1252>Été à Genève", "cp1252"), ("<meta charset=koi8-r>Музей", "koi8-r")],
)
def test_a_page_of_another_language_is_read_as_it_declares(text: str, encoding: str) -> None:
    assert decode_page(text.encode(encoding)) == text
