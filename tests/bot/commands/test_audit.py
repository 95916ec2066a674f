from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

import pytest

from bot.bootstrap import Composition, DatabaseError
from bot.cli import main
from bot.commands.audit import audit
from bot.conversation.clock import utc_now
from bot.store import Store


def act(composition: Composition, at: datetime, act: str, outcome: str) -> None:
    """Have somebody do something at a time."""

    async def record() -> None:
        store = await Store.open(composition.database_url, lambda: at)
        await store.audit("telegram:42", "telegram:-1001", act, outcome)
        await store.close()

    asyncio.run(record())


def test_acts_are_listed_with_time_person_chat_and_outcome(
    composition: Composition, capsys: pytest.CaptureFixture[str]
) -> None:
    now = utc_now()
    act(composition, now - timedelta(days=8), "reindex", "swapped: 2 documents, 9 passages")
    act(composition, now - timedelta(days=3), "reindex", "failed: no\nsuch folder")
    act(composition, now - timedelta(days=1), "status", "refused")
    assert audit(composition, days=7) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    who_and_where = ("telegram:42", "telegram:-1001")
    assert rows == [
        [f"{now - timedelta(days=3):%Y-%m-%d %H:%M:%S}", *who_and_where, "reindex", "failed: no such folder"],
        [f"{now - timedelta(days=1):%Y-%m-%d %H:%M:%S}", *who_and_where, "status", "refused"],
    ]


def test_where_nothing_happened_a_line_shows_it(
    composition: Composition, capsys: pytest.CaptureFixture[str]
) -> None:
    assert audit(composition, days=30) == 0
    assert capsys.readouterr().out == "nothing in 30 days\n"


def test_a_database_that_cannot_be_read_is_an_error(composition: Composition) -> None:
    composition.data_dir.mkdir()
    (composition.data_dir / "shahid.db").write_text("a letter\n" * 500, encoding="utf-8")
    with pytest.raises(DatabaseError, match="not a database"):
        audit(composition, days=30)


@pytest.mark.parametrize("days", ["0", "367"])
def test_other_days_are_a_misuse(
    composition: Composition, capsys: pytest.CaptureFixture[str], days: str
) -> None:
    assert main(["audit", "--days", days, "--corpus", str(composition.corpus_dir)]) == 2
    assert capsys.readouterr().err == "shahid: --days takes a number from 1 to 366\n"
