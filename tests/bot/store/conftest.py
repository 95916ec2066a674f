"""The databases that the store's tests run on: SQLite always, PostgreSQL where it is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.bot.store.postgres_server import PostgresServer, running_server


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresServer]:
    """A server for all tests that leave it running."""
    with running_server("pg") as server:
        yield server


@pytest.fixture
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Makes an empty database of a kind (`sqlite` or `postgresql`), and returns its URL."""

    def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / 'shahid.db'}"
        server: PostgresServer = request.getfixturevalue("postgresql")
        return server.create(f"test_{abs(hash(tmp_path))}")

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, new_database: Callable[[str], str]) -> str:
    """The URL of an empty database of each kind."""
    return new_database(request.param)
