from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

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
)
from bot.conversation.composing import screens
from bot.conversation.wording import texts
from bot.store import Votes
from retrieval import Answer, Document, NoAnswer, Source
from tests.bot.conversation.little_library import (
    BREAD,
    DOCUMENTS,
    MODERATOR,
    NEWS,
    NOW,
    PERSON,
    TALKS,
    LittleEngine,
    LittleReindexer,
    Talk,
    action,
    bare,
    labels,
    line,
    reindexer_is_a_port,
    shown,
    tell,
)

MANY = Document("many.txt", " ".join(f"جنيف جملة رقم {n}." for n in range(9)), Source("كثير"))


async def asked(talk: Talk, question: str = "جنيف") -> Reply:
    reply = await talk.conversation.ask(PERSON, question)
    assert reply is not None
    return reply


async def pressed(talk: Talk, reply: Reply, label: str) -> Reply:
    outcome = await talk.conversation.press(PERSON, action(reply, label))
    assert isinstance(outcome, Reply)
    return outcome


def test_a_question_is_answered_by_quotations(tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        reply = await asked(talk, "طحين")
        assert bare(reply.text) == "يحتاج الخبز إلى طحين وماء وملح.\n— «دفتر الخباز»، ص 2"
        assert shown(reply, SpanKind.BOLD) == ["طحين"]

    tell(story, tmp_path)


def test_more_and_back_turn_the_pages_of_an_answer(tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        first = await asked(talk)
        second = await pressed(talk, first, "المزيد ◀")
        assert second != first
        assert await pressed(talk, second, "▶ السابق") == first

    tell(story, tmp_path, engine=LittleEngine((MANY,)))


def test_context_is_opened_and_left_again(tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        answer = await asked(talk)
        context = await pressed(talk, answer, "السياق الثاني")
        assert shown(context, SpanKind.BOLD) == ["جنيف جملة رقم 1."]
        assert await pressed(talk, context, "العودة إلى الجواب") == answer

    tell(story, tmp_path, engine=LittleEngine((MANY,)))


def test_buttons_work_after_a_restart_and_a_reindex_of_other_documents(tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        answer = await asked(talk, "الوفدان")
        again = Conversation(engines=talk.engines, store=talk.store, reindexer=talk.reindexer)
        talk.engines.swap(LittleEngine((TALKS, NEWS)))
        outcome = await again.press(PERSON, action(answer, "السياق الأول"))
        again.close()
        assert isinstance(outcome, Reply)

    tell(story, tmp_path)


def test_buttons_of_a_document_that_changed_ask_to_ask_again(tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        answer = await asked(talk, "الوفدان")
        talk.engines.swap(LittleEngine((replace(TALKS, text="نص آخر."),)))
        for label in ("السياق الأول", "السياق الثاني"):
            assert await talk.conversation.press(PERSON, action(answer, label)) == Notice(texts.ASK_AGAIN)

    tell(story, tmp_path)


@pytest.mark.parametrize(
    "forged",
    [
        "", "1", "9:page:abc:1", "1:page:unknown", "1:in:unknown:1", "1:up:unknown",
        "1:read:zzz", "1:read:99-0-4", "1:try:0a", "متى",
    ],
)  # fmt: skip
def test_unknown_and_old_buttons_ask_to_ask_again(forged: str, tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        assert await talk.conversation.press(PERSON, forged) == Notice(texts.ASK_AGAIN)

    tell(story, tmp_path)


@pytest.mark.parametrize(
    ("forged", "notice"),
    [
        ("1:page:answer-0:9", texts.NO_MORE_PAGES),
        ("1:in:answer-0:1:99", texts.NOTHING_AFTER),
        ("1:in:answer-0:1:-99", texts.NOTHING_BEFORE),
        ("1:src:-:99", texts.NO_MORE_PAGES),
    ],
)
def test_pages_that_are_not_there_say_so(forged: str, notice: str, tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        await asked(talk)
        assert await talk.conversation.press(PERSON, forged) == Notice(notice)

    tell(story, tmp_path)


def test_votes_are_kept_once_for_each_person_and_may_change(tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        answer = await asked(talk)
        good, bad = action(answer, "👍"), action(answer, "👎")
        assert await talk.conversation.press(PERSON, good) == Notice(texts.THANKS_GOOD)
        assert await talk.conversation.press(PERSON, good) == Notice(texts.THANKS_GOOD)
        assert await talk.store.votes() == Votes(1, 0)
        assert await talk.conversation.press(PERSON, bad) == Notice(texts.THANKS_BAD)
        assert await talk.store.votes() == Votes(0, 1)

    tell(story, tmp_path)


def test_too_many_questions_get_one_polite_notice_and_then_silence(tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        said = [await talk.conversation.ask(PERSON, "طحين") for _ in range(5)]
        assert [reply.text if reply else None for reply in said[2:]] == [texts.SLOW_DOWN, None, None]
        assert await talk.conversation.ask(replace(PERSON, user_id=8), "طحين") not in {None, said[2]}
        talk.clock.go(minutes=1)
        assert labels(await asked(talk, "طحين")) == [["السياق", "👍", "👎"]]

    tell(story, tmp_path, limits=Limits(questions=2))


def test_moderators_may_ask_as_often_as_they_need(tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        said = [await talk.conversation.ask(MODERATOR, "طحين") for _ in range(4)]
        assert [reply.text for reply in said if reply] == [said[0].text] * 4 if said[0] else False

    tell(story, tmp_path, limits=Limits(questions=1))


def test_a_question_that_is_too_long_is_politely_limited(tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        assert bare((await asked(talk, "م" * 2001)).text) == "سؤالك طويل. اكتبه في 2000 حرف أو أقل من فضلك."
        assert (await asked(talk, "م" * 2000)).text.startswith(texts.NOT_FOUND)

    tell(story, tmp_path)


def test_a_search_that_takes_too_long_is_given_up_politely(tmp_path: Path) -> None:
    release = threading.Event()

    class SlowEngine(LittleEngine):
        def answer(self, question: str) -> Answer | NoAnswer:
            release.wait(10)
            return super().answer(question)

    async def story(talk: Talk) -> None:
        try:
            assert await talk.conversation.ask(PERSON, "طحين") == Reply(texts.TOOK_TOO_LONG)
            assert await talk.conversation.inline(PERSON, "طحين", "") == InlinePage(hint=texts.INLINE_NOTHING)
            assert labels(await talk.conversation.start(PERSON)) == [["كل الوثائق"]]
        finally:
            release.set()

    tell(story, tmp_path, engine=SlowEngine(), limits=Limits(answer_seconds=0.05))


def test_a_slow_question_does_not_hold_up_a_quick_one(tmp_path: Path) -> None:
    release = threading.Event()

    class SometimesSlow(LittleEngine):
        def answer(self, question: str) -> Answer | NoAnswer:
            if "جنيف" in question:
                release.wait(10)
            return super().answer(question)

    async def story(talk: Talk) -> None:
        slow = asyncio.ensure_future(talk.conversation.ask(PERSON, "جنيف"))
        quick = await asyncio.wait_for(talk.conversation.ask(PERSON, "طحين"), 5)
        assert quick is not None
        assert not slow.done()
        release.set()
        assert await slow is not None

    tell(story, tmp_path, engine=SometimesSlow())


def test_what_is_not_verbatim_is_never_shown(tmp_path: Path) -> None:
    class Liar(LittleEngine):
        def answer(self, question: str) -> Answer | NoAnswer:
            answer = super().answer(question)
            assert isinstance(answer, Answer)
            first, *others = answer.excerpts
            return replace(answer, excerpts=(replace(first, text=first.text[::-1]), *others))

    async def story(talk: Talk) -> None:
        reply = await asked(talk, "لقاء")
        assert shown(reply, SpanKind.EXPANDABLE_QUOTE) == [TALKS.text[:43]]
        assert (await asked(talk, "طحين")).text == f"{texts.NOT_FOUND}\n{texts.HINT}"

    tell(story, tmp_path, engine=Liar(line=line()))


def test_a_greeting_is_returned_with_examples_that_answer_when_pressed(tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        greeting = await asked(talk, "سلام")
        assert greeting.text == f"{texts.GREETING}\n\n{texts.EXAMPLE}"
        answer = await pressed(talk, greeting, "متى تبدأ المحادثات في جنيف؟")
        assert answer.text.startswith("السؤال: متى تبدأ المحادثات في جنيف؟\n\nمتى تبدأ المحادثات في جنيف؟\n—")
        assert shown(answer, SpanKind.EXPANDABLE_QUOTE)[0] == "متى تبدأ المحادثات في جنيف؟"

    tell(story, tmp_path)


def test_examples_are_searched_for_once_however_many_come_at_once(tmp_path: Path) -> None:
    class Counting(LittleEngine):
        asked = 0

        def answer(self, question: str) -> Answer | NoAnswer:
            Counting.asked += 1
            return super().answer(question)

    async def story(talk: Talk) -> None:
        await talk.conversation.start(PERSON, "")
        once = Counting.asked
        talk.engines.swap(Counting())
        await asyncio.gather(*(talk.conversation.start(PERSON, "") for _ in range(5)))
        assert Counting.asked == 2 * once

    tell(story, tmp_path, engine=Counting())


def test_an_example_counts_as_a_question(tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        welcome = await talk.conversation.start(PERSON, "")
        example = action(welcome, "متى تبدأ المحادثات في جنيف؟")
        said = [await talk.conversation.press(PERSON, example) for _ in range(3)]
        assert [type(one) for one in said] == [Reply, Reply, Notice]
        assert said[2] == Notice(texts.SLOW_DOWN)

    tell(story, tmp_path, limits=Limits(questions=1))


def test_no_answer_opens_the_nearest_document_at_its_beginning(tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        nothing = await asked(talk, "قطار")
        reading = await pressed(talk, nothing, "لقاء جنيف")
        assert shown(reading, SpanKind.QUOTE) == [TALKS.text]
        assert labels(reading) == [["كل الوثائق"]]
        sources = await pressed(talk, reading, "كل الوثائق")
        assert sources == await talk.conversation.sources(PERSON)

    tell(story, tmp_path)


def test_a_long_document_is_read_on_and_back(tmp_path: Path) -> None:
    text = " ".join(f"هذه جملة رقم {n} من الكتاب." for n in range(300))
    book = Document("book.txt", text, Source("الكتاب"))

    async def story(talk: Talk) -> None:
        first = await pressed(talk, await talk.conversation.sources(PERSON), "1")
        second = await pressed(talk, first, "ما بعده ◀")
        assert text.startswith(" ".join(shown(screen, SpanKind.QUOTE)[0] for screen in (first, second)))
        assert labels(second)[0] == ["▶ ما قبله", "ما بعده ◀"]
        back = await pressed(talk, second, "▶ ما قبله")
        assert shown(back, SpanKind.QUOTE) == shown(first, SpanKind.QUOTE)

    tell(story, tmp_path, engine=LittleEngine((book,)))


def test_a_link_opens_its_passage_in_its_document(tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        reply = await talk.conversation.start(PERSON, talk.engines.current.key_of("bread.pdf", 28, 58))
        assert shown(reply, SpanKind.QUOTE) == [BREAD.text]
        assert shown(reply, SpanKind.BOLD) == [BREAD.text[28:58]]

    tell(story, tmp_path)


@pytest.mark.parametrize(("payload", "gone"), [("", False), ("inline", False), ("99-0-4", True)])
def test_a_link_to_nowhere_welcomes(payload: str, gone: bool, tmp_path: Path) -> None:  # noqa: FBT001
    async def story(talk: Talk) -> None:
        reply = await talk.conversation.start(PERSON, payload)
        assert reply.text.startswith(texts.PASSAGE_GONE if gone else texts.WELCOME_TITLE)

    tell(story, tmp_path)


def test_inline_offers_excerpts_page_by_page(tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        first = await talk.conversation.inline(PERSON, " جنيف ", "")
        second = await talk.conversation.inline(PERSON, "جنيف", first.next_offset)
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

    tell(story, tmp_path, engine=LittleEngine((MANY,)))


@pytest.mark.parametrize("offset", ["x", "-5", "٥", "99999", "5.0"])
def test_a_forged_inline_offset_begins_anew(offset: str, tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        assert await talk.conversation.inline(PERSON, "جنيف", offset) == await talk.conversation.inline(
            PERSON, "جنيف", ""
        )

    tell(story, tmp_path)


def test_inline_beyond_the_last_excerpt_is_empty(tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        assert await talk.conversation.inline(PERSON, "جنيف", "50") == InlinePage()

    tell(story, tmp_path)


def test_inline_without_a_question_or_an_answer_gives_a_hint(tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        assert await talk.conversation.inline(PERSON, "  ", "") == InlinePage(hint=texts.INLINE_EMPTY)
        assert await talk.conversation.inline(PERSON, "م" * 3000, "") == InlinePage(hint=texts.INLINE_EMPTY)
        assert await talk.conversation.inline(PERSON, "قطار", "") == InlinePage(hint=texts.INLINE_NOTHING)

    tell(story, tmp_path)


def test_the_screens_are_at_hand(tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        shelf = talk.engines.shelf
        assert await talk.conversation.help(PERSON) == screens.help_screen(PERSON)
        assert await talk.conversation.privacy(PERSON) == screens.privacy(7)
        assert await talk.conversation.sources(PERSON) == screens.sources(shelf, 0)
        assert await talk.conversation.status(MODERATOR) == screens.status(shelf, Votes(), NOW, 0)
        assert await talk.conversation.refusal() == Reply(texts.REFUSAL)
        assert talk.conversation.apology("0a") == screens.apology("0a")

    tell(story, tmp_path, limits=Limits(retention=timedelta(days=7)))


def test_only_moderators_see_the_status_by_command_or_button(tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        assert await talk.conversation.status(PERSON) == Reply(texts.REFUSAL)
        assert await talk.conversation.press(PERSON, "1:stat:-") == Notice(texts.REFUSAL)
        assert await talk.conversation.press(MODERATOR, "1:stat:-") == await talk.conversation.status(
            MODERATOR
        )
        assert await talk.conversation.press(MODERATOR, "1:stat:-:9") == Notice(texts.NO_MORE_PAGES)

    tell(story, tmp_path)


def test_only_moderators_reindex(tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        said: list[Reply] = []

        async def report(reply: Reply) -> None:
            said.append(reply)

        assert await talk.conversation.reindex(PERSON, report) == Reply(texts.REFUSAL)
        assert (talk.reindexer.calls, said) == (0, [])

    tell(story, tmp_path)


def test_progress_is_told_at_once_and_then_every_three_seconds_at_most(tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        talk.reindexer.steps = (0.0, 1.0, 2.9, 3.0, 4.0, 7.5)
        talk.reindexer.outcome = ReindexOutcome(ReindexStatus.SWAPPED, 3, 10, (), 8.0)
        said: list[Reply] = []

        async def report(reply: Reply) -> None:
            said.append(reply)

        end = await talk.conversation.reindex(MODERATOR, report)
        assert [bare(reply.text).splitlines()[1] for reply in said] == [
            "أقرأ الوثائق",
            "أبني الفهرس: 3 من 6",
            "أبني الفهرس: 5 من 6",
        ]
        assert end == screens.reindex_outcome(talk.reindexer.outcome)

    tell(story, tmp_path)


def test_old_answers_are_forgotten_as_questions_come(tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        old = await asked(talk)
        talk.clock.go(days=31)
        await asked(talk)
        assert await talk.conversation.press(PERSON, action(old, "السياق الأول")) == Notice(texts.ASK_AGAIN)

    tell(story, tmp_path)


def test_a_library_without_documents_answers_honestly_everywhere(tmp_path: Path) -> None:
    async def story(talk: Talk) -> None:
        assert await asked(talk) == Reply(texts.EMPTY_CORPUS)
        assert await talk.conversation.sources(PERSON) == Reply(texts.SOURCES_EMPTY)
        assert (await talk.conversation.start(PERSON)).text.endswith(texts.WELCOME_PLAIN)

    tell(story, tmp_path, engine=LittleEngine(()))


def test_the_fakes_are_whole_implementations_of_their_ports() -> None:
    reindexer = LittleReindexer(ReindexOutcome(ReindexStatus.BUSY))
    assert reindexer_is_a_port(reindexer) is reindexer
    assert [document.document_id for document in LittleEngine().documents] == [
        document.document_id for document in DOCUMENTS
    ]
