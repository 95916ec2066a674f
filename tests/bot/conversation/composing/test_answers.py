from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.composing.answers import answer_page, clip, context_screen, excerpt_alone
from bot.conversation.composing.layout import MAX_UNITS, utf16_length
from bot.conversation.engines import EngineHolder, ServedIndex
from bot.conversation.record import KeptAnswer
from bot.conversation.reply import ReplySpan, SpanKind
from retrieval import Answer, AnswerLine, Citation, Document, Excerpt, LineKind, Source, Span
from tests.bot.conversation.fakes import (
    BREAD,
    NEWS,
    TALKS,
    FakeEngine,
    action,
    bare,
    labels,
    line,
    shown,
)

# Arabic with marks and digits, Latin, emoji of two UTF-16 units, controls and direction marks.
WILD = st.text(st.sampled_from("ابتثجنوية ًَّ٠١23abZ😀🇪🇬\u200f\u2068\u2069\n\t.؟،«»*_[](<>&"), max_size=400)


def keep(
    engine: FakeEngine, question: str, answer_line: AnswerLine | None = None
) -> tuple[KeptAnswer, ServedIndex]:
    answer = engine.answer(question)
    assert isinstance(answer, Answer)
    return KeptAnswer("abc", answer.excerpts, answer_line), EngineHolder(engine).served


def test_an_answer_is_its_line_then_each_quotation_with_its_source() -> None:
    kept, served = keep(FakeEngine((NEWS, TALKS)), "لقاء", line())
    reply = answer_page(kept, served, 0)
    assert reply is not None
    assert bare(reply.text) == (
        "10 يناير 2022 · يتفق على ذلك مصدران\n\n"
        "قال المتحدث إن لقاء جنيف يبدأ يوم 10 يناير.\n"
        "— «News of Geneva 2022»، Wire، 3 يناير 2022\n\n"
        "اتفق الوفدان على لقاء في جنيف يوم 10 يناير.\n"
        "— «لقاء جنيف»، جريدة المدينة، سلمى حداد، 1 يناير 2022"
    )
    assert shown(reply, SpanKind.BOLD) == ["\u206810 يناير 2022\u2069", "لقاء", "10 يناير", "لقاء"]
    assert shown(reply, SpanKind.LINK) == ["لقاء جنيف"]
    assert shown(reply, SpanKind.EXPANDABLE_QUOTE) == [excerpt.text for excerpt in kept.excerpts]


def test_a_link_leads_to_the_source() -> None:
    kept, served = keep(FakeEngine((TALKS,)), "الوفدان")
    reply = answer_page(kept, served, 0)
    assert reply is not None
    assert {span.url for span in reply.spans if span.kind is SpanKind.LINK} == {"https://example.org/talks"}


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "ftp://example.org", "https://exa mple.org", "https://a\n", ""]
)
def test_an_address_that_is_no_web_address_is_no_link(url: str) -> None:
    document = Document("a.txt", "وصل القطار.", Source("القطار", url=url))
    kept, served = keep(FakeEngine((document,)), "القطار")
    reply = answer_page(kept, served, 0)
    assert reply is not None
    assert shown(reply, SpanKind.LINK) == []


def test_one_quotation_has_all_its_buttons_in_one_row() -> None:
    kept, served = keep(FakeEngine(), "طحين")
    reply = answer_page(kept, served, 0)
    assert reply is not None
    assert labels(reply) == [["السياق", "👍", "👎"]]
    assert bare(reply.text).endswith("— «دفتر الخباز»، ص 2")


def test_several_quotations_have_a_context_each_and_pages_are_turned_both_ways() -> None:
    document = Document("many.txt", " ".join(f"جنيف جملة رقم {n}." for n in range(9)), Source("كثير"))
    kept, served = keep(FakeEngine((document,)), "جنيف")
    pages = [answer_page(kept, served, page) for page in range(4)]
    assert [labels(page) if page else None for page in pages] == [
        [["السياق الأول", "السياق الثاني", "السياق الثالث"], ["المزيد ◀", "👍", "👎"]],
        [["السياق الأول", "السياق الثاني", "السياق الثالث"], ["▶ السابق", "المزيد ◀", "👍", "👎"]],
        [["السياق الأول", "السياق الثاني", "السياق الثالث"], ["▶ السابق", "👍", "👎"]],
        None,
    ]
    assert pages[1] is not None
    assert action(pages[1], "السياق الأول") == "1:in:abc:4"


def test_long_quotations_are_fewer_on_a_page() -> None:
    text = "😀" * 700
    documents = tuple(Document(f"{n}.txt", text, Source("صور")) for n in range(3))
    excerpts = tuple(
        Excerpt(rank, document.document_id, document.source, text, 0, 700, (), 1.0)
        for rank, document in enumerate(documents, 1)
    )
    kept, served = KeptAnswer("abc", excerpts, None), EngineHolder(FakeEngine(documents)).served
    pages = [answer_page(kept, served, page) for page in range(3)]
    assert [len(shown(page, SpanKind.EXPANDABLE_QUOTE)) if page else 0 for page in pages] == [2, 1, 0]


