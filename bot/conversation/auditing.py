"""Words for the audit: how an act of a moderator ended, in English, in at most 200 characters."""

from __future__ import annotations

from bot.conversation.ports import ReindexOutcome
from retrieval import in_english


def outcome_in_words(outcome: ReindexOutcome) -> str:
    """How a reindexing ended, for the audit: `swapped: 12 documents, 80 passages, 1 skipped`."""
    if outcome.before:
        return f"{outcome.status}: {outcome.documents} documents, {outcome.before} before"
    if outcome.reason:
        return f"{outcome.status}: {in_english(outcome.reason)}"
    if not outcome.documents:
        return str(outcome.status)
    skipped = f", {len(outcome.skipped)} skipped" if outcome.skipped else ""
    return f"{outcome.status}: {outcome.documents} documents, {outcome.passages} passages{skipped}"
