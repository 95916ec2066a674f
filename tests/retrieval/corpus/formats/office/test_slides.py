"""Presentations: slides as sections."""

from __future__ import annotations

import io

import pptx
from pptx.util import Inches

from retrieval.corpus.formats.office.slides import read_slides


def test_a_slide_is_a_section_read_from_the_right_and_hidden_ones_are_out() -> None:
    show = pptx.Presentation()
    first = show.slides.add_slide(show.slide_layouts[5])
    first.shapes.title.text = "خطة النادي"
    for left, text in ((1, "العمود الأيسر"), (5, "العمود الأيمن")):
        box = first.shapes.add_textbox(Inches(left), Inches(2), Inches(3), Inches(1))
        box.text_frame.text = text
    table = first.shapes.add_table(2, 2, Inches(1), Inches(4), Inches(6), Inches(1)).table
    for place, text in enumerate(("المدينة", "السعر", "تونس", "5")):
        table.cell(place // 2, place % 2).text = text
    first.notes_slide.notes_text_frame.text = "ملاحظة المحاضر"
    hidden = show.slides.add_slide(show.slide_layouts[5])
    hidden.shapes.title.text = "مخفية"
    hidden.element.set("show", "0")
    show.core_properties.title = "PowerPoint Presentation"
    out = io.BytesIO()
    show.save(out)
    draft = read_slides(out.getvalue())
    assert [block.text for block in draft.blocks] == [
        "خطة النادي", "العمود الأيمن", "العمود الأيسر", "المدينة | السعر", "تونس | 5", "ملاحظة المحاضر",
    ]  # fmt: skip
    assert draft.fields.title == "خطة النادي"
