"""Injects many faults: those of chats many at a time into one process, those of a process one by one."""

from __future__ import annotations

import asyncio
import shutil
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from tests.bot.telegram.bots import SECRET, free_port
from tests.bot.telegram.fakes import MODERATOR
from tests.faults.catalog import HOOK_METHODS, Case, Moment
from tests.faults.probe import Probe, probing
from tests.faults.process import BotProcess, log_faults, new_folder
from tests.faults.stories import Story, Verdict, play_all
from tests.faults.town import WORDS, Asked, Town, quiet, until
from tests.telegram_server.faults import Fault
from tests.telegram_server.people import Person
from tests.telegram_server.server import TelegramServer

PACE = 6.0
"""New cases a second: with their questions and presses about as much as Telegram lets a bot send."""
SHUTDOWN_BATCH = 40
"""Cases that are open when the process is asked to stop."""
WATCH_PATIENCE = 80.0
"""Seconds within which a bot asks after its webhook."""
START_PATIENCE = 150.0
"""Seconds for a question to be answered whatever happens at the start."""
STOP_SECONDS = 30.0
"""Seconds in which a process ends once it is asked to."""


APART = ("getUpdates", *HOOK_METHODS)
"""Methods with stages of their own."""
CHAT_STAGE = (Moment.FIRST, Moment.BETWEEN, Moment.GROUP)
"""Moments that one process can go through with many chats at a time."""


@dataclass(slots=True)
class Findings:
    """What a campaign has found."""

    verdicts: dict[Case, Verdict] = field(default_factory=lambda: defaultdict(Verdict))
    logs: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    """Tracebacks, tokens and words of questions in the logs."""
    probes: dict[str, Probe] = field(default_factory=dict)
    """The probes of each stage."""
    exits: list[str] = field(default_factory=list)
    """Processes that ended otherwise than in order."""
    unstaged: int = 0
    """Cases whose beginning failed before any fault."""

    def total(self) -> Verdict:
        """The sum of all verdicts."""
        return sum(self.verdicts.values(), Verdict())

    def bad(self) -> list[tuple[Case, Verdict]]:
        """The cases that somebody noticed."""
        return [(case, verdict) for case, verdict in self.verdicts.items() if not verdict.is_good]

    def close(self, stories: Sequence[Story]) -> None:
        """Take the verdicts of stories that are over."""
        for story in stories:
            self.verdicts[story.case] += story.verdict()
            self.unstaged += not story.is_staged

    def read_log(self, process: BotProcess) -> None:
        """Look for what a log must never have."""
        for name, count in log_faults(process.log.read_text("utf-8"), process.token, WORDS).items():
            self.logs[name] += count


@asynccontextmanager
async def staged(folder: Path, findings: Findings) -> AsyncIterator[tuple[Town, BotProcess]]:
    """A running process with its server; at the end it is stopped, and its log read."""
    async with TelegramServer() as server:
        process = BotProcess(new_folder(folder), server.url, server.state.token)
        process.start()
        try:
            await process.ready()
            yield Town(server), process
            code = await process.stop(STOP_SECONDS)
            if code != 0:
                findings.exits.append(f"{folder.name}: exit code {code} after SIGTERM")
        finally:
            process.kill()
            findings.read_log(process)


async def run_chats(cases: Sequence[Case], folder: Path, findings: Findings, *, pace: float = PACE) -> None:
    """The cases of the first question, between questions and in a busy group, in one process."""
    async with staged(folder, findings) as (town, _):
        async with probing(town) as probe:
            stories = [Story(town, case) for case in cases]
            await play_all(stories, pace)
        await quiet(town.server)
        findings.probes["chats"] = probe
        findings.close(stories)


async def run_reindexing(
    cases: Sequence[Case], folder: Path, findings: Findings, *, pace: float = PACE
) -> None:
    """Cases while the index is built anew over and over."""
    async with staged(folder, findings) as (town, _):
        busy = asyncio.create_task(_reindex(town))
        async with probing(town) as probe:
            stories = [Story(town, case) for case in cases]
            await play_all(stories, pace)
        busy.cancel()
        await asyncio.wait({busy})
        await quiet(town.server)
        findings.probes["reindexing"] = probe
        findings.close(stories)


async def _reindex(town: Town) -> None:
    """Ask for a reindexing whenever the last one has ended, until it is canceled."""
    moderator = Person(town.state, MODERATOR)
    while True:
        await moderator.write("/reindex")
        await asyncio.sleep(1)
        await until(lambda: _rests(town), 60)


def _rests(town: Town) -> bool:
    messages = list(town.messages(MODERATOR))
    return bool(messages) and "الآن، وما زلت" not in messages[-1]["text"]


async def run_shutdowns(cases: Sequence[Case], folder: Path, findings: Findings) -> None:
    """Cases that are open when the process is asked to stop; another one goes on where it ended."""
    async with staged(folder, findings) as (town, process):
        for batch in _batches(cases):
            stories = [Story(town, case) for case in batch]
            await asyncio.gather(*(story.begin() for story in stories))
            await until(partial(_any_struck, stories), 10)
            code = await process.stop(STOP_SECONDS)
            if code != 0:
                findings.exits.append(f"{folder.name}: exit code {code} after SIGTERM")
            process.start()
            await process.ready()
            await until(partial(_all_over, stories), 30)
            await quiet(town.server)
            findings.close(stories)


