from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation import (
    Conversation,
    InlinePage,
    Limits,
    Notice,
    ReindexOutcome,
    ReindexStatus,
    Reply,
    SpanKind,
    StoreTrouble,
    Votes,
)
from bot.conversation.composing import screens
from bot.conversation.composing.reindexing_screens import reindex_outcome, rollback_outcome
from bot.conversation.wording import texts
from retrieval import Answer, Document, NoAnswer, Source
from tests.bot.conversation.fakes import (
    BREAD,
    DOCUMENTS,
    MODERATOR,
    NEWS,
    NOW,
    PERSON,
    TALKS,
    FakeEngine,
    FakeReindexer,
    Harness,
    action,
    bare,
    converse,
    labels,
    line,
    reindexer_is_a_port,
    shown,
)

MANY = Document("many.txt", " ".join(f"جنيف جملة رقم {n}." for n in range(9)), Source("كثير"))


async def asked(harness: Harness, question: str = "جنيف") -> Reply:
    reply = await harness.conversation.ask(PERSON, question)
    assert reply is not None
    return reply


async def pressed(harness: Harness, reply: Reply, label: str) -> Reply:
    outcome = await harness.conversation.press(PERSON, action(reply, label))
    assert isinstance(outcome, Reply)
    return outcome


def test_a_question_is_answered_by_quotations() -> None:
    async def scenario(harness: Harness) -> None:
        reply = await asked(harness, "طحين")
        assert bare(reply.text) == "يحتاج الخبز إلى طحين وماء وملح.\n— «دفتر الخباز»، ص 2"
        assert shown(reply, SpanKind.BOLD) == ["طحين"]

    converse(scenario)


def test_more_and_back_turn_the_pages_of_an_answer() -> None:
    async def scenario(harness: Harness) -> None:
        first = await asked(harness)
        second = await pressed(harness, first, "المزيد ◀")
        assert second != first
        assert await pressed(harness, second, "▶ السابق") == first

    converse(scenario, engine=FakeEngine((MANY,)))


def test_context_is_opened_and_left_again() -> None:
    async def scenario(harness: Harness) -> None:
        answer = await asked(harness)
        context = await pressed(harness, answer, "السياق الثاني")
        assert shown(context, SpanKind.BOLD) == ["جنيف جملة رقم 1."]
        assert await pressed(harness, context, "العودة إلى الجواب") == answer

    converse(scenario, engine=FakeEngine((MANY,)))


def test_buttons_work_after_a_restart_and_a_reindex_of_other_documents() -> None:
    async def scenario(harness: Harness) -> None:
        answer = await asked(harness, "الوفدان")
        again = Conversation(engines=harness.engines, store=harness.store, reindexer=harness.reindexer)
        harness.engines.swap(FakeEngine((TALKS, NEWS)))
        outcome = await again.press(PERSON, action(answer, "السياق الأول"))
        again.close()
        assert isinstance(outcome, Reply)

    converse(scenario)


def test_buttons_of_a_document_that_changed_ask_to_ask_again() -> None:
    async def scenario(harness: Harness) -> None:
        answer = await asked(harness, "الوفدان")
        harness.engines.swap(FakeEngine((replace(TALKS, text="نص آخر."),)))
        for label in ("السياق الأول", "السياق الثاني"):
            assert await harness.conversation.press(PERSON, action(answer, label)) == Notice(texts.ASK_AGAIN)

    converse(scenario)


@pytest.mark.parametrize(
    "forged",
    [
        "", "1", "9:page:abc:1", "1:page:unknown", "1:in:unknown:1", "1:up:unknown",
        "1:read:zzz", "1:read:99-0-4", "1:try:0a", "متى",
    ],
)  # fmt: skip
def test_unknown_and_old_buttons_ask_to_ask_again(forged: str) -> None:
    async def scenario(harness: Harness) -> None:
        assert await harness.conversation.press(PERSON, forged) == Notice(texts.ASK_AGAIN)

    converse(scenario)


