"""The conversation. In: questions, commands and pressed buttons. Out: replies.

It knows neither Telegram nor the web. The engine runs in threads, a store keeps answers and votes,
and the clocks are passed as arguments.
"""

from __future__ import annotations

import asyncio
import secrets
import time
import weakref
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import TypeVar

from bot.conversation.actions import Action, Verb, as_count, parse_action
from bot.conversation.allowances import Allowances, Limits, Turn
from bot.conversation.asker import Asker
from bot.conversation.auditing import outcome_in_words
from bot.conversation.clock import utc_now
from bot.conversation.composing import screens
from bot.conversation.composing.answers import answer_page, context_screen
from bot.conversation.composing.choices import inline_page
from bot.conversation.composing.examples import Example, find_examples
from bot.conversation.composing.layout import below
from bot.conversation.composing.reindexing_screens import reindex_outcome, rollback_outcome
from bot.conversation.engines import EngineHolder, ServedIndex
from bot.conversation.ports import AnswerStore, PagePictures, Reindexer, Vote
from bot.conversation.progress import PacedProgress, unseen
from bot.conversation.proving import PageProofs
from bot.conversation.record import KeptAnswer, answer_from_record, answer_to_record
from bot.conversation.reply import InlinePage, Notice, Reply
from bot.conversation.verbatim import only_verbatim
from bot.conversation.wording import texts
from bot.monitoring.metrics import Metrics
from retrieval import Answer, NoAnswer

_THREADS = 4
"""Searches at a time. They share one processor (Python's global lock), so more would only wait."""
_PRUNED_EVERY = timedelta(hours=6)

T = TypeVar("T")


