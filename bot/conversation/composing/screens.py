"""Composes the screens that show no answer: welcome, help, sources, a document, status and the like."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.conversation.actions import Action, Verb
from bot.conversation.asker import Asker
from bot.conversation.composing.answers import SCREEN, clip
from bot.conversation.composing.borders import screen_after, screen_before
from bot.conversation.composing.citations import add_citation, add_source, short_title
from bot.conversation.composing.examples import Example
from bot.conversation.composing.layout import Layout
from bot.conversation.composing.quoting import add_quote
from bot.conversation.composing.unread import in_order, unread_counts, unread_line
from bot.conversation.engines import ServedIndex
from bot.conversation.ports import StoreTrouble, Votes
from bot.conversation.reply import Button, Reply, SpanKind
from bot.conversation.wording import texts
from bot.conversation.wording.grammar import (
    DOCUMENT,
    PASSAGE,
    arabic_age,
    arabic_time,
    count,
    isolate,
    one_line,
)
from retrieval import Context, Document, NearestTitle, NoAnswer, NoAnswerReason, Span, in_arabic

DOCUMENTS_ON_A_PAGE = 8
SKIPPED_ON_A_PAGE = 10
LABEL_LENGTH = 40
REASON_LENGTH = 300

_REASONS = {
    NoAnswerReason.GREETING: texts.GREETING,
    NoAnswerReason.NO_WORDS: texts.NO_WORDS,
    NoAnswerReason.NOT_FOUND: texts.NOT_FOUND,
    NoAnswerReason.WEAK: texts.WEAK,
    NoAnswerReason.EMPTY_CORPUS: texts.EMPTY_CORPUS,
}
NO_QUESTION = frozenset({NoAnswerReason.GREETING, NoAnswerReason.NO_WORDS})
"""Messages that are no questions; the reply has a hint with examples."""


def welcome(asker: Asker, examples: Sequence[Example], *, passage_gone: bool) -> Reply:
    """The first screen, with questions to begin with."""
    layout = Layout()
    if passage_gone:
        layout.add(texts.PASSAGE_GONE + "\n\n")
    layout.add(texts.WELCOME_TITLE, SpanKind.BOLD).add(f"\n{texts.WELCOME}\n\n")
    layout.add(texts.WELCOME_EXAMPLES if examples else texts.WELCOME_PLAIN)
    if asker.language and not asker.language.lower().startswith("ar"):
        layout.add("\n\n").add(isolate(texts.WELCOME_ENGLISH), SpanKind.ITALIC)
    return layout.reply([*_example_rows(examples), [_sources_button()]])


def help_screen(asker: Asker) -> Reply:
    """How to ask, and the commands that the asker may give."""
    layout = Layout().add(texts.HELP_TITLE, SpanKind.BOLD).add("\n" + texts.HELP)
    if not asker.is_private:
        layout.add("\n" + texts.HELP_GROUP.format(ask=isolate("/ask")))
    commands = texts.HELP_COMMANDS + (texts.HELP_MODERATOR_COMMANDS if asker.is_moderator else ())
    layout.add("\n\n" + "\n".join(texts.command_line(*command) for command in commands))
    return layout.reply()


def no_answer(answer: NoAnswer, served: ServedIndex, examples: Sequence[Example]) -> Reply:
    """The reply where there is no answer: the reason, and the nearest documents or examples."""
    layout = Layout().add(_REASONS[answer.reason])
    if answer.reason in NO_QUESTION:
        if examples:
            layout.add("\n\n" + texts.EXAMPLE)
        return layout.reply(_example_rows(examples))
    nearest = [near for near in answer.nearest_titles if near.document_id in served.documents]
    if nearest:
        layout.add("\n\n" + texts.NEAREST)
    elif answer.reason is not NoAnswerReason.EMPTY_CORPUS:
        layout.add("\n" + texts.HINT)
    return layout.reply(_opening_buttons(near, served) for near in nearest)


def sources(served: ServedIndex, page: int) -> Reply | None:
    """A page of the list of documents, from 0; None where there is no such page."""
    documents = served.engine.documents
    if not documents:
        return Layout().add(texts.SOURCES_EMPTY).reply()
    pages = _pages(len(documents), DOCUMENTS_ON_A_PAGE)
    if not 0 <= page < pages:
        return None
    first = page * DOCUMENTS_ON_A_PAGE
    shown = documents[first : first + DOCUMENTS_ON_A_PAGE]
    layout = Layout().add(
        texts.SOURCES_TITLE.format(documents=count(len(documents), DOCUMENT)), SpanKind.BOLD
    )
    for place, document in enumerate(shown, first + 1):
        layout.add(f"\n{isolate(str(place))}. ")
        add_source(layout, document.source)
    _add_page_count(layout, page, pages)
    numbers = [
        Button(
            str(place),
            str(Action(Verb.READ, served.engine.key_of(document.document_id, span.start, span.end))),
        )
        for place, document in enumerate(shown, first + 1)
        if (span := screen_after(document.text, 0, SCREEN))
    ]
    half = DOCUMENTS_ON_A_PAGE // 2
    return layout.reply([numbers[:half], numbers[half:], _turns(Verb.SOURCES, page, pages)])


def passage(context: Context, served: ServedIndex) -> Reply:
    """The passage of a link, within its document."""
    document = served.documents[context.document_id]
    named = Span(context.start + context.excerpt.start, context.start + context.excerpt.end)
    return _reading(
        document, clip(Span(context.start, context.end), named.start), served, context.page, [named]
    )


def reading(context: Context, served: ServedIndex) -> Reply:
    """A screen of a document, with buttons to read on."""
    document = served.documents[context.document_id]
    start = context.start + context.excerpt.start
    shown = clip(Span(start, context.start + context.excerpt.end), start)
    return _reading(document, shown, served, context.page)


def privacy(retention_days: int) -> Reply:
    """What is kept, and for how long."""
    layout = Layout().add(texts.PRIVACY_TITLE, SpanKind.BOLD)
    return layout.add("\n" + texts.privacy(retention_days)).reply()


def status(
    served: ServedIndex, votes: Votes, now: datetime, page: int, *, trouble: StoreTrouble | None = None
) -> Reply | None:
    """What is indexed and what was skipped; None where there is no such page of skipped files."""
    engine = served.engine
    pages = max(1, _pages(len(engine.skipped), SKIPPED_ON_A_PAGE))
    if not 0 <= page < pages:
        return None
    holdings = texts.STATUS_HOLDINGS.format(
        documents=count(len(engine.documents), DOCUMENT), passages=count(engine.passage_count, PASSAGE)
    )
    built = texts.STATUS_BUILT.format(
        time=isolate(arabic_time(engine.built_at)), age=arabic_age(now - engine.built_at)
    )
    layout = Layout().add(texts.STATUS_TITLE, SpanKind.BOLD).add(f"\n{holdings}\n{built}\n")
    if engine.warning:
        reason = texts.REINDEX_REASON.format(reason=one_line(in_arabic(engine.warning), REASON_LENGTH))
        layout.add(f"{texts.STATUS_WARNING} {reason}\n")
    if trouble is not None:
        layout.add(texts.store_trouble(trouble) + "\n")
    layout.add(texts.STATUS_VOTES.format(good=isolate(str(votes.good)), bad=isolate(str(votes.bad))) + "\n")
    layout.add(texts.STATUS_DIGEST.format(digest=isolate(engine.digest[:12] or "—")) + "\n\n")
    if not engine.skipped:
        return layout.add(texts.STATUS_NOTHING_SKIPPED).reply()
    layout.add("\n".join(unread_counts(engine.skipped)), SpanKind.BOLD)
    for file in in_order(engine.skipped)[page * SKIPPED_ON_A_PAGE : (page + 1) * SKIPPED_ON_A_PAGE]:
        layout.add(f"\n{unread_line(file)}")
    _add_page_count(layout, page, pages)
    return layout.reply([_turns(Verb.STATUS, page, pages)])


def apology(reference: str, *, can_retry: bool) -> Reply:
    """The reply where an error occurred that is not the person's fault, with a button to ask again."""
    layout = Layout().add(texts.APOLOGY)
    if reference:
        layout.add(
            "\n" + texts.APOLOGY_REFERENCE.format(reference=isolate(one_line(reference, LABEL_LENGTH)))
        )
    return layout.reply([[Button(texts.RETRY, str(Action(Verb.AGAIN)))]] if can_retry else [])


