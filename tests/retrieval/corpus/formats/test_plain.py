"""Text files: scraped pages lose the page, clean texts lose nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.drafts import SourceFields, finish
from retrieval.corpus.formats.encodings import decode
from retrieval.corpus.formats.plain import read_plain
from retrieval.errors import DocumentError
from retrieval.types import Document
from tests.evaldata import eval_data

PAGES = sorted((Path(__file__).parent / "pages").glob("*/page.txt"))

CLEAN_TEXTS = {
    "brief": "موجز عن الميناء\n\nفتح الميناء أبوابه سنة 1905.\n\n"
    "العمال\n\nيعمل فيه مئة رجل وامرأة من أهل المدينة القديمة.",
    "poem": "يا بحر هل تدري بما في صدري    وهل لديك سر مثل سري\n"
    "موج يجيء وألف موج يمضي\nوالشط باق مثل صخر الصبر",
    "questions": "متى تفتح المكتبة؟\nعند التاسعة.\nمن يحق له الاشتراك؟\nكل مقيم.\nاتصل بنا",
    "list": "ما يلزم للرحلة:\n- ماء\n- خبز\n- مصباح\n- حبل طويل\n\nالمصادر:\nدليل المشي",
    "table": "المدينة\tالسكان\tالمساحة\nالرمال\t12000\t40\nالصخر\t3500\t12",
    "menu words": "الرياضة\nكان يمشي كل يوم ساعة.\nالعالم\nسافر مرتين.",
    "one line": "كلمة واحدة",
    "numbers": "1\n2\n3\n",
}


def document_of(text: str) -> Document:
    return finish("a.txt", read_plain(text), SourceFields())


def test_there_are_pages_to_test() -> None:
    assert len(PAGES) >= 5


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.parent.name)
def test_a_scraped_page_gives_its_article_and_its_source(path: Path) -> None:
    expected = yaml.safe_load(path.with_name("expected.yaml").read_text(encoding="utf-8"))
    document = document_of(path.read_text(encoding="utf-8"))
    source = document.source
    found = {
        "title": source.title,
        "publisher": source.publisher,
        "author": source.author,
        "published": source.published,
        "text": document.text,
    }
    assert found == expected


@pytest.mark.parametrize("name", CLEAN_TEXTS)
def test_a_text_that_is_no_page_loses_nothing(name: str) -> None:
    text = CLEAN_TEXTS[name]
    document = document_of(text)
    assert document.text.replace("\n\n", "\n") == text.replace("\t", " ").strip().replace("\n\n", "\n")


def test_a_line_that_stands_apart_is_the_title_and_stays_a_heading() -> None:
    document = document_of(CLEAN_TEXTS["brief"])
    found = [document.text[span.start : span.end] for span in document.headings]
    assert (document.source.title, found) == ("موجز عن الميناء", ["موجز عن الميناء", "العمال"])


def test_a_poem_on_a_page_loses_only_the_furniture() -> None:
    verses = "يا بحر هل تدري بما في صدري\nموج يجيء وألف موج يمضي\nالعالم\nوالشط باق مثل صخر الصبر"
    assert document_of(f"{verses}\nشارك القصة\nتابعنا على فيسبوك\nكلمة").text == f"{verses}\nكلمة"


def test_a_page_without_an_article_is_said_so() -> None:
    with pytest.raises(DocumentError, match="page without an article"):
        read_plain("شارك القصة\nتابعنا على فيسبوك\nجميع الحقوق محفوظة")


def test_an_empty_text_is_an_empty_draft() -> None:
    assert read_plain(" \n\n").blocks == ()


@given(
    st.lists(
        st.sampled_from([line for text in CLEAN_TEXTS.values() for line in text.split("\n")]), max_size=12
    )
)
def test_every_line_of_a_draft_stands_in_the_text(lines: list[str]) -> None:
    stripped = {line.strip() for line in lines}
    assert [block.text for block in read_plain("\n".join(lines)).blocks if block.text not in stripped] == []


def test_the_scraped_pages_of_the_evaluation_data_are_read_as_expected() -> None:
    folder = eval_data()
    cases = json.loads((folder / "seeds_expected.json").read_text(encoding="utf-8"))
    assert cases
    for case in cases:
        document = document_of(decode((folder / "seeds" / case["file"]).read_bytes()))
        source = document.source
        published = source.published.isoformat() if source.published else None
        found = (source.title, source.publisher, source.author, published)
        assert found == (case["title"], case["publisher"], case["author"], case["published"])
        assert document.text.startswith(case["first"])
        assert document.text.rstrip(' ."”').endswith(case["last"].rstrip(' ."”'))
        headings = [document.text[span.start : span.end] for span in document.headings]
        assert [heading for heading in case["headings"] if heading not in headings] == []
        assert [phrase for phrase in case["not_quoted"] if phrase in document.text] == []
