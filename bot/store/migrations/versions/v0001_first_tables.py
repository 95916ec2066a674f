"""The first tables."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_BIG_KEY = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Create every table."""
    op.create_table(
        "answers",
        sa.Column("answer_id", sa.String(32), nullable=False),
        sa.Column("body", sa.JSON, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("answer_id", name="pk_answers"),
    )
    op.create_index("ix_answers_created_at", "answers", ["created_at"])
    op.create_table(
        "feedback",
        sa.Column("answer_id", sa.String(32), nullable=False),
        sa.Column("user_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("vote", sa.Integer, nullable=False),
        sa.Column("voted_at", sa.BigInteger, nullable=False),
        sa.CheckConstraint("vote IN (-1, 1)", name=op.f("ck_feedback_vote")),
        sa.ForeignKeyConstraint(
            ["answer_id"], ["answers.answer_id"], name="fk_feedback_answer_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("answer_id", "user_id", name="pk_feedback"),
    )
    op.create_index("ix_feedback_voted_at", "feedback", ["voted_at"])
    op.create_table(
        "question_counts",
        sa.Column("user_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("window_start", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("questions", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("user_id", "window_start", name="pk_question_counts"),
    )
    op.create_index("ix_question_counts_window_start", "question_counts", ["window_start"])
    _create_tables_of_chats()


def _create_tables_of_chats() -> None:
    op.create_table(
        "chats",
        sa.Column("chat_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("gone_at", sa.BigInteger, nullable=True),
        sa.Column("moved_to", sa.BigInteger, nullable=True),
        sa.PrimaryKeyConstraint("chat_id", name="pk_chats"),
    )
    op.create_table(
        "answer_messages",
        sa.Column("chat_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("question_message_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("answer_message_id", sa.BigInteger, nullable=False),
        sa.Column("created_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "question_message_id", name="pk_answer_messages"),
    )
    op.create_index("ix_answer_messages_created_at", "answer_messages", ["created_at"])
    op.create_table(
        "audit",
        sa.Column("audit_id", _BIG_KEY, nullable=False),
        sa.Column("user_id", sa.BigInteger, nullable=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False),
        sa.Column("act", sa.String(32), nullable=False),
        sa.Column("outcome", sa.String(200), nullable=False),
        sa.Column("happened_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("audit_id", name="pk_audit"),
    )
    op.create_index("ix_audit_happened_at", "audit", ["happened_at"])
    op.create_table(
        "seen_updates",
        sa.Column("update_id", sa.BigInteger, autoincrement=False, nullable=False),
        sa.Column("seen_at", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("update_id", name="pk_seen_updates"),
    )
    op.create_index("ix_seen_updates_seen_at", "seen_updates", ["seen_at"])


def downgrade() -> None:
    """Drop every table."""
    for table in (
        "seen_updates",
        "audit",
        "answer_messages",
        "chats",
        "question_counts",
        "feedback",
        "answers",
    ):
        op.drop_table(table)