def _reading(
    document: Document, shown: Span, served: ServedIndex, page: int | None, bold: Sequence[Span] = ()
) -> Reply:
    layout = Layout()
    add_quote(layout, document, shown, bold)
    layout.add("\n")
    add_citation(layout, document.source, page)
    steps = [
        Button(
            label, str(Action(Verb.READ, served.engine.key_of(document.document_id, there.start, there.end)))
        )
        for label, there in (
            (texts.READ_BEFORE, screen_before(document.text, shown.start, SCREEN)),
            (texts.READ_AFTER, screen_after(document.text, shown.end, SCREEN)),
        )
        if there
    ]
    return layout.reply([steps, [_sources_button()]])


def _opening_buttons(near: NearestTitle, served: ServedIndex) -> list[Button]:
    """A button that opens a document at its beginning; none where it has no text."""
    document = served.documents[near.document_id]
    span = screen_after(document.text, 0, SCREEN)
    if span is None:
        return []
    key = served.engine.key_of(near.document_id, span.start, span.end)
    return [Button(short_title(document.source, LABEL_LENGTH), str(Action(Verb.READ, key)))]


def _example_rows(examples: Sequence[Example]) -> list[list[Button]]:
    return [[Button(example.text, str(Action(Verb.TRY, example.key)))] for example in examples]


def _sources_button() -> Button:
    return Button(texts.ALL_SOURCES, str(Action(Verb.SOURCES)))


def _turns(verb: Verb, page: int, pages: int) -> list[Button]:
    turns = []
    if page > 0:
        turns.append(Button(texts.BACK_PAGE, str(Action(verb, number=page - 1))))
    if page + 1 < pages:
        turns.append(Button(texts.NEXT_PAGE, str(Action(verb, number=page + 1))))
    return turns


def _add_page_count(layout: Layout, page: int, pages: int) -> None:
    if pages > 1:
        layout.add("\n\n" + texts.PAGE_COUNT.format(page=isolate(str(page + 1)), pages=isolate(str(pages))))


def _pages(total: int, size: int) -> int:
    return -(-total // size)
