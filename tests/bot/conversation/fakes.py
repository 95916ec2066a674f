"""Complete fakes of what the conversation needs, over three small documents.

`FakeEngine` answers with the sentences that share a word with the question, best first: slow and
simple, but correct.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from datetime import UTC, date, datetime, timedelta

from bot.conversation import (
    Asker,
    Conversation,
    EngineHolder,
    Limits,
    Reindexer,
    ReindexOutcome,
    ReindexProgress,
    ReindexStage,
    ReindexStatus,
    Reply,
)
from bot.conversation.ports import PagePictures
from bot.monitoring.metrics import Metrics
from retrieval import (
    Answer,
    AnswerLine,
    Citation,
    Context,
    Document,
    Excerpt,
    LineKind,
    NearestTitle,
    NoAnswer,
    NoAnswerReason,
    NoPicture,
    Page,
    PagePicture,
    Reason,
    SkippedFile,
    Source,
    Span,
)
from tests.bot.conversation.fake_store import FakeAnswerStore
from tests.bot.pictures import png

NOW = datetime(2022, 1, 10, 9, 0, tzinfo=UTC)
BUILT = NOW - timedelta(hours=3)

TALKS = Document(
    "talks.md",
    "اتفق الوفدان على لقاء في جنيف يوم 10 يناير. يبحث اللقاء أمن أوروبا. "
    "وصل الوفد الأول إلى جنيف مساء الأحد.\nمتى تبدأ المحادثات في جنيف؟\nتبدأ المحادثات في جنيف صباحا. "
    "يغادر الوفدان جنيف بعد يومين من المحادثات.",
    Source("لقاء جنيف", "جريدة المدينة", "سلمى حداد", date(2022, 1, 1), "https://example.org/talks"),
    headings=(Span(105, 133),),
)
BREAD = Document(
    "bread.pdf",
    "يخبز الخباز الخبز كل صباح. يحتاج الخبز إلى طحين وماء وملح.",
    Source("دفتر الخباز"),
    pages=(Page(1, 0), Page(2, 27)),
)
NEWS = Document(
    "news.txt",
    "قال المتحدث إن لقاء جنيف يبدأ يوم 10 يناير. وأضاف أن المكان لم يتغير.",
    Source("News of Geneva 2022", "Wire", published=date(2022, 1, 3)),
)
DOCUMENTS = (BREAD, NEWS, TALKS)

PERSON = Asker("telegram:7", is_moderator=False, is_private=True, chat_id="telegram:7", language="ar")
MODERATOR = Asker("telegram:42", is_moderator=True, is_private=True, chat_id="telegram:42", language="ar")
IN_GROUP = Asker(asker_id="telegram:7", is_moderator=False, is_private=False, language="ar")


class FakeEngine:
    """Quotes every sentence that has a word of the question in it."""

    def __init__(
        self,
        documents: tuple[Document, ...] = DOCUMENTS,
        *,
        skipped: tuple[SkippedFile, ...] = (),
        line: AnswerLine | None = None,
        also_in: tuple[Citation, ...] = (),
    ) -> None:
        self.documents = documents
        self.skipped = skipped
        self.line = line
        self.also_in = also_in
        self.warning: Reason | None = None
        self.built_at = BUILT
        self.digest = "0123456789abcdef"
        self.passage_count = sum(len(_sentences(document.text)) for document in documents)

    def answer(self, question: str) -> Answer | NoAnswer:
        words = set(re.findall(r"\w+", question))
        if not self.documents:
            return NoAnswer(question, NoAnswerReason.EMPTY_CORPUS)
        if not words:
            return NoAnswer(question, NoAnswerReason.NO_WORDS)
        if "سلام" in words:
            return NoAnswer(question, NoAnswerReason.GREETING)
        excerpts = [
            self._excerpt(document, sentence, words)
            for document in self.documents
            for sentence in _sentences(document.text)
        ]
        best = sorted((e for e in excerpts if e.highlights), key=lambda e: -e.score)[:9]
        if not best:
            near = tuple(
                NearestTitle(document.document_id, document.source.title) for document in self.documents
            )
            return NoAnswer(question, NoAnswerReason.NOT_FOUND, near[:3])
        ranked = (
            Excerpt(
                rank,
                e.document_id,
                e.source,
                e.text,
                e.start,
                e.end,
                e.highlights,
                e.score,
                e.page,
                e.also_in,
            )
            for rank, e in enumerate(best, 1)
        )
        return Answer(question, tuple(ranked), self.line)

    def _excerpt(self, document: Document, sentence: Span, words: set[str]) -> Excerpt:
        text = document.text[sentence.start : sentence.end]
        marks = tuple(Span(*match.span()) for match in re.finditer(r"\w+", text) if match[0] in words)
        page = document.page_at(sentence.start)
        source, score = document.source, float(len(marks))
        start, end = sentence.start, sentence.end
        return Excerpt(1, document.document_id, source, text, start, end, marks, score, page, self.also_in)

    def context(self, document_id: str, start: int, end: int, *, characters: int = 1200) -> Context | None:
        for document in self.documents:
            if document.document_id == document_id and 0 <= start < end <= len(document.text):
                left = max(0, start - characters // 2)
                right = min(len(document.text), end + characters // 2)
                part = document.text[left:right]
                return Context(
                    document_id, document.source, part, left, right, Span(start - left, end - left)
                )
        return None

    def key_of(self, document_id: str, start: int, end: int) -> str:
        return f"{[d.document_id for d in self.documents].index(document_id)}-{start}-{end}"

    def find(self, key: str) -> Context | None:
        match = re.fullmatch(r"(\d{1,3})-(\d{1,9})-(\d{1,9})", key)
        if match is None or int(match[1]) >= len(self.documents):
            return None
        return self.context(self.documents[int(match[1])].document_id, int(match[2]), int(match[3]))


class FakeReindexer:
    """Reports progress at the given times, and ends with the given outcome."""

    def __init__(
        self, outcome: ReindexOutcome, timer: FakeTimer | None = None, steps: tuple[float, ...] = ()
    ) -> None:
        self.outcome = outcome
        self.timer = timer
        self.steps = steps
        self.calls = 0
        self.least: int | None = None
        self.rolled_back = 0

    async def reindex(
        self, on_progress: Callable[[ReindexProgress], Awaitable[None]], *, least: int | None = None
    ) -> ReindexOutcome:
        self.calls += 1
        self.least = least
        for done, seconds in enumerate(self.steps):
            if self.timer is not None:
                self.timer.seconds = seconds
            await on_progress(ReindexProgress(ReindexStage.INDEXING, done, len(self.steps)))
        return self.outcome

    async def roll_back(self) -> ReindexOutcome:
        self.rolled_back += 1
        return self.outcome


class FakePictures:
    """Draws each page at once as a small gray picture, with its marks, or gives the outcome that is set."""

    def __init__(self, outcome: PagePicture | NoPicture | None = None, *, is_slow: bool = False) -> None:
        self.outcome = outcome
        self.is_slow = is_slow
        self.drawn: list[tuple[str, str]] = []
        """The documents and the spans that were asked for."""
        self.waiting: list[Future[PagePicture | NoPicture]] = []
        """What is being drawn, where drawing is slow."""

    def draw(self, document: Document, start: int, end: int) -> Future[PagePicture | NoPicture]:
        self.drawn.append((document.document_id, document.text[start:end]))
        drawing: Future[PagePicture | NoPicture] = Future()
        if self.is_slow:
            self.waiting.append(drawing)
            return drawing
        page = document.page_at(start) or 1
        drawing.set_result(self.outcome or PagePicture(png(), "image/png", 3, 2, page, is_marked=True))
        return drawing


class FakeTimer:
    """Seconds that a test sets."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


