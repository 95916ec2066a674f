"""Without TDLib there is no server: the tests that need it are skipped, with the reason.

A `conftest.py` takes `pytest_pycollect_makemodule` over from here.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

import pytest

MISSING = [name for name in ("tdjson", "aiogram") if find_spec(name) is None]


class SkippedModule(pytest.Module):
    """A module of tests that cannot be imported here."""

    def collect(self) -> Iterable[pytest.Item | pytest.Collector]:
        """Skip the module, with the reason."""
        pytest.skip(
            f"no Telegram server: {' and '.join(MISSING)} cannot be installed here", allow_module_level=True
        )


def pytest_pycollect_makemodule(module_path: Path, parent: pytest.Collector) -> pytest.Module | None:
    """Leave out the modules that need the server where it cannot run."""
    source = module_path.read_text(encoding="utf-8")
    needs_server = "tests.telegram_server" in source or "tests.bot.telegram.bots" in source
    if MISSING and needs_server:
        return SkippedModule.from_parent(parent, path=module_path)
    return None