class Conversation:
    """Answers questions, and acts on commands and buttons."""

    def __init__(
        self,
        *,
        engines: EngineHolder,
        store: AnswerStore,
        reindexer: Reindexer,
        pictures: PagePictures | None = None,
        limits: Limits | None = None,
        metrics: Metrics | None = None,
        clock: Callable[[], datetime] = utc_now,
        timer: Callable[[], float] = time.monotonic,
        new_id: Callable[[], str] = lambda: secrets.token_urlsafe(9),
    ) -> None:
        self._engines = engines
        self._store = store
        self._reindexer = reindexer
        self._limits = limits or Limits()
        self._proofs = PageProofs(pictures, self._limits.answer_seconds)
        self._metrics = metrics or Metrics()
        self._clock = clock
        self._timer = timer
        self._new_id = new_id
        self._allowances = Allowances(self._limits, timer)
        self._threads = ThreadPoolExecutor(_THREADS, thread_name_prefix="search")
        self._finding_examples = asyncio.Lock()
        self._examples: tuple[weakref.ref[ServedIndex], tuple[Example, ...]] | None = None
        self._pruned_at: datetime | None = None
        self._pruning: asyncio.Task[int] | None = None

    def close(self) -> None:
        """Start no further search; those that are running end by themselves."""
        if self._pruning is not None:
            self._pruning.cancel()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def ask(self, asker: Asker, text: str) -> Reply | None:
        """Answer a question.

        Returns:
            None where nothing is to be sent: the person or the chat asked too often, and had one notice.
        """
        self._metrics.questions.inc()
        count = await self._count(asker)
        if count > self._limits.questions:
            self._count_answer("limit")
            return Reply(texts.SLOW_DOWN) if count == self._limits.questions + 1 else None
        turn = self._allowances.ask(asker)
        if turn is not Turn.FREE:
            self._count_answer("limit")
            return self.crowded() if turn is Turn.NOTICE else None
        self._prune()
        return await self._answer(asker, text)

    async def press(self, asker: Asker, action: str, question: str = "") -> Reply | Notice:
        """Act on a pressed button: a Reply replaces its message or stands below it, a Notice pops up.

        Args:
            asker: Who pressed it.
            action: What the button sends back.
            question: The question that the message of the button replies to, where that is known.
        """
        turn = self._allowances.press(asker)
        if turn is not Turn.FREE:
            return Notice(texts.PRESSES_SLOW_DOWN if turn is Turn.NOTICE else "")
        parsed = parse_action(action)
        if parsed is None:
            return Notice(texts.ASK_AGAIN)
        if parsed.verb is Verb.AGAIN:
            return await self._ask_again(asker, question)
        return await {
            Verb.PAGE: self._show_kept,
            Verb.CONTEXT: self._show_kept,
            Verb.PROOF: self._show_kept,
            Verb.GOOD: self._vote,
            Verb.BAD: self._vote,
            Verb.READ: self._open_part,
            Verb.SOURCES: self._list,
            Verb.STATUS: self._status,
            Verb.TRY: self._try,
            Verb.REPLACE: self._replace,
        }[parsed.verb](asker, parsed)

    async def inline(self, asker: Asker, text: str, offset: str) -> InlinePage:
        """Excerpts to choose from, while a person types in any chat; not counted as questions."""
        if self._allowances.type_inline(asker) is not Turn.FREE:
            return InlinePage(hint=texts.INLINE_SLOW_DOWN, is_passing=True)
        question = text.strip()
        if not question or len(question) > self._limits.question_length:
            return InlinePage(hint=texts.INLINE_EMPTY)
        served = self._engines.served
        try:
            answer = await self._search(served, question)
        except TimeoutError:
            return InlinePage(hint=texts.INLINE_NOTHING, is_passing=True)
        kept = only_verbatim(answer, served)
        if isinstance(kept, NoAnswer):
            return InlinePage(hint=texts.INLINE_NOTHING)
        return inline_page(kept, served, offset)

    async def start(self, asker: Asker, payload: str = "") -> Reply:
        """Welcome a person, or open the passage that a link names."""
        served = self._engines.served
        context = served.engine.find(payload) if payload else None
        if context is not None:
            return screens.passage(context, served)
        names_passage = any(character.isdecimal() for character in payload)  # a key has offsets in it
        return screens.welcome(asker, await self._find_examples(served), passage_gone=names_passage)

    async def help(self, asker: Asker) -> Reply:
        """How to ask."""
        return screens.help_screen(asker)

    async def sources(self, asker: Asker) -> Reply:  # noqa: ARG002 (the same for all)
        """The first page of the list of documents."""
        return screens.sources(self._engines.served, 0) or Reply(texts.SOURCES_EMPTY)

    async def privacy(self, asker: Asker) -> Reply:  # noqa: ARG002 (the same for all)
        """What is kept, and for how long."""
        return screens.privacy(self._limits.retention.days)

    async def status(self, asker: Asker) -> Reply:
        """What is indexed, for moderators; others get a polite refusal."""
        status = await self._status(asker, Action(Verb.STATUS))
        return status if isinstance(status, Reply) else Reply(status.text)

    async def refusal(self, asker: Asker, act: str) -> Reply:
        """The reply to someone who tries what only moderators may do; the attempt is recorded."""
        await self._audit(asker, act, "refused")
        return Reply(texts.REFUSAL)

    async def reindex(
        self, asker: Asker, report: Callable[[Reply], Awaitable[None]], *, least: int | None = None
    ) -> Reply:
        """Reindex the corpus, for moderators; meanwhile questions are answered with the old index.

        Args:
            asker: Who wants it; anyone but a moderator gets a polite refusal.
            report: Called with the progress, at once and then at most once every few seconds.
            least: Documents that are enough to replace the index; by default half of its own.
        """
        if not asker.is_moderator:
            return await self.refusal(asker, "reindex")
        progress = PacedProgress(report, self._timer, self._limits.progress_seconds)
        await progress.begin()
        outcome = await self._reindexer.reindex(progress, least=least)
        act = "reindex" if least is None else "reindex, fewer accepted"
        await self._audit(asker, act, outcome_in_words(outcome))
        return reindex_outcome(outcome)

    async def roll_back(self, asker: Asker) -> Reply:
        """Go back to the index before, for moderators; others get a polite refusal."""
        if not asker.is_moderator:
            return await self.refusal(asker, "rollback")
        outcome = await self._reindexer.roll_back()
        await self._audit(asker, "rollback", outcome_in_words(outcome))
        return rollback_outcome(outcome)

    def apology(self, reference: str, *, can_retry: bool = False) -> Reply:
        """The reply where an error occurred; the log has the error under the reference.

        Args:
            reference: Names the error.
            can_retry: Whether it has a button that asks again what it replies to.
        """
        return screens.apology(reference, can_retry=can_retry)

    def missed(self) -> Reply:
        """The reply to questions that are too old to be answered, once for all of a chat."""
        return Reply(texts.MISSED)

    def crowded(self) -> Reply:
        """The reply to a chat that asks more than can be answered there."""
        return Reply(texts.CHAT_SLOW_DOWN)

    async def _count(self, asker: Asker) -> int:
        """The number of questions in this window, with this one; 0 for moderators, who are not counted."""
        return (
            0 if asker.is_moderator else await self._store.count_question(asker.asker_id, self._limits.window)
        )

    async def _answer(self, asker: Asker, text: str) -> Reply:
        if len(text) > self._limits.question_length:
            self._count_answer("limit")
            return Reply(texts.too_long(self._limits.question_length))
        served = self._engines.served
        try:
            answer = only_verbatim(await self._search(served, text), served)
        except TimeoutError:
            self._count_answer("timeout")
            return Reply(texts.TOOK_TOO_LONG)
        self._count_answer("refusal" if isinstance(answer, NoAnswer) else "answer")
        if isinstance(answer, NoAnswer):
            wants_example = answer.reason in screens.NO_QUESTION
            return screens.no_answer(
                answer, served, await self._find_examples(served) if wants_example else ()
            )
        kept = KeptAnswer(self._new_id(), answer.excerpts, answer.line)
        await self._store.keep_answer(kept.answer_id, answer_to_record(answer))
        return answer_page(kept, served, 0, with_pages=self._proofs.are_offered_to(asker)) or Reply(
            texts.NOT_FOUND
        )

    async def _ask_again(self, asker: Asker, question: str) -> Reply | Notice:
        if not question:
            return Notice(texts.RETRY_GONE)
        return await self.ask(asker, question) or Notice(texts.SLOW_DOWN)

    async def _show_kept(self, asker: Asker, action: Action) -> Reply | Notice:
        served, number, shift = self._engines.served, action.number, action.shift
        record = await self._store.answer(action.subject)
        kept = answer_from_record(action.subject, record, served) if record else None
        if kept is None:
            return Notice(texts.ASK_AGAIN)
        if action.verb is Verb.PROOF:
            return await self._proofs.show(asker, kept, served, number)
        offered = self._proofs.are_offered_to(asker)
        if action.verb is Verb.PAGE:
            return answer_page(kept, served, number, with_pages=offered) or Notice(texts.NO_MORE_PAGES)
        gone = texts.NOTHING_AFTER if shift > 0 else texts.NOTHING_BEFORE
        return context_screen(kept, served, number, shift, with_pages=offered) or Notice(gone)

    async def _vote(self, asker: Asker, action: Action) -> Notice:
        vote = Vote.GOOD if action.verb is Verb.GOOD else Vote.BAD
        if not await self._store.vote(action.subject, asker.asker_id, vote):
            return Notice(texts.ASK_AGAIN)
        return Notice(texts.THANKS_GOOD if vote is Vote.GOOD else texts.THANKS_BAD)

    async def _list(self, _: Asker, action: Action) -> Reply | Notice:
        return screens.sources(self._engines.served, action.number) or Notice(texts.NO_MORE_PAGES)

    async def _open_part(self, _: Asker, action: Action) -> Reply | Notice:
        served = self._engines.served
        context = served.engine.find(action.subject)
        return Notice(texts.ASK_AGAIN) if context is None else screens.reading(context, served)

    async def _status(self, asker: Asker, action: Action) -> Reply | Notice:
        if not asker.is_moderator:
            return Notice((await self.refusal(asker, "status")).text)
        await self._audit(asker, "status", "shown")
        votes = await self._store.votes()
        page = screens.status(
            self._engines.served, votes, self._clock(), action.number, trouble=self._store.trouble
        )
        return page or Notice(texts.NO_MORE_PAGES)

    async def _replace(self, asker: Asker, action: Action) -> Reply | Notice:
        if not asker.is_moderator:
            return Notice((await self.refusal(asker, "reindex, fewer accepted")).text)
        least = as_count(action.subject)
        return Notice(texts.ASK_AGAIN) if least is None else await self.reindex(asker, unseen, least=least)

    async def _try(self, asker: Asker, action: Action) -> Reply | Notice:
        examples = await self._find_examples(self._engines.served)
        example = next((example for example in examples if example.key == action.subject), None)
        if example is None:
            return Notice(texts.ASK_AGAIN)
        reply = await self.ask(asker, example.text)
        # The answer replaces the message whose button showed the question, so the question is repeated.
        return (
            below(texts.QUESTION.format(question=example.text), reply) if reply else Notice(texts.SLOW_DOWN)
        )

    async def _find_examples(self, served: ServedIndex) -> tuple[Example, ...]:
        """Examples of an index, found once; none where the engine is too busy to find them."""
        async with self._finding_examples:
            if self._examples is None or self._examples[0]() is not served:
                try:
                    self._examples = weakref.ref(served), await self._in_thread(lambda: find_examples(served))
                except TimeoutError:
                    return ()
            return self._examples[1]

    async def _search(self, served: ServedIndex, question: str) -> Answer | NoAnswer:
        """Answer a question in a thread.

        Raises:
            TimeoutError: It took too long.
        """
        with self._metrics.latency.labels("search").time():
            return await self._in_thread(lambda: served.engine.answer(question))

    def _count_answer(self, kind: str) -> None:
        """Count a reply to a question: `answer`, `refusal`, `limit` or `timeout`."""
        self._metrics.answers.labels(kind).inc()

    async def _in_thread(self, work: Callable[[], T]) -> T:
        """Do blocking work in a thread.

        Raises:
            TimeoutError: It took too long; its thread finishes by itself.
        """
        running = asyncio.get_running_loop().run_in_executor(self._threads, work)
        return await asyncio.wait_for(running, self._limits.answer_seconds)

    async def _audit(self, asker: Asker, act: str, outcome: str) -> None:
        """Record what a moderator did, or somebody tried to do, and how it ended."""
        await self._store.audit(asker.asker_id, asker.chat_id, act, outcome)

    def _prune(self) -> None:
        """Now and then, delete from the store what is old; no question waits for it."""
        now = self._clock()
        if self._pruned_at is None or now - self._pruned_at >= _PRUNED_EVERY:
            self._pruned_at = now
            self._pruning = asyncio.create_task(self._store.prune(self._limits.retention))
