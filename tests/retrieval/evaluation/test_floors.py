from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.errors import EvaluationError
from retrieval.evaluation.floors import (
    Floors,
    Measured,
    digest_files,
    find_notices,
    find_violations,
    load_floors,
    raise_floors,
    save_floors,
)

SHARES = st.dictionaries(st.sampled_from(["first", "refused", "RR@10"]), st.floats(0, 1), max_size=3)


def test_set_that_reaches_its_floors_has_no_violation() -> None:
    measured = Measured("seeds", "d1", {"first": 0.9, "refused": 0.29})
    assert find_violations(measured, Floors("d1", {"first": 0.9, "refused": 0.29})) == []


def test_violation_names_the_measure_its_value_and_its_floor() -> None:
    measured = Measured("seeds", "d1", {"first": 0.85, "refused": 1.0})
    assert find_violations(measured, Floors("d1", {"first": 0.9, "kept": 0.5})) == [
        "seeds: first is 0.850, below its floor of 0.900",
        "seeds: kept has a floor and was not measured",
        "seeds: refused is 1.000 and has no floor; pin it with --update",
    ]


def test_set_without_floors_does_not_pass() -> None:
    assert find_violations(Measured("seeds", "d1", {}), None) == [
        "seeds: no floors are pinned; pin them with --update"
    ]


def test_other_data_is_reported_before_any_measure() -> None:
    measured = Measured("seeds", "d2", {"first": 0.1})
    assert find_violations(measured, Floors("d1", {"first": 0.9})) == [
        "seeds: the data has changed (digest d2, floors pinned for d1); pin the floors anew with --update"
    ]


def test_other_data_outside_the_project_is_noticed_and_its_floors_stay() -> None:
    floors = Floors("d1", {"first": 0.9})
    held = Measured("bench", "d2", {"first": 0.9}, outside=True)
    worse = Measured("bench", "d2", {"first": 0.8}, outside=True)
    assert find_violations(held, floors) == []
    assert find_notices(held, floors) == [
        "bench: the data has changed (digest d2, floors pinned for d1); pin the floors anew with --update"
    ]
    assert find_violations(worse, floors) == ["bench: first is 0.800, below its floor of 0.900"]


@pytest.mark.parametrize(
    ("measured", "floors"),
    [
        (Measured("bench", "d1", {}, outside=True), Floors("d1", {})),
        (Measured("seeds", "d2", {}), Floors("d1", {})),
        (Measured("bench", "d2", {}, outside=True), None),
    ],
)
def test_only_other_data_outside_the_project_is_noticed(measured: Measured, floors: Floors | None) -> None:
    assert find_notices(measured, floors) == []


def test_floors_are_pinned_rounded_down_to_a_thousandth() -> None:
    assert raise_floors(Measured("seeds", "d1", {"first": 0.98765, "refused": 0.29}), None) == (
        Floors("d1", {"first": 0.987, "refused": 0.29}),
        [],
    )


def test_update_raises_and_refuses_to_lower() -> None:
    measured = Measured("seeds", "d1", {"first": 0.95, "refused": 0.7})
    assert raise_floors(measured, Floors("d1", {"first": 0.9, "refused": 0.8})) == (
        Floors("d1", {"first": 0.95, "refused": 0.8}),
        ["seeds: refused stays at 0.800, though 0.700 was measured; lower it with --allow-lower"],
    )


def test_update_lowers_where_it_is_allowed() -> None:
    measured = Measured("seeds", "d1", {"refused": 0.7})
    assert raise_floors(measured, Floors("d1", {"first": 0.9, "refused": 0.8}), allow_lower=True) == (
        Floors("d1", {"refused": 0.7}),
        [],
    )


def test_measure_that_is_no_longer_taken_keeps_its_floor() -> None:
    assert raise_floors(Measured("seeds", "d1", {}), Floors("d1", {"first": 0.9})) == (
        Floors("d1", {"first": 0.9}),
        ["seeds: first stays at 0.900, though nothing was measured; lower it with --allow-lower"],
    )


def test_other_data_takes_over_the_floors_it_reaches() -> None:
    floors = Floors("d1", {"first": 0.9})
    assert raise_floors(Measured("seeds", "d2", {"first": 0.9}), floors) == (Floors("d2", {"first": 0.9}), [])


