"""Every fault of the Bot API as data: fault × method × moment, and what people may notice of each."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from http import HTTPStatus
from typing import Any

from tests.telegram_server.faults import Fault

HANG = 45.0
"""Seconds that a hanging call waits: more than any time-out of the bot."""
DEEP = "[" * 100_000


class Outcome(StrEnum):
    """What may come of a question whose answer meets a fault."""

    ONCE = "once"
    """Telegram would have taken the answer later: it arrives exactly once."""
    TWICE = "at most twice"
    """The first answer arrived, but the bot cannot know: it arrives once or twice."""
    EXCUSED = "excused"
    """Telegram refuses it for good, or for longer than anybody waits: an answer, an apology or neither."""


class Moment(StrEnum):
    """When the fault strikes."""

    START = "at start"
    FIRST = "first question"
    BETWEEN = "between questions"
    GROUP = "in a busy group"
    REINDEX = "while reindexing"
    SHUTDOWN = "at shutdown"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of fault."""

    name: str
    outcome: Outcome
    options: dict[str, Any] = field(hash=False)
    """Fields of the server's fault, beside method, chat and count."""
    is_brief: bool = True
    """Whether it can be in a sample: it keeps nobody waiting for long."""

    def fault(self, method: str, *, times: int, chat_id: int | None = None) -> Fault:
        """The fault as the server takes it."""
        return Fault(method, times=times, chat_id=chat_id, **self.options)


def _refused(name: str, outcome: Outcome, code: int, description: str, **parameters: Any) -> Kind:
    options = {"code": code, "description": description, "parameters": parameters}
    return Kind(name, outcome, options, is_brief=parameters.get("retry_after", 0) < 60)


def _forged(name: str, body: str, code: int = 200) -> Iterator[Kind]:
    yield Kind(f"{name}", Outcome.ONCE, {"code": code, "body": body})
    yield Kind(f"{name}, after the effect", Outcome.TWICE, {"code": code, "body": body, "is_late": True})


KINDS: tuple[Kind, ...] = (
    _refused("429 for 1 s", Outcome.ONCE, 429, "Too Many Requests: retry after 1", retry_after=1),
    _refused("429 for 5 s", Outcome.ONCE, 429, "Too Many Requests: retry after 5", retry_after=5),
    _refused("429 for 300 s", Outcome.EXCUSED, 429, "Too Many Requests: retry after 300", retry_after=300),
    _refused("500", Outcome.ONCE, 500, "Internal Server Error"),
    *_forged("502 in HTML", "<html><h1>502 Bad Gateway</h1></html>", 502),
    _refused("503", Outcome.ONCE, 503, "Service Unavailable"),
    *_forged("504 in HTML", "<html><h1>504 Gateway Time-out</h1></html>", 504),
    _refused("400 of no known kind", Outcome.EXCUSED, 400, "Bad Request: SOMETHING_NEW"),
    _refused("401 in passing", Outcome.ONCE, 401, "Unauthorized"),
    _refused("403", Outcome.EXCUSED, 403, "Forbidden: bot was blocked by the user"),
    _refused("404", Outcome.EXCUSED, 404, "Not Found"),
    _refused("409", Outcome.EXCUSED, 409, "Conflict: terminated by other getUpdates request"),
    Kind("connection cut", Outcome.ONCE, {"drop": True}),
    Kind("connection cut, after the effect", Outcome.TWICE, {"drop": True, "is_late": True}),
    Kind("hang", Outcome.ONCE, {"hang": HANG, "drop": True}, is_brief=False),
    Kind(
        "hang, after the effect",
        Outcome.TWICE,
        {"hang": HANG, "drop": True, "is_late": True},
        is_brief=False,
    ),
    *_forged("malformed JSON", "{ok: yes}"),
    *_forged("truncated JSON", '{"ok":true,"result":{"message_id":'),
    *_forged("empty 200", ""),
    # With `ok` the call has taken effect, so there is no such fault before it.
    Kind("wrong type", Outcome.TWICE, {"code": 200, "body": '{"ok":true,"result":7}', "is_late": True}),
    Kind("null result", Outcome.TWICE, {"code": 200, "body": '{"ok":true,"result":null}', "is_late": True}),
    Kind(
        "wrong fields",
        Outcome.TWICE,
        {"code": 200, "body": '{"ok":true,"result":{"chat":[],"date":"x"}}', "is_late": True},
    ),
    *_forged("deep JSON", '{"ok":true,"result":' + DEEP),
)
"""All kinds of faults; the texts of refusals are those of telegram-bot-api."""

