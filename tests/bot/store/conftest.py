"""The databases that the store's tests run on: SQLite always, PostgreSQL where it is installed."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

# Debian keeps PostgreSQL's programs beside its versions, not on the path.
DEBIAN = Path("/usr/lib/postgresql")
ACCOUNT = "postgres"
"""The account that runs the server where the tests run as root, which the server refuses to run as."""


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """The URL of an empty server of its own on the loopback, without a database's name."""
    programs = _programs()
    if programs is None or importlib.util.find_spec("asyncpg") is None:
        pytest.skip("apt-get install postgresql; pip install 'shahid[postgresql]'")
    as_root = os.geteuid() == 0
    if as_root and ACCOUNT not in {entry.pw_name for entry in pwd.getpwall()}:
        pytest.skip("root cannot run PostgreSQL, and there is no account for it")
    account = ACCOUNT if as_root else None
    folder = Path("/dev/shm" if os.access("/dev/shm", os.W_OK) else "/tmp") / f"shahid-pg-{os.getpid()}"  # noqa: S108 (another account must reach it)
    folder.mkdir(mode=0o700)
    if account:
        shutil.chown(folder, account)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = "-c fsync=off -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"
    try:
        _call(
            account, programs / "initdb", "-D", folder / "data", "-A", "trust", "-U", "shahid", "-E", "UTF8"
        )
        start = ("-D", folder / "data", "-w", "-l", folder / "log", "-o", f"-p {port} {quiet}", "start")
        _call(account, programs / "pg_ctl", *start)
        try:
            yield f"postgresql://shahid@127.0.0.1:{port}"
        finally:
            _call(account, programs / "pg_ctl", "-D", folder / "data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[str], str]:
    """Makes an empty database of a kind (`sqlite` or `postgresql`), and returns its URL."""

    def make(kind: str) -> str:
        if kind == "sqlite":
            return f"sqlite:///{tmp_path / 'shahid.db'}"
        server: str = request.getfixturevalue("postgresql")
        name = f"test_{abs(hash(tmp_path))}"
        asyncio.run(_create(server, name))
        return f"{server}/{name}"

    return make


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, new_database: Callable[[str], str]) -> str:
    """The URL of an empty database of each kind."""
    return new_database(request.param)


async def _create(server: str, name: str) -> None:
    import asyncpg

    connection = await asyncpg.connect(f"{server}/postgres")
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()


def _programs() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = sorted(DEBIAN.glob("*/bin/initdb"))
    return versions[-1].parent if versions else None


def _call(account: str | None, *command: str | Path) -> None:
    subprocess.run(  # noqa: S603 (a command of ours)
        [str(part) for part in command],
        check=True,
        user=account,
        cwd="/",
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
