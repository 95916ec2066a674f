"""Keeps bot tokens and people's words out of the log, so that it can be shown to anybody.

A filter replaces tokens in the message, the arguments and the traceback of every record. The loggers
of other libraries stay at WARNING whatever the level of our own: httpx writes the token into each INFO
line, and python-telegram-bot writes people's messages into DEBUG lines.
"""

from __future__ import annotations

import asyncio
import logging
import re
import sys
import traceback
from collections.abc import Iterator
from typing import TextIO

# A bot token: the bot's id, a colon, and 35 or more characters (core.telegram.org/bots/api).
_TOKEN = re.compile(r"\d+:[\w-]{35,}")
REDACTED = "<token>"

_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_OUR_LOGGERS = ("bot", "retrieval")
_QUIET_LOGGERS = ("httpx", "httpcore", "telegram", "tornado", "asyncio", "aiosqlite", "sqlalchemy", "alembic")
_SILENT_LOGGERS = ("telegram.request",)
"""Logs responses that are no JSON, with people's words in them; the error is raised as well."""


def redact(text: str) -> str:
    """Replace the bot tokens in a text. Never raises."""
    return _TOKEN.sub(REDACTED, text)


class TokenFilter(logging.Filter):
    """Lets every record pass, without the tokens in it.

    For handlers, not for loggers: the filters of a logger do not see the records of its children.
    """

    _formatter = logging.Formatter()

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact a record in place; one that cannot be formatted is replaced by a message about that."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError, KeyError) as error:
            message = f"a log record that cannot be formatted ({type(error).__name__}): {record.msg!r}"
        record.msg, record.args = redact(message), None
        if record.exc_info and not record.exc_text:
            record.exc_text = self._formatter.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True


def configure_logging(level: str = "INFO", stream: TextIO | None = None) -> logging.Handler:
    """Send log lines to a stream, without secrets and people's words.

    Args:
        level: Lowest level of our own loggers; those of libraries stay at WARNING or higher.
        stream: Where lines go; standard error where None.

    Returns:
        The handler, which replaces the one of an earlier call and those of others on the root.
    """
    handler = logging.StreamHandler(stream if stream is not None else sys.stderr)
    handler.setFormatter(logging.Formatter(_FORMAT))
    handler.addFilter(TokenFilter())
    root = logging.getLogger()
    for old in list(root.handlers):
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(logging.WARNING)
    for name in _QUIET_LOGGERS:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in _SILENT_LOGGERS:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    for name in _OUR_LOGGERS:
        logging.getLogger(name).setLevel(level)
    return handler


def describe_error(error: BaseException) -> str:
    """Describe an error by type and place, without its message, which may contain what a person wrote.

    Args:
        error: Any exception; the ones that it was raised from are described as well.

    Returns:
        A line such as `ValueError at bot/x.py:12 in find, from KeyError at …`, innermost last.
    """
    return ", from ".join(f"{type(link).__name__}{_place(link)}" for link in _chain(error))


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        yield link
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)


def _place(error: BaseException) -> str:
    """Where an error was raised: the last frame in our code, else the last of all."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return ""
    frame = next((frame for frame in reversed(frames) if _is_ours(frame.filename)), frames[-1])
    file_name = "/".join(frame.filename.replace("\\", "/").split("/")[-3:])
    return f" at {file_name}:{frame.lineno} in {frame.name}"


def _is_ours(file_name: str) -> bool:
    return "site-packages" not in file_name and re.search(r"[/\\](bot|retrieval)[/\\]", file_name) is not None


def log_loop_errors(loop: asyncio.AbstractEventLoop) -> None:
    """Log errors of background tasks by type and place; asyncio would log their messages."""

    def on_error(_: asyncio.AbstractEventLoop, context: dict[str, object]) -> None:
        error = context.get("exception")
        text = describe_error(error) if isinstance(error, BaseException) else str(context.get("message", ""))
        logging.getLogger(__name__).error("in a background task: %s", text)

    loop.set_exception_handler(on_error)
