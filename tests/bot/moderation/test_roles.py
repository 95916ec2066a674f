from __future__ import annotations

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
