"""A monitor on a real event loop, with a real socket in systemd's place."""

from __future__ import annotations

import asyncio
import http.client
import json
import socket
import time
from pathlib import Path
from typing import Any

from bot.monitoring.health import Finding, Health, State, check_loop
from bot.monitoring.metrics import Metrics
from bot.monitoring.monitor import Heart, Monitor
from bot.monitoring.systemd import Notifier


def ask(port: int) -> tuple[int, Any]:
    """Status and report."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", "/healthz")
        response = connection.getresponse()
        return response.status, json.loads(response.read())
    finally:
        connection.close()


def test_a_stuck_event_loop_is_not_healthy_and_asked_all_the_same() -> None:
    now = [0.0]
    heart = Heart(lambda: now[0])
    metrics = Metrics()

    async def scenario() -> tuple[int, Any]:
        monitor = Monitor(Health({"loop": check_loop(heart)}), heart, metrics, port=0)
        async with monitor:
            assert monitor.endpoints is not None
            port = monitor.endpoints.port or 0
            assert (await asyncio.to_thread(ask, port))[0] == 200
            now[0] += 20
            # This blocks the loop while the endpoints' own thread responds.
            return ask(port)

    status, report = asyncio.run(scenario())
    assert (status, report["bad"], report["checks"]["loop"]["age_seconds"]) == (503, ["loop"], 20.0)


def test_a_loop_that_was_held_up_shows_its_lag() -> None:
    metrics = Metrics()
    heart = Heart()

    async def scenario() -> float:
        async with Monitor(Health({}), heart, metrics, port=None, beat_seconds=0.01):
            await asyncio.sleep(0.02)
            time.sleep(0.3)  # noqa: ASYNC251 - what must not happen
            lags = []
            for _ in range(5):  # the beat that is overdue is one of the next things to run
                await asyncio.sleep(0)
                lags.append(metrics.registry.get_sample_value("shahid_loop_lag_seconds") or 0)
            return max(lags)

    assert 0.25 < asyncio.run(scenario()) < 5


def test_systemd_gets_signs_of_life_from_the_loop_while_the_bot_is_healthy(tmp_path: Path) -> None:
    state = [State.GOOD]
    health = Health({"part": lambda: Finding(state[0], {})})
    address = str(tmp_path / "notify")

    async def scenario(listener: socket.socket) -> list[bytes]:
        loop = asyncio.get_running_loop()
        notifier = Notifier(address, watchdog_seconds=0.03)
        async with Monitor(health, Heart(), Metrics(), port=None, notifier=notifier, beat_seconds=0.01) as m:
            got = [await loop.sock_recv(listener, 99)]
            m.ready("answering")
            while got[-1] == b"WATCHDOG=1":
                got.append(await loop.sock_recv(listener, 99))
            state[0] = State.BAD
            await asyncio.sleep(0.02)  # a beat that was on its way
            while True:
                try:
                    listener.recv(99)
                except BlockingIOError:
                    break
            await asyncio.sleep(0.1)
            await m.stopping()
            return [got[0], got[-1], await loop.sock_recv(listener, 99)]

    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listener:
        listener.bind(address)
        listener.settimeout(0)
        assert asyncio.run(asyncio.wait_for(scenario(listener), 20)) == [
            b"WATCHDOG=1",
            b"READY=1\nSTATUS=answering",
            b"STOPPING=1\nSTATUS=stopping",
        ]
