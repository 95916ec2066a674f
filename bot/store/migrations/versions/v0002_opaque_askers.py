"""People become opaque ids: the number 42 becomes `telegram:42`, and 0 becomes `page:owner`.

Before, a person was the number that Telegram gives, and 0 was the person at the local page. The chats
of the audit change in the same way; the tables about Telegram alone keep their numbers.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_ID = sa.String(64)
_TELEGRAM, _OWNER, _OWNER_NUMBER = "telegram:", "page:owner", "0"

# For each table its columns that change: the old name, then the new one.
_RENAMED = {
    "feedback": {"user_id": "asker_id"},
    "question_counts": {"user_id": "asker_id"},
    "audit": {"user_id": "asker_id", "chat_id": "chat_id"},
}
# SQLite cannot alter a column: Alembic copies the table, and does not see its CHECK constraints.
_CHECKS = {"feedback": (sa.CheckConstraint("vote IN (-1, 1)", name="ck_feedback_vote"),)}


def upgrade() -> None:
    """Turn numbers into ids."""
    for table, names in _RENAMED.items():
        with op.batch_alter_table(table, table_args=_CHECKS.get(table, ())) as batch:
            for old, new in names.items():
                renamed = new if new != old else None
                batch.alter_column(
                    old, new_column_name=renamed, type_=_ID, existing_type=sa.BigInteger, nullable=False
                )
        for rows, column in _columns(table):
            is_owner = column == _OWNER_NUMBER
            named = sa.case((is_owner, _OWNER), else_=sa.literal(_TELEGRAM) + column)
            op.execute(rows.update().values({column.name: named}))


def downgrade() -> None:
    """Turn ids into numbers; rows of people from elsewhere, who have no number, are deleted."""
    for table, names in _RENAMED.items():
        for rows, column in _columns(table):
            has_number = sa.or_(column == _OWNER, column.startswith(_TELEGRAM))
            op.execute(rows.delete().where(~has_number))
            number = sa.func.substr(column, len(_TELEGRAM) + 1)
            op.execute(
                rows.update().values({column.name: sa.case((column == _OWNER, _OWNER_NUMBER), else_=number)})
            )
        with op.batch_alter_table(table, table_args=_CHECKS.get(table, ())) as batch:
            for old, new in names.items():
                batch.alter_column(
                    new,
                    new_column_name=old if old != new else None,
                    type_=sa.BigInteger,
                    existing_type=_ID,
                    nullable=False,
                    postgresql_using=f"{new}::bigint",
                )


def _columns(table: str) -> list[tuple[sa.TableClause, sa.ColumnClause[str]]]:
    """The columns of a table that hold ids, each with the table, for statements about them."""
    columns = [sa.column(new, _ID) for new in _RENAMED[table].values()]
    rows = sa.table(table, *columns)
    return [(rows, column) for column in columns]
