from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.monitoring.logs import configure_logging, describe_error, log_loop_errors, redact

WORDS = "سر لا يقال"
TOKEN = "7000000001:AA-secret_secret_secret_secret_secre"


@pytest.fixture
def lines() -> io.StringIO:
    stream = io.StringIO()
    configure_logging("DEBUG", stream)
    return stream


def raised(error: BaseException) -> BaseException:
    """The error, with the traceback of having been raised."""
    try:
        raise error
    except type(error):
        return error


def logged(lines: io.StringIO) -> list[str]:
    """The lines without their times."""
    return [re.sub(r"^\S+ \S+ ", "", line) for line in lines.getvalue().splitlines()]


def test_a_token_is_taken_out_of_message_and_arguments(lines: io.StringIO) -> None:
    logging.getLogger("bot.x").info("GET /bot%s/getMe and %s", TOKEN, {"token": TOKEN})
    assert logged(lines) == ["INFO bot.x: GET /bot<token>/getMe and {'token': '<token>'}"]


def test_an_exception_is_logged_by_type_and_place_and_a_stack_not_at_all(lines: io.StringIO) -> None:
    logging.getLogger("bot.x").error("failed", exc_info=raised(ValueError(WORDS)), stack_info=True)
    (line,) = logged(lines)
    assert re.fullmatch(
        r"ERROR bot\.x: failed \(ValueError at bot/monitoring/test_logs\.py:\d+ in raised\)", line
    )


def test_a_message_of_a_library_about_an_exception_is_shown_without_its_arguments(
    lines: io.StringIO,
) -> None:
    error = raised(ValueError(WORDS))
    logging.getLogger("tornado.application").error("Uncaught exception %s", WORDS, exc_info=error)
    logging.getLogger("asyncio").error(f"Exception in callback f({WORDS!r})", exc_info=error)  # noqa: G004
    place = r"\(ValueError at bot/monitoring/test_logs\.py:\d+ in raised\)"
    first, second = logged(lines)
    assert re.fullmatch(f"ERROR tornado.application: Uncaught exception %s {place}", first)
    assert re.fullmatch(f"ERROR asyncio: an error {place}", second)


def test_a_record_is_one_line_whatever_its_message_holds(lines: io.StringIO) -> None:
    logging.getLogger("bot.x").warning("skipped %s", "a\nb\r.txt")
    assert logged(lines) == ["WARNING bot.x: skipped a\\nb\\r.txt"]


def test_by_choice_a_line_is_a_json_object(lines: io.StringIO) -> None:
    configure_logging("INFO", lines, log_format="json")
    logging.getLogger("bot.x").info("skipped %s of %s", "كتاب\n.txt", TOKEN, extra={"question": WORDS})
    logging.getLogger("bot.x").error("failed", exc_info=raised(ValueError(WORDS)))
    first, second = (json.loads(line) for line in lines.getvalue().splitlines())
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", first.pop("timestamp"))
    assert first == {
        "event": "skipped كتاب\n.txt of <token>",
        "level": "INFO",
        "logger": "bot.x",
        "pid": os.getpid(),
    }
    assert re.fullmatch(r"ValueError at bot/monitoring/test_logs\.py:\d+ in raised", second["error"])


def test_a_terminal_shows_levels_in_color() -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    record = logging.LogRecord("bot.x", logging.ERROR, "", 0, "failed", None, None)
    shown = configure_logging("INFO", Terminal()).format(record)
    assert shown.split(" ", 2)[2] == "\x1b[31mERROR\x1b[0m bot.x: failed"


def test_a_second_handler_gets_the_redacted_record_too(lines: io.StringIO) -> None:
    other = io.StringIO()
    handler = logging.StreamHandler(other)
    logging.getLogger().addHandler(handler)
    logging.getLogger("bot.x").error("failed %s", TOKEN, exc_info=raised(ValueError(TOKEN)))
    logging.getLogger().removeHandler(handler)
    assert TOKEN not in other.getvalue() + lines.getvalue()


def test_libraries_that_write_addresses_or_messages_are_kept_quiet(lines: io.StringIO) -> None:
    for name in ("httpx", "httpcore.http11", "telegram.Bot", "telegram.ext.Application", "tornado.access"):
        logging.getLogger(name).info("%s", TOKEN)
        logging.getLogger(name).debug("a message of somebody's")
    logging.getLogger("telegram.request.BaseRequest").critical("a message of somebody's")
    logging.getLogger("httpx").warning("careful")
    assert logged(lines) == ["WARNING httpx: careful"]


def test_a_record_that_cannot_be_formatted_is_replaced_by_a_message(lines: io.StringIO) -> None:
    logging.getLogger("bot.x").info("%d of %d", "one")  # noqa: PLE1206
    assert logged(lines) == [
        "INFO bot.x: a log record that cannot be formatted (TypeError): '%d of %d'",
    ]


def test_configuring_again_does_not_double_the_lines(lines: io.StringIO) -> None:
    configure_logging("INFO", lines)
    logging.getLogger("bot.x").info("once")
    assert logged(lines) == ["INFO bot.x: once"]


def test_an_error_is_described_by_type_and_place_without_its_message() -> None:
    error = raised(ValueError("سر"))
    error.__cause__ = raised(KeyError("سر آخر"))
    place = r"at bot/monitoring/test_logs\.py:\d+ in raised"
    assert re.fullmatch(f"ValueError {place}, from KeyError {place}", describe_error(error))


def test_an_error_without_a_place_or_with_a_cyclic_cause_is_described_all_the_same() -> None:
    first, second = ValueError(), KeyError()
    first.__cause__, second.__cause__ = second, first
    assert describe_error(first) == "ValueError, from KeyError"


def test_errors_of_background_tasks_are_logged_by_type_and_place(lines: io.StringIO) -> None:
    async def forget() -> None:
        loop = asyncio.get_running_loop()
        log_loop_errors(loop)
        loop.call_exception_handler({"message": "lost", "exception": ValueError("سر")})
        loop.call_exception_handler({"message": "lost"})

    asyncio.run(forget())
    assert logged(lines) == [
        "ERROR bot.monitoring.logs: in a background task: ValueError",
        "ERROR bot.monitoring.logs: in a background task: lost",
    ]


@given(
    before=st.text(),
    bot_id=st.integers(1, 10**12),
    secret=st.text("abcXYZ019_-", min_size=35, max_size=40),
    after=st.text(),
)
def test_no_token_survives(before: str, bot_id: int, secret: str, after: str) -> None:
    assert f"{bot_id}:{secret}" not in redact(f"{before}{bot_id}:{secret}{after}")
