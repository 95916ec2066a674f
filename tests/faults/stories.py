"""What people do while a fault strikes their chat, and what came of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus

from tests.faults.catalog import Case, Moment, Outcome
from tests.faults.town import QUESTIONS, Asked, Town, apologizes, button, until
from tests.telegram_server.faults import Fault
from tests.telegram_server.people import Person
from tests.telegram_server.state import BOT, Json

BUSY = 4
"""People who ask in a busy group at once."""
LONG_WAIT = 60
"""Seconds that Telegram asks a chat to wait from which what waits there is given up."""
CLEAN_PATIENCE = 40.0
"""Seconds for what must work before a fault strikes."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What people noticed of a case, in counts."""

    cases: int = 0
    """1 where the fault struck, 0 where the bot never made the call."""
    lost: int = 0
    """Answers, edits, notes and inline results that Telegram would have taken and never got."""
    doubled: int = 0
    """Answers beyond those that are owed to the fault."""
    second_apologies: int = 0
    behind: int = 0
    """Apologies for a question that was answered, or for a press that took effect."""

    def __add__(self, other: Verdict) -> Verdict:
        return Verdict(*(getattr(self, name) + getattr(other, name) for name in self.__slots__))

    @property
    def is_good(self) -> bool:
        """Whether nobody noticed anything."""
        return (self.lost, self.doubled, self.second_apologies, self.behind) == (0, 0, 0, 0)


