"""The table of requirements fits the tests and the code."""

from __future__ import annotations

import pytest

from benchmarks.requirements import TABLE, Break, Requirement, break_source, find_tests, load_requirements
from tests.evaldata import ROOT

REQUIREMENTS = load_requirements(ROOT / TABLE)


def test_there_are_27_requirements() -> None:
    assert [requirement.number for requirement in REQUIREMENTS] == list(range(1, 28))


@pytest.mark.parametrize("requirement", REQUIREMENTS, ids=lambda requirement: f"{requirement.number}")
def test_each_requirement_has_a_test_of_its_name_and_places_that_hold_it(requirement: Requirement) -> None:
    assert find_tests(ROOT).get(requirement.number)
    assert requirement.breaks
    for change in requirement.breaks:
        source = (ROOT / change.file).read_text(encoding="utf-8")
        assert break_source(source, change) != source
        compile(break_source(source, change), change.file, "exec")


def test_a_place_that_is_not_there_once_is_an_error() -> None:
    with pytest.raises(ValueError, match=r"bot/x\.py has 'a' 2 times, not once"):
        break_source("a = a", Break("bot/x.py", "a", "b"))
