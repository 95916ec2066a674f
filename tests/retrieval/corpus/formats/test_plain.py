"""Text files: scraped pages lose the page, clean texts lose nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from retrieval.corpus.drafts import Block, Draft, SourceFields, finish
from retrieval.corpus.formats.encodings import decode
from retrieval.corpus.formats.plain import is_heading, read_plain
from retrieval.corpus.pages.lines import parse_lines
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


def test_a_page_without_an_article_is_reported() -> None:
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


def paragraph(length: int) -> str:
    """A line of text of a length in code points."""
    return "كلمة " + "ا" * (length - 5)


@pytest.mark.parametrize(
    ("first", "is_title"),
    [
        ("الميناء", True),
        (paragraph(150), True),
        (paragraph(151), False),
        ("فتح الميناء.", False),
        ("فتح الميناء،", False),
        ("فتح الميناء؛", False),
        ("فتح الميناء:", False),
    ],
)
def test_a_first_line_that_stands_apart_is_a_heading_up_to_its_limit(first: str, is_title: bool) -> None:  # noqa: FBT001
    blocks = (Block(first, is_heading=is_title, after_gap=False), Block("نص", after_gap=True))
    assert read_plain(f"\n{first}\n\nنص" if is_title else f"{first}\n\nنص") == Draft(
        blocks, SourceFields(first)
    )


def test_a_first_line_that_does_not_stand_apart_is_the_title_and_no_heading() -> None:
    blocks = (Block("الميناء", after_gap=False), Block("نص", after_gap=False))
    assert read_plain("الميناء\nنص") == Draft(blocks, SourceFields("الميناء"))
    assert read_plain("الميناء") == Draft((Block("الميناء", after_gap=False),), SourceFields("الميناء"))
    assert read_plain("") == Draft(())


BEFORE = "وصلت السفينة إلى الميناء."


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("مواعيد العمل", True),
        ("كلمة " * 7 + "كلمة", True),
        ("كلمة " * 8 + "كلمة", False),
        (paragraph(70), True),
        (paragraph(71), False),
        ("- مواعيد العمل", False),
        ("* * *", False),
        ("مواعيد العمل،", False),
        ("مواعيد 2020", False),
        ("3 مواعيد", False),
        ("(مواعيد)", False),
        ("ما العمل؟ مواعيد", False),
        ("في الميناء القديم", False),
        ("الميناء القديم في", True),
        ("يصل الميناء", False),
        ("الميناء يصل", True),
        ("بقلم: هالة", False),
    ],
)
def test_a_heading_is_a_short_noun_phrase(head: str, expected: bool) -> None:  # noqa: FBT001
    lines = parse_lines(f"{BEFORE}\n{head}\n{paragraph(80)}")
    assert is_heading(lines, 1) is expected


@pytest.mark.parametrize(
    ("text", "place", "expected"),
    [
        (f"مواعيد\n{paragraph(90)}.", 0, False),
        (f"{BEFORE}\nمواعيد", 1, False),
        (f"وصلت السفينة\nمواعيد\n{paragraph(120)}.", 1, False),
        (f"{BEFORE}\nمواعيد\n{paragraph(80)}", 1, True),
        (f"{BEFORE}\nمواعيد\n{paragraph(79)}", 1, False),
        (f"{BEFORE}\n\nمواعيد\n\n{paragraph(30)}", 1, True),
        (f"{BEFORE}\n\nمواعيد\n\n{paragraph(29)}", 1, False),
        (f"{BEFORE}\n\nمواعيد\n{paragraph(79)}", 1, False),
        (f"{BEFORE}\nمواعيد\n\n{paragraph(79)}", 1, False),
        (f"نص\n{BEFORE}\nمواعيد\n{paragraph(80)}", 2, True),
    ],
)
def test_a_heading_stands_between_a_sentence_and_a_paragraph(text: str, place: int, expected: bool) -> None:  # noqa: FBT001
    assert is_heading(parse_lines(text), place) is expected


ONE = "فتحت المدرسة القديمة أبوابها صباح اليوم بعد عطلة طويلة، وعاد التلاميذ إلى مقاعدهم في هدوء."
TWO = "وقال المدير إن العام الجديد يبدأ بمكتبة أوسع وملعب جديد، وإن المعلمين عادوا جميعا من سفرهم."
TITLE = "المدرسة القديمة تفتح أبوابها بعد عطلة طويلة"
CRUMBS = f"الرئيسية > رأي > {TITLE}"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["مقاعد جديدة ومكتبة أوسع للتلاميذ في القرية", "شارك القصة"], True),
        (["شارك القصة", "مقاعد جديدة ومكتبة أوسع للتلاميذ في القرية"], True),
        (["مقاعد جديدة ومكتبة أوسع للتلاميذ فيها", "شارك القصة"], False),
        (["مقاعد جديدة ومكتبة أوسع للتلاميذ في القرية (رويترز)", "شارك القصة"], False),
    ],
)
def test_a_lead_of_seven_words_under_the_title_is_part_of_the_article(
    lines: list[str],
    expected: bool,  # noqa: FBT001
) -> None:
    lead = [line for line in lines if line != "شارك القصة"] if expected else []
    draft = read_plain("\n".join([CRUMBS, TITLE, *lines, ONE, TWO]))
    assert [block.text for block in draft.blocks] == [*lead, ONE, TWO]
    assert draft.fields == SourceFields(TITLE)


def test_the_blocks_of_an_article_keep_their_gaps() -> None:
    draft = read_plain(f"{CRUMBS}\n{TITLE}\nشارك القصة\n{ONE}\n\n{TWO}")
    assert draft == Draft((Block(ONE, after_gap=False), Block(TWO, after_gap=True)), SourceFields(TITLE))


def test_a_line_that_was_taken_out_of_an_article_leaves_a_gap() -> None:
    first = "بدأت السلطات في المدينة الساحلية محادثات طويلة مع شركات الشحن بشأن توسيع الميناء القديم."
    second = "يخشى الصيادون أن يغلق التوسيع طريقهم إلى البحر، وقد طلبوا لقاء الوزير قبل نهاية الشهر."
    page = (
        f"الرئيسية\nسياسة\nاقتصاد\n\nمحادثات الميناء\n\nنشر في بريد الجنوب يوم 05 - 11 - 2012\n\n{first}\n\n"
        f"اقرأ أيضا: خبر بعيد عن الموضوع\n\n{second}\n\nجميع الحقوق محفوظة"
    )
    cuts = [(block.text, block.after_cut) for block in read_plain(page).blocks]
    assert (second, True) in cuts
    assert (first, False) in cuts
