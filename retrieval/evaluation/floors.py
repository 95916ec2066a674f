"""Floors: the values that measures have reached and must not fall below.

In and out: `floors.json`, for each set of questions the digest of its data and, for each measure,
its floor from 0 to 1. A floor is valid for its data only: where data of the project has changed, the
set does not pass until its floors are pinned anew. Data from outside the project changes without a
commit here: its floors stay, and a notice names the change. All functions but `digest_files`,
`load_floors` and `save_floors` are pure and never raise.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import TypeAlias

from retrieval.errors import EvaluationError

STEP = 1000
"""A floor is a value rounded down to 1/1000, so that it does not depend on the last bit of a float."""


@dataclass(frozen=True, slots=True)
class Measured:
    """The measures of one set of questions."""

    name: str
    digest: str
    """Digest of the set's data: its documents and its questions."""
    values: Mapping[str, float]
    """Measure → value from 0 to 1, higher is better."""
    failures: tuple[str, ...] = ()
    """A line for each failed question, where the set lists them."""
    outside: bool = False
    """Whether the data is kept outside the project."""


@dataclass(frozen=True, slots=True)
class Floors:
    """The floors of one set of questions."""

    digest: str
    values: Mapping[str, float]


FloorsBySet: TypeAlias = dict[str, Floors]


def digest_files(files: Iterable[Path], root: Path) -> str:
    """Digest of the names and bytes of files, in order of their names below `root`.

    Raises:
        EvaluationError: A file cannot be read.
    """
    digest = hashlib.blake2b(digest_size=16)
    for name, file in sorted((file.relative_to(root).as_posix(), file) for file in files):
        try:
            content = file.read_bytes()
        except OSError as error:
            raise EvaluationError(f"{file} cannot be read: {error.strerror}") from error
        digest.update(f"{name}\0{len(content)}\0".encode("utf-8", "surrogatepass"))
        digest.update(content)
    return digest.hexdigest()


def find_violations(measured: Measured, floors: Floors | None) -> list[str]:
    """One line for each reason why a set does not pass; none where it passes.

    Args:
        measured: The measures of the set.
        floors: Its floors; None where it has none.
    """
    if floors is None:
        return [f"{measured.name}: no floors are pinned; pin them with --update"]
    name, values = measured.name, measured.values
    if floors.digest != measured.digest and not measured.outside:
        return [_describe_change(measured, floors)]
    below = [
        f"{name}: {one} is {_floor_of(value):.3f}, below its floor of {floors.values[one]:.3f}"
        for one, value in values.items()
        if one in floors.values and _floor_of(value) < floors.values[one]
    ]
    unmeasured = [
        f"{name}: {one} has a floor and was not measured" for one in floors.values if one not in values
    ]
    unpinned = [
        f"{name}: {one} is {value:.3f} and has no floor; pin it with --update"
        for one, value in values.items()
        if one not in floors.values
    ]
    return below + unmeasured + unpinned


def find_notices(measured: Measured, floors: Floors | None) -> list[str]:
    """One line for what a maintainer has to know of a set that may pass: its data outside has changed."""
    if floors is None or not measured.outside or floors.digest == measured.digest:
        return []
    return [_describe_change(measured, floors)]


def raise_floors(
    measured: Measured, floors: Floors | None, *, allow_lower: bool = False
) -> tuple[Floors, list[str]]:
    """The floors of a set after a run: raised, and lowered only where that is allowed.

    Args:
        measured: The measures of the set.
        floors: Its floors so far, None where there are none.
        allow_lower: Whether a floor may be lowered or left out, and its data replaced.

    Returns:
        The new floors, and a line for each floor that would have to be lowered but is kept.
    """
    reached = {name: _floor_of(value) for name, value in measured.values.items()}
    if floors is None or allow_lower:
        return Floors(measured.digest, MappingProxyType(reached)), []
    refused = [
        f"{measured.name}: {name} stays at {floor:.3f}, though {_value_of(reached, name)} was measured; "
        "lower it with --allow-lower"
        for name, floor in floors.values.items()
        if reached.get(name, -math.inf) < floor
    ]
    higher = {name: max(value, floors.values.get(name, value)) for name, value in reached.items()}
    kept = MappingProxyType({**floors.values, **higher})
    # Floors that new data does not reach keep the old digest, so that the set does not pass.
    return replace(floors, values=kept, digest=floors.digest if refused else measured.digest), refused


def load_floors(file: Path) -> FloorsBySet:
    """Read the floors of all sets; none where the file does not exist.

    Raises:
        EvaluationError: The file cannot be read or is not of this form.
    """
    if not file.exists():
        return {}
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
        return {
            name: Floors(
                str(one["digest"]),
                MappingProxyType({measure: float(value) for measure, value in one["floors"].items()}),
            )
            for name, one in content.items()
        }
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise EvaluationError(f"{file} is not a file of floors: {error!r}") from error


def save_floors(file: Path, floors: FloorsBySet) -> None:
    """Write the floors of all sets.

    Raises:
        EvaluationError: The file cannot be written.
    """
    content = {
        name: {"digest": one.digest, "floors": dict(one.values)} for name, one in sorted(floors.items())
    }
    try:
        file.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    except OSError as error:
        raise EvaluationError(f"{file} cannot be written: {error.strerror}") from error


def _describe_change(measured: Measured, floors: Floors) -> str:
    other = f"digest {measured.digest}, floors pinned for {floors.digest}"
    return f"{measured.name}: the data has changed ({other}); pin the floors anew with --update"


def _floor_of(value: float) -> float:
    # The small addition is for values such as 0.29, whose thousandfold is 289.99999….
    return math.floor(value * STEP + 1e-6) / STEP


def _value_of(reached: Mapping[str, float], name: str) -> str:
    return f"{reached[name]:.3f}" if name in reached else "nothing"
