"""`shahid health`: asks the bot that runs on this machine whether it is healthy, for supervisors.

It is called every minute, so it imports neither engine nor database.
"""

from __future__ import annotations

import http.client
import json
import sys

from bot.settings import SettingsError, load_settings

TIMEOUT = 5.0
"""Seconds that the bot has to respond."""


def health(port: int | None = None) -> int:
    """Print one line about the running bot.

    Args:
        port: Port of its `/healthz`; the one that is set where None.

    Returns:
        0 where it is healthy, 1 where it is not or does not respond, 2 where no port is known.
    """
    try:
        port = load_settings().monitoring_port if port is None else port
    except SettingsError as error:
        return _fail(str(error), 2)
    if not port:
        return _fail("SHAHID_MONITORING_PORT names no port to ask at; --port does", 2)
    try:
        status, body = _ask(port)
        line = _summary(json.loads(body))
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError) as error:
        return _fail(f"no health at port {port}: {type(error).__name__}", 1)
    print(line)
    return 0 if status == http.client.OK else 1


def _ask(port: int) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=TIMEOUT)
    try:
        connection.request("GET", "/healthz")
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def _summary(report: dict[str, object]) -> str:
    """`healthy`, or what is wrong: `not healthy: updates; degraded: database (disk is full)`."""
    checks = report["checks"]
    parts = [
        f"{word}: {', '.join(_named(name, checks) for name in names)}"
        for word, names in (("not healthy", report["bad"]), ("degraded", report["degraded"]))
        if isinstance(names, list) and names
    ]
    return "; ".join(parts) or "healthy"


def _named(name: str, checks: object) -> str:
    problem = checks[name].get("problem") if isinstance(checks, dict) else None
    return f"{name} ({problem})" if problem else name


def _fail(message: str, code: int) -> int:
    for line in message.splitlines():
        print(f"shahid: {line}", file=sys.stderr)
    return code