CHAT_METHODS = (
    "sendMessage",
    "editMessageText",
    "answerCallbackQuery",
    "answerInlineQuery",
    "answerGuestQuery",
)
"""Methods that are about one chat: each case strikes a chat of its own, so that many run at a time.

`sendChatAction` is not among them: it is called where an answer takes longer than any does in the real
process, so `test_typing.py` strikes it beside a conversation that is slow.
"""
QUERY_METHODS = ("answerCallbackQuery", "answerInlineQuery", "answerGuestQuery")
QUERY_SECONDS = 3
"""Seconds that an answer to a query is worth waiting for; Telegram forgets the query soon after."""
START_METHODS = ("getMe", "deleteWebhook", "getUpdates", "setMyCommands")
HOOK_METHODS = ("setWebhook", "getWebhookInfo")
"""Methods that a bot calls in webhook mode alone, at its start and while it runs."""
CHAT_MOMENTS = (Moment.FIRST, Moment.BETWEEN, Moment.GROUP, Moment.REINDEX, Moment.SHUTDOWN)
MOMENTS = {
    "answerInlineQuery": tuple(moment for moment in CHAT_MOMENTS if moment is not Moment.GROUP),
    "answerGuestQuery": tuple(moment for moment in CHAT_MOMENTS if moment is not Moment.GROUP),
}
"""The moments of methods that are not called at each."""
TIMES = (1, 2, 12)
"""How often a fault strikes in succession: in passing, twice, or longer than anybody tries again."""
LASTING = TIMES[-1]
LASTING_PATIENCE = 110.0
"""Seconds until a bot has given up what fails all the time, and its apology has arrived."""


@dataclass(frozen=True, slots=True)
class Case:
    """One fault that is injected."""

    kind: Kind
    method: str
    moment: Moment
    times: int = 1

    @property
    def outcome(self) -> Outcome:
        """What may come of it; nothing is owed where the fault lasts, or longer than a query does."""
        waits = self.kind.options.get("parameters", {}).get("retry_after", 0)
        is_expired = self.method in QUERY_METHODS and waits > QUERY_SECONDS
        # A stop waits for one time-out at most: what hangs twice is counted in the log, a press is over.
        hangs = self.moment is Moment.SHUTDOWN and "hang" in self.kind.options
        is_cut = hangs and (self.method != "sendMessage" or self.times > 1)
        return Outcome.EXCUSED if self.times == LASTING or is_expired or is_cut else self.kind.outcome

    @property
    def patience(self) -> float:
        """Seconds after which an answer will not come anymore."""
        waits = self.kind.options.get("parameters", {}).get("retry_after", 0)
        hang = self.kind.options.get("hang", 0.0)
        lasting = LASTING_PATIENCE if self.times == LASTING else 0.0
        return float(25 + self.times * min(waits, 5) + 2 * hang + lasting)

    @property
    def is_brief(self) -> bool:
        """Whether it can be in a sample."""
        return self.kind.is_brief and self.times != LASTING

    def __str__(self) -> str:
        return f"{self.kind.name} × {self.times} on {self.method} {self.moment}"


def chat_cases() -> list[Case]:
    """All cases that strike one chat.

    Responses are lost once: nobody could tell more of them from answers that never arrived.
    """
    return [
        Case(kind, method, moment, times)
        for kind in KINDS
        for method in CHAT_METHODS
        for moment in MOMENTS.get(method, CHAT_MOMENTS)
        for times in (TIMES if kind.outcome is not Outcome.TWICE else (1,))
    ]


def whole_cases() -> list[Case]:
    """All cases that strike the whole process: at its start, and in its polling."""
    starts = [Case(kind, method, Moment.START) for kind in KINDS for method in (*START_METHODS, "setWebhook")]
    running = [Case(kind, "getUpdates", Moment.BETWEEN, times) for kind in KINDS for times in (1, 2)]
    watched = [Case(kind, "getWebhookInfo", Moment.BETWEEN) for kind in KINDS]
    return [case for case in (*starts, *running, *watched) if not _ends_the_bot(case)]


def _ends_the_bot(case: Case) -> bool:
    """Whether the bot ends with a line: its webhook's address is refused, and only who runs it can help."""
    return case.method == "setWebhook" and case.kind.options.get("code") == HTTPStatus.BAD_REQUEST


def draw(cases: Sequence[Case], count: int, seed: int) -> list[Case]:
    """A sample without repetition, in a random order; more than there are begins anew.

    The sample goes round the methods and the kinds, so that a small one has some of each.
    """
    chance = random.Random(seed)
    drawn: list[Case] = []
    while len(drawn) < count:
        shuffled = chance.sample(cases, len(cases))
        rounds: dict[tuple[str, str], int] = {}
        order: list[tuple[int, int, Case]] = []
        for place, case in enumerate(shuffled):
            cell = case.method, case.kind.name
            rounds[cell] = rounds.get(cell, 0) + 1
            order.append((rounds[cell], place, case))
        drawn += [case for *_, case in sorted(order, key=lambda entry: entry[:2])]
    return drawn[:count]
