"""What was taken out of a document is marked wherever it is quoted."""

from __future__ import annotations

import pytest

from bot.conversation.composing.layout import Layout
from bot.conversation.composing.quoting import add_quote
from bot.conversation.reply import SpanKind
from retrieval import Document, Source, Span

TEXT = "قال الوزير ذلك.\n\nوغادر القاعة مساء."
CUT = TEXT.index("وغادر")
DOCUMENT = Document("a.txt", TEXT, Source("خبر"), gaps=(CUT,))


@pytest.mark.parametrize(
    ("part", "bold", "expected"),
    [
        (Span(0, len(TEXT)), [], f"{TEXT[:CUT]}[…]\n{TEXT[CUT:]}"),
        (Span(0, CUT - 2), [], TEXT[: CUT - 2]),
        (Span(CUT, len(TEXT)), [], TEXT[CUT:]),
        (Span(0, len(TEXT)), [Span(4, 10), Span(CUT, CUT + 5)], f"{TEXT[:CUT]}[…]\n{TEXT[CUT:]}"),
    ],
)
def test_a_gap_inside_a_quotation_is_marked(part: Span, bold: list[Span], expected: str) -> None:
    layout = Layout()
    add_quote(layout, DOCUMENT, part, bold)
    reply = layout.reply()
    assert reply.text == expected
    shown = [reply.text[span.start : span.end] for span in reply.spans if span.kind is SpanKind.BOLD]
    assert [text.removeprefix("[…]\n") for text in shown if text] == [
        TEXT[span.start : span.end] for span in bold
    ]


def test_the_gaps_of_a_part_are_offsets_in_it() -> None:
    assert DOCUMENT.gaps_in(4, len(TEXT)) == (CUT - 4,)
    assert DOCUMENT.gaps_in(CUT, len(TEXT)) == DOCUMENT.gaps_in(0, CUT) == ()
