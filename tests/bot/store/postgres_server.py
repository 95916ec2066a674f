"""A PostgreSQL server of Debian's packages on the loopback, which tests may stop, freeze and start again."""

from __future__ import annotations

import asyncio
import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

# Debian keeps PostgreSQL's programs beside its versions, not on the path.
DEBIAN = Path("/usr/lib/postgresql")
ACCOUNT = "postgres"
"""The account that runs the server where the tests run as root, which the server refuses to run as."""
OPTIONS = "-c fsync=off -c listen_addresses=127.0.0.1 -c unix_socket_directories=''"


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A server with a folder of its own."""

    programs: Path
    account: str | None
    folder: Path
    port: int

    @property
    def url(self) -> str:
        """Its URL, without a database's name."""
        return f"postgresql://shahid@127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self._control("-l", self.folder / "log", "-o", f"-p {self.port} {OPTIONS}", "start")

    def stop(self) -> None:
        """Stop it at once, as a power cut does."""
        self._control("-m", "immediate", "stop")

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Let no process of it answer, as on a machine that hangs."""
        processes = self._processes()
        try:
            for process in processes:
                process.send_signal(signal.SIGSTOP)
            yield
        finally:
            for process in processes:
                with suppress(psutil.NoSuchProcess):
                    process.send_signal(signal.SIGCONT)

    def create(self, name: str) -> str:
        """Create an empty database; returns its URL."""

        async def create() -> None:
            import asyncpg

            connection = await asyncpg.connect(f"{self.url}/postgres")
            await connection.execute(f"CREATE DATABASE {name}")
            await connection.close()

        asyncio.run(create())
        return f"{self.url}/{name}"

    def _processes(self) -> list[psutil.Process]:
        pid = int((self.folder / "data" / "postmaster.pid").read_text(encoding="ascii").split()[0])
        server = psutil.Process(pid)
        return [server, *server.children(recursive=True)]

    def _control(self, *arguments: str | Path) -> None:
        _call(self.account, self.programs / "pg_ctl", "-D", self.folder / "data", "-w", *arguments)


@contextmanager
def running_server(name: str) -> Iterator[PostgresServer]:
    """An empty server; skips the test where there is none to run."""
    programs = _programs()
    if programs is None or importlib.util.find_spec("asyncpg") is None:
        pytest.skip("apt-get install postgresql")
    as_root = os.geteuid() == 0
    if as_root and ACCOUNT not in {entry.pw_name for entry in pwd.getpwall()}:
        pytest.skip("root cannot run PostgreSQL, and there is no account for it")
    account = ACCOUNT if as_root else None
    # Another account must reach it.
    folder = Path("/dev/shm" if os.access("/dev/shm", os.W_OK) else "/tmp") / f"shahid-{name}-{os.getpid()}"  # noqa: S108
    folder.mkdir(mode=0o700)
    if account:
        shutil.chown(folder, account)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = PostgresServer(programs, account, folder, port)
    try:
        data = ("-D", folder / "data")
        _call(account, programs / "initdb", *data, "-A", "trust", "-U", "shahid", "-E", "UTF8")
        server.start()
        try:
            yield server
        finally:
            with suppress(subprocess.CalledProcessError):  # a test may have stopped it
                server.stop()
    finally:
        shutil.rmtree(folder)


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
