"""`shahid audit`: lists what moderators did, and what others tried, a line each."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from bot.bootstrap import Composition
from bot.conversation.clock import utc_now


def audit(composition: Composition, *, days: int) -> int:
    """Print the audit of so many days, the oldest act first.

    A line has time in UTC, person, chat, act and outcome, separated by tabs.
    """
    entries = asyncio.run(composition.audit_since(utc_now() - timedelta(days=days)))
    for entry in entries:
        at = entry.happened_at.strftime("%Y-%m-%d %H:%M:%S")
        fields = (at, entry.asker_id, entry.chat_id or "-", entry.act, " ".join(entry.outcome.split()))
        print("\t".join(fields))
    if not entries:
        print(f"nothing in {days} days")
    return 0
