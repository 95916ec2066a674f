from __future__ import annotations

import pytest

from bot.conversation import ReindexOutcome, ReindexStatus
from bot.conversation.auditing import outcome_in_words
from retrieval import SkippedFile, reason

SKIPPED = (SkippedFile("a.pdf", reason("no_text")),)


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (ReindexOutcome(ReindexStatus.BUSY), "busy"),
        (ReindexOutcome(ReindexStatus.FAILED, reason=reason("bot_stops")), "failed: the bot is stopping"),
        (ReindexOutcome(ReindexStatus.UNCHANGED, 2, 9), "unchanged: 2 documents, 9 passages"),
        (ReindexOutcome(ReindexStatus.SWAPPED, 2, 9, SKIPPED), "swapped: 2 documents, 9 passages, 1 skipped"),
    ],
)
def test_the_audit_shows_how_a_reindexing_ended(outcome: ReindexOutcome, words: str) -> None:
    assert outcome_in_words(outcome) == words