@pytest.mark.parametrize(
    ("forged", "notice"),
    [
        ("1:page:answer-0:9", texts.NO_MORE_PAGES),
        ("1:in:answer-0:1:99", texts.NOTHING_AFTER),
        ("1:in:answer-0:1:-99", texts.NOTHING_BEFORE),
        ("1:src:-:99", texts.NO_MORE_PAGES),
    ],
)
def test_buttons_to_missing_pages_get_a_notice(forged: str, notice: str) -> None:
    async def scenario(harness: Harness) -> None:
        await asked(harness)
        assert await harness.conversation.press(PERSON, forged) == Notice(notice)

    converse(scenario)


def test_votes_are_kept_once_for_each_person_and_may_change() -> None:
    async def scenario(harness: Harness) -> None:
        answer = await asked(harness)
        good, bad = action(answer, "👍"), action(answer, "👎")
        assert await harness.conversation.press(PERSON, good) == Notice(texts.THANKS_GOOD)
        assert await harness.conversation.press(PERSON, good) == Notice(texts.THANKS_GOOD)
        assert await harness.store.votes() == Votes(1, 0)
        assert await harness.conversation.press(PERSON, bad) == Notice(texts.THANKS_BAD)
        assert await harness.store.votes() == Votes(0, 1)

    converse(scenario)


def test_too_many_questions_get_one_polite_notice_and_then_silence() -> None:
    async def scenario(harness: Harness) -> None:
        replies = [await harness.conversation.ask(PERSON, "طحين") for _ in range(5)]
        assert [reply.text if reply else None for reply in replies[2:]] == [texts.SLOW_DOWN, None, None]
        assert await harness.conversation.ask(replace(PERSON, asker_id="telegram:8"), "طحين") not in {
            None,
            replies[2],
        }
        harness.clock.advance(minutes=1)
        assert labels(await asked(harness, "طحين")) == [["السياق", "👍", "👎"]]

    converse(scenario, limits=Limits(questions=2))


def counted(harness: Harness) -> dict[str, float]:
    """The replies to questions that were counted, by kind."""
    (family,) = (each for each in harness.metrics.registry.collect() if each.name == "shahid_answers")
    return {each.labels["kind"]: each.value for each in family.samples if each.value}


def test_questions_and_replies_are_counted_by_kind_and_searches_timed() -> None:
    async def scenario(harness: Harness) -> None:
        for question in ("طحين", "الوفدان", "زرافة", "م" * 2001, "طحين", "طحين"):
            await harness.conversation.ask(PERSON, question)
        await harness.conversation.inline(PERSON, "طحين", "")
        assert counted(harness) == {"answer": 2, "refusal": 1, "limit": 3}
        value = harness.metrics.registry.get_sample_value
        assert value("shahid_questions_total") == 6
        assert value("shahid_latency_seconds_count", {"stage": "search"}) == 4

    converse(scenario, limits=Limits(questions=4))


def test_moderators_may_ask_as_often_as_they_need() -> None:
    async def scenario(harness: Harness) -> None:
        replies = [await harness.conversation.ask(MODERATOR, "طحين") for _ in range(4)]
        assert [reply.text for reply in replies if reply] == [replies[0].text] * 4 if replies[0] else False

    converse(scenario, limits=Limits(questions=1))


def test_a_question_that_is_too_long_is_politely_limited() -> None:
    async def scenario(harness: Harness) -> None:
        assert (
            bare((await asked(harness, "م" * 2001)).text) == "سؤالك طويل. اكتبه في 2000 حرف أو أقل من فضلك."
        )
        assert (await asked(harness, "م" * 2000)).text.startswith(texts.NOT_FOUND)

    converse(scenario)