class FakeClock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **by: float) -> None:
        self.now += timedelta(**by)


class Harness:
    """A conversation, and the fakes that it uses."""

    def __init__(
        self,
        engine: FakeEngine | None = None,
        limits: Limits | None = None,
        pictures: FakePictures | None = None,
    ) -> None:
        self.clock = FakeClock()
        self.timer = FakeTimer()
        self.store = FakeAnswerStore(self.clock)
        self.engines = EngineHolder(engine or FakeEngine())
        self.reindexer = FakeReindexer(ReindexOutcome(ReindexStatus.UNCHANGED), self.timer)
        self.metrics = Metrics()
        ids = iter(f"answer-{number}" for number in range(1000))
        self.conversation = Conversation(
            engines=self.engines,
            store=self.store,
            reindexer=self.reindexer,
            pictures=pictures,
            limits=limits,
            metrics=self.metrics,
            clock=self.clock,
            timer=self.timer,
            new_id=lambda: next(ids),
        )


def converse(
    scenario: Callable[[Harness], Awaitable[None]],
    *,
    engine: FakeEngine | None = None,
    limits: Limits | None = None,
    pictures: FakePictures | None = None,
) -> None:
    """Run a scenario with a new conversation, and close the conversation at the end."""

    async def whole() -> None:
        harness = Harness(engine, limits, pictures)
        try:
            await scenario(harness)
        finally:
            harness.conversation.close()

    asyncio.run(whole())


def labels(reply: Reply) -> list[list[str]]:
    """The labels of a reply's buttons, row by row."""
    return [[button.label for button in row] for row in reply.buttons]


def action(reply: Reply, label: str) -> str:
    """The action of the button of that label."""
    return next(button.action or "" for row in reply.buttons for button in row if button.label == label)


def shown(reply: Reply, kind: str) -> list[str]:
    """What a reply shows as `kind`, in order."""
    return [reply.text[span.start : span.end] for span in reply.spans if span.kind == kind]


def bare(text: str) -> str:
    """Text without the invisible marks that fix its direction."""
    return re.sub("[\u2066-\u2069\u200f]", "", text)


def line(**changes: object) -> AnswerLine:
    """An answer line that two documents agree on."""
    values: dict[str, object] = {
        "text": "10 يناير 2022",
        "kind": LineKind.DATE,
        "value": "2022-01-10",
        "document_ids": ("talks.md", "news.txt"),
        "excerpt_rank": 1,
        "span": Span(34, 42),
        "others": (),
    }
    return AnswerLine(**(values | changes))  # type: ignore[arg-type]


def _sentences(text: str) -> list[Span]:
    return [Span(*match.span()) for match in re.finditer(r"\S[^.\n؟]*[.؟]?", text)]


def reindexer_is_a_port(reindexer: FakeReindexer) -> Reindexer:
    """For the type checker: the fake implements the whole port."""
    return reindexer


def pictures_is_a_port(pictures: FakePictures) -> PagePictures:
    """For the type checker: the fake implements the whole port."""
    return pictures