def test_the_answer_line_is_on_the_first_page_alone() -> None:
    document = Document("many.txt", " ".join(f"جنيف جملة رقم {n}." for n in range(9)), Source("كثير"))
    kept, served = keep(FakeEngine((document,)), "جنيف", line(document_ids=("many.txt",)))
    first, second = answer_page(kept, served, 0), answer_page(kept, served, 1)
    assert first is not None
    assert second is not None
    assert bare(first.text).startswith("10 يناير 2022\n\n")
    assert "يناير" not in second.text


def test_words_that_matched_and_answer_at_once_are_bold_once() -> None:
    kept, served = keep(FakeEngine((NEWS,)), "لقاء يوم يناير", line(span=Span(31, 42)))
    reply = answer_page(kept, served, 0)
    assert reply is not None
    assert shown(reply, SpanKind.BOLD)[1:] == ["لقاء", NEWS.text[30:42]]


def test_values_that_differ_are_all_shown() -> None:
    others = ("2022-01-09/2022-01-10", "2022-01-11", "2022-01-12", "2022-01-13")
    kept, served = keep(FakeEngine((NEWS,)), "لقاء", line(others=others))
    reply = answer_page(kept, served, 0)
    assert reply is not None
    assert bare(reply.text).splitlines()[1] == (
        "وفي مصادر أخرى: 9–10 يناير 2022، 11 يناير 2022، 12 يناير 2022، وغيرها"
    )


def test_others_that_print_the_same_are_named_once_each() -> None:
    also = [
        Source("أ", publisher="الصباح"),
        Source("ب", author="منى"),
        Source("عنوان"),
        Source("ج", publisher="الصباح"),
    ]
    citations = tuple(Citation("x", source, 0, 1) for source in also)
    kept, served = keep(FakeEngine((NEWS,), also_in=citations), "لقاء")
    reply = answer_page(kept, served, 0)
    assert reply is not None
    assert reply.text.splitlines()[-1] == "ونشره أيضا: الصباح، منى، «عنوان»"


def test_when_many_print_the_same_the_first_are_named() -> None:
    citations = tuple(Citation("x", Source("أ", publisher=name), 0, 1) for name in ("أ", "ب", "ج", "د"))
    kept, served = keep(FakeEngine((NEWS,), also_in=citations), "لقاء")
    reply = answer_page(kept, served, 0)
    assert reply is not None
    assert reply.text.splitlines()[-1] == "ونشره أيضا: أ، ب، ج، وغيرها"


def test_an_excerpt_cut_inside_a_sentence_has_ellipses_around_it() -> None:
    start = NEWS.text.index("إن")
    excerpt = Excerpt(1, "news.txt", NEWS.source, NEWS.text[start : start + 7], start, start + 7, (), 1.0)
    reply = answer_page(KeptAnswer("abc", (excerpt,), None), EngineHolder(FakeEngine((NEWS,))).served, 0)
    assert reply is not None
    assert shown(reply, SpanKind.EXPANDABLE_QUOTE) == ["…إن لقاء…"]


def test_a_quotation_that_begins_in_latin_still_runs_right_to_left() -> None:
    document = Document("a.txt", "NATO هو حلف شمال الأطلسي.", Source("الحلف"))
    kept, served = keep(FakeEngine((document,)), "حلف")
    reply = answer_page(kept, served, 0)
    assert reply is not None
    assert shown(reply, SpanKind.EXPANDABLE_QUOTE) == ["\u200fNATO هو حلف شمال الأطلسي."]


def test_an_excerpt_alone_has_no_buttons() -> None:
    kept, served = keep(FakeEngine(), "طحين")
    reply = excerpt_alone(kept.excerpts[0], served)
    assert reply.buttons == ()
    assert shown(reply, SpanKind.EXPANDABLE_QUOTE) == ["يحتاج الخبز إلى طحين وماء وملح."]


def long_document() -> Document:
    return Document(
        "long.txt", " ".join(f"هذه جملة رقم {n} من الكتاب." for n in range(300)), Source("الكتاب")
    )


def test_a_context_shows_the_excerpt_bold_and_leads_on_and_back() -> None:
    kept, served = keep(FakeEngine((long_document(),)), "150")
    reply = context_screen(kept, served, 1, 0)
    assert reply is not None
    assert shown(reply, SpanKind.BOLD) == ["هذه جملة رقم 150 من الكتاب."]
    assert labels(reply) == [["▶ ما قبله", "ما بعده ◀"], ["العودة إلى الجواب"]]
    assert action(reply, "ما بعده ◀") == "1:in:abc:1:1"
    assert action(reply, "العودة إلى الجواب") == "1:page:abc"
    after, before = context_screen(kept, served, 1, 1), context_screen(kept, served, 1, -1)
    assert after is not None
    assert before is not None
    text, quote = served.documents["long.txt"].text, SpanKind.QUOTE
    here, there, back = (shown(screen, quote)[0].strip("…") for screen in (reply, after, before))
    assert "".join(f"{back}{here}{there}".split()) in "".join(text.split())


