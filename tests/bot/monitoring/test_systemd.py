from __future__ import annotations

import logging
import os
import secrets
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from bot.monitoring.systemd import Notifier


@contextmanager
def systemd(address: str) -> Iterator[socket.socket]:
    """The socket of a supervisor."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind("\0" + address[1:] if address.startswith("@") else address)
        listener.settimeout(5)
        yield listener


def abstract_name() -> str:
    return f"@shahid-tests-{os.getpid()}-{secrets.token_hex(4)}"


@pytest.mark.parametrize("is_abstract", [False, True])
def test_a_start_and_a_stop_are_notified(tmp_path: Path, *, is_abstract: bool) -> None:
    address = abstract_name() if is_abstract else str(tmp_path / "notify")
    with systemd(address) as listener:
        notifier = Notifier.of_environment({"NOTIFY_SOCKET": address})
        notifier.ready("answering from 3 documents")
        notifier.alive()
        notifier.stopping()
        assert [listener.recv(999) for _ in range(3)] == [
            b"READY=1\nSTATUS=answering from 3 documents",
            b"WATCHDOG=1",
            b"STOPPING=1\nSTATUS=stopping",
        ]


def test_outside_systemd_nothing_is_sent() -> None:
    notifier = Notifier.of_environment({})
    notifier.ready("answering")
    assert notifier.watchdog_seconds is None


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [
        ({"WATCHDOG_USEC": "60000000"}, 60.0),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": str(os.getpid())}, 60.0),
        ({"WATCHDOG_USEC": "60000000", "WATCHDOG_PID": "1"}, None),
        ({"WATCHDOG_USEC": "0"}, None),
        ({"WATCHDOG_USEC": "x"}, None),
        ({}, None),
    ],
)
def test_the_watchdog_is_that_of_this_process(environment: dict[str, str], seconds: float | None) -> None:
    assert Notifier.of_environment(environment).watchdog_seconds == seconds


def test_a_supervisor_that_does_not_listen_is_one_line_and_no_error(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    notifier = Notifier(str(tmp_path / "nobody"))
    with caplog.at_level(logging.WARNING, "bot"):
        notifier.alive()
        notifier.alive()
    assert [record.getMessage() for record in caplog.records] == [
        "systemd cannot be notified: No such file or directory"
    ]


def test_a_supervisor_that_takes_nothing_more_holds_up_nobody_for_long(tmp_path: Path) -> None:
    with systemd(str(tmp_path / "full")) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1)
        notifier = Notifier(str(tmp_path / "full"), watchdog_seconds=1)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as other:
            other.setblocking(False)  # noqa: FBT003 - the signature of socket
            other.connect(str(tmp_path / "full"))
            with suppress(BlockingIOError):
                while True:
                    other.send(b"x")
        began = time.monotonic()
        notifier.alive()
        assert time.monotonic() - began < 5
