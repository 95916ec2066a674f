from __future__ import annotations

import pytest

from bot.conversation.composing.layout import Layout
from bot.conversation.composing.quoting import EXCERPT_LENGTH, add_excerpt, add_quote
from bot.conversation.reply import SpanKind
from bot.conversation.wording.grammar import RIGHT_TO_LEFT_MARK
from retrieval import Document, Excerpt, Source, Span
from tests.bot.conversation.fakes import shown


def quoted(text: str) -> str:
    layout = Layout()
    add_quote(layout, Document("a.txt", text, Source("أ")), Span(0, len(text)))
    return layout.reply().text


@pytest.mark.parametrize("text", ["افتتح الجسر.", "2022: افتتح الجسر NATO.", "1990 - 2022.", "«؟!»"])
def test_a_quotation_in_arabic_or_without_a_letter_needs_no_mark_before_it(text: str) -> None:
    assert quoted(text) == text


@pytest.mark.parametrize("text", ["NATO وصل.", "2022: NATO."])
def test_a_quotation_whose_first_letter_is_latin_is_led_by_a_mark(text: str) -> None:
    assert quoted(text) == RIGHT_TO_LEFT_MARK + text


def test_only_the_part_is_quoted_with_ellipses_where_it_cuts_and_bold_within_it() -> None:
    document = Document("a.txt", "وصل الوفد اليوم إلى المدينة القديمة.", Source("أ"))
    layout = Layout()
    add_quote(layout, document, Span(4, 15), [Span(0, 9), Span(10, 22)])
    reply = layout.reply()
    assert reply.text == "…الوفد اليوم…"
    assert shown(reply, SpanKind.BOLD) == ["الوفد", "اليوم"]
    assert shown(reply, SpanKind.QUOTE) == ["…الوفد اليوم…"]


def test_an_excerpt_that_is_too_long_is_cut_at_its_length() -> None:
    text = "ا" * (EXCERPT_LENGTH + 5)
    layout = Layout()
    excerpt = Excerpt(1, "a.txt", Source("أ"), text, 0, len(text), (), 1.0)
    add_excerpt(layout, excerpt, Document("a.txt", text, Source("أ")))
    assert layout.reply().text == f"{'ا' * EXCERPT_LENGTH}…"
