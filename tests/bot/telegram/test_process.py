"""The command `shahid run` in a separate process: started, asked, killed, started again, stopped."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot.settings import PREFIX
from tests.bot.telegram.complete_bot import new_composition
from tests.evaldata import ROOT
from tests.telegram_server.people import Person
from tests.telegram_server.server import TelegramServer
from tests.telegram_server.state import TOKEN

QUESTION = "متى اجتماع جنيف؟"


@asynccontextmanager
async def process(
    server: TelegramServer, corpus: Path, log: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    """`shahid run`, polling, its logs at DEBUG in a file."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(PREFIX)}
    environment |= {
        f"{PREFIX}BOT_TOKEN": TOKEN,
        f"{PREFIX}BOT_API_URL": server.url,
        f"{PREFIX}CORPUS_DIR": str(corpus),
        f"{PREFIX}DATA_DIR": str(corpus.parent / "data"),
        f"{PREFIX}LOG_LEVEL": "DEBUG",
        "PYTHONPATH": str(ROOT),
    }
    with log.open("ab") as file:
        running = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "bot", "run"),
            cwd=corpus.parent,  # no `.env` of whoever runs the tests
            env=environment,
            stdout=file,
            stderr=file,
        )
    try:
        yield running
    finally:
        if running.returncode is None:
            running.kill()
            await running.wait()


def test_the_command_answers_ends_in_order_and_comes_back_after_a_kill(tmp_path: Path) -> None:
    async def scenario() -> str:
        async with TelegramServer() as server:
            corpus = new_composition(tmp_path, TOKEN).corpus_dir
            log, person = tmp_path / "log", Person(server.state)
            async with process(server, corpus, log) as first:
                await person.write(QUESTION)
                await server.called("sendMessage", within=30)
                first.send_signal(signal.SIGKILL)
                assert await first.wait() == -signal.SIGKILL
            await person.write("من ترأس الوفد الأمريكي؟")
            async with process(server, corpus, log) as second:
                await server.called("sendMessage", 2, within=30)
                second.send_signal(signal.SIGTERM)
                assert await asyncio.wait_for(second.wait(), 10) == 0
            answered = [
                call.answer["reply_to_message"]["message_id"] for call in await server.called("sendMessage")
            ]
            assert answered == [1, 3]
            assert (server.state.pending, server.refused()) == ([], [])
            return log.read_text(encoding="utf-8")

    lines = asyncio.run(scenario())
    assert "The bot is answering" in lines
    assert TOKEN not in lines
    assert "جنيف" not in lines
    assert "الوفد" not in lines
