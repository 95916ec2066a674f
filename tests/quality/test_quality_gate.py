"""The gate on the set that ships; `make quality` holds the sets of the evaluation data as well."""

from __future__ import annotations

from retrieval.evaluation.floors import load_floors
from retrieval.evaluation.gate import FLOORS_FILE, HELD, check_floors
from retrieval.evaluation.gated_sets import measure_all
from tests.evaldata import ROOT


def test_every_floor_of_the_set_that_ships_is_held() -> None:
    lines: list[str] = []
    code = check_floors(measure_all(ROOT, None), ROOT / FLOORS_FILE, lines.append)
    assert (code, [line for line in lines if line.startswith("BELOW")]) == (HELD, [])


def test_nothing_but_quotations_passes_the_gate() -> None:
    floors = load_floors(ROOT / FLOORS_FILE)
    assert "seeds" in floors
    for name, pinned in floors.items():
        if "verbatim" in pinned.values:
            assert (name, pinned.values["verbatim"], pinned.values["no boilerplate quoted"]) == (name, 1, 1)
