from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.moderation.roles import Roles


def test_nobody_is_a_moderator_who_is_not_named() -> None:
    assert Roles().is_moderator(42) is False
    assert Roles([42, 7]).moderators == (7, 42)


@given(st.frozensets(st.integers()), st.one_of(st.none(), st.integers()))
def test_only_people_who_are_named_are_moderators(named: frozenset[int], user_id: int | None) -> None:
    expected = user_id is not None and user_id > 0 and user_id in named
    assert Roles(named).is_moderator(user_id) is expected


@pytest.mark.parametrize("named", [0, -1, -42, -1001234567890])
def test_zero_groups_and_channels_are_no_moderators_even_where_they_are_named(named: int) -> None:
    roles = Roles([named, 42])
    assert roles.is_moderator(named) is False
    assert roles.is_moderator(42) is True
    assert roles.moderators == (42,)


def test_the_lowest_id_of_a_person_may_be_a_moderator() -> None:
    assert Roles([1]).is_moderator(1) is True
