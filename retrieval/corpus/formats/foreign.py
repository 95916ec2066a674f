"""The edge to other people's parsers: their errors, warnings and log lines end here."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from retrieval.errors import DocumentError
from retrieval.reasons import reason

_LOGGERS = ("pypdf", "trafilatura", "htmldate", "courlan", "justext")


@contextmanager
def parsing(kind: str) -> Iterator[None]:
    """Run a parser quietly.

    Args:
        kind: What the file should be, as a code of the table of reasons: `kind_pdf`.

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
        raise DocumentError("damaged", kind=reason(kind), error=type(error).__name__) from error
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