def test_a_search_that_takes_too_long_is_given_up_politely() -> None:
    release = threading.Event()

    class SlowEngine(FakeEngine):
        def answer(self, question: str) -> Answer | NoAnswer:
            release.wait(10)
            return super().answer(question)

    async def scenario(harness: Harness) -> None:
        try:
            assert await harness.conversation.ask(PERSON, "طحين") == Reply(texts.TOOK_TOO_LONG)
            assert counted(harness) == {"timeout": 1}
            page = await harness.conversation.inline(PERSON, "طحين", "")
            assert page == InlinePage(hint=texts.INLINE_NOTHING, is_passing=True)
            assert labels(await harness.conversation.start(PERSON)) == [["كل الوثائق"]]
        finally:
            release.set()

    converse(scenario, engine=SlowEngine(), limits=Limits(answer_seconds=0.05))


def test_a_slow_question_does_not_hold_up_a_quick_one() -> None:
    release = threading.Event()

    class SometimesSlow(FakeEngine):
        def answer(self, question: str) -> Answer | NoAnswer:
            if "جنيف" in question:
                release.wait(10)
            return super().answer(question)

    async def scenario(harness: Harness) -> None:
        slow = asyncio.ensure_future(harness.conversation.ask(PERSON, "جنيف"))
        quick = await asyncio.wait_for(harness.conversation.ask(PERSON, "طحين"), 5)
        assert quick is not None
        assert not slow.done()
        release.set()
        assert await slow is not None

    converse(scenario, engine=SometimesSlow())


def test_what_is_not_verbatim_is_never_shown() -> None:
    class Liar(FakeEngine):
        def answer(self, question: str) -> Answer | NoAnswer:
            answer = super().answer(question)
            assert isinstance(answer, Answer)
            first, *others = answer.excerpts
            return replace(answer, excerpts=(replace(first, text=first.text[::-1]), *others))

    async def scenario(harness: Harness) -> None:
        reply = await asked(harness, "لقاء")
        assert shown(reply, SpanKind.EXPANDABLE_QUOTE) == [TALKS.text[:43]]
        assert (await asked(harness, "طحين")).text == f"{texts.NOT_FOUND}\n{texts.HINT}"

    converse(scenario, engine=Liar(line=line()))


def test_a_greeting_is_returned_with_examples_that_answer_when_pressed() -> None:
    async def scenario(harness: Harness) -> None:
        greeting = await asked(harness, "سلام")
        assert greeting.text == f"{texts.GREETING}\n\n{texts.EXAMPLE}"
        answer = await pressed(harness, greeting, "متى تبدأ المحادثات في جنيف؟")
        assert answer.text.startswith("السؤال: متى تبدأ المحادثات في جنيف؟\n\nمتى تبدأ المحادثات في جنيف؟\n—")
        assert shown(answer, SpanKind.EXPANDABLE_QUOTE)[0] == "متى تبدأ المحادثات في جنيف؟"

    converse(scenario)


def test_examples_are_searched_for_once_however_many_come_at_once() -> None:
    class Counting(FakeEngine):
        asked = 0

        def answer(self, question: str) -> Answer | NoAnswer:
            Counting.asked += 1
            return super().answer(question)

    async def scenario(harness: Harness) -> None:
        await harness.conversation.start(PERSON, "")
        once = Counting.asked
        harness.engines.swap(Counting())
        await asyncio.gather(*(harness.conversation.start(PERSON, "") for _ in range(5)))
        assert Counting.asked == 2 * once

    converse(scenario, engine=Counting())


def test_an_example_counts_as_a_question() -> None:
    async def scenario(harness: Harness) -> None:
        welcome = await harness.conversation.start(PERSON, "")
        example = action(welcome, "متى تبدأ المحادثات في جنيف؟")
        replies = [await harness.conversation.press(PERSON, example) for _ in range(3)]
        assert [type(one) for one in replies] == [Reply, Reply, Notice]
        assert replies[2] == Notice(texts.SLOW_DOWN)

    converse(scenario, limits=Limits(questions=1))


