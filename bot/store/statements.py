"""The statements that write, made once for each kind of database.

SQLAlchemy has INSERT with ON CONFLICT for SQLite and PostgreSQL apart; everything else is the same.
Rows are dictionaries by the names of the columns, or of the parameters where a statement has others.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import bindparam, delete, exists, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Delete, ReturningInsert, Update

from bot.store.models import (
    AnswerMessageRow,
    AnswerRow,
    AuditRow,
    Base,
    ChatRow,
    FeedbackRow,
    QuestionCountRow,
    SeenUpdateRow,
)

Insert = sqlite.Insert | postgresql.Insert
Statement = Insert | ReturningInsert[Any] | Update | Delete


class Statements:
    """All statements for one kind of database.

    Args:
        kind: `sqlite` or `postgresql`.
    """

    def __init__(self, kind: str) -> None:
        self._kind = kind
        self.answer = self._insert(AnswerRow).on_conflict_do_nothing(index_elements=["answer_id"])
        self.seen = (
            self._insert(SeenUpdateRow)
            .on_conflict_do_nothing(index_elements=["update_id"])
            .returning(SeenUpdateRow.update_id)
        )
        self.count = self._count()
        self.message = self._upsert(AnswerMessageRow, "answer_message_id", "created_at")
        self.chat = self._upsert(ChatRow, "gone_at", "moved_to")
        self.chat_back = (
            update(ChatRow)
            .where(ChatRow.chat_id == bindparam("chat"), ChatRow.gone_at.is_not(None))
            .values(gone_at=None)
        )
        self.messages_of_chat = delete(AnswerMessageRow).where(AnswerMessageRow.chat_id == bindparam("chat"))
        self.vote = self._vote()
        self.audit = self._insert(AuditRow)

    def _insert(self, table: type[Base]) -> Insert:
        return sqlite.insert(table) if self._kind == "sqlite" else postgresql.insert(table)

    def _upsert(self, table: type[Base], *changed: str) -> Insert:
        """An INSERT that replaces some columns of a row that is there already."""
        insert = self._insert(table)
        keys = [column.name for column in table.__table__.primary_key.columns]  # type: ignore[attr-defined]
        return insert.on_conflict_do_update(
            index_elements=keys, set_={name: insert.excluded[name] for name in changed}
        )

    def _count(self) -> ReturningInsert[Any]:
        """Adds to a count of questions; gives the new count, which other processes add to as well."""
        insert = self._insert(QuestionCountRow)
        added = QuestionCountRow.questions + insert.excluded.questions
        return insert.on_conflict_do_update(
            index_elements=["asker_id", "window_start"], set_={"questions": added}
        ).returning(QuestionCountRow.questions)

    def _vote(self) -> ReturningInsert[Any]:
        """Keeps a vote where its answer is kept; gives the vote, or nothing where there is no answer."""
        names = ("answer_id", "asker_id", "vote", "voted_at")
        columns = FeedbackRow.__table__.c
        row = select(*(bindparam(name, type_=columns[name].type) for name in names))
        is_kept = exists().where(AnswerRow.answer_id == bindparam("answer_id", type_=columns.answer_id.type))
        insert = self._insert(FeedbackRow).from_select(names, row.where(is_kept))
        return insert.on_conflict_do_update(
            index_elements=["answer_id", "asker_id"],
            set_={"vote": insert.excluded.vote, "voted_at": insert.excluded.voted_at},
        ).returning(FeedbackRow.vote)
