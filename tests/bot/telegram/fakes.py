"""Complete fakes of what the Telegram side needs: a conversation, and a store in memory."""

# ruff: noqa: ARG002 - a fake need not use every argument

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from bot.conversation.asker import Asker
from bot.conversation.reply import Button, InlinePage, InlineResult, Notice, Reply, ReplySpan, SpanKind
from tests.bot.pictures import PICTURE

MODERATOR = 7
AGAIN = "1:again:-"
PROOF = "1:proof:a:1"


class FakeConversation:
    """Answers in a way that a test can predict, and records who asked."""

    def __init__(self) -> None:
        self.askers: list[Asker] = []
        self.asked = asyncio.Event()
        """Set once somebody asks."""
        self.seconds: dict[str, float] = {}
        """Seconds that the answer to a question takes."""
        self.failures: dict[str, Exception] = {}
        """What it raises at a question or an action."""
        self.silent: set[str] = set()
        self.replies: dict[str, Reply] = {}
        """What it replies to a question, where a test wants something else."""
        self.least: int | None = None
        """The documents that were enough for the last reindexing."""
        self.progress = 3
        """How often it reports while it reindexes."""
        self.page: InlinePage | None = None
        """What it offers inline, where a test wants something else."""

    async def ask(self, asker: Asker, text: str) -> Reply | None:
        self.askers.append(asker)
        self.asked.set()
        await asyncio.sleep(self.seconds.get(text, 0))
        if text in self.failures:
            raise self.failures[text]
        if text in self.silent:
            return None
        return self.replies.get(text) or answer_to(text)

    async def press(self, asker: Asker, action: str, question: str = "") -> Reply | Notice:
        self.askers.append(asker)
        if action in self.failures:
            raise self.failures[action]
        if action == AGAIN:
            return answer_to(question) if question else Notice("لا سؤال")
        if action == PROOF:
            await asyncio.sleep(self.seconds.get(action, 0))
            return Reply("ص 3", picture=PICTURE, is_beside=True)
        return Reply("صفحة أخرى") if action == "1:page:a:1" else Notice("اسأل من جديد")

    async def inline(self, asker: Asker, text: str, offset: str) -> InlinePage:
        self.askers.append(asker)
        if self.page is not None:
            return self.page
        if not text:
            return InlinePage(hint="اكتب سؤالك")
        results = tuple(
            InlineResult(f"{offset}r{number}", f"عنوان {number}", "وصف", answer_to(text))
            for number in range(3)
        )
        return InlinePage(results, next_offset="3" if not offset else "")

    async def start(self, asker: Asker, payload: str) -> Reply:
        return Reply(f"أهلا {payload}".strip())

    async def help(self, asker: Asker) -> Reply:
        return Reply("اسأل هكذا")

    async def sources(self, asker: Asker) -> Reply:
        return Reply("الوثائق")

    async def privacy(self, asker: Asker) -> Reply:
        return Reply("لا أحتفظ بشيء")

    async def status(self, asker: Asker) -> Reply:
        return Reply("حال الفهرس")

    async def refusal(self, asker: Asker, act: str) -> Reply:
        return Reply("هذا للمشرفين")

    async def roll_back(self, asker: Asker) -> Reply:
        self.askers.append(asker)
        return Reply("عدت إلى الفهرس السابق")

    async def reindex(
        self, asker: Asker, report: Callable[[Reply], Awaitable[None]], *, least: int | None = None
    ) -> Reply:
        self.least = least
        for done in range(self.progress):
            await report(Reply(f"جار {done}"))
            await asyncio.sleep(self.seconds.get("فهرسة", 0))
        return Reply("انتهت الفهرسة" if least is None else "استبدل الفهرس")

    def apology(self, reference: str, *, can_retry: bool = False) -> Reply:
        buttons = ((Button("أعد المحاولة", AGAIN),),) if can_retry else ()
        return Reply(f"عذرا، حدث خطأ {reference}", buttons=buttons)

    def missed(self) -> Reply:
        return Reply("فات وقت الجواب")

    def crowded(self) -> Reply:
        return Reply("أسئلة كثيرة")


class FakeStore:
    """Remembers in memory."""

    def __init__(self) -> None:
        self.gone: list[int] = []
        self.moved: list[tuple[int, int]] = []
        self.answers: dict[tuple[int, int], int] = {}
        self.seen: set[int] = set()

    async def mark_chat_gone(self, chat_id: int) -> None:
        self.gone.append(chat_id)

    async def chat_is_gone(self, chat_id: int) -> bool:
        return chat_id in self.gone

    async def move_chat(self, old: int, new: int) -> None:
        self.moved.append((old, new))

    async def chat_moved_to(self, chat_id: int) -> int | None:
        return dict(self.moved).get(chat_id)

    async def remember_answer_message(self, chat_id: int, question_id: int, answer_id: int) -> None:
        self.answers[chat_id, question_id] = answer_id

    async def answer_message(self, chat_id: int, question_id: int) -> int | None:
        return self.answers.get((chat_id, question_id))

    async def first_seen(self, update_id: int) -> bool:
        is_first = update_id not in self.seen
        self.seen.add(update_id)
        return is_first


def answer_to(text: str) -> Reply:
    """The reply of the fake conversation to a question."""
    quoted = f"😀 {text or 'لا شيء'}"
    shown = f"جواب\n{quoted}"
    spans = (
        ReplySpan(SpanKind.BOLD, 0, 4),
        ReplySpan(SpanKind.EXPANDABLE_QUOTE, 5, len(shown)),
    )
    return Reply(shown, spans, ((Button("السياق", "1:in:a"), Button("المزيد", "1:page:a:1")),))