def _batches(cases: Sequence[Case]) -> list[Sequence[Case]]:
    return [cases[start : start + SHUTDOWN_BATCH] for start in range(0, len(cases), SHUTDOWN_BATCH)]


def _any_struck(stories: Sequence[Story]) -> bool:
    return any(story.fault and story.fault.struck for story in stories)


def _all_over(stories: Sequence[Story]) -> bool:
    return all(story.is_over() for story in stories)


async def run_starts(cases: Sequence[Case], folder: Path, findings: Findings, *, at_a_time: int = 3) -> None:
    """Cases at the start of a process, with a question that waits already; a process each."""
    gate = asyncio.Semaphore(at_a_time)
    new_folder(folder)
    async with TelegramServer() as server:
        first = BotProcess(folder, server.url, server.state.token)
        first.start()
        await first.ready()
        await first.stop()

    async def run(number: int, case: Case) -> None:
        async with gate:
            await _start(case, folder, findings, number)

    await asyncio.gather(*(run(*each) for each in enumerate(cases)))


async def _start(case: Case, folder: Path, findings: Findings, number: int) -> None:
    async with TelegramServer() as server:
        town = Town(server)
        place = folder.parent / f"{folder.name}-{number}"
        place.mkdir()
        for name in ("corpus", "data"):
            shutil.copytree(folder / name, place / name)
        process = BotProcess(place, server.url, server.state.token, **_hook(case))
        fault = case.kind.fault(case.method, times=case.times)
        server.state.faults.add(fault)
        asked = [await town.ask(town.person())]
        process.start()
        try:
            await until(partial(_all_replied, town, asked, process), START_PATIENCE)
            if case.moment is not Moment.START:
                await until(lambda: fault.struck, WATCH_PATIENCE)
                asked.append(await town.ask(town.person()))
                await until(partial(_all_replied, town, asked, process), START_PATIENCE)
            await quiet(server, 1, 10)
            findings.verdicts[case] += _of_whole(town, asked, struck=fault.struck)
            if process.code is not None:
                findings.exits.append(f"{case}: exit code {process.code}: {process.lines()[-200:]}")
            elif (code := await process.stop(STOP_SECONDS)) != 0:
                findings.exits.append(f"{case}: exit code {code} after SIGTERM")
        finally:
            process.kill()
            findings.read_log(process)


def _hook(case: Case) -> dict[str, str]:
    """The settings of webhook mode, for a method that is called in it alone."""
    if case.method not in HOOK_METHODS:
        return {}
    port = free_port()
    url = f"http://127.0.0.1:{port}/hook"
    return {"MODE": "webhook", "WEBHOOK_URL": url, "WEBHOOK_PORT": str(port), "WEBHOOK_SECRET": SECRET}


def _of_whole(town: Town, asked: Sequence[Asked], *, struck: int) -> Verdict:
    """The verdict of a fault that is about no chat: each question is owed exactly one answer."""
    answers = [len(town.answers(each)) for each in asked]
    apologies = [len(town.apologies(each)) for each in asked]
    return Verdict(
        cases=int(struck > 0),
        lost=answers.count(0),
        doubled=sum(max(0, count - 1) for count in answers),
        second_apologies=sum(max(0, count - 1) for count in apologies),
        behind=sum(bool(a and s) for a, s in zip(answers, apologies, strict=True)),
    )


async def run_polling_faults(cases: Sequence[Case], folder: Path, findings: Findings) -> None:
    """Faults of getUpdates while the bot runs, one after another; somebody asks behind each."""
    async with staged(folder, findings) as (town, process):
        for case in cases:
            fault = case.kind.fault(case.method, times=case.times)
            town.state.faults.add(fault)
            asked = [await town.ask(town.person(), number) for number in range(2)]
            await until(partial(_is_spent, fault), case.patience)
            asked.append(await town.ask(town.person(), 2))
            await until(partial(_all_replied, town, asked, process), case.patience)
            findings.verdicts[case] += _of_whole(town, asked, struck=fault.struck)
            if process.code is not None:
                findings.exits.append(f"{case}: exit code {process.code}")
                process.start()
                await process.ready()
            town.state.faults.clear()


def _is_spent(fault: Fault) -> bool:
    return fault.times <= 0


def _all_replied(town: Town, asked: Sequence[Asked], process: BotProcess) -> bool:
    return all(map(town.replies, asked)) or process.code is not None


async def run_all(cases: Sequence[Case], folder: Path) -> Findings:
    """Inject all faults, each in the stage of its moment."""
    findings = Findings()
    moments: dict[Moment, list[Case]] = defaultdict(list)
    for case in cases:
        moments[case.moment].append(case)
    running = [case for case in cases if case.moment in CHAT_STAGE]
    chats = [case for case in running if case.method not in APART]
    polling = [case for case in running if case.method == "getUpdates"]
    watched = [case for case in running if case.method in HOOK_METHODS]
    for stage, name, chosen in (
        (run_chats, "chats", chats),
        (run_reindexing, "reindexing", moments[Moment.REINDEX]),
        (run_shutdowns, "shutdowns", moments[Moment.SHUTDOWN]),
        (run_polling_faults, "polling", polling),
        (run_starts, "starts", moments[Moment.START]),
        (partial(run_starts, at_a_time=8), "watched", watched),
    ):
        if chosen:
            await stage(chosen, folder / name, findings)
    return findings
