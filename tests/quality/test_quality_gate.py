"""The gate on the shipped set; `make quality` also measures the sets of the evaluation data."""

from __future__ import annotations

from retrieval.evaluation.floors import load_floors
from retrieval.evaluation.gate import FLOORS_FILE, HELD, check_floors
from retrieval.evaluation.gated_sets import measure_all
from tests.evaldata import ROOT


def test_the_shipped_set_reaches_every_floor() -> None:
    lines: list[str] = []
    code = check_floors(measure_all(ROOT, None), ROOT / FLOORS_FILE, lines.append)
    assert (code, [line for line in lines if line.startswith("BELOW")]) == (HELD, [])


def test_nothing_but_quotations_passes_the_gate() -> None:
    floors = load_floors(ROOT / FLOORS_FILE)
    assert "seeds" in floors
    for name, pinned in floors.items():
        if "verbatim" in pinned.values:
            assert (name, pinned.values["verbatim"], pinned.values["no boilerplate quoted"]) == (name, 1, 1)
