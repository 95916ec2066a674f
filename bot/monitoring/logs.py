"""Keeps bot tokens and people's words out of the log, so that it can be shown to anybody.

Modules write to `logging.getLogger(__name__)`; structlog makes the lines: text to read, or a JSON object
a line. A filter in front of it replaces tokens, and exceptions by their type and place, in every record.
The loggers of other libraries stay at WARNING whatever the level of our own: some write the token into
each INFO line, and python-telegram-bot writes people's messages into DEBUG lines.
"""

from __future__ import annotations

import asyncio
import logging
import re
import sys
import traceback
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Final, Literal, TextIO

from structlog.dev import BRIGHT, DIM, RED, RESET_ALL, YELLOW, Column, ConsoleRenderer
from structlog.processors import JSONRenderer
from structlog.stdlib import ProcessorFormatter
from structlog.typing import EventDict, Processor

# A bot token: the bot's id, a colon, and 35 or more characters (core.telegram.org/bots/api).
_TOKEN = re.compile(r"\d+:[\w-]{35,}")
REDACTED = "<token>"

LogFormat = Literal["text", "json"]

_OUR_LOGGERS = ("bot", "retrieval")
_QUIET_LOGGERS = (
    "aiohttp",
    "httpx",
    "httpcore",
    "telegram",
    "tornado",
    "asyncio",
    "aiosqlite",
    "sqlalchemy",
    "alembic",
)
_SILENT_LOGGERS = ("telegram.request",)
"""Logs responses that are no JSON, with people's words in them; the error is raised as well."""
_WORDY_LOGGER = "asyncio"
"""Formats values into the message itself, so that not even its template can be shown with an error."""
_LINE_ENDS: Final = {ord("\n"): "\\n", ord("\r"): "\\r"}
_COLORS: Final = {"DEBUG": DIM, "INFO": "", "WARNING": YELLOW, "ERROR": RED, "CRITICAL": RED + BRIGHT}


def redact(text: str) -> str:
    """Replace the bot tokens in a text. Never raises."""
    return _TOKEN.sub(REDACTED, text)


class TokenFilter(logging.Filter):
    """Lets every record pass, without the tokens in it and without the messages of exceptions.

    For handlers, not for loggers: the filters of a logger do not see the records of its children.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        """Change a record in place; one that cannot be formatted is replaced by a message about that."""
        record.msg, record.args = redact(_message(record)), None
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            record.exc_text = describe_error(error)
        record.exc_info = None
        if record.exc_text:
            record.exc_text = redact(record.exc_text)
        if record.stack_info:
            record.stack_info = redact(record.stack_info)
        return True


def _message(record: logging.LogRecord) -> str:
    """The message; that of another library which carries an exception is left as its template."""
    if record.exc_info and record.name.partition(".")[0] not in _OUR_LOGGERS:
        return "an error" if record.name == _WORDY_LOGGER else str(record.msg)
    try:
        return record.getMessage()
    except Exception as error:  # noqa: BLE001 - an argument's own method may raise anything
        return f"a log record that cannot be formatted ({type(error).__name__}): {record.msg!r}"


def configure_logging(
    level: str = "INFO", stream: TextIO | None = None, *, log_format: LogFormat = "text"
) -> logging.Handler:
    """Send log lines to a stream, without secrets and people's words.

    Args:
        level: Lowest level of our own loggers; those of libraries stay at WARNING or higher.
        stream: Where lines go; standard error where None.
        log_format: Lines to read (in color on a terminal), or JSON objects.

    Returns:
        The handler, which replaces the one of an earlier call and those of others on the root.
    """
    target = stream if stream is not None else sys.stderr
    handler = logging.StreamHandler(target)
    handler.setFormatter(_formatter(log_format, in_color=target.isatty()))
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
    # A line that cannot be written is lost; Python would print it with its arguments instead.
    logging.raiseExceptions = False
    return handler


def _formatter(log_format: LogFormat, *, in_color: bool) -> ProcessorFormatter:
    renderer: Processor = _text_renderer(in_color=in_color)
    if log_format == "json":
        renderer = JSONRenderer(ensure_ascii=False)
    return ProcessorFormatter(
        foreign_pre_chain=[_add_time_for_text if log_format == "text" else _add_utc_time, _add_fields],
        processors=[ProcessorFormatter.remove_processors_meta, renderer],
    )


def _add_time_for_text(_: object, __: str, event: EventDict) -> EventDict:
    created = datetime.fromtimestamp(event["_record"].created).astimezone()
    seconds, milliseconds = created.strftime("%Y-%m-%d %H:%M:%S"), created.microsecond // 1000
    return {"timestamp": f"{seconds},{milliseconds:03}", **event}


def _add_utc_time(_: object, __: str, event: EventDict) -> EventDict:
    created = datetime.fromtimestamp(event["_record"].created, UTC)
    return {"timestamp": created.isoformat(timespec="milliseconds").replace("+00:00", "Z"), **event}


def _add_fields(_: object, __: str, event: EventDict) -> EventDict:
    """Level and logger of a record; its error where it has one; the process, for several workers."""
    record: logging.LogRecord = event["_record"]
    fields: EventDict = {"level": record.levelname, "logger": record.name, "pid": record.process}
    if record.exc_text:
        fields["error"] = record.exc_text
    # A stack is of use where the code is at hand, and it would be many lines.
    event.pop("stack_info", None)
    return {**event, **fields}


def _text_renderer(*, in_color: bool) -> ConsoleRenderer:
    """Renders `2026-11-25 23:58:28,123 WARNING bot.x: what happened (ValueError at …)`."""

    def in_its_color(level: str) -> str:
        color = _COLORS.get(level, "") if in_color else ""
        return f"{color}{level}{RESET_ALL}" if color else level

    return ConsoleRenderer(
        columns=[
            _column("timestamp", str),
            _column("level", in_its_color),
            _column("logger", "{}:".format),
            _column("event", lambda text: text.translate(_LINE_ENDS)),
            _column("error", "({})".format),
            _column("", lambda _: ""),  # all other fields
        ]
    )


def _column(key: str, show: Callable[[str], str]) -> Column:
    def render(key: str, value: object) -> str:  # noqa: ARG001 - the signature of a formatter
        return show(str(value))

    return Column(key, render)


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
