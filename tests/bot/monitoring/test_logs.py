from __future__ import annotations

import asyncio
import io
import logging
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.monitoring.logs import configure_logging, describe_error, log_loop_errors, redact

TOKEN = "7000000001:AA-secret_secret_secret_secret_secre"


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    stream = io.StringIO()
    configure_logging("DEBUG", stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


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


def test_a_token_is_taken_out_of_a_traceback_and_of_a_stack(lines: io.StringIO) -> None:
    logging.getLogger("bot.x").error("failed", exc_info=raised(ValueError(TOKEN)), stack_info=True)
    assert TOKEN not in lines.getvalue()
    assert "ValueError: <token>" in logged(lines)


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
