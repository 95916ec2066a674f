"""Makes writes of what is to be remembered."""

from __future__ import annotations

from typing import Any

from sqlalchemy import CursorResult, Delete

from bot.conversation.ports import Vote
from bot.store.recent import ChatState, Kept, Recent
from bot.store.statements import Statements
from bot.store.waiting import Write


class Rows:
    """Makes writes for one kind of database.

    Args:
        kind: `sqlite` or `postgresql`.
    """

    def __init__(self, kind: str) -> None:
        self._statements = Statements(kind)

    def answer(self, answer_id: str, kept: Kept) -> Write:
        """An answer."""
        row = {"answer_id": answer_id, "body": kept.read(), "created_at": kept.at}
        return Write("answer", self._statements.answer, row)

    def vote(self, answer_id: str, asker_id: str, vote: Vote, at: int) -> Write:
        """A vote; the result is whether its answer is kept."""
        row = {"answer_id": answer_id, "asker_id": asker_id, "vote": vote.value, "voted_at": at}
        return Write("vote", self._statements.vote, row, _has_row, is_precious=True)

    def count(self, asker_id: str, window_start: int) -> Write:
        """One more question of a person; the result is the count with those of other processes."""
        row = {"asker_id": asker_id, "window_start": window_start, "questions": 1}
        return Write("count", self._statements.count, row, _first_value)

    def seen(self, update_id: int, at: int) -> Write:
        """An update; the result is whether it is new."""
        return Write("seen", self._statements.seen, {"update_id": update_id, "seen_at": at}, _has_row)

    def message(self, question: tuple[int, int], answer: tuple[int, int]) -> Write:
        """Which message answers which: chat and message, then message and time."""
        row = {
            "chat_id": question[0],
            "question_message_id": question[1],
            "answer_message_id": answer[0],
            "created_at": answer[1],
        }
        return Write("message", self._statements.message, row)

    def messages_gone(self, chat_id: int) -> Write:
        """No message of a chat answers another any more."""
        return Write("move", self._statements.messages_of_chat, {"chat": chat_id})

    def chat(self, chat_id: int, state: ChatState) -> Write:
        """What is known of a chat."""
        row = {"chat_id": chat_id, "gone_at": state.gone_at, "moved_to": state.moved_to}
        return Write("chat", self._statements.chat, row)

    def chat_back(self, chat_id: int) -> Write:
        """A chat can be written to again."""
        return Write("chat", self._statements.chat_back, {"chat": chat_id})

    def audit(self, asker_id: str, chat_id: str, act: str, outcome: str, at: int) -> Write:
        """An act of a moderator."""
        row = {
            "asker_id": asker_id,
            "chat_id": chat_id,
            "act": act,
            "outcome": outcome,
            "happened_at": at,
        }
        return Write("audit", self._statements.audit, row, is_precious=True)

    def deletion(self, statement: Delete, row: dict[str, int]) -> Write:
        """The deletion of some old rows; the result is their number."""
        return Write("prune", statement, dict(row), _row_count, is_kept=False)

    def all_of(self, recent: Recent) -> list[Write]:
        """All that memory has, for a database that is empty."""
        return [
            *(self.answer(*item) for item in recent.answers.items()),
            *(self.message(*item) for item in recent.messages.items()),
            *(self.chat(*item) for item in recent.chats.items() if item[1] != ChatState()),
            *(self.seen(*item) for item in recent.seen.items()),
            *(self.vote(*voter, *kept) for voter, kept in recent.votes.items()),
        ]


def _has_row(result: CursorResult[Any]) -> bool:
    return result.first() is not None


def _first_value(result: CursorResult[Any]) -> int:
    return int(result.scalar_one())


def _row_count(result: CursorResult[Any]) -> int:
    return result.rowcount
