"""Other people's parsers: quiet, and their errors are ours."""

from __future__ import annotations

import logging
import warnings

import pytest

from retrieval.corpus.formats.foreign import parsing
from retrieval.errors import DocumentError

LOGGERS = ["pypdf", "trafilatura", "htmldate", "courlan", "justext"]


def levels() -> list[int]:
    return [logging.getLogger(name).level for name in LOGGERS]


def test_a_parser_logs_and_warns_nothing_while_it_runs() -> None:
    before = levels()
    with parsing("kind_pdf"):
        warnings.warn("a page is odd", stacklevel=1)
        assert levels() == [logging.CRITICAL + 1] * len(LOGGERS)
    assert levels() == before


def test_what_is_warned_of_behind_a_parser_is_seen_again() -> None:
    with parsing("kind_pdf"):
        pass
    with pytest.warns(UserWarning, match="seen"):
        warnings.warn("seen", stacklevel=1)


def test_an_error_of_a_parser_becomes_ours_with_its_cause() -> None:
    before, cause = levels(), KeyError("x")
    with pytest.raises(DocumentError) as raised, parsing("kind_pdf"):
        raise cause
    assert str(raised.value) == "it is damaged or no PDF (KeyError): open it and save it again"
    assert raised.value.__cause__ is cause
    assert levels() == before


def test_an_error_of_ours_goes_through_as_it_is() -> None:
    ours = DocumentError("needs_password")
    with pytest.raises(DocumentError) as raised, parsing("kind_pdf"):
        raise ours
    assert raised.value is ours


def test_an_interruption_is_no_error_of_a_file() -> None:
    with pytest.raises(KeyboardInterrupt), parsing("kind_pdf"):
        raise KeyboardInterrupt
