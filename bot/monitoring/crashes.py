"""Logs what nothing else catches by type and place: Python would print it with the words in its message.

An exception that ends the process or a thread, one in a finalizer, and warnings: each is one log line.
Tasks of an event loop are handled by `logs.log_loop_errors`.
"""

from __future__ import annotations

import faulthandler
import io
import logging
import sys
import threading
import warnings
from contextlib import suppress
from types import TracebackType
from typing import TextIO

from bot.monitoring.logs import describe_error

_LOGGER = logging.getLogger(__name__)


def log_crashes() -> None:
    """From now on, log uncaught exceptions and warnings of this process, in all its threads.

    Where the process dies of a signal (as systemd ends one whose watchdog is silent), the place of each
    thread is printed: files, lines and functions, no values.
    """
    sys.excepthook = _on_uncaught
    threading.excepthook = _on_uncaught_in_thread
    sys.unraisablehook = _on_unraisable
    warnings.showwarning = _on_warning
    with suppress(io.UnsupportedOperation, ValueError, OSError):  # a standard error that is no file
        faulthandler.enable()


def _on_uncaught(_: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    _LOGGER.critical("uncaught, the process ends: %s", describe_error(error.with_traceback(trace)))


def _on_uncaught_in_thread(args: threading.ExceptHookArgs) -> None:
    name = args.thread.name if args.thread is not None else "?"
    error = args.exc_value
    _LOGGER.error("uncaught in thread %s: %s", name, describe_error(error) if error else args.exc_type)


def _on_unraisable(args: sys.UnraisableHookArgs) -> None:
    error = args.exc_value
    _LOGGER.error("uncaught in a finalizer: %s", describe_error(error) if error else args.exc_type.__name__)


def _on_warning(  # noqa: PLR0917 - the signature of `warnings.showwarning`
    message: Warning | str,  # noqa: ARG001 - it may hold what a person wrote
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001
    line: str | None = None,  # noqa: ARG001
) -> None:
    _LOGGER.warning("%s at %s:%d", category.__name__, "/".join(filename.split("/")[-3:]), lineno)
