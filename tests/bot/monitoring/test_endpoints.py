from __future__ import annotations

import http.client
import json
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot.monitoring.endpoints import Endpoints
from bot.monitoring.health import Finding, Report, State

GOOD = Report({"loop": Finding(State.GOOD, {"age_seconds": 0.1})})
BAD = Report({"loop": Finding(State.BAD, {"age_seconds": 99.0})})


@contextmanager
def serving(endpoints: Endpoints) -> Iterator[Endpoints]:
    endpoints.start()
    try:
        yield endpoints
    finally:
        endpoints.close()


def fetch(endpoints: Endpoints, path: str, method: str = "GET") -> tuple[int, str, bytes]:
    """Status, content type and body."""
    assert endpoints.port is not None
    connection = http.client.HTTPConnection("127.0.0.1", endpoints.port, timeout=10)
    try:
        connection.request(method, path)
        response = connection.getresponse()
        return response.status, response.headers.get("Content-Type", ""), response.read()
    finally:
        connection.close()


def endpoints_of(report: Report = GOOD, port: int = 0) -> Endpoints:
    return Endpoints(port, lambda: report, lambda: b"shahid_up 1\n", retry_seconds=0.05)


@pytest.mark.parametrize(("report", "status"), [(GOOD, 200), (BAD, 503)])
def test_health_is_a_status_and_a_report(report: Report, status: int) -> None:
    with serving(endpoints_of(report)) as endpoints:
        found, content_type, body = fetch(endpoints, "/healthz")
        assert (found, content_type) == (status, "application/json; charset=utf-8")
        assert json.loads(body) == json.loads(report.to_json())
        assert fetch(endpoints, "/healthz", "HEAD") == (status, content_type, b"")


def test_metrics_are_the_text_format_of_prometheus() -> None:
    with serving(endpoints_of()) as endpoints:
        expected = "text/plain; version=0.0.4; charset=utf-8"
        assert fetch(endpoints, "/metrics") == (200, expected, b"shahid_up 1\n")


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/", 404), ("GET", "/metrics/x", 404), ("POST", "/healthz", 405)]
)
def test_nothing_else_is_served(method: str, path: str, status: int) -> None:
    with serving(endpoints_of()) as endpoints:
        assert fetch(endpoints, path, method)[0] == status


def test_a_report_that_fails_is_a_status_and_a_line_without_words(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> Report:
        raise ValueError("سر")

    with serving(Endpoints(0, fail, lambda: b"")) as endpoints, caplog.at_level(logging.INFO, "bot"):
        status, _, body = fetch(endpoints, "/healthz")
    assert (status, body) == (500, b"Internal Server Error")
    assert any(record.getMessage().startswith("serving /healthz: ValueError at") for record in caplog.records)
    assert "سر" not in caplog.text


def test_only_this_machine_can_ask() -> None:
    with serving(endpoints_of()) as endpoints:
        assert endpoints.port is not None
        with socket.socket() as other:
            other.settimeout(1)
            # Any other address of this machine, as its neighbors see it.
            with pytest.raises(OSError, match="refused"):
                other.connect(("127.0.0.2", endpoints.port))


def test_a_taken_port_is_one_line_and_is_used_once_it_is_free(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "bot"), socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with serving(endpoints_of(port=port)) as endpoints:
            assert endpoints.port is None
            time.sleep(0.2)  # some attempts
            other.close()
            deadline = time.monotonic() + 10
            while endpoints.port is None and time.monotonic() < deadline:
                time.sleep(0.01)
            assert fetch(endpoints, "/healthz")[0] == 200
    refused, listens = (record.getMessage() for record in caplog.records)
    assert refused == (
        f"port {port} cannot be used (Address already in use): going on without /healthz and /metrics "
        "until it can (SHAHID_MONITORING_PORT sets another)"
    )
    assert listens == f"health and metrics are at http://127.0.0.1:{port}, /healthz and /metrics"


def test_closing_ends_the_thread_also_while_it_waits_for_the_port() -> None:
    before = set(threading.enumerate())
    with socket.create_server(("127.0.0.1", 0)) as other:
        with serving(Endpoints(other.getsockname()[1], lambda: GOOD, lambda: b"")):
            assert set(threading.enumerate()) > before
        assert set(threading.enumerate()) == before
    with serving(endpoints_of()):
        pass
    assert set(threading.enumerate()) == before
