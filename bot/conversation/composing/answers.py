"""Composes the screens of an answer: its pages, and each excerpt within its document.

In: a kept answer and the index that its documents are in. Out: Replies.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from bot.conversation.actions import Action, Verb
from bot.conversation.composing.borders import screen_after, screen_before
from bot.conversation.composing.citations import add_citation
from bot.conversation.composing.layout import MAX_UNITS, Layout
from bot.conversation.composing.proofs import has_page
from bot.conversation.composing.quoting import add_excerpt, add_quote
from bot.conversation.engines import ServedIndex
from bot.conversation.record import KeptAnswer
from bot.conversation.reply import Button, Reply, SpanKind
from bot.conversation.wording import texts
from bot.conversation.wording.grammar import arabic_value, isolate, one_line
from retrieval import AnswerLine, Excerpt, Span

EXCERPTS_ON_A_PAGE = 3
SCREEN = 1200
"""Length of one screen of reading in a document, in code points."""

_LINE_LENGTH = 120
_VALUE_LENGTH = 40
_OTHERS_SHOWN = 3


def answer_page(
    answer: KeptAnswer, served: ServedIndex, page: int, *, with_pages: bool = False
) -> Reply | None:
    """A page of an answer, from 0; None where there is no such page.

    Args:
        answer: The answer; its excerpts are those of `served`.
        served: The index that its documents are in.
        page: Which page of it.
        with_pages: Whether there are buttons that show the pages of files.
    """
    found = next(islice(_pages(answer, served), page, None), None) if page >= 0 else None
    if found is None:
        return None
    excerpts = found.excerpts
    contexts = [
        Button(
            _context_label(place, len(excerpts)), str(Action(Verb.CONTEXT, answer.answer_id, excerpt.rank))
        )
        for place, excerpt in enumerate(excerpts)
    ]
    proofs = [
        _proof_button(answer, excerpt, _proof_label(place, len(excerpts)))
        for place, excerpt in enumerate(excerpts)
        if with_pages and has_page(excerpt)
    ]
    turns = []
    if page > 0:
        turns.append(Button(texts.BACK_PAGE, str(Action(Verb.PAGE, answer.answer_id, page - 1))))
    if found.has_next:
        turns.append(Button(texts.MORE, str(Action(Verb.PAGE, answer.answer_id, page + 1))))
    votes = [
        Button(texts.GOOD, str(Action(Verb.GOOD, answer.answer_id))),
        Button(texts.BAD, str(Action(Verb.BAD, answer.answer_id))),
    ]
    if len(contexts) == 1 and not proofs:
        return found.layout.reply([[*contexts, *turns, *votes]])
    if len(contexts) == 1:
        return found.layout.reply([[*contexts, *proofs], [*turns, *votes]])
    return found.layout.reply([contexts, proofs, [*turns, *votes]])


def excerpt_alone(excerpt: Excerpt, served: ServedIndex) -> Reply:
    """One excerpt with its citation and no buttons, to be sent into any chat."""
    return _lay_out([excerpt], None, served).reply()


def context_screen(
    answer: KeptAnswer, served: ServedIndex, rank: int, shift: int, *, with_pages: bool = False
) -> Reply | None:
    """An excerpt within its document, or the document `shift` screens before or after it.

    Args:
        answer: The answer; its excerpts are those of `served`.
        served: The index that its documents are in.
        rank: Which excerpt, from 1.
        shift: How many screens after it; negative ones are before it.
        with_pages: Whether there is a button that shows the page of a file.

    Returns:
        None where the answer has no such excerpt or the document has no such screen.
    """
    if not 1 <= rank <= len(answer.excerpts):
        return None
    excerpt = answer.excerpts[rank - 1]
    document = served.documents[excerpt.document_id]
    context = served.engine.context(excerpt.document_id, excerpt.start, excerpt.end, characters=SCREEN)
    if context is None:
        return None
    shown = _shift(document.text, clip(Span(context.start, context.end), excerpt.start), shift)
    if shown is None:
        return None
    layout = Layout()
    add_quote(layout, document, shown, [Span(excerpt.start, excerpt.end)])
    layout.add("\n")
    add_citation(layout, excerpt.source, excerpt.page if shift == 0 else None)
    step = [
        Button(label, str(Action(Verb.CONTEXT, answer.answer_id, rank, shift + by)))
        for label, by, there in (
            (texts.READ_BEFORE, -1, screen_before(document.text, shown.start, SCREEN)),
            (texts.READ_AFTER, 1, screen_after(document.text, shown.end, SCREEN)),
        )
        if there
    ]
    page = next(n for n, each in enumerate(_pages(answer, served)) if excerpt in each.excerpts)
    back = Button(texts.BACK_TO_ANSWER, str(Action(Verb.PAGE, answer.answer_id, page)))
    has_proof = with_pages and shift == 0 and has_page(excerpt)
    proof = [_proof_button(answer, excerpt, texts.PROOF)] if has_proof else []
    return layout.reply([step, [*proof, back]])


def clip(span: Span, keep: int) -> Span:
    """Shorten a span to a screen and a half around `keep`: a huge sentence must still fit a message."""
    limit = SCREEN * 3 // 2
    if span.end - span.start <= limit:
        return span
    start = max(span.start, min(keep - limit // 6, span.end - limit))
    return Span(start, start + limit)


def _shift(text: str, span: Span, shift: int) -> Span | None:
    shown: Span | None = span
    for _ in range(abs(shift)):
        if shown is None:
            return None
        shown = (
            screen_after(text, shown.end, SCREEN) if shift > 0 else screen_before(text, shown.start, SCREEN)
        )
    return shown


@dataclass(frozen=True, slots=True)
class _Page:
    """A page of an answer, laid out."""

    excerpts: Sequence[Excerpt]
    layout: Layout
    has_next: bool


def _pages(answer: KeptAnswer, served: ServedIndex) -> Iterator[_Page]:
    """The pages of an answer, each of three excerpts, or of as many as fit into a message."""
    rest: Sequence[Excerpt] = answer.excerpts
    line = answer.line
    while rest:
        size = min(EXCERPTS_ON_A_PAGE, len(rest))
        layout = _lay_out(rest[:size], line, served)
        while size > 1 and layout.units() > MAX_UNITS:
            size -= 1
            layout = _lay_out(rest[:size], line, served)
        yield _Page(rest[:size], layout, size < len(rest))
        rest, line = rest[size:], None


def _lay_out(excerpts: Sequence[Excerpt], line: AnswerLine | None, served: ServedIndex) -> Layout:
    layout = Layout()
    if line is not None:
        _add_line(layout, line)
    for place, excerpt in enumerate(excerpts):
        layout.add("\n\n" if place or line is not None else "")
        answering = line.span if line is not None and line.excerpt_rank == excerpt.rank else None
        add_excerpt(layout, excerpt, served.documents[excerpt.document_id], answering)
        layout.add("\n")
        add_citation(layout, excerpt.source, excerpt.page, excerpt.also_in)
    return layout


def _add_line(layout: Layout, line: AnswerLine) -> None:
    layout.add(isolate(one_line(line.text, _LINE_LENGTH)), SpanKind.BOLD)
    sources = len(set(line.document_ids))
    if sources > 1:
        layout.add(f" · {texts.agreement(sources)}")
    if line.others:
        values = [isolate(one_line(arabic_value(line.kind, value), _VALUE_LENGTH)) for value in line.others]
        shown = values[:_OTHERS_SHOWN] + ([texts.AND_MORE] if len(values) > _OTHERS_SHOWN else [])
        layout.add("\n" + texts.OTHERS.format(values="، ".join(shown)))


def _proof_button(answer: KeptAnswer, excerpt: Excerpt, label: str) -> Button:
    return Button(label, str(Action(Verb.PROOF, answer.answer_id, excerpt.rank)))


def _proof_label(place: int, count: int) -> str:
    return texts.PROOF if count == 1 else f"{texts.PROOF_OF} {texts.ORDINALS[place]}"


def _context_label(place: int, count: int) -> str:
    return texts.CONTEXT if count == 1 else f"{texts.CONTEXT} {texts.ORDINALS[place]}"
