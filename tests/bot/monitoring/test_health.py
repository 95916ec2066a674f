from __future__ import annotations

import json
from dataclasses import dataclass, field

import pytest

from bot.monitoring.health import (
    Finding,
    Health,
    Report,
    State,
    check_database,
    check_index,
    check_loop,
    check_outbox,
    check_reindexing,
    check_updates,
)
from bot.monitoring.metrics import Metrics

TOKEN = "7000000001:AA-secret_secret_secret_secret_secre"


@dataclass(frozen=True)
class Since:
    """Something that happened some seconds ago."""

    silence: float = 0.0
    age: float = 0.0


@dataclass(frozen=True)
class FakeIndex:
    documents: tuple[object, ...] = (1, 2)
    passage_count: int = 5
    warning: str | None = None


@dataclass(frozen=True)
class FakeStore:
    problem: str | None = None
    is_writable: bool = True


@pytest.mark.parametrize(("seconds", "state"), [(0, State.GOOD), (150, State.GOOD), (150.1, State.BAD)])
def test_updates_are_bad_after_the_silence_that_ends_the_bot(seconds: float, state: State) -> None:
    assert check_updates(Since(silence=seconds), 150)() == Finding(state, {"age_seconds": seconds})


@pytest.mark.parametrize(("seconds", "state"), [(0.7, State.GOOD), (15, State.GOOD), (15.1, State.BAD)])
def test_a_loop_that_does_not_beat_is_bad(seconds: float, state: State) -> None:
    assert check_loop(Since(age=seconds))() == Finding(state, {"age_seconds": seconds})


@pytest.mark.parametrize(
    ("index", "finding"),
    [
        (FakeIndex(), Finding(State.GOOD, {"documents": 2, "passages": 5})),
        (
            FakeIndex(warning="the corpus is missing"),
            Finding(State.DEGRADED, {"documents": 2, "passages": 5, "problem": "the corpus is missing"}),
        ),
        (
            FakeIndex((), 0),
            Finding(State.DEGRADED, {"documents": 0, "passages": 0, "problem": "there are no documents"}),
        ),
    ],
)
def test_an_index_that_may_be_out_of_date_is_degraded(index: FakeIndex, finding: Finding) -> None:
    assert check_index(lambda: index)() == finding


@pytest.mark.parametrize(
    ("store", "finding"),
    [
        (FakeStore(), Finding(State.GOOD, {})),
        (FakeStore("the disk is full"), Finding(State.DEGRADED, {"problem": "the disk is full"})),
        (FakeStore(TOKEN), Finding(State.DEGRADED, {"problem": "<token>"})),
        (FakeStore(None, is_writable=False), Finding(State.DEGRADED, {"problem": "it cannot be written to"})),
    ],
)
def test_a_database_with_a_problem_is_degraded(store: FakeStore, finding: Finding) -> None:
    assert check_database(store)() == finding


@pytest.mark.parametrize(
    ("age", "state"),
    [(0, State.GOOD), (120, State.GOOD), (121, State.DEGRADED), (7200, State.DEGRADED), (7201, State.BAD)],
)
def test_an_outbox_that_waits_is_degraded_and_one_that_is_stuck_bad(age: float, state: State) -> None:
    metrics = Metrics()
    metrics.outbox_age.set(age)
    metrics.outbox_depth.set(3)
    assert check_outbox(metrics)() == Finding(state, {"waiting": 3, "age_seconds": age})


def test_a_gauge_may_be_asked_for_its_value_when_it_is_needed() -> None:
    metrics = Metrics()
    metrics.outbox_age.set_function(lambda: 121.0)
    assert check_outbox(metrics)().state is State.DEGRADED


def test_a_reindexing_is_shown() -> None:
    metrics = Metrics()
    check = check_reindexing(metrics)
    assert check() == Finding(State.GOOD, {"running": False})
    metrics.reindexing.set(1)
    assert check() == Finding(State.GOOD, {"running": True})


def test_degraded_is_healthy_and_bad_is_not() -> None:
    good, degraded = Finding(State.GOOD, {}), Finding(State.DEGRADED, {"problem": "سبب"})
    assert Report({"a": good, "b": degraded}).is_ok
    report = Report({"a": good, "b": degraded, "c": Finding(State.BAD, {"age_seconds": 99.5})})
    assert json.loads(report.to_json()) == {
        "ok": False,
        "bad": ["c"],
        "degraded": ["b"],
        "checks": {
            "a": {"state": "good"},
            "b": {"state": "degraded", "problem": "سبب"},
            "c": {"state": "bad", "age_seconds": 99.5},
        },
    }


@dataclass
class Broken:
    """A store that fails when it is asked."""

    words: str = field(default="سر لا يقال")
    is_writable: bool = True

    @property
    def problem(self) -> str | None:
        raise RuntimeError(self.words)


def test_a_check_that_fails_is_a_finding_without_the_words_of_its_error() -> None:
    report = Health({"database": check_database(Broken())}).report()
    assert report.bad == ["database"]
    assert str(report.findings["database"].facts["problem"]).startswith("cannot be checked: RuntimeError at ")
    assert "سر" not in report.to_json()
