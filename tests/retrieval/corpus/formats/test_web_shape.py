"""Pages whose text stands bare, whose tables lay them out, and what no browser shows."""

from __future__ import annotations

import pytest
from lxml import html

from retrieval.corpus.formats.web import read_web
from retrieval.corpus.formats.web_shape import shape

ONE = "يقع مبنى المتحف في شارع الميناء القديم ويفتح أبوابه يوم 7 أبريل 2023 للزوار كافة."
TWO = "وقال أمين المتحف إن الدخول مجاني لكل تلميذ يأتي مع معلمه طوال أيام الأسبوع."
THREE = "أعلن المجلس البلدي أن القاعة الجديدة تضم ألف قطعة من أدوات الصيادين وسفنهم."


ROWS = "<tr><td>a</td><td>1</td></tr><tr><td>b</td><td>2</td></tr>"
AS_BLOCKS = ROWS.replace("tr>", "div>").replace("td>", "div>")
HEAD = "<tr><th>a</th><td><div>b</div></td></tr>"


def shaped(body: str) -> str:
    tree = html.fromstring(f"<html><body>{body}</body></html>")
    shape(tree)
    text = str(html.tostring(tree.find("body"), encoding="unicode"))
    return text.removeprefix("<body>").removesuffix("</body>")


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<div><h1>a</h1>b</div>", "<div><h1>a</h1><p>b</p></div>"),
        ("<div>a<p>b</p>c</div>", "<div><p>a</p><p>b</p><p>c</p></div>"),
        ("<div>a <b>b</b> c<br>d</div>", "<div><p>a <b>b</b> c<br>d</p></div>"),
        ("<div>a<br><br>b<br> <br>c</div>", "<div><p>a<br></p><p>b<br></p><p>c</p></div>"),
        ("<div>a</div>", "<div>a</div>"),
        ("<p>a<br>b</p>", "<p>a<br>b</p>"),
        ("<blockquote><p>a</p>b</blockquote>", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ("<div><ul><li>a</li></ul>b</div>", "<div><ul><li>a</li></ul><p>b</p></div>"),
        ("<div>a<span style='display: none'>x</span>b</div><p hidden>x</p>", "<div>ab</div>"),
        ("a<template>x</template>b", "<p>ab</p>"),
        ("<table><tr><td><p>a</p></td></tr></table>", "<div><div><div><p>a</p></div></div></div>"),
        ("<div><a>a</a> | <a>bcdefghijk</a><p>c</p></div>", "<div><p>c</p></div>"),
        (f"<table role='presentation'>{ROWS}</table>", f'<div role="presentation">{AS_BLOCKS}</div>'),
        (f"<table>{ROWS}</table>", f"<table>{ROWS}</table>"),
        (f"<table>{HEAD}</table>", f"<table>{HEAD}</table>"),
    ],
)  # fmt: skip
def test_a_tree_gets_the_shape_that_an_extractor_expects(body: str, expected: str) -> None:
    assert shaped(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>متحف</h1>{ONE}<br><br>{TWO}<br><br>{THREE}",
        f"<h1>متحف</h1>{ONE.replace('شارع', '<b>شارع</b>')}<p>{TWO}</p>{THREE}",
        f"<h1>متحف</h1><div>{ONE}</div><div><span>{TWO}</span><br>{THREE}</div>",
        f"<h1>متحف</h1><p>{ONE}</p><blockquote>{TWO}</blockquote>{THREE}",
    ],
)
def test_no_paragraph_is_lost_or_stands_twice(body: str) -> None:
    page = f"<html><head><meta charset='utf-8'></head><body><div id='content'>{body}</div></body></html>"
    blocks = [block.text for block in read_web(page.encode()).blocks if not block.is_heading]
    assert blocks == [ONE, TWO, THREE]


def test_a_page_laid_out_by_a_table_has_no_bars_and_no_menu() -> None:
    menu = "<td><a href='/'>الرئيسية</a><br><a href='/n'>الأخبار</a></td>"
    body = f"<table><tr>{menu}<td><h2>متحف جديد</h2><p>{ONE}</p><p>{TWO}</p></td></tr></table>"
    draft = read_web(f"<html><head><title>أخبار الساحل</title></head><body>{body}</body></html>".encode())
    assert [block.text for block in draft.blocks] == ["متحف جديد", ONE, TWO]
    assert draft.fields.title == "متحف جديد"
