"""The composition of a small library of its own for each test of a command."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.bootstrap import Composition, compose

BRIDGE = "افتتاح الجسر\n\nافتتحت المدينة جسر الوادي الجديد يوم 3 مارس 2019 بحضور سكان الضفتين.\n"
MARKET = "السوق الشعبي\n\nيفتح السوق الشعبي أبوابه كل جمعة ويبيع فيه المزارعون التمر والزيتون.\n"


@pytest.fixture
def composition(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Composition:
    """Two documents in `corpus`, nothing indexed yet, and no `.env` in the working folder."""
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "bridge.txt").write_text(BRIDGE, encoding="utf-8")
    (folder / "market.txt").write_text(MARKET, encoding="utf-8")
    return compose(corpus_dir=folder, data_dir=tmp_path / "data")
