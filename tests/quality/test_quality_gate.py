"""The gate itself, on what is here: a floor that is broken fails the tests and is named."""

from __future__ import annotations

from pathlib import Path

from retrieval.evaluation.gate import FLOORS_FILE, HELD, check_floors, find_eval_data
from retrieval.evaluation.gated_sets import measure_all
from tests.evaldata import ROOT


def test_every_floor_is_held() -> None:
    lines: list[str] = []
    code = check_floors(measure_all(ROOT, find_eval_data(ROOT)), ROOT / FLOORS_FILE, lines.append)
    assert (code, [line for line in lines if line.startswith("BELOW")]) == (HELD, []), "\n".join(lines)


def test_floors_are_pinned_for_the_set_that_ships() -> None:
    assert "seeds" in (ROOT / FLOORS_FILE).read_text(encoding="utf-8")
    assert Path(FLOORS_FILE).parts[:2] == ("tests", "quality")
