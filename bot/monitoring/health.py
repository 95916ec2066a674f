"""Health of the running bot: a finding for each thing that it needs, and one verdict.

Not healthy is what a restart may mend: no updates for too long, an event loop or an outbox that is
stuck. What a restart does not mend, such as a full disk, is `degraded`: the bot answers on. Findings
have names of parts, ages, counts and reasons in them, and nothing about people.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from prometheus_client import Gauge

from bot.monitoring.logs import describe_error, redact
from bot.monitoring.metrics import Metrics

LOOP_LIMIT = 15.0
"""Seconds that the event loop may be held up; it beats every second."""
OUTBOX_DEGRADED, OUTBOX_LIMIT = 120.0, 7200.0
"""Seconds that the oldest message may wait. In a busy group one waits for six minutes, and an apology an
hour for the network: a restart would only lose them. Nothing may wait for twice as long."""


class State(StrEnum):
    """How a part of the bot is."""

    GOOD = "good"
    DEGRADED = "degraded"
    """The bot answers on without it, and a restart would not mend it."""
    BAD = "bad"
    """A restart may mend it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """How one part of the bot is."""

    state: State
    facts: Mapping[str, Any]
    """Ages in seconds, counts and reasons; only types of JSON."""


Check = Callable[[], Finding]


@dataclass(frozen=True, slots=True)
class Report:
    """All findings, by the names of their parts."""

    findings: Mapping[str, Finding]

    @property
    def is_ok(self) -> bool:
        """Whether no part is bad."""
        return not self.bad

    @property
    def bad(self) -> list[str]:
        """The parts that are bad."""
        return [name for name, finding in self.findings.items() if finding.state is State.BAD]

    @property
    def degraded(self) -> list[str]:
        """The parts that are degraded."""
        return [name for name, finding in self.findings.items() if finding.state is State.DEGRADED]

    def to_json(self) -> str:
        """The report as an object: `ok`, `bad`, `degraded`, and the facts of each check."""
        checks = {
            name: {"state": str(finding.state), **finding.facts} for name, finding in self.findings.items()
        }
        body = {"ok": self.is_ok, "bad": self.bad, "degraded": self.degraded, "checks": checks}
        return json.dumps(body, ensure_ascii=False)


class Receiving(Protocol):
    """Knows when updates last came."""

    @property
    def silence(self) -> float:
        """Seconds since the last successful getUpdates, or since an update was posted."""


class Index(Protocol):
    """The index that is served."""

    @property
    def documents(self) -> tuple[object, ...]:
        """Its documents."""

    @property
    def passage_count(self) -> int:
        """Number of its passages."""

    @property
    def warning(self) -> object | None:
        """Why it may be out of date; None where it is not."""


class Keeping(Protocol):
    """The database."""

    @property
    def problem(self) -> str | None:
        """What is wrong with it, in English and without secrets; None where nothing is."""

    @property
    def is_writable(self) -> bool:
        """Whether it can be written to."""


class Beating(Protocol):
    """The event loop's heartbeat."""

    @property
    def age(self) -> float:
        """Seconds since the event loop was last seen to run."""


class Health:
    """Makes reports; safe to call from any thread, and never raises.

    Args:
        checks: A check for each part, by its name.
    """

    def __init__(self, checks: Mapping[str, Check]) -> None:
        self._checks = dict(checks)

    def report(self) -> Report:
        """How everything is now."""
        return Report({name: _run(check) for name, check in self._checks.items()})


def _run(check: Check) -> Finding:
    try:
        return check()
    except Exception as error:  # noqa: BLE001 - a check that fails is a finding, too
        return Finding(State.BAD, {"problem": f"cannot be checked: {describe_error(error)}"})


def check_updates(receiving: Receiving, limit: float) -> Check:
    """Bad where no update could be received for `limit` seconds."""

    def check() -> Finding:
        silence = receiving.silence
        return Finding(State.BAD if silence > limit else State.GOOD, {"age_seconds": round(silence, 1)})

    return check


def check_index(served: Callable[[], Index], worded: Callable[[Any], str] = str) -> Check:
    """Degraded where the index may be out of date, or has no documents.

    Args:
        served: The index that answers now.
        worded: Words a warning of it.
    """

    def check() -> Finding:
        index = served()
        facts = {"documents": len(index.documents), "passages": index.passage_count}
        empty = None if index.documents else "there are no documents"
        problem = worded(index.warning) if index.warning else empty
        return _degraded_by(problem, facts)

    return check


def check_database(keeping: Keeping) -> Check:
    """Degraded where the database has a problem; answers need only the index."""

    def check() -> Finding:
        problem = keeping.problem or (None if keeping.is_writable else "it cannot be written to")
        return _degraded_by(problem, {})

    return check


def check_outbox(metrics: Metrics) -> Check:
    """Degraded where a message waits for long, bad where it waits longer than any may."""

    def check() -> Finding:
        age = value_of(metrics.outbox_age)
        late = State.DEGRADED if age > OUTBOX_DEGRADED else State.GOOD
        facts = {"waiting": int(value_of(metrics.outbox_depth)), "age_seconds": round(age, 1)}
        return Finding(State.BAD if age > OUTBOX_LIMIT else late, facts)

    return check


def check_loop(heart: Beating) -> Check:
    """Bad where the event loop is stuck."""

    def check() -> Finding:
        age = heart.age
        return Finding(State.BAD if age > LOOP_LIMIT else State.GOOD, {"age_seconds": round(age, 1)})

    return check


def check_reindexing(metrics: Metrics) -> Check:
    """Always good: whether a reindexing runs now."""
    return lambda: Finding(State.GOOD, {"running": bool(value_of(metrics.reindexing))})


def value_of(gauge: Gauge) -> float:
    """The value of a gauge without labels."""
    return float(next(iter(gauge.collect())).samples[0].value)


def _degraded_by(problem: str | None, facts: dict[str, Any]) -> Finding:
    if problem is None:
        return Finding(State.GOOD, facts)
    return Finding(State.DEGRADED, {**facts, "problem": redact(problem)})
