"""Counts what arrives, by kind, before anything else handles it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from telegram import Update

from bot.monitoring.metrics import Metrics

OTHER = "other"
"""An update without a kind that has a handler: one that could not be parsed."""


class CountUpdates:
    """Counts updates by kind.

    Args:
        metrics: Where they are counted.
        kinds: The kinds of updates that have a handler.
    """

    def __init__(self, metrics: Metrics, kinds: Sequence[str]) -> None:
        self._counters = {kind: metrics.updates.labels(kind) for kind in (*kinds, OTHER)}

    async def __call__(self, update: Update, _: Any) -> None:
        """Count one update."""
        kind = next((kind for kind in self._counters if getattr(update, kind, None) is not None), OTHER)
        self._counters[kind].inc()
