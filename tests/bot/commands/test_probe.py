from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.cli import main
from bot.monitoring.endpoints import Endpoints
from bot.monitoring.health import Finding, Report, State

GOOD = Finding(State.GOOD, {})
DEGRADED = Finding(State.DEGRADED, {"problem": "the disk is full"})
BAD = Finding(State.BAD, {"age_seconds": 200.0})


@pytest.fixture(autouse=True)
def _empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@contextmanager
def healthz(**findings: Finding) -> Iterator[int]:
    endpoints = Endpoints(0, lambda: Report(findings), lambda: b"")
    endpoints.start()
    try:
        assert endpoints.port is not None
        yield endpoints.port
    finally:
        endpoints.close()


@pytest.mark.parametrize(
    ("findings", "code", "line"),
    [
        ({"loop": GOOD}, 0, "healthy"),
        ({"loop": GOOD, "database": DEGRADED}, 0, "degraded: database (the disk is full)"),
        (
            {"updates": BAD, "loop": BAD, "database": DEGRADED},
            1,
            "not healthy: updates, loop; degraded: database (the disk is full)",
        ),
    ],
)
def test_the_health_of_the_running_bot_is_one_line_and_an_exit_code(
    findings: dict[str, Finding],
    code: int,
    line: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with healthz(**findings) as port:
        assert main(["health", "--port", str(port)]) == code
        monkeypatch.setenv("SHAHID_MONITORING_PORT", str(port))
        assert main(["health"]) == code
    assert capsys.readouterr().out == f"{line}\n{line}\n"


def test_a_bot_that_does_not_run_is_not_healthy(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        assert main(["health", "--port", str(port)]) == 1
    assert capsys.readouterr().err == f"shahid: no health at port {port}: ConnectionRefusedError\n"


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 200 OK\r\n\r\n[]", b"HTTP/1.1 200 OK\r\n\r\nhi", b"no HTTP\r\n"]
)
def test_another_program_at_the_port_is_not_a_healthy_bot(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:

        def respond() -> None:
            connection, _ = other.accept()
            with connection:
                connection.recv(999)
                connection.sendall(answer)

        thread = threading.Thread(target=respond)
        thread.start()
        assert main(["health", "--port", str(other.getsockname()[1])]) == 1
        thread.join()


@pytest.mark.parametrize("port", ["", "0"])
def test_without_a_known_port_the_call_is_wrong(
    port: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHAHID_MONITORING_PORT", port)
    assert main(["health"]) == 2
    assert capsys.readouterr().err == "shahid: SHAHID_MONITORING_PORT names no port to ask at; --port does\n"


def test_a_wrong_setting_is_reported_by_name(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SHAHID_MONITORING_PORT", "x")
    assert main(["health"]) == 2
    assert capsys.readouterr().err.startswith("shahid: SHAHID_MONITORING_PORT: ")