def test_no_answer_opens_the_nearest_document_at_its_beginning() -> None:
    async def scenario(harness: Harness) -> None:
        nothing = await asked(harness, "قطار")
        reading = await pressed(harness, nothing, "لقاء جنيف")
        assert shown(reading, SpanKind.QUOTE) == [TALKS.text]
        assert labels(reading) == [["كل الوثائق"]]
        sources = await pressed(harness, reading, "كل الوثائق")
        assert sources == await harness.conversation.sources(PERSON)

    converse(scenario)


def test_a_long_document_is_read_on_and_back() -> None:
    text = " ".join(f"هذه جملة رقم {n} من الكتاب." for n in range(300))
    book = Document("book.txt", text, Source("الكتاب"))

    async def scenario(harness: Harness) -> None:
        first = await pressed(harness, await harness.conversation.sources(PERSON), "1")
        second = await pressed(harness, first, "ما بعده ◀")
        assert text.startswith(" ".join(shown(screen, SpanKind.QUOTE)[0] for screen in (first, second)))
        assert labels(second)[0] == ["▶ ما قبله", "ما بعده ◀"]
        back = await pressed(harness, second, "▶ ما قبله")
        assert shown(back, SpanKind.QUOTE) == shown(first, SpanKind.QUOTE)

    converse(scenario, engine=FakeEngine((book,)))


def test_a_link_opens_its_passage_in_its_document() -> None:
    async def scenario(harness: Harness) -> None:
        reply = await harness.conversation.start(PERSON, harness.engines.current.key_of("bread.pdf", 28, 58))
        assert shown(reply, SpanKind.QUOTE) == [BREAD.text]
        assert shown(reply, SpanKind.BOLD) == [BREAD.text[28:58]]

    converse(scenario)


@pytest.mark.parametrize(("payload", "gone"), [("", False), ("inline", False), ("99-0-4", True)])
def test_a_link_to_nowhere_welcomes(payload: str, gone: bool) -> None:  # noqa: FBT001
    async def scenario(harness: Harness) -> None:
        reply = await harness.conversation.start(PERSON, payload)
        assert reply.text.startswith(texts.PASSAGE_GONE if gone else texts.WELCOME_TITLE)

    converse(scenario)


def test_inline_offers_excerpts_page_by_page() -> None:
    async def scenario(harness: Harness) -> None:
        first = await harness.conversation.inline(PERSON, " جنيف ", "")
        second = await harness.conversation.inline(PERSON, "جنيف", first.next_offset)
        assert (len(first.results), first.next_offset) == (5, "5")
        assert (len(second.results), second.next_offset) == (4, "")
        ids = [result.result_id for result in first.results + second.results]
        assert len(set(ids)) == 9
        assert max(len(result_id.encode()) for result_id in ids) <= 64
        chosen = first.results[0]
        assert (chosen.title, chosen.description) == ("كثير", "جنيف جملة رقم 0.")
        assert chosen.reply.text == "جنيف جملة رقم \u06f0." or shown(
            chosen.reply, SpanKind.EXPANDABLE_QUOTE
        ) == ["جنيف جملة رقم 0."]

    converse(scenario, engine=FakeEngine((MANY,)))


@pytest.mark.parametrize("offset", ["x", "-5", "٥", "99999", "5.0"])
def test_a_forged_inline_offset_gives_the_first_page(offset: str) -> None:
    async def scenario(harness: Harness) -> None:
        assert await harness.conversation.inline(PERSON, "جنيف", offset) == await harness.conversation.inline(
            PERSON, "جنيف", ""
        )

    converse(scenario)


def test_inline_beyond_the_last_excerpt_is_empty() -> None:
    async def scenario(harness: Harness) -> None:
        assert await harness.conversation.inline(PERSON, "جنيف", "50") == InlinePage()

    converse(scenario)


def test_inline_without_a_question_or_an_answer_gives_a_hint() -> None:
    async def scenario(harness: Harness) -> None:
        assert await harness.conversation.inline(PERSON, "  ", "") == InlinePage(hint=texts.INLINE_EMPTY)
        assert await harness.conversation.inline(PERSON, "م" * 3000, "") == InlinePage(
            hint=texts.INLINE_EMPTY
        )
        assert await harness.conversation.inline(PERSON, "قطار", "") == InlinePage(hint=texts.INLINE_NOTHING)

    converse(scenario)


