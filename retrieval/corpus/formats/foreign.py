"""The edge to other people's parsers: their errors, warnings and log lines end here."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from retrieval.errors import DocumentError

_LOGGERS = ("pypdf", "trafilatura", "htmldate", "courlan", "justext")


@contextmanager
def parsing(kind: str) -> Iterator[None]:
    """Run a parser quietly.

    Args:
        kind: What the file should be, for the message: `PDF`.

    Raises:
        DocumentError: The parser raised anything; the file is damaged or of another kind.
    """
    loggers = [logging.getLogger(name) for name in _LOGGERS]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except DocumentError:
        raise
    except Exception as error:
        name = type(error).__name__
        raise DocumentError(f"it is damaged or no {kind} ({name}): open it and save it again") from error
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
