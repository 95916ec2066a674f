"""What steps hand to each other never changes: every dataclass is frozen but the counters of a function."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.evaldata import ROOT

COUNTING = {"Observation", "_Chosen"}
"""Classes that one function fills and nobody else sees."""
WAITING = {"Write", "Delivery", "Letter"}
"""Entries of the queues of the store and of the outbox, which change while they wait."""


def dataclasses_of(file: Path) -> Iterator[tuple[str, dict[str, object]]]:
    """Name and arguments of each dataclass that a module makes."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            for decorator in node.decorator_list:
                if isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "dataclass":
                    yield (
                        node.name,
                        {
                            keyword.arg or "": ast.literal_eval(keyword.value)
                            for keyword in decorator.keywords
                        },
                    )


@pytest.mark.parametrize("package", ["retrieval", "bot"])
def test_dataclasses_are_frozen(package: str) -> None:
    found = [made for file in sorted((ROOT / package).rglob("*.py")) for made in dataclasses_of(file)]
    assert len(found) > 10
    assert [name for name, given in found if not given.get("frozen") and name not in COUNTING | WAITING] == []


@pytest.mark.parametrize("package", ["retrieval", "bot"])
def test_what_a_frozen_dataclass_holds_cannot_be_changed_either(package: str) -> None:
    mutable = {
        "dict",
        "list",
        "set",
        "bytearray",
        "defaultdict",
        "Counter",
        "MutableMapping",
        "MutableSequence",
    }
    found = [
        f"{node.name}.{ast.unparse(field.target)}"
        for file in sorted((ROOT / package).rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef) and node.name not in COUNTING | WAITING
        if any("dataclass" in ast.unparse(decorator) for decorator in node.decorator_list)
        for field in node.body
        if isinstance(field, ast.AnnAssign)
        if mutable & {name.id for name in ast.walk(field.annotation) if isinstance(name, ast.Name)}
    ]
    assert found == []
