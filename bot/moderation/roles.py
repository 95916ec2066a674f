"""Who may look after the corpus: moderators, named by their Telegram ids. Everyone else may not."""

from __future__ import annotations

from collections.abc import Iterable


class Roles:
    """Knows the moderators; nobody is one who is not named.

    Args:
        moderators: Ids of people. Ids of groups and channels (below 0) and 0 never count: a group's
            name in front of a message says nothing about who wrote it.
    """

    def __init__(self, moderators: Iterable[int] = ()) -> None:
        self._moderators = frozenset(user_id for user_id in moderators if user_id > 0)

    @property
    def moderators(self) -> tuple[int, ...]:
        """The moderators' ids, in ascending order."""
        return tuple(sorted(self._moderators))

    def is_moderator(self, user_id: int | None) -> bool:
        """Whether that person is a moderator; None and unknown ids are not."""
        return user_id in self._moderators
