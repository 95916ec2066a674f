from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.actions import Action, Verb, parse_action

SUBJECTS = st.text("abcXYZ019_-", min_size=1, max_size=48)


@given(st.sampled_from(Verb), SUBJECTS, st.integers(0, 9999))
def test_an_action_comes_back_as_it_went(verb: Verb, subject: str, number: int) -> None:
    action = Action(verb, subject, number)
    assert parse_action(str(action)) == action


@given(
    st.sampled_from(Verb),
    SUBJECTS.filter(lambda s: len(s) <= 32),
    st.integers(0, 9999),
    st.integers(-999, 999),
)
def test_an_action_fits_in_the_64_bytes_that_a_button_holds(
    verb: Verb, subject: str, number: int, shift: int
) -> None:
    action = Action(verb, subject, number, shift)
    assert 1 <= len(str(action).encode("ascii")) <= 64
    assert parse_action(str(action)) == action


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        "1:page",
        "0:page:a",
        "2:page:a:0",
        "1:nothing:a",
        "1:page:a:b",
        "1:page:a:1:2:3",
        "1:page:متى",
        "1:page:a\n",
    ],
)
def test_an_old_or_forged_action_is_none(text: str) -> None:
    assert parse_action(text) is None


@given(st.text())
def test_any_text_can_be_taken_for_an_action(text: str) -> None:
    parsed = parse_action(text)
    assert parsed is None or parse_action(str(parsed)) == parsed
