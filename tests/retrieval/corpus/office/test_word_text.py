"""What a reader of a Word document sees, and what is not there for him."""

from __future__ import annotations

import pytest

from retrieval.corpus.formats.word import read_word
from tests.retrieval.corpus.office.word_files import p, r, word_of


def texts(body: str, **parts: str) -> list[str]:
    return [block.text for block in read_word(word_of(body, **parts)).blocks]


INS = '<w:ins w:id="1" w:author="x">{}</w:ins>'
BEGIN, SEPARATE, END = (
    f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
)
CODE = "<w:r><w:instrText>PAGEREF x</w:instrText></w:r>"
DEL = '<w:del w:id="2" w:author="x"><w:r><w:delText>{}</w:delText></w:r></w:del>'


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        (r("الساعة ") + DEL.format("السابعة") + INS.format(r("الثامنة")), "الساعة الثامنة"),
        ("<w:moveFrom>" + r("قديم") + "</w:moveFrom><w:moveTo>" + r("جديد") + "</w:moveTo>", "جديد"),
        (f"<w:sdt><w:sdtPr/><w:sdtContent>{r('في إطار')}</w:sdtContent></w:sdt>", "في إطار"),
        (f"<w:hyperlink>{r('رابط')}</w:hyperlink>", "رابط"),
        (f"<w:smartTag>{r('مدينة')}</w:smartTag>", "مدينة"),
        (f'<w:fldSimple w:instr="DATE">{r("5 مارس")}</w:fldSimple>', "5 مارس"),
        (BEGIN + CODE + SEPARATE + r("12") + END + r(" صفحة"), "12 صفحة"),
        (BEGIN + BEGIN + r("رمز") + SEPARATE + r("داخل الرمز") + END + SEPARATE + r("نتيجة") + END, "نتيجة"),
        (r("ظاهر") + r(" مخفي", "<w:vanish/>") + r(" باق", '<w:vanish w:val="0"/>'), "ظاهر باق"),
        ("<w:r><w:t>أ</w:t><w:tab/><w:t>ب</w:t><w:br/><w:t>ج</w:t></w:r>", "أ ب\nج"),
        ("<w:r><w:t>ج</w:t><w:noBreakHyphen/><w:softHyphen/><w:t>د</w:t></w:r>", "ج\u2011د"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0B7"/><w:t> بند</w:t></w:r>', "• بند"),
        ("<m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath>", "x=2"),
        (f"<w:r><w:ruby><w:rt>{r('فوق')}</w:rt><w:rubyBase>{r('أصل')}</w:rubyBase></w:ruby></w:r>", "أصل"),
    ],
)  # fmt: skip
def test_a_paragraph_is_what_its_reader_sees(paragraph: str, expected: str) -> None:
    assert texts(f"<w:p>{paragraph}</w:p>") == [expected]


def test_a_field_may_go_on_over_several_paragraphs() -> None:
    body = p(BEGIN + SEPARATE + r("الباب الأول")) + p(r("الباب الثاني") + END) + p("نص")
    assert texts(body) == ["الباب الأول", "الباب الثاني", "نص"]


def test_a_text_box_comes_once_behind_its_paragraph() -> None:
    box = f"<w:txbxContent>{p('داخل الإطار')}</w:txbxContent>"
    choice = f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
    fallback = f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    run = f"<w:r><mc:AlternateContent>{choice}{fallback}</mc:AlternateContent><w:t>المرساة</w:t></w:r>"
    assert texts(p(run) + p("بعدها")) == ["المرساة", "داخل الإطار", "بعدها"]


def test_notes_come_behind_their_paragraph_and_separators_do_not() -> None:
    places = (("footnote", 2), ("endnote", 3), ("footnote", 9))
    run = "".join(f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>' for kind, number in places)
    separator = f'<w:footnote w:type="separator" w:id="0">{p("---")}</w:footnote>'
    found = texts(
        p(r("نص") + run) + p("بعده"),
        footnotes=f'{separator}<w:footnote w:id="2">{p("حاشية")}</w:footnote>',
        endnotes=f'<w:endnote w:id="3">{p("ختامية")}</w:endnote>',
    )
    assert found == ["نص", "حاشية", "ختامية", "بعده"]


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    deleted = '<w:rPr><w:del w:id="1" w:author="x"/></w:rPr>'
    assert texts(p("أول ", deleted) + p("الجملة")) == ["أول الجملة"]


def test_what_is_hidden_by_a_style_is_not_read() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="H"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="K"><w:name w:val="K"/><w:basedOn w:val="H"/></w:style>'
        '<w:style w:type="character" w:styleId="C"><w:name w:val="C"/><w:rPr><w:vanish/></w:rPr></w:style>'
    )
    body = p("مخفي", '<w:pStyle w:val="K"/>') + p(r("ظاهر") + r("مخفي", '<w:rStyle w:val="C"/>'))
    assert texts(body, styles=styles) == ["ظاهر"]


def test_headings_are_known_by_outline_level_and_by_styles_on_which_theirs_is_based() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A"><w:name w:val="باب"/>'
        '<w:basedOn w:val="Heading2"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B"><w:name w:val="عنوان 1"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="R"><w:name w:val="R"/><w:basedOn w:val="R"/></w:style>'
    )
    body = "".join(p(style, f'<w:pStyle w:val="{style}"/>') for style in "ABR")
    body += p("level", '<w:outlineLvl w:val="0"/>') + p("body", '<w:outlineLvl w:val="9"/>')
    blocks = read_word(word_of(body, styles=styles)).blocks
    assert [block.text for block in blocks if block.is_heading] == ["A", "B", "level"]


def test_a_title_that_a_program_wrote_gives_way_to_the_first_heading() -> None:
    document = read_word(word_of(p("نص أول.") + p("الباب", '<w:pStyle w:val="Heading1"/>')))
    assert document.fields.title == "الباب"


def test_depth_is_bounded() -> None:
    deep = "<w:sdt><w:sdtContent>" * 80 + p("عميق") + "</w:sdtContent></w:sdt>" * 80
    assert texts(deep + p("نص")) == ["نص"]