def test_the_screens_are_at_hand() -> None:
    async def scenario(harness: Harness) -> None:
        served = harness.engines.served
        assert await harness.conversation.help(PERSON) == screens.help_screen(PERSON)
        assert await harness.conversation.privacy(PERSON) == screens.privacy(7)
        assert await harness.conversation.sources(PERSON) == screens.sources(served, 0)
        assert await harness.conversation.status(MODERATOR) == screens.status(served, Votes(), NOW, 0)
        assert await harness.conversation.refusal(PERSON, "rollback") == Reply(texts.REFUSAL)
        assert harness.conversation.apology("0a") == screens.apology("0a", can_retry=False)

    converse(scenario, limits=Limits(retention=timedelta(days=7)))


def test_only_moderators_see_the_status_by_command_or_button() -> None:
    async def scenario(harness: Harness) -> None:
        assert await harness.conversation.status(PERSON) == Reply(texts.REFUSAL)
        assert await harness.conversation.press(PERSON, "1:stat:-") == Notice(texts.REFUSAL)
        assert await harness.conversation.press(MODERATOR, "1:stat:-") == await harness.conversation.status(
            MODERATOR
        )
        assert await harness.conversation.press(MODERATOR, "1:stat:-:9") == Notice(texts.NO_MORE_PAGES)

    converse(scenario)


def test_every_act_of_a_moderator_and_every_refused_attempt_is_recorded() -> None:
    async def scenario(harness: Harness) -> None:
        async def report(_: Reply) -> None:
            return

        await harness.conversation.status(MODERATOR)
        await harness.conversation.press(MODERATOR, "1:stat:-:1")
        await harness.conversation.reindex(MODERATOR, report)
        await harness.conversation.status(PERSON)
        await harness.conversation.press(PERSON, "1:stat:-")
        await harness.conversation.reindex(PERSON, report)
        await harness.conversation.refusal(PERSON, "rollback")
        await harness.conversation.help(MODERATOR)
        moderator, person = ("telegram:42", "telegram:42"), ("telegram:7", "telegram:7")
        assert harness.store.audited == [
            (*moderator, "status", "shown"),
            (*moderator, "status", "shown"),
            (*moderator, "reindex", "unchanged"),
            (*person, "status", "refused"),
            (*person, "status", "refused"),
            (*person, "reindex", "refused"),
            (*person, "rollback", "refused"),
        ]

    converse(scenario)


@pytest.mark.parametrize("trouble", StoreTrouble)
def test_the_status_shows_what_is_wrong_with_the_database(trouble: StoreTrouble) -> None:
    async def scenario(harness: Harness) -> None:
        harness.store.trouble = trouble
        shown = await harness.conversation.status(MODERATOR)
        assert shown == screens.status(harness.engines.served, Votes(), NOW, 0, trouble=trouble)
        reason, advice = texts.STATUS_STORE_REASONS[trouble]
        assert reason in shown.text
        assert advice in shown.text

    converse(scenario)


def test_a_question_does_not_wait_while_old_entries_are_deleted() -> None:
    async def scenario(harness: Harness) -> None:
        going_on = asyncio.Event()

        async def prune(_: timedelta) -> int:
            await going_on.wait()
            return 0

        harness.store.prune = prune  # type: ignore[assignment, method-assign]
        assert await harness.conversation.ask(PERSON, "جنيف") is not None
        assert not going_on.is_set()

    converse(scenario)


def test_only_moderators_reindex() -> None:
    async def scenario(harness: Harness) -> None:
        replies: list[Reply] = []

        async def report(reply: Reply) -> None:
            replies.append(reply)

        assert await harness.conversation.reindex(PERSON, report) == Reply(texts.REFUSAL)
        assert (harness.reindexer.calls, replies) == (0, [])

    converse(scenario)