@dataclass(slots=True)
class Story:
    """One case in a chat of its own.

    Args:
        town: Where it happens.
        case: The fault.
    """

    town: Town
    case: Case
    asked: list[Asked] = field(default_factory=list)
    presses: list[tuple[str, Json, str]] = field(default_factory=list)
    """Pressed buttons: the query's id, the message, and its text before."""
    inline: list[str] = field(default_factory=list)
    fault: Fault | None = None
    chat_id: int = 0
    is_staged: bool = True
    """False where what comes before the fault did not work; then it says nothing of the fault."""

    async def play(self) -> None:
        """Do all of it, and wait until nothing more can be expected."""
        await self.begin()
        if self.is_staged:
            await until(self.is_over, self.case.patience)

    async def begin(self) -> None:
        """Do all of it."""
        person = self.town.person()
        in_group = self.case.moment is Moment.GROUP
        group = self.town.group() if in_group else None
        self.chat_id = group or person.user_id
        if self.case.method in {"answerInlineQuery", "answerGuestQuery"}:
            await self._type(person)
        elif self.case.method in {"editMessageText", "answerCallbackQuery"}:
            await self._press(person, group)
        else:
            await self._ask(person, group)

    def is_over(self) -> bool:
        """Whether everything that is owed has arrived."""
        asked = all(self.town.replies(each) for each in self.asked)
        pressed = all(self._is_shown(*each[1:]) and self._is_noted(each[0]) for each in self.presses)
        return asked and pressed and not any(map(self._is_waiting, self.inline))

    def verdict(self) -> Verdict:
        """What people noticed so far."""
        struck = self.fault is not None and self.fault.struck > 0
        if not self.is_staged:
            return Verdict()
        total = Verdict(cases=int(struck))
        for place, each in enumerate(self.asked):
            total += self._of_question(each, is_struck=place in self._struck_places())
        for query_id, message, before in self.presses:
            total += self._of_press(query_id, message, before)
        waiting = sum(map(self._is_waiting, self.inline))
        return total + Verdict(lost=0 if self.case.outcome is Outcome.EXCUSED else waiting)

    def _struck_places(self) -> set[int]:
        """Which of the questions the fault may have struck: all, where it is about the whole chat."""
        options = self.case.kind.options
        wait = options.get("parameters", {}).get("retry_after", 0)
        if options.get("code") == HTTPStatus.FORBIDDEN or wait > LONG_WAIT:
            return set(range(len(self.asked)))
        if self.case.method != "sendMessage":
            return set()
        if self.case.moment is not Moment.BETWEEN:
            return set(range(len(self.asked)))
        return {1, 2}

    def _of_question(self, asked: Asked, *, is_struck: bool) -> Verdict:
        outcome = self.case.outcome if is_struck else Outcome.ONCE
        answers, apologies = len(self.town.answers(asked)), len(self.town.apologies(asked))
        most = 2 if is_struck and outcome is Outcome.TWICE else 1
        return Verdict(
            lost=int(outcome is not Outcome.EXCUSED and not answers),
            doubled=max(0, answers - most),
            second_apologies=max(0, apologies - 1),
            behind=int(bool(answers and apologies)),
        )

    def _of_press(self, query_id: str, message: Json, before: str) -> Verdict:
        excused = self.case.outcome is Outcome.EXCUSED
        shown = self._is_shown(message, before)
        owed = not excused or self.case.method != "editMessageText"
        noted = self._is_noted(query_id) or excused or self.case.method != "answerCallbackQuery"
        notes = [
            call.parameters.get("text") or ""
            for call in self.town.state.calls
            if call.method == "answerCallbackQuery"
            and call.parameters.get("callback_query_id") == query_id
            and call.status == 200
        ]
        to_questions = sum(len(self.town.apologies(asked)) for asked in self.asked)
        in_chat = self.town.apologies_in(self.chat_id) - to_questions
        sorry = sum(apologizes({"text": note}) for note in notes) + in_chat
        return Verdict(
            lost=int((owed and not shown) or not noted),
            second_apologies=max(0, sorry - 1),
            behind=int(bool(sorry and shown)),
        )

    def _is_shown(self, message: Json, before: str) -> bool:
        key = message["chat"]["id"], message["message_id"]
        return bool(self.town.state.messages[key]["text"] != before)

    def _is_noted(self, query_id: str) -> bool:
        return self.town.state.presses[query_id]

    def _is_waiting(self, query_id: str) -> bool:
        state = self.town.state
        is_open = state.guest_queries.get(query_id, {}) is None
        return query_id in state.inline_queries or is_open

    def _strike(self) -> None:
        case = self.case
        self.fault = case.kind.fault(case.method, times=case.times, chat_id=self.chat_id)
        self.town.state.faults.add(self.fault)

    async def _ask(self, person: Person, group: int | None) -> None:
        if group is not None:
            self._strike()
            others = [person, *(self.town.person() for _ in range(BUSY - 1))]
            self.asked += [await self.town.ask(each, place, group) for place, each in enumerate(others)]
            return
        if self.case.moment is Moment.BETWEEN:
            self.asked.append(await self.town.ask(person))
            await self._settle(lambda: bool(self.town.answers(self.asked[0])))
        self._strike()
        self.asked.append(await self.town.ask(person, len(self.asked)))
        if self.case.moment is Moment.BETWEEN:
            self.asked.append(await self.town.ask(person, 2))

    async def _press(self, person: Person, group: int | None) -> None:
        self.asked.append(await self.town.ask(person, 0, group))
        if not await self._settle(lambda: bool(self.town.answers(self.asked[0]))):
            return
        answer = self.town.answers(self.asked[0])[0]
        if self.case.moment is Moment.BETWEEN:
            await self._push(person, answer, "in")
            await self._settle(self.is_over)
            self.presses.clear()
        self._strike()
        if group is not None:
            others = [self.town.person() for _ in range(BUSY - 1)]
            self.asked += [await self.town.ask(each, place, group) for place, each in enumerate(others)]
        # Back from the context to the answer, or from the answer to the context.
        await self._push(person, answer, "page" if self.case.moment is Moment.BETWEEN else "in")

    async def _push(self, person: Person, message: Json, verb: str) -> None:
        shown = self.town.state.messages[message["chat"]["id"], message["message_id"]]
        action = button(shown, verb)
        if action is None:
            self.is_staged = False
            return
        before = shown["text"]
        query_id = await person.press(message["message_id"], action, chat_id=message["chat"]["id"])
        self.presses.append((query_id, message, before))

    async def _type(self, person: Person) -> None:
        if self.case.moment is Moment.BETWEEN:
            self.inline.append(await self._query(person, QUESTIONS[1]))
            await self._settle(self.is_over)
        self._strike()
        self.inline.append(await self._query(person, QUESTIONS[0]))

    async def _query(self, person: Person, question: str) -> str:
        if self.case.method == "answerInlineQuery":
            return await person.type_inline(question)
        name = BOT["username"]
        return await person.summon(f"@{name} {question}", chat_id=-person.user_id)

    async def _settle(self, holds: Callable[[], bool]) -> bool:
        """Wait for what comes before the fault; where it does not come, the story says nothing."""
        self.is_staged = await until(holds, CLEAN_PATIENCE)
        return self.is_staged


async def play_all(stories: list[Story], pace: float, most_hanging: int = 6) -> None:
    """Play all stories at a time, so many new ones a second.

    Args:
        stories: What to play.
        pace: New stories a second.
        most_hanging: How many may hang a connection at a time.
    """
    hanging = asyncio.Semaphore(most_hanging)

    async def play(story: Story) -> None:
        if "hang" in story.case.kind.options:
            async with hanging:
                await story.play()
        else:
            await story.play()

    tasks = []
    for story in stories:
        tasks.append(asyncio.create_task(play(story)))
        await asyncio.sleep(1 / pace)
    await asyncio.gather(*tasks)
