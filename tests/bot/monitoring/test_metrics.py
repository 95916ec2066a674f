from __future__ import annotations

from bot.monitoring.metrics import Metrics


def test_two_bots_of_one_process_count_apart() -> None:
    one, other = Metrics(), Metrics()
    one.answers.labels("refusal").inc()
    assert b'shahid_answers_total{kind="refusal"} 1.0' in one.render()
    assert b'shahid_answers_total{kind="refusal"} 0.0' in other.render()


def test_memory_cpu_and_versions_are_metrics_and_no_counter_is_shown_twice() -> None:
    names = {family.name for family in Metrics().registry.collect()}
    assert {"process_resident_memory_bytes", "process_cpu_seconds", "shahid_build"} <= names
    assert b"_created" not in Metrics().render()
