"""The tables of the database.

Times are Unix seconds in UTC. No table has anybody's name or the text of a question: an answer is
kept as places in the corpus, a person as an opaque id (`telegram:42`, see `Asker.asker_id`).

`chats`, `answer_messages` and `seen_updates` are about Telegram alone and have its numbers as they
are. `audit` may hold acts from anywhere, so its chats have ids like those of people.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, BigInteger, CheckConstraint, ForeignKey, Index, Integer, MetaData, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# SQLite numbers the rows of a table by itself only where the primary key is exactly INTEGER.
BigKey = BigInteger().with_variant(Integer, "sqlite")

ID_LENGTH = 32
"""Longest id of an answer, in characters; it is part of button actions, which have 64 bytes."""
ASKER_ID_LENGTH = 64
"""Longest id of a person or of a chat in the audit, in characters."""


class Base(DeclarativeBase):
    """Base of all tables. Constraints have names, so that migrations can change them."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class AnswerRow(Base):
    """An answer that was given, so that its buttons work after a restart."""

    __tablename__ = "answers"

    answer_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    created_at: Mapped[int] = mapped_column(BigInteger, index=True)


class FeedbackRow(Base):
    """The vote of one person on one answer: 1 is good, -1 is bad."""

    __tablename__ = "feedback"
    __table_args__ = (CheckConstraint("vote IN (-1, 1)", name="vote"),)

    answer_id: Mapped[str] = mapped_column(
        String(ID_LENGTH), ForeignKey("answers.answer_id", ondelete="CASCADE"), primary_key=True
    )
    asker_id: Mapped[str] = mapped_column(String(ASKER_ID_LENGTH), primary_key=True)
    vote: Mapped[int] = mapped_column(Integer)
    voted_at: Mapped[int] = mapped_column(BigInteger, index=True)


class QuestionCountRow(Base):
    """How many questions a person asked in one window of time."""

    __tablename__ = "question_counts"

    asker_id: Mapped[str] = mapped_column(String(ASKER_ID_LENGTH), primary_key=True)
    window_start: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False, index=True)
    questions: Mapped[int] = mapped_column(Integer)


class ChatRow(Base):
    """A chat that cannot be written to any more, or that moved."""

    __tablename__ = "chats"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    gone_at: Mapped[int | None] = mapped_column(BigInteger)
    moved_to: Mapped[int | None] = mapped_column(BigInteger)


class AnswerMessageRow(Base):
    """Which message answers which, so that the answer of an edited question is edited."""

    __tablename__ = "answer_messages"

    chat_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    question_message_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    answer_message_id: Mapped[int] = mapped_column(BigInteger)
    created_at: Mapped[int] = mapped_column(BigInteger, index=True)


class AuditRow(Base):
    """What a moderator did, or someone tried to do, when, and how it ended."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "happened_at"),)

    audit_id: Mapped[int] = mapped_column(BigKey, primary_key=True)
    asker_id: Mapped[str] = mapped_column(String(ASKER_ID_LENGTH))
    chat_id: Mapped[str] = mapped_column(String(ASKER_ID_LENGTH))
    act: Mapped[str] = mapped_column(String(32))
    outcome: Mapped[str] = mapped_column(String(200))
    happened_at: Mapped[int] = mapped_column(BigInteger)


class SeenUpdateRow(Base):
    """An update that was handled; Telegram may deliver it again after a restart."""

    __tablename__ = "seen_updates"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    seen_at: Mapped[int] = mapped_column(BigInteger, index=True)
