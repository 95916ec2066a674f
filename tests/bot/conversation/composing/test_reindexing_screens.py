"""What moderators see of a reindexing and of going back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import ReindexOutcome, ReindexProgress, ReindexStage, ReindexStatus, Reply
from bot.conversation.composing.reindexing_screens import (
    reindex_outcome,
    reindex_progress,
    rollback_outcome,
)
from bot.conversation.wording import texts
from retrieval import SkippedFile, reason
from tests.bot.conversation.fakes import action, bare, labels


def test_the_progress_of_a_reindexing_is_a_stage_a_count_and_a_bar() -> None:
    reply = reindex_progress(ReindexProgress(ReindexStage.INDEXING, 30, 60))
    assert bare(reply.text) == f"{texts.REINDEX_RUNNING}\nأبني الفهرس: 30 من 60\n▰▰▰▰▰▰▱▱▱▱▱▱"


def test_the_progress_of_unknown_length_has_no_bar() -> None:
    reply = reindex_progress(ReindexProgress(ReindexStage.READING))
    assert reply.text == f"{texts.REINDEX_RUNNING}\nأقرأ الوثائق"


@given(st.sampled_from(ReindexStage), st.integers(), st.integers())
def test_a_bar_is_never_longer_than_itself(stage: ReindexStage, done: int, total: int) -> None:
    text = reindex_progress(ReindexProgress(stage, done, total)).text
    assert text.count("▰") + text.count("▱") in {0, 12}


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        (
            ReindexOutcome(ReindexStatus.SWAPPED, 12, 340, (SkippedFile("a", reason("no_text")),), 12.3),
            (
                "تمت إعادة الفهرسة في 12 ثانية، والفهرس الجديد يجيب الآن.\n"
                "المحتوى: 12 وثيقة، 340 مقطعا\nما لم أقرأه: ملف واحد"
            ),
        ),
        (
            ReindexOutcome(ReindexStatus.SWAPPED, 1, 2),
            "تمت إعادة الفهرسة في ثانية واحدة، والفهرس الجديد يجيب الآن.\nالمحتوى: وثيقة واحدة، مقطعان",
        ),
        (ReindexOutcome(ReindexStatus.UNCHANGED), texts.REINDEX_UNCHANGED),
        (ReindexOutcome(ReindexStatus.FAILED), texts.REINDEX_FAILED),
        (
            ReindexOutcome(ReindexStatus.FAILED, reason=reason("no_space")),
            f"{texts.REINDEX_FAILED}\nالسبب: القرص ممتلئ: أفرغ بعضه",
        ),
    ],
)
def test_the_outcome_of_a_reindexing_has_a_button_to_the_status(outcome: ReindexOutcome, text: str) -> None:
    reply = reindex_outcome(outcome)
    assert (bare(reply.text), labels(reply)) == (text, [["حال الفهرس"]])


def test_a_second_reindexing_is_asked_to_wait() -> None:
    assert reindex_outcome(ReindexOutcome(ReindexStatus.BUSY)) == Reply(texts.REINDEX_BUSY)


def test_a_refused_index_names_both_numbers_and_has_a_button_that_uses_it() -> None:
    reply = reindex_outcome(ReindexOutcome(ReindexStatus.REFUSED, documents=1, before=16))
    assert bare(reply.text) == (
        "لم أستبدل الفهرس: في مجلد الوثائق الآن وثيقة واحدة، وفي الفهرس الذي يجيب 16 وثيقة. "
        "لعل المجلد غير موصول أو أفرغ سهوا."
    )
    assert labels(reply) == [["استبدل الفهرس رغم ذلك"], ["حال الفهرس"]]
    assert action(reply, "استبدل الفهرس رغم ذلك") == "1:fewer:1"


@pytest.mark.parametrize(
    ("outcome", "text"),
    [
        (
            ReindexOutcome(ReindexStatus.ROLLED_BACK, 1, 2),
            f"{texts.ROLLBACK_DONE}\nالمحتوى: وثيقة واحدة، مقطعان",
        ),
        (ReindexOutcome(ReindexStatus.NO_EARLIER, reason=reason("no_earlier_index")), texts.ROLLBACK_NOTHING),
        (
            ReindexOutcome(ReindexStatus.FAILED, reason=reason("no_space")),
            f"{texts.ROLLBACK_FAILED}\nالسبب: القرص ممتلئ: أفرغ بعضه",
        ),
    ],
)
def test_the_outcome_of_going_back_has_a_button_to_the_status(outcome: ReindexOutcome, text: str) -> None:
    reply = rollback_outcome(outcome)
    assert (bare(reply.text), labels(reply)) == (text, [["حال الفهرس"]])


def test_going_back_waits_for_a_reindexing() -> None:
    assert rollback_outcome(ReindexOutcome(ReindexStatus.BUSY)) == Reply(texts.REINDEX_BUSY)