def test_progress_is_reported_at_once_and_then_every_three_seconds_at_most() -> None:
    async def scenario(harness: Harness) -> None:
        harness.reindexer.steps = (0.0, 1.0, 2.9, 3.0, 4.0, 7.5)
        harness.reindexer.outcome = ReindexOutcome(ReindexStatus.SWAPPED, 3, 10, (), 8.0)
        replies: list[Reply] = []

        async def report(reply: Reply) -> None:
            replies.append(reply)

        end = await harness.conversation.reindex(MODERATOR, report)
        assert [bare(reply.text).splitlines()[1] for reply in replies] == [
            "أقرأ الوثائق",
            "أبني الفهرس: 3 من 6",
            "أبني الفهرس: 5 من 6",
        ]
        assert end == reindex_outcome(harness.reindexer.outcome)

    converse(scenario)


def test_a_moderator_confirms_that_an_index_of_fewer_documents_is_used() -> None:
    async def scenario(harness: Harness) -> None:
        harness.reindexer.outcome = ReindexOutcome(ReindexStatus.SWAPPED, 3, 10, (), 8.0)
        end = await harness.conversation.press(MODERATOR, "1:fewer:3")
        assert end == reindex_outcome(harness.reindexer.outcome)
        assert (harness.reindexer.calls, harness.reindexer.least) == (1, 3)

    converse(scenario)


@pytest.mark.parametrize("act", ["1:fewer:3", "1:fewer:-", "1:fewer:x"])
def test_nobody_else_confirms_it_requirement_20(act: str) -> None:
    async def scenario(harness: Harness) -> None:
        assert await harness.conversation.press(PERSON, act) == Notice(texts.REFUSAL)
        assert harness.reindexer.calls == 0

    converse(scenario)


@pytest.mark.parametrize("act", ["1:fewer:-", "1:fewer:x", "1:fewer:-1", "1:fewer:1234567890"])
def test_a_confirmation_without_a_number_confirms_nothing(act: str) -> None:
    async def scenario(harness: Harness) -> None:
        assert await harness.conversation.press(MODERATOR, act) == Notice(texts.ASK_AGAIN)
        assert harness.reindexer.calls == 0

    converse(scenario)


def test_a_moderator_goes_back_and_nobody_else_does_requirement_20() -> None:
    async def scenario(harness: Harness) -> None:
        harness.reindexer.outcome = ReindexOutcome(ReindexStatus.ROLLED_BACK, 3, 10)
        assert await harness.conversation.roll_back(PERSON) == Reply(texts.REFUSAL)
        assert harness.reindexer.rolled_back == 0
        end = await harness.conversation.roll_back(MODERATOR)
        assert end == rollback_outcome(harness.reindexer.outcome)
        assert harness.reindexer.rolled_back == 1

    converse(scenario)


def test_old_answers_are_forgotten_as_questions_come() -> None:
    async def scenario(harness: Harness) -> None:
        old = await asked(harness)
        harness.clock.advance(days=31)
        await asked(harness)
        assert await harness.conversation.press(PERSON, action(old, "السياق الأول")) == Notice(
            texts.ASK_AGAIN
        )

    converse(scenario)


def test_without_documents_every_screen_reports_that_there_are_none() -> None:
    async def scenario(harness: Harness) -> None:
        assert await asked(harness) == Reply(texts.EMPTY_CORPUS)
        assert await harness.conversation.sources(PERSON) == Reply(texts.SOURCES_EMPTY)
        assert (await harness.conversation.start(PERSON)).text.endswith(texts.WELCOME_PLAIN)

    converse(scenario, engine=FakeEngine(()))


def test_the_fakes_are_whole_implementations_of_their_ports() -> None:
    reindexer = FakeReindexer(ReindexOutcome(ReindexStatus.BUSY))
    assert reindexer_is_a_port(reindexer) is reindexer
    assert [document.document_id for document in FakeEngine().documents] == [
        document.document_id for document in DOCUMENTS
    ]
