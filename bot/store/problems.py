"""What is wrong with a database: errors of drivers become a kind and one line with what to do.

The line has neither a password nor anything that was to be written: SQLAlchemy's own messages have the
rows in them, so only the driver's message is used.
"""

from __future__ import annotations

import errno

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, StatementError

from bot.conversation.ports import StoreTrouble

_LONGEST = 200


class StoreError(Exception):
    """The database cannot be opened, migrated or written; the message gives the reason.

    Args:
        message: The reason, in one line.
        trouble: What kind of problem it is; None where the URL is wrong, which no waiting mends.
    """

    def __init__(self, message: str, trouble: StoreTrouble | None = None) -> None:
        super().__init__(message)
        self.trouble = trouble


# Parts of the messages of SQLite (sqlite3.c, sqlite3ErrStr), in lower case.
_SQLITE = {
    "disk is full": StoreTrouble.FULL,
    "readonly database": StoreTrouble.READ_ONLY,
    "unable to open database file": StoreTrouble.READ_ONLY,
    "is locked": StoreTrouble.LOCKED,
    "malformed": StoreTrouble.CORRUPT,
    "not a database": StoreTrouble.CORRUPT,
}
_ERRNO = {
    errno.ENOSPC: StoreTrouble.FULL,
    errno.EDQUOT: StoreTrouble.FULL,
    errno.EROFS: StoreTrouble.READ_ONLY,
    errno.EACCES: StoreTrouble.READ_ONLY,
    errno.EPERM: StoreTrouble.READ_ONLY,
    errno.ENOTDIR: StoreTrouble.READ_ONLY,
    errno.EEXIST: StoreTrouble.READ_ONLY,
}
# Beginnings of PostgreSQL's SQLSTATE (postgresql.org/docs/current/errcodes-appendix.html).
_SQLSTATE = {
    "53100": StoreTrouble.FULL,
    "25006": StoreTrouble.READ_ONLY,
    "42501": StoreTrouble.READ_ONLY,
    "55P03": StoreTrouble.LOCKED,
    "XX001": StoreTrouble.CORRUPT,
    "XX002": StoreTrouble.CORRUPT,
    "08": StoreTrouble.UNREACHABLE,
    "28": StoreTrouble.UNREACHABLE,
    "3D": StoreTrouble.UNREACHABLE,
    "53": StoreTrouble.UNREACHABLE,
    "57": StoreTrouble.UNREACHABLE,
}
_ADVICE = {
    StoreTrouble.FULL: "free some space on its disk; no restart is needed",
    StoreTrouble.READ_ONLY: "make its folder and file writable for the bot; no restart is needed",
    StoreTrouble.LOCKED: "end the program that keeps it locked; no restart is needed",
    StoreTrouble.CORRUPT: "move the file away, or put a backup in its place; no restart is needed",
    StoreTrouble.NEWER: "install the version of Shahid that made it, or put a backup in its place",
    StoreTrouble.DELETED: "a new one is made",
    StoreTrouble.UNREACHABLE: "start the server, or correct SHAHID_DATABASE_URL",
    StoreTrouble.OTHER: "see `shahid check`",
}


def trouble_of(error: BaseException) -> StoreTrouble:
    """The kind of problem that an error is a sign of; never raises."""
    cause = _cause(error)
    if isinstance(error, StoreError) and error.trouble is not None:
        return error.trouble
    sqlstate = str(getattr(cause, "sqlstate", None) or "")
    for beginning, trouble in _SQLSTATE.items():
        if sqlstate.startswith(beginning):
            return trouble
    words = str(cause).lower()
    for part, trouble in _SQLITE.items():
        if part in words:
            return trouble
    if isinstance(cause, OSError) and cause.errno in _ERRNO:
        return _ERRNO[cause.errno]
    is_of_network = isinstance(cause, OSError | TimeoutError) or "connection" in words
    return StoreTrouble.UNREACHABLE if is_of_network else StoreTrouble.OTHER


def reason_of(error: BaseException) -> str:
    """The driver's message, or our own, in one line."""
    cause = _cause(error)
    # asyncpg's messages begin with the class: <class 'asyncpg.exceptions.X'>: …
    words = " ".join(str(cause).split()).rpartition("'>: ")[2]
    return (words or type(cause).__name__)[:_LONGEST]


def problem_of(error: BaseException) -> str:
    """What is wrong and what to do, in one line."""
    return f"{reason_of(error)} ({_ADVICE[trouble_of(error)]})"


def is_fault_of_row(error: BaseException) -> bool:
    """Whether the row cannot be written into any database: such a write must not stop the others."""
    if isinstance(error, IntegrityError | DataError):
        return True
    if isinstance(error, DBAPIError):
        sqlstate = str(getattr(error.orig, "sqlstate", None) or "")
        return sqlstate[:2] in {"22", "23"} or "invalid input for query argument" in str(error.orig)
    return isinstance(error, OverflowError | ValueError | TypeError | StatementError)


def _cause(error: BaseException) -> BaseException:
    """The driver's error within SQLAlchemy's."""
    original = getattr(error, "orig", None)
    return original if isinstance(original, BaseException) else error
