"""Tests that need TDLib are skipped where it is missing."""

from __future__ import annotations

from tests.telegram_server.skipping import pytest_pycollect_makemodule

__all__ = ["pytest_pycollect_makemodule"]
