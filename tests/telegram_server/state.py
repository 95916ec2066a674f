"""The state of the server: chats, messages, waiting updates, calls that were made."""

from __future__ import annotations

import asyncio
import re
import time
from dataclasses import dataclass, field
from typing import Any

from tests.telegram_server.faults import Faults
from tests.telegram_server.rejection import RejectionError, bad_request

Json = dict[str, Any]

_NUMBER = re.compile(r"-?\d+")  # matches -1001234567890
_CHAT_ID = re.compile(r'"chat_id": ?(-?\d+)')  # matches "chat_id": 42

BOT: Json = {
    "id": 7000000001,
    "is_bot": True,
    "first_name": "شاهد",
    "username": "shahid_test_bot",
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": True,
    "supports_guest_queries": True,
}
TOKEN = f"{BOT['id']}:TEST-token_of_the_test_server_000000000"


@dataclass(slots=True)
class Call:
    """One call of a method, with its answer."""

    method: str
    parameters: Json
    status: int = 0
    """HTTP status; 0 while there is no answer."""
    answer: Any = None
    """The result, or the description of the error."""
    at: float = field(default_factory=time.monotonic)
    """When it was made, by a monotonic clock, in seconds."""


@dataclass(slots=True)
class ServerState:
    """The state of the server."""

    token: str = TOKEN
    privacy_mode: bool = True
    """Whether messages between people in groups are withheld from the bot."""
    update_id: int = 100
    clock_offset: float = 0.0
    """Seconds by which Telegram's clock is ahead of this machine's."""
    messages: dict[tuple[int, int], Json] = field(default_factory=dict)
    last_message_ids: dict[int, int] = field(default_factory=dict)
    pending: list[Json] = field(default_factory=list)
    calls: list[Call] = field(default_factory=list)
    faults: Faults = field(default_factory=Faults)
    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    presses: dict[str, bool] = field(default_factory=dict)
    """Callback queries by id, and whether they were answered."""
    inline_queries: set[str] = field(default_factory=set)
    query_chats: dict[str, int] = field(default_factory=dict)
    """The chat of each pressed button, and the person of each inline query, by the query's id."""
    guest_queries: dict[str, Json | None] = field(default_factory=dict)
    """Messages of guest mode by the ids of their queries, with the result that answered each."""
    files: dict[str, bytes] = field(default_factory=dict)
    """Files that the bot has uploaded, by their ids."""
    webhook: Json = field(default_factory=dict)
    allowed: set[str] | None = None
    """Kinds of updates that are delivered; remembered from call to call, None is all."""
    members: dict[tuple[int, int], str] = field(default_factory=dict)
    blocked: set[int] = field(default_factory=set)
    known_chats: set[int] = field(default_factory=set)
    """Chats that the bot may write to: somebody wrote there first."""
    moved: dict[int, int] = field(default_factory=dict)
    """Groups that became supergroups, with their new ids."""
    poll: asyncio.Future[None] | None = None
    """Set while a getUpdates waits."""
    changed: asyncio.Condition = field(default_factory=asyncio.Condition)
    """Notified of every new update and of every answered call."""

    def reset(self) -> None:
        """Forget all but the token and the numbers of updates."""
        fresh = ServerState(self.token, privacy_mode=self.privacy_mode, update_id=self.update_id)
        for name in self.__slots__:
            if name != "changed":
                setattr(self, name, getattr(fresh, name))

    def chat_of_call(self, call: Call) -> int | None:
        """The chat that a call is about, whether or not it exists; None where it is about none."""
        parameters = call.parameters
        for name in ("callback_query_id", "inline_query_id", "guest_query_id"):
            if name in parameters:
                return self.query_chats.get(parameters[name])
        found = _CHAT_ID.search(str(parameters.get("scope", "")))
        written = found[1] if found else str(parameters.get("chat_id", ""))
        return int(written) if _NUMBER.fullmatch(written) else None

    def now(self) -> float:
        """Telegram's time, in Unix seconds."""
        return time.time() + self.clock_offset

    async def notify(self) -> None:
        """Wake whoever waits for a change."""
        async with self.changed:
            self.changed.notify_all()

    async def push(self, kind: str, payload: Json) -> int | None:
        """Put an update in the queue; returns its id, or None where the bot does not get it."""
        if self.allowed is not None and kind not in self.allowed:
            return None
        if kind in {"message", "edited_message"} and not self._reaches_bot(payload):
            return None
        self.update_id += 1
        self.pending.append({"update_id": self.update_id, kind: payload})
        await self.notify()
        return self.update_id

    def store(self, chat_id: int, message: Json) -> Json:
        """Keep a new message, with the next id of its chat."""
        message_id = self.last_message_ids[chat_id] = self.last_message_ids.get(chat_id, 0) + 1
        message = {
            "message_id": message_id,
            "date": int(self.now()),
            "chat": chat_of(chat_id),
            **message,
        }
        self.messages[chat_id, message_id] = message
        return message

    def keep_file(self, content: bytes) -> str:
        """Keep an uploaded file; returns its id."""
        file_id = f"file{len(self.files) + 1}"
        self.files[file_id] = content
        return file_id

    def writable(self, chat_id: int) -> int:
        """The id of a chat that the bot may write to.

        Raises:
            RejectionError: It may not: the chat is unknown or moved, or the bot is blocked.
        """
        if chat_id in self.blocked:
            raise RejectionError(403, "Forbidden: bot was blocked by the user")
        if chat_id in self.moved:
            raise RejectionError(
                400,
                "Bad Request: group chat was upgraded to a supergroup chat",
                migrate_to_chat_id=self.moved[chat_id],
            )
        if chat_id not in self.known_chats:
            raise bad_request("chat not found")
        return chat_id

    def _reaches_bot(self, message: Json) -> bool:
        """Privacy mode: in a group the bot gets commands, replies to it, and what serves the chat."""
        if not self.privacy_mode or message["chat"]["type"] == "private" or "text" not in message:
            return True
        if message.get("reply_to_message", {}).get("from", {}).get("id") == BOT["id"]:
            return True
        first = next(iter(message.get("entities", ())), None)
        if first is None or first["type"] != "bot_command" or first["offset"] != 0:
            return False
        _, _, addressee = message["text"][: first["length"]].partition("@")
        return addressee in {"", BOT["username"]}


def chat_of(chat_id: int) -> Json:
    """A chat: ids of people are above 0, of supergroups below."""
    if chat_id > 0:
        return {"id": chat_id, "type": "private", "first_name": "سعاد"}
    return {"id": chat_id, "type": "supergroup", "title": "مجموعة"}


def bot_user() -> Json:
    """The bot as the author of a message."""
    return {name: BOT[name] for name in ("id", "is_bot", "first_name", "username")}