def test_the_context_of_a_later_excerpt_leads_back_to_its_page() -> None:
    document = Document("many.txt", " ".join(f"جنيف جملة رقم {n}." for n in range(9)), Source("كثير"))
    kept, served = keep(FakeEngine((document,)), "جنيف")
    reply = context_screen(kept, served, 5, 0)
    assert reply is not None
    assert action(reply, "العودة إلى الجواب") == "1:page:abc:1"
    assert labels(reply) == [["العودة إلى الجواب"]]


@pytest.mark.parametrize(("rank", "shift"), [(0, 0), (99, 0), (1, 99), (1, -99)])
def test_there_is_no_context_beyond_the_answer_or_the_document(rank: int, shift: int) -> None:
    kept, served = keep(FakeEngine((long_document(),)), "150")
    assert context_screen(kept, served, rank, shift) is None


def test_there_is_no_context_of_a_span_that_the_engine_does_not_know() -> None:
    excerpt = Excerpt(1, "bread.pdf", BREAD.source, "", 10**6, 10**6 + 1, (), 1.0)
    served = EngineHolder(FakeEngine()).served
    assert context_screen(KeptAnswer("abc", (excerpt,), None), served, 1, 0) is None


@given(st.integers(0, 9000), st.integers(0, 9000), st.integers(0, 9000))
def test_a_span_is_clipped_to_what_a_message_holds_with_its_place_in_it(
    start: int, length: int, at: int
) -> None:
    span = Span(start, start + length)
    keep_at = start + min(at, max(0, length - 1))
    clipped = clip(span, keep_at)
    assert start <= clipped.start <= keep_at
    assert keep_at < clipped.end <= span.end or not length
    assert clipped.end - clipped.start <= 1800


@given(
    texts=st.lists(WILD.filter(str.strip), min_size=1, max_size=9),
    title=WILD,
    publisher=WILD | st.none(),
    value=WILD,
    others=st.lists(WILD, max_size=5),
    marks=st.lists(st.integers(0, 400), max_size=6),
    long=st.booleans(),
)
def test_every_reply_holds_its_excerpts_verbatim_and_fits_in_a_message(  # noqa: PLR0917
    texts: list[str],
    title: str,
    publisher: str | None,
    value: str,
    others: list[str],
    marks: list[int],
    long: bool,  # noqa: FBT001
) -> None:
    texts = [text * (8 if long else 1) for text in texts]
    source = Source(title, publisher, publisher, date(2022, 1, 10), "https://example.org/" + "a" * 50)
    documents = tuple(Document(f"{n}.txt", f"قبل {text} بعد", source) for n, text in enumerate(texts))
    excerpts = []
    for rank, (document, text) in enumerate(zip(documents, texts, strict=True), 1):
        ends = sorted({min(mark, len(text)) for mark in marks})
        spans = tuple(Span(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False))
        also = (Citation("x", Source(title, publisher), 0, 1),) * 5
        excerpts.append(
            Excerpt(rank, document.document_id, source, text, 4, 4 + len(text), spans, 1.0, 3, also)
        )
    answer_line = AnswerLine(value, LineKind.DATE, value, ("0.txt", "1.txt"), 0, Span(0, 1), tuple(others))
    kept, served = KeptAnswer("abc", tuple(excerpts), answer_line), EngineHolder(FakeEngine(documents)).served
    page, seen = 0, 0
    while reply := answer_page(kept, served, page):
        assert utf16_length(reply.text) <= MAX_UNITS
        quotes = [span for span in reply.spans if span.kind is SpanKind.EXPANDABLE_QUOTE]
        for quote, excerpt in zip(quotes, excerpts[seen:], strict=False):
            assert excerpt.text[:1000] in reply.text[quote.start : quote.end]
            bold = [span for span in reply.spans if span.kind is SpanKind.BOLD and _within(span, quote)]
            assert [reply.text[span.start : span.end] for span in bold] == [
                excerpt.text[mark.start : min(mark.end, 1000)]
                for mark in excerpt.highlights
                if mark.start < 1000
            ]
        for span in reply.spans:
            assert 0 <= span.start < span.end <= len(reply.text)
        seen += len(quotes)
        page += 1
    assert seen == len(excerpts)


def _within(inner: ReplySpan, outer: ReplySpan) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def test_a_long_value_of_another_source_is_cut_to_what_a_line_holds() -> None:
    kept, served = keep(FakeEngine((NEWS,)), "لقاء", line(others=("9" * 41, "8" * 40)))
    reply = answer_page(kept, served, 0)
    assert reply is not None
    assert bare(reply.text).splitlines()[1] == f"وفي مصادر أخرى: {'9' * 39}…، {'8' * 40}"
