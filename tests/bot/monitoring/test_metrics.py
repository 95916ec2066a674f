from __future__ import annotations

from bot.monitoring.metrics import Metrics


def test_two_bots_of_one_process_count_apart() -> None:
    one, other = Metrics(), Metrics()
    one.answers.labels("refusal").inc()
    assert b'shahid_answers_total{kind="refusal"} 1.0' in one.render()
    assert b"shahid_answers_total{" not in other.render()