def test_other_data_that_is_worse_stays_a_mismatch() -> None:
    floors, refused = raise_floors(Measured("seeds", "d2", {"first": 0.8}), Floors("d1", {"first": 0.9}))
    assert (floors, len(refused)) == (Floors("d1", {"first": 0.9}), 1)


@given(SHARES, SHARES)
def test_update_never_lowers_a_floor_unasked(values: dict[str, float], pinned: dict[str, float]) -> None:
    floors, _ = raise_floors(Measured("seeds", "d", values), Floors("d", pinned))
    assert all(floors.values[name] >= floor for name, floor in pinned.items())


@given(SHARES)
def test_measures_reach_the_floors_just_pinned(values: dict[str, float]) -> None:
    measured = Measured("seeds", "d", values)
    floors, _ = raise_floors(measured, None)
    assert find_violations(measured, floors) == []


def test_floors_survive_the_file(tmp_path: Path) -> None:
    floors = {"مجموعة": Floors("d1", {"first": 0.9}), "b": Floors("d2", {})}
    save_floors(tmp_path / "floors.json", floors)
    assert load_floors(tmp_path / "floors.json") == floors


def test_a_missing_file_has_no_floors(tmp_path: Path) -> None:
    assert load_floors(tmp_path / "floors.json") == {}


@pytest.mark.parametrize("content", ["[", "[]", '{"seeds": {}}', '{"seeds": {"digest": "d", "floors": [1]}}'])
def test_a_file_that_is_no_file_of_floors_is_named(tmp_path: Path, content: str) -> None:
    (tmp_path / "floors.json").write_text(content, encoding="utf-8")
    with pytest.raises(EvaluationError, match="is not a file of floors"):
        load_floors(tmp_path / "floors.json")


def test_floors_that_cannot_be_written_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="cannot be written"):
        save_floors(tmp_path / "absent" / "floors.json", {})


def test_digest_depends_on_names_and_bytes(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_text("أ", encoding="utf-8")
    two.write_text("ب", encoding="utf-8")
    before = digest_files([one, two], tmp_path)
    assert digest_files([two, one], tmp_path) == before
    assert digest_files([one], tmp_path) != before
    two.write_text("ت", encoding="utf-8")
    assert digest_files([one, two], tmp_path) != before


def test_a_file_that_cannot_be_digested_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="absent cannot be read"):
        digest_files([tmp_path / "absent"], tmp_path)


def test_the_file_is_sorted_and_keeps_its_letters(tmp_path: Path) -> None:
    file = tmp_path / "floors.json"
    save_floors(file, {"مجموعة": Floors("d1", {"first": 0.9}), "b": Floors("d2", {})})
    assert file.read_text(encoding="utf-8") == (
        '{\n "b": {\n  "digest": "d2",\n  "floors": {}\n },\n'
        ' "مجموعة": {\n  "digest": "d1",\n  "floors": {\n   "first": 0.9\n  }\n }\n}\n'
    )


def test_a_value_that_is_rounded_down_to_its_floor_reaches_it() -> None:
    floors = Floors("d1", {"first": 0.9})
    below = Measured("seeds", "d1", {"first": 0.8999})
    assert find_violations(Measured("seeds", "d1", {"first": 0.9009}), floors) == []
    assert find_violations(below, floors) == ["seeds: first is 0.899, below its floor of 0.900"]


def test_floors_are_kept_of_measures_that_are_new_or_lower_at_once() -> None:
    measured = Measured("seeds", "d2", {"first": 0.5, "third": 0.4})
    assert raise_floors(measured, Floors("d1", {"first": 0.5, "second": 0.0})) == (
        Floors("d1", {"first": 0.5, "second": 0.0, "third": 0.4}),
        ["seeds: second stays at 0.000, though nothing was measured; lower it with --allow-lower"],
    )


def test_a_digest_is_of_32_letters_and_of_names_below_the_root(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    files = [tmp_path / "in" / "a", tmp_path / "b"]
    for file in files:
        file.write_bytes(b"x")
    whole = hashlib.blake2b(b"b\x001\x00x" + b"in/a\x001\x00x", digest_size=16).hexdigest()
    assert digest_files(files, tmp_path) == whole
    assert len(whole) == 32


def test_a_measured_set_has_no_failures_unless_it_lists_them() -> None:
    assert Measured("seeds", "d1", {}).failures == ()
