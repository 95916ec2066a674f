"""A Bot API server that costs as little as possible, and people who ask it questions at a steady rate.

It checks nothing, unlike `tests/telegram_server`, so that it does not disturb what is measured beside
it. It runs in a process of its own: in, a JSON object on standard input; out, one on standard output.
"""

from __future__ import annotations

import asyncio
import json
import random
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import tornado.web

Json = dict[str, Any]

TOKEN = "7000000001:BENCH-token_of_the_loopback_server_0000"  # noqa: S105 - nobody's token
ME: Json = {"id": 7000000001, "is_bot": True, "first_name": "شاهد", "username": "shahid_bench_bot"}
MODERATOR = 7
FIRST_PERSON = 1000
LAST_ANSWER = 30.0
"""Seconds that the last answers have."""
_APOLOGY = "عذر"


@dataclass(slots=True)
class Load:
    """The server's state, and what it has measured."""

    pending: list[Json] = field(default_factory=list)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)
    update_id: int = 0
    message_id: int = 0
    asked: dict[int, float] = field(default_factory=dict)
    """When each question was asked, by the id of its message."""
    waits: list[float] = field(default_factory=list)
    """Seconds from each question to its first answer."""
    answers: dict[int, int] = field(default_factory=dict)
    apologies: int = 0
    reindexed: int = 0
    """Reindexings that ended well."""

    def write(self, person: int, text: str) -> int:
        """Let somebody write in private; returns the message's id."""
        self.message_id += 1
        self.update_id += 1
        message: Json = {
            "message_id": self.message_id,
            "date": int(time.time()),
            "chat": {"id": person, "type": "private", "first_name": "سعاد"},
            "from": {"id": person, "is_bot": False, "first_name": "سعاد", "language_code": "ar"},
            "text": text,
        }
        if text.startswith("/"):
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text)}]
        self.pending.append({"update_id": self.update_id, "message": message})
        self.arrived.set()
        return self.message_id

    def sent(self, parameters: Json) -> Json:
        """Take a message of the bot."""
        text, chat_id = parameters["text"], int(parameters["chat_id"])
        source = json.loads(parameters.get("reply_parameters", "{}")).get("message_id")
        if source in self.asked:
            self.answers[source] = self.answers.get(source, 0) + 1
            if self.answers[source] == 1:
                self.waits.append(time.monotonic() - self.asked[source])
            self.apologies += text.startswith(_APOLOGY)
        self._look(text)
        self.message_id += 1
        chat = {"id": chat_id, "type": "private"}
        return {"message_id": self.message_id, "date": int(time.time()), "chat": chat, "text": text}

    def edited(self, parameters: Json) -> Json:
        """Take an edit of the bot."""
        self._look(parameters["text"])
        chat = {"id": int(parameters["chat_id"]), "type": "private"}
        message_id = int(parameters["message_id"])
        return {"message_id": message_id, "date": 1, "chat": chat, "text": parameters["text"]}

    def _look(self, text: str) -> None:
        self.reindexed += "تمت إعادة الفهرسة" in text


class Methods(tornado.web.RequestHandler):
    """`/bot<token>/<method>`."""

    def initialize(self, load: Load) -> None:
        """Take the state; tornado calls this for each request."""
        self._load = load

    async def post(self, method: str) -> None:
        """Carry out one call."""
        given = {name: values[-1].decode() for name, values in self.request.arguments.items()}
        result: Any = True
        if method == "getUpdates":
            result = await self._updates(given)
        elif method == "sendMessage":
            result = self._load.sent(given)
        elif method == "editMessageText":
            result = self._load.edited(given)
        elif method == "getMe":
            result = ME
        self.set_header("Content-Type", "application/json")
        self.finish(json.dumps({"ok": True, "result": result}))

    async def _updates(self, given: dict[str, str]) -> list[Json]:
        load, offset = self._load, int(given.get("offset", 0))
        if offset > 0:
            load.pending = [update for update in load.pending if update["update_id"] >= offset]
        if not load.pending:
            load.arrived.clear()
            try:
                await asyncio.wait_for(load.arrived.wait(), float(given.get("timeout", 0)))
            except TimeoutError:
                return []
        return load.pending[:100]


async def ask_steadily(
    load: Load, questions: Sequence[str], *, rate: float, seconds: float, chats: int, reindex_at: float
) -> None:
    """Ask at random moments, so many questions a second on average, and reindex once on the way.

    Args:
        load: Where they are asked.
        questions: Asked in turn.
        rate: Questions a second.
        seconds: How long.
        chats: How many people take turns.
        reindex_at: When the moderator reindexes, in seconds from the beginning.
    """
    chance = random.Random(1)
    began = time.monotonic()
    is_reindexed = False
    moment = 0.0
    for number in range(int(rate * seconds)):
        moment += chance.expovariate(rate)
        await asyncio.sleep(max(0.0, began + moment - time.monotonic()))
        if moment >= reindex_at and not is_reindexed:
            is_reindexed = True
            load.write(MODERATOR, "/reindex")
        at = time.monotonic()
        person = FIRST_PERSON + number % chats
        load.asked[load.write(person, questions[number % len(questions)])] = at
    end = time.monotonic() + LAST_ANSWER
    while len(load.answers) < len(load.asked) and time.monotonic() < end:  # noqa: ASYNC110 - a load has no event
        await asyncio.sleep(0.05)


async def serve() -> None:
    """Serve until standard input ends; each line of it is a load, each line of output what came of it."""
    load = Load()
    routes = [(rf"/bot{TOKEN}/(\w+)", Methods, {"load": load})]
    server = tornado.web.Application(routes, log_function=lambda _: None).listen(0, "127.0.0.1")
    port = next(iter(server._sockets.values())).getsockname()[1]  # noqa: SLF001 - tornado shows it nowhere else
    _print({"url": f"http://127.0.0.1:{port}"})
    while line := await asyncio.to_thread(sys.stdin.readline):
        load.asked, load.answers, load.waits, load.apologies, load.reindexed = {}, {}, [], 0, 0
        began, processor = time.monotonic(), time.process_time()
        await ask_steadily(load, **json.loads(line))
        _print(
            {
                "asked": len(load.asked),
                "lost": len(load.asked) - len(load.answers),
                "doubled": sum(count > 1 for count in load.answers.values()),
                "apologies": load.apologies,
                "reindexed": load.reindexed,
                "waits": load.waits,
                "seconds": time.monotonic() - began,
                "server_processor": time.process_time() - processor,
            }
        )
    server.stop()


def _print(value: Json) -> None:
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(serve())
