"""Real faults of an SQLite file: the store goes on from memory, says what is wrong, and recovers."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.conversation import StoreTrouble
from bot.store import Store, list_audit
from bot.store.migration import migrate
from tests.bot.conversation.fakes import NOW
from tests.bot.store.disks import read_only, small_disk
from tests.bot.store.failing import FAILS, PACE, WORKS, has_served, lines, opened, serve, until


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the database is."""
    return tmp_path / "data" / "shahid.db"


def url_of(file: Path) -> str:
    return f"sqlite:///{file}"


def with_store(file: Path, scenario: Callable[[Store], Awaitable[None]]) -> None:
    """Run a scenario with a store over a file."""

    async def whole() -> None:
        async with opened(url_of(file)) as store:
            await scenario(store)

    asyncio.run(whole())


def fill(filler: Path) -> None:
    """Leave no space on the disk of a file."""
    with suppress(OSError), filler.open("ab", buffering=0) as rest:
        while True:
            rest.write(b"0" * 512)


def spoil(file: Path) -> None:
    """Write letters over all that SQLite has of a database."""
    for part in (file, file.with_name(file.name + "-wal")):
        if part.exists():
            part.write_bytes(b"letters " * (part.stat().st_size // 8))


def test_a_full_disk_stops_nothing_and_all_is_written_once_there_is_space(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(store: Store) -> None:
        assert store.problem is None
        fill(filler)
        for number in range(60):
            assert await serve(store, number) < 2
        await until(lambda: store.trouble is StoreTrouble.FULL)
        assert not store.is_writable
        assert store.problem is not None
        assert "disk is full" in store.problem
        assert "(free some space on its disk; no restart is needed)" in store.problem
        filler.unlink()
        await until(lambda: store.is_writable)
        assert await store.flush()

    with small_disk(tmp_path / "data", 640):
        file, filler = tmp_path / "data" / "shahid.db", tmp_path / "data" / "filler"
        with_store(file, scenario)
        assert asyncio.run(has_served(url_of(file), *range(60)))
    assert lines(caplog) == [FAILS, WORKS]


def test_a_folder_that_cannot_be_written_is_named_at_start_and_its_old_answers_are_read(file: Path) -> None:
    async def scenario() -> None:
        async with opened(url_of(file)) as before:
            await serve(before, 1)
        with read_only(file.parent):
            store = await Store.open(url_of(file), pace=PACE)
            assert store.trouble is StoreTrouble.READ_ONLY
            assert store.problem is not None
            assert "make its folder and file writable" in store.problem
            assert await serve(store, 2) < 2
        await until(lambda: store.is_writable)
        await store.close()
        assert await has_served(url_of(file), 1, 2)

    asyncio.run(scenario())


def test_a_folder_that_cannot_be_made_keeps_everything_in_memory(tmp_path: Path) -> None:
    async def scenario(store: Store) -> None:
        assert store.trouble is StoreTrouble.READ_ONLY
        assert await serve(store, 1) < 1
        assert (await store.votes()).good == 1
        in_the_way.unlink()
        await until(lambda: store.is_writable)

    in_the_way = tmp_path / "data"
    in_the_way.touch()
    with_store(in_the_way / "shahid.db", scenario)
    assert asyncio.run(has_served(url_of(in_the_way / "shahid.db"), 1))


def test_a_lock_of_another_program_makes_one_question_wait_a_second_and_no_more(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(store: Store) -> None:
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            assert await serve(store, 1) < 3
            assert store.trouble is StoreTrouble.LOCKED
            assert max([await serve(store, number) for number in range(2, 30)]) < 0.5
            other.execute("ROLLBACK")
        await until(lambda: store.is_writable)
        assert await store.flush()

    with_store(file, scenario)
    assert asyncio.run(has_served(url_of(file), *range(1, 30)))
    assert lines(caplog) == [FAILS, WORKS]


def test_a_file_that_is_damaged_while_it_is_open_is_noticed_by_reading_and_replaced_in_time(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(store: Store) -> None:
        await serve(store, 1)
        assert await store.flush()
        spoil(file)
        assert await store.answer("an answer of last week") is None
        await until(lambda: store.trouble is StoreTrouble.CORRUPT)
        assert await serve(store, 2) < 1
        assert store.problem is not None
        assert "move the file away, or put a backup in its place" in store.problem
        for part in file.parent.iterdir():
            part.rename(part.with_suffix(".damaged"))
        await until(lambda: store.is_writable)

    with_store(file, scenario)
    assert asyncio.run(has_served(url_of(file), 1, 2))
    assert lines(caplog) == [FAILS, WORKS]


def test_a_file_that_is_no_database_is_a_problem_at_start_and_is_left_alone(file: Path) -> None:
    async def scenario(store: Store) -> None:
        assert store.trouble is StoreTrouble.CORRUPT
        assert await serve(store, 1) < 1

    file.parent.mkdir()
    letter = "a letter, not a database\n" * 200
    file.write_text(letter, encoding="utf-8")
    with_store(file, scenario)
    assert file.read_text(encoding="utf-8") == letter


def test_a_file_that_is_deleted_is_made_anew_with_all_that_memory_has(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario(store: Store) -> None:
        await serve(store, 1)
        assert await store.flush()
        for part in file.parent.iterdir():
            part.unlink()
        file.parent.rmdir()
        await until(lambda: store.trouble is StoreTrouble.DELETED)
        await until(lambda: store.is_writable)
        assert await serve(store, 2) < 1
        assert await store.flush()

    with_store(file, scenario)
    assert asyncio.run(has_served(url_of(file), 1, 2))
    assert lines(caplog) == [FAILS, WORKS]


def test_a_database_of_a_newer_shahid_is_left_alone_until_it_fits(file: Path) -> None:
    def set_version(version: str) -> None:
        with closing(sqlite3.connect(file)) as other, other:
            other.execute("UPDATE alembic_version SET version_num = ?", (version,))

    async def scenario(store: Store) -> None:
        assert store.trouble is StoreTrouble.NEWER
        assert store.problem is not None
        assert "made by a newer Shahid" in store.problem
        assert await serve(store, 1) < 1
        set_version(newest)
        await until(lambda: store.is_writable)

    asyncio.run(migrate(url_of(file)))
    with closing(sqlite3.connect(file)) as other:
        newest = other.execute("SELECT version_num FROM alembic_version").fetchone()[0]
    set_version("9999")
    with_store(file, scenario)
    assert asyncio.run(has_served(url_of(file), 1))


def test_hundreds_of_questions_in_two_processes_never_find_the_database_locked(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scenario() -> None:
        # Patience for a busy machine; SQLite itself gives up after 0.8 s.
        pace = replace(PACE, limit=30.0)
        async with opened(url_of(file), pace) as one, opened(url_of(file), pace) as other:
            await asyncio.gather(*(serve((one, other)[number % 2], number) for number in range(300)))
            assert one.problem is other.problem is None

    asyncio.run(scenario())
    assert asyncio.run(has_served(url_of(file), *range(300)))
    assert len(asyncio.run(list_audit(url_of(file), NOW))) == 300
    assert lines(caplog) == []


def test_of_two_processes_one_gets_an_update(database_url: str) -> None:
    async def scenario() -> None:
        async with opened(database_url) as one, opened(database_url) as other:
            for number in range(50):
                first = await asyncio.gather(one.first_seen(number), other.first_seen(number))
                assert sorted(first) == [False, True]

    asyncio.run(scenario())


def test_two_processes_see_what_the_other_one_counted(database_url: str) -> None:
    async def scenario() -> None:
        hour = timedelta(hours=1)
        async with opened(database_url) as one, opened(database_url) as other:
            for store in (one, other, one, other):
                await store.count_question("telegram:1", hour)
                assert await store.flush()
            assert await one.count_question("telegram:1", hour) in {4, 5}
            assert await other.count_question("telegram:1", hour) == 5

    asyncio.run(scenario())


def test_a_row_that_no_database_takes_does_not_stop_the_others(database_url: str) -> None:
    async def scenario() -> None:
        async with opened(database_url) as store:
            await store.remember_answer_message(1 << 70, 1, 2)
            await serve(store, 1)
            assert await store.flush()
            assert store.problem is None
        assert await has_served(database_url, 1)

    asyncio.run(scenario())


def test_what_was_written_a_moment_ago_is_in_the_database_after_an_orderly_end(database_url: str) -> None:
    async def scenario() -> None:
        async with opened(database_url) as store:
            await serve(store, 1)
        assert await has_served(database_url, 1)

    asyncio.run(scenario())
