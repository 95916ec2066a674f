from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.conversation import InlinePage, Limits, Notice, Reply
from bot.conversation.allowances import MOST_KEYS, Allowance, Allowances, Turn
from bot.conversation.wording import texts
from tests.bot.conversation.fakes import IN_GROUP, MODERATOR, PERSON, FakeTimer, Harness, converse

LIMITS = Limits(questions=1)
GROUP_MEMBER = replace(IN_GROUP, chat_id="telegram:-1001")
NOBODY = "0:page:x"


def test_the_one_over_the_limit_is_told_and_those_after_it_are_not_until_the_window_ends() -> None:
    timer = FakeTimer()
    allowance = Allowance(2, timedelta(seconds=60), timer)
    assert [allowance.take("a") for _ in range(5)] == [Turn.FREE] * 2 + [Turn.NOTICE] + [Turn.SILENT] * 2
    assert allowance.take("b") is Turn.FREE
    timer.seconds = 59.9
    assert allowance.take("a") is Turn.SILENT
    timer.seconds = 60.0
    assert [allowance.take("a") for _ in range(3)] == [Turn.FREE, Turn.FREE, Turn.NOTICE]


def test_only_so_many_people_are_counted() -> None:
    allowance = Allowance(1, timedelta(seconds=60), FakeTimer())
    for number in range(MOST_KEYS + 5):
        allowance.take(f"{number}")
    assert len(allowance._counts) == MOST_KEYS


def test_all_limits_follow_from_the_number_of_questions() -> None:
    limits = Limits(questions=10)
    given = limits.chat_questions, limits.presses, limits.chat_presses, limits.inline_queries
    assert given == (60, 30, 60, 60)


@pytest.mark.parametrize("asker", [MODERATOR, replace(MODERATOR, is_private=False, chat_id="telegram:-1")])
def test_moderators_are_not_counted(asker: object) -> None:
    allowances = Allowances(LIMITS, FakeTimer())
    for _ in range(20):
        assert allowances.ask(asker) is Turn.FREE  # type: ignore[arg-type]
        assert allowances.press(asker) is Turn.FREE  # type: ignore[arg-type]
        assert allowances.type_inline(asker) is Turn.FREE  # type: ignore[arg-type]


def test_whoever_presses_too_often_gets_one_notice_and_then_nothing_pops_up() -> None:
    async def scenario(harness: Harness) -> None:
        outcomes = [await harness.conversation.press(PERSON, NOBODY) for _ in range(5)]
        old, slow = Notice(texts.ASK_AGAIN), Notice(texts.PRESSES_SLOW_DOWN)
        assert outcomes == [old, old, old, slow, Notice("")]
        harness.timer.seconds = 60.0
        assert await harness.conversation.press(PERSON, NOBODY) == old

    converse(scenario, limits=LIMITS)


def test_the_presses_of_a_group_are_counted_together() -> None:
    async def scenario(harness: Harness) -> None:
        people = [replace(GROUP_MEMBER, asker_id=f"telegram:{number}") for number in range(8)]
        outcomes = [await harness.conversation.press(person, NOBODY) for person in people]
        assert outcomes == [Notice(texts.ASK_AGAIN)] * 6 + [Notice(texts.PRESSES_SLOW_DOWN), Notice("")]
        assert await harness.conversation.press(PERSON, NOBODY) == Notice(texts.ASK_AGAIN)

    converse(scenario, limits=LIMITS)


def test_the_questions_of_a_group_are_counted_together_with_one_polite_reply() -> None:
    async def scenario(harness: Harness) -> None:
        people = [replace(GROUP_MEMBER, asker_id=f"telegram:{number}") for number in range(8)]
        replies = [await harness.conversation.ask(person, "شيء") for person in people]
        assert replies[6:] == [Reply(texts.CHAT_SLOW_DOWN), None]
        assert Reply(texts.CHAT_SLOW_DOWN) not in replies[:6]
        assert await harness.conversation.ask(PERSON, "شيء") not in {None, Reply(texts.CHAT_SLOW_DOWN)}

    converse(scenario, limits=LIMITS)


def test_whoever_types_too_much_gets_a_hint_that_is_not_kept() -> None:
    async def scenario(harness: Harness) -> None:
        pages = [await harness.conversation.inline(PERSON, "", "") for _ in range(8)]
        slow = InlinePage(hint=texts.INLINE_SLOW_DOWN, is_passing=True)
        assert pages == [InlinePage(hint=texts.INLINE_EMPTY)] * 6 + [slow] * 2

    converse(scenario, limits=LIMITS)


def test_a_question_is_asked_again_with_its_own_count() -> None:
    async def scenario(harness: Harness) -> None:
        assert await harness.conversation.press(PERSON, "1:again:-") == Notice(texts.RETRY_GONE)
        asked = await harness.conversation.press(PERSON, "1:again:-", "جنيف")
        assert isinstance(asked, Reply)
        assert "جنيف" in asked.text
        assert await harness.conversation.press(PERSON, "1:again:-", "جنيف") == Reply(texts.SLOW_DOWN)

    converse(scenario, limits=LIMITS)


def test_only_an_apology_that_answers_a_question_has_a_button_to_ask_it_again() -> None:
    async def scenario(harness: Harness) -> None:
        with_button = harness.conversation.apology("0a", can_retry=True)
        assert [[button.label for button in row] for row in with_button.buttons] == [[texts.RETRY]]
        assert harness.conversation.apology("0a").buttons == ()

    converse(scenario)
