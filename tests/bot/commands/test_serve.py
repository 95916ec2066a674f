"""`shahid run` and `shahid chat` as a supervisor sees them: processes that serve until SIGTERM."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from tornado.httpclient import AsyncHTTPClient

from tests.evaldata import ROOT


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    text = "افتتاح الجسر\n\nافتتحت المدينة جسر الوادي الجديد يوم 3 مارس 2019 بحضور سكان الضفتين.\n"
    (folder / "bridge.txt").write_text(text, encoding="utf-8")
    (folder / "broken.pdf").write_bytes(b"no pdf")
    return folder


@asynccontextmanager
async def shahid(corpus: Path, *words: str, **variables: str) -> AsyncIterator[Process]:
    """A process of the command, ended by SIGTERM."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", *words, "--corpus", str(corpus)),
        stdout=PIPE,
        stderr=PIPE,
        cwd=corpus.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT), "DISPLAY": "", "WAYLAND_DISPLAY": "", **variables},
    )
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.communicate(), 30)


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def line_with(process: Process, words: str) -> str:
    """The next line of standard output that holds some words."""
    assert process.stdout is not None
    async with asyncio.timeout(60):
        async for line in process.stdout:
            if words in line.decode():
                return line.decode()
    raise AssertionError(f"no line with {words!r}")


async def page_of(process: Process) -> str:
    """The page that a process serves, once it does."""
    found = re.search(r"http://127\.0\.0\.1:\d+/", await line_with(process, "The page is at"))
    assert found is not None
    return (await AsyncHTTPClient().fetch(found[0])).body.decode()


def test_without_a_token_the_page_opens_and_sigterm_ends_it_well(corpus: Path) -> None:
    async def scenario() -> int | None:
        async with shahid(corpus, "run", "--port", "0") as process:
            await line_with(process, "No bot token (SHAHID_BOT_TOKEN) is set")
            await line_with(process, "1 documents, 1 passages")
            await line_with(process, "skipped broken.pdf: ")
            assert '<html lang="ar" dir="rtl">' in await page_of(process)
        return process.returncode

    assert asyncio.run(scenario()) == 0


def test_a_taken_port_is_reported_and_a_free_one_used(corpus: Path) -> None:
    async def scenario() -> int | None:
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            port = str(other.getsockname()[1])
            async with shahid(corpus, "chat", "--port", port) as process:
                await line_with(process, f"Port {port} is taken")
                assert '<html lang="ar" dir="rtl">' in await page_of(process)
        return process.returncode

    assert asyncio.run(scenario()) == 0


def test_a_forbidden_port_is_one_line_and_no_traceback(corpus: Path) -> None:
    async def scenario() -> tuple[int | None, str]:
        async with shahid(corpus, "chat", "--port", "99999") as process:
            _, errors = await process.communicate()
        return process.returncode, errors.decode()

    code, errors = asyncio.run(scenario())
    assert code == 2
    assert errors == "shahid: SHAHID_PAGE_PORT: Input should be less than or equal to 65535\n"


@pytest.mark.parametrize("mode", ["polling", "webhook"])
def test_with_a_token_the_bot_answers_on_telegram(corpus: Path, mode: str) -> None:
    pytest.importorskip("tdjson", reason="no Telegram server: tdjson cannot be installed here")
    pytest.importorskip("aiogram", reason="no Telegram server: aiogram cannot be installed here")
    from tests.telegram_server.people import Person
    from tests.telegram_server.server import TelegramServer

    async def scenario() -> int | None:
        async with TelegramServer() as server:
            port = str(free_port())
            variables = {
                "SHAHID_BOT_TOKEN": server.state.token,
                "SHAHID_BOT_API_URL": server.url,
                "SHAHID_MODE": mode,
                "SHAHID_MODERATORS": "42",
                "SHAHID_WEBHOOK_URL": f"http://127.0.0.1:{port}/hook",
                "SHAHID_WEBHOOK_SECRET": "a-Secret_1",
                "SHAHID_WEBHOOK_PORT": port,
            }
            async with shahid(corpus, "run", **variables) as process:
                await line_with(process, "The bot is answering")
                await Person(server.state).write("متى افتتح جسر الوادي؟")
                (call,) = await server.called("sendMessage", 1, status=200)
                assert "3 مارس 2019" in call.parameters["text"]
            assert server.refused() == []
        return process.returncode

    assert asyncio.run(scenario()) == 0


def test_a_running_bot_shows_health_and_metrics_to_this_machine_and_notifies_systemd(corpus: Path) -> None:
    pytest.importorskip("tdjson", reason="no Telegram server: tdjson cannot be installed here")
    pytest.importorskip("aiogram", reason="no Telegram server: aiogram cannot be installed here")
    from tests.telegram_server.people import Person
    from tests.telegram_server.server import TelegramServer

    async def scenario(systemd: socket.socket) -> tuple[list[bytes], str]:
        loop, client = asyncio.get_running_loop(), AsyncHTTPClient()
        async with TelegramServer() as server:
            port = free_port()
            variables = {
                "SHAHID_BOT_TOKEN": server.state.token,
                "SHAHID_BOT_API_URL": server.url,
                "SHAHID_MONITORING_PORT": str(port),
                "SHAHID_LOG_FORMAT": "json",
                "NOTIFY_SOCKET": str(corpus.parent / "notify"),
                "WATCHDOG_USEC": "3000000",
            }
            async with shahid(corpus, "run", **variables) as process:
                await line_with(process, "The bot is answering")
                await Person(server.state).write("متى افتتح جسر الوادي؟")
                await server.called("sendMessage", 1, status=200)
                report = json.loads((await client.fetch(f"http://127.0.0.1:{port}/healthz")).body)
                assert (report["ok"], report["bad"], report["degraded"]) == (True, [], [])
                assert report["checks"]["index"] == {"state": "good", "documents": 1, "passages": 1}
                metrics = (await client.fetch(f"http://127.0.0.1:{port}/metrics")).body.decode()
                assert 'shahid_answers_total{kind="answer"} 1.0' in metrics
                assert 'shahid_updates_total{kind="message"} 1.0' in metrics
                got = [await loop.sock_recv(systemd, 99) for _ in range(3)]
                process.send_signal(signal.SIGTERM)
                assert process.stderr is not None
                log = (await process.stderr.read()).decode()
            while not got[-1].startswith(b"STOPPING"):
                got.append(await loop.sock_recv(systemd, 99))
        return got, log

    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(str(corpus.parent / "notify"))
        systemd.settimeout(0)
        got, log = asyncio.run(asyncio.wait_for(scenario(systemd), 60))
    assert set(got) == {
        b"WATCHDOG=1",
        b"READY=1\nSTATUS=answering from 1 documents",
        b"STOPPING=1\nSTATUS=stopping",
    }
    assert {json.loads(line)["level"] for line in log.splitlines()} == {"INFO"}
    assert "جسر" not in log
