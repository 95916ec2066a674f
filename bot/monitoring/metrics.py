"""The metrics of one bot, in a registry of its own, for `/metrics`.

Labels are names out of fixed lists (a method, a stage, a kind of error): never a chat, a person or a
word of a question. Every method of prometheus-client is safe between threads and never raises.
"""

from __future__ import annotations

from importlib.metadata import version
from platform import python_version
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    Info,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)

LATENCIES: Final = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
"""Upper bounds of the latency buckets, in seconds."""

ANSWER_KINDS: Final = ("answer", "refusal", "limit", "timeout")
"""Kinds of replies to questions: excerpts; none that fits; asked too often or too long; not in time."""

# Without a second series for each counter, with the time of its first count.
disable_created_metrics()  # type: ignore[no-untyped-call]


class Metrics:
    """All metrics; each attribute is a metric of prometheus-client."""

    def __init__(self) -> None:
        self.registry = registry = CollectorRegistry()
        self.updates = Counter(
            "shahid_updates",
            "Updates received, by kind; other could not be parsed.",
            ["kind"],
            registry=registry,
        )
        self.questions = Counter(
            "shahid_questions", "Questions asked, by messages and by examples.", registry=registry
        )
        self.answers = Counter(
            "shahid_answers",
            "Replies to questions, by kind: answer, refusal, limit, timeout.",
            ["kind"],
            registry=registry,
        )
        for kind in ANSWER_KINDS:
            self.answers.labels(kind)
        self.expired_questions = Counter(
            "shahid_expired_questions", "Questions that were too old to be answered.", registry=registry
        )
        self.latency = Histogram(
            "shahid_latency_seconds",
            "Seconds by stage: search (the engine), handled (until a reply is composed), queued and sent "
            "(in the outbox), whole (from the question to its sent answer).",
            ["stage"],
            buckets=LATENCIES,
            registry=registry,
        )
        self.outbox_depth = Gauge(
            "shahid_outbox_depth", "Messages and edits that wait to be sent.", registry=registry
        )
        self.outbox_age = Gauge(
            "shahid_outbox_age_seconds", "Age of the oldest message that waits to be sent.", registry=registry
        )
        self.retries = Counter(
            "shahid_retries",
            "Calls tried again, by method and reason.",
            ["method", "reason"],
            registry=registry,
        )
        self.undelivered = Counter(
            "shahid_undelivered",
            "Messages given up, by reason: stopped and full are the bot's own, all others Telegram's.",
            ["reason"],
            registry=registry,
        )
        self.errors = Counter(
            "shahid_errors", "Errors in handlers and in sending, by type.", ["kind"], registry=registry
        )
        self.store_failures = Counter(
            "shahid_store_failures",
            "Failures of the database, by operation.",
            ["operation"],
            registry=registry,
        )
        self.store_up = Gauge(
            "shahid_store_up", "1 where the database can be written to, 0 otherwise.", registry=registry
        )
        self.store_waiting = Gauge(
            "shahid_store_waiting", "Writes that wait for the database.", registry=registry
        )
        self.reindexing = Gauge("shahid_reindexing", "1 while a reindexing runs.", registry=registry)
        self.reindexes = Counter(
            "shahid_reindexes", "Reindexings that ended, by status.", ["status"], registry=registry
        )
        self.documents = Gauge("shahid_documents", "Documents that are served.", registry=registry)
        self.clock_skew = Gauge(
            "shahid_clock_skew_seconds", "This machine's clock minus Telegram's.", registry=registry
        )
        self.last_received = Gauge(
            "shahid_last_received_timestamp_seconds",
            "When getUpdates last succeeded or an update was last posted, in Unix time.",
            registry=registry,
        )
        self.loop_lag = Gauge(
            "shahid_loop_lag_seconds",
            "How long the event loop was last held up, beyond the second between two looks.",
            registry=registry,
        )
        self.build = Info("shahid_build", "Versions of Shahid and of Python.", registry=registry)
        self.build.info({"version": version("shahid"), "python": python_version()})
        ProcessCollector(registry=registry)

    def render(self) -> bytes:
        """All metrics in the text format of Prometheus."""
        return generate_latest(self.registry)
