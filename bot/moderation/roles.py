"""Who is a moderator and may reindex: the people whose Telegram ids are set, and nobody else."""

from __future__ import annotations

from collections.abc import Iterable


class Roles:
    """Decides who is a moderator.

    Args:
        moderators: Telegram ids of people. Ids of groups and channels (below 0) and 0 are ignored: a
            message in a group's name does not show who wrote it.
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
