"""Composes what moderators see of a reindexing and of going back: its progress, and how it ended."""

from __future__ import annotations

from bot.conversation.actions import Action, Verb
from bot.conversation.composing.layout import Layout
from bot.conversation.composing.unread import unread_counts
from bot.conversation.ports import ReindexOutcome, ReindexProgress, ReindexStatus
from bot.conversation.reply import Button, Reply
from bot.conversation.wording import texts
from bot.conversation.wording.grammar import DOCUMENT, PASSAGE, count, isolate, one_line
from retrieval import in_arabic

_REASON_LENGTH = 200
_BAR = 12


def reindex_progress(progress: ReindexProgress) -> Reply:
    """How far a reindexing is."""
    layout = Layout().add(texts.REINDEX_RUNNING).add("\n").add(texts.REINDEX_STAGES[progress.stage])
    if progress.total > 0:
        done = min(max(progress.done, 0), progress.total)
        full = _BAR * done // progress.total
        layout.add(": " + isolate(texts.REINDEX_OF.format(done=done, total=progress.total)))
        layout.add("\n" + "▰" * full + "▱" * (_BAR - full))
    return layout.reply()


def reindex_outcome(outcome: ReindexOutcome) -> Reply:
    """How a reindexing ended."""
    if outcome.status is ReindexStatus.BUSY:
        return Layout().add(texts.REINDEX_BUSY).reply()
    if outcome.status is ReindexStatus.REFUSED:
        return _refused(outcome)
    if outcome.status is ReindexStatus.FAILED:
        return _failed(texts.REINDEX_FAILED, outcome)
    swapped = outcome.status is ReindexStatus.SWAPPED
    layout = Layout().add(texts.reindexed(outcome.seconds) if swapped else texts.REINDEX_UNCHANGED)
    if swapped:
        documents, passages = count(outcome.documents, DOCUMENT), count(outcome.passages, PASSAGE)
        layout.add("\n" + texts.STATUS_HOLDINGS.format(documents=documents, passages=passages))
    if outcome.skipped:
        layout.add("\n" + "\n".join(unread_counts(outcome.skipped)))
    return layout.reply([[_status_button()]])


def rollback_outcome(outcome: ReindexOutcome) -> Reply:
    """How going back to the index before ended."""
    if outcome.status is ReindexStatus.BUSY:
        return Layout().add(texts.REINDEX_BUSY).reply()
    if outcome.status is ReindexStatus.NO_EARLIER:
        return Layout().add(texts.ROLLBACK_NOTHING).reply([[_status_button()]])
    if outcome.status is not ReindexStatus.ROLLED_BACK:
        return _failed(texts.ROLLBACK_FAILED, outcome)
    documents, passages = count(outcome.documents, DOCUMENT), count(outcome.passages, PASSAGE)
    holdings = texts.STATUS_HOLDINGS.format(documents=documents, passages=passages)
    return Layout().add(f"{texts.ROLLBACK_DONE}\n{holdings}").reply([[_status_button()]])


def _refused(outcome: ReindexOutcome) -> Reply:
    """A new index that holds too few documents, with a button that uses it all the same."""
    documents, before = count(outcome.documents, DOCUMENT), count(outcome.before, DOCUMENT)
    # Fewer than are named here need another confirmation.
    replace = Action(Verb.REPLACE, str(outcome.documents))
    layout = Layout().add(texts.REINDEX_REFUSED.format(documents=documents, before=before))
    return layout.reply([[Button(texts.REPLACE_ALL_THE_SAME, str(replace))], [_status_button()]])


def _failed(text: str, outcome: ReindexOutcome) -> Reply:
    layout = Layout().add(text)
    if outcome.reason:
        reason = one_line(in_arabic(outcome.reason), _REASON_LENGTH)
        layout.add("\n" + texts.REINDEX_REASON.format(reason=reason))
    return layout.reply([[_status_button()]])


def _status_button() -> Button:
    return Button(texts.STATUS_BUTTON, str(Action(Verb.STATUS)))
