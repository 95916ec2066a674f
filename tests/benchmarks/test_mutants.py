"""Mutants of a made-up package of one module, and what its tests do about them."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("cosmic_ray", reason="cosmic-ray is not installed: pip install cosmic-ray")

from benchmarks import mutants
from benchmarks.mutation.campaign import Campaign, Plan, Trial, run_campaign
from benchmarks.mutation.choosing import choose_tests
from benchmarks.mutation.drawing import Mutant, draw_mutants, enumerate_candidates, find_modules, make_mutant
from benchmarks.mutation.listed import Listing, ListingError, Verdict, find_stale, key_of, read_listings
from benchmarks.mutation.report import render_report, tally
from benchmarks.mutation.running import CleanRun, Fate, Limits, Tree
from tests.evaldata import ROOT

MODULE = "retrieval/halls.py"
SOURCE = '''"""Halls of a library."""

from __future__ import annotations

import logging
from functools import lru_cache
from typing import TYPE_CHECKING, Final, cast

if TYPE_CHECKING:
    from collections.abc import Sequence

_LOGGER = logging.getLogger(__name__)
_CACHED: Final[int] = 1 << 3


@lru_cache(maxsize=_CACHED)
def is_open(hour: int | None, last: int | float = 20) -> bool:
    """Whether a hall is open at that hour, 1 + 1."""
    _LOGGER.info("asked %d times", 1 + 1)
    known: int | None = cast("int | None", hour)
    return known is not None and known < last


def halls(names: Sequence[str]) -> str:
    """The names of halls «قاعة»."""
    return "، ".join(names[1:])
'''
TESTS = """
from retrieval.halls import is_open

def test_hours():
    assert is_open(10)
    assert not is_open(20)
    assert not is_open(None)
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A tree of one module with its tests, which never ask for the names."""
    write(tmp_path / "tree" / MODULE, SOURCE)
    write(tmp_path / "tree" / "tests" / "retrieval" / "test_halls.py", TESTS)
    return tmp_path / "tree"


def write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def changes(mutants_drawn: list[Mutant]) -> set[tuple[str, str]]:
    return {(mutant.before, mutant.after) for mutant in mutants_drawn}


def mutant_of(before: str, after: str, module: str = MODULE, function: str = "is_open") -> Mutant:
    return Mutant(module, function, 3, before, after, "")


def test_only_what_tests_could_notice_is_changed(root: Path) -> None:
    found = changes(draw_mutants(root, [MODULE], 100, seed=1))
    returned = "return known is not None and known < last"
    joined = 'return "، ".join(names[1:])'
    assert found == {
        ("def is_open(hour: int | None, last: int | float = 20) -> bool:", changed)
        for changed in (
            "def is_open(hour: int | None, last: int | float = 21) -> bool:",
            "def is_open(hour: int | None, last: int | float = 19) -> bool:",
        )
    } | {
        (returned, "return known is None and known < last"),
        (returned, "return known is not None or known < last"),
        (returned, "return known is not None and known <= last"),
        (returned, "return known is not None and known >= last"),
        (returned, "return None"),
        (joined, 'return "، ".join(names[2:])'),
        (joined, 'return "، ".join(names[0:])'),
        (joined, 'return "، ".join(names[:])'),
        (joined, "return None"),
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("x = a in b", "x = a not in b"),
        ("x = a not in b", "x = a in b"),
        ("x = any(a)", "x = all(a)"),
        ("x = max(a, b)", "x = min(a, b)"),
        ("x = a[b:]", "x = a[:]"),
        ("x = a - b", "x = a + b"),
        ("for a in b: pass", "for a in []: pass"),
    ],
)
def test_operator_makes_its_change(tmp_path: Path, before: str, after: str) -> None:
    write(tmp_path / "module.py", f"{before}\n")
    assert changes(draw_mutants(tmp_path, ["module.py"], 10, seed=1)) == {(before, after)}


@pytest.mark.parametrize("line", ["x = self.max(a)", "x = max", "x = a.any(b)", "def f(a, *, b): pass"])
def test_names_alike_are_left_alone(tmp_path: Path, line: str) -> None:
    write(tmp_path / "module.py", f"{line}\n")
    assert draw_mutants(tmp_path, ["module.py"], 10, seed=1) == []


def test_decorators_of_the_type_checker_and_of_caches_stay(tmp_path: Path) -> None:
    decorated = "\n\n".join(
        f"@{one}\ndef f_{number}():\n    pass"
        for number, one in enumerate(("cache", "typing.override", "lru_cache(maxsize=2)", "property"))
    )
    write(tmp_path / "module.py", f"{decorated}\n")
    assert changes(draw_mutants(tmp_path, ["module.py"], 10, seed=1)) == {("@property", "")}


def test_same_seed_draws_the_same_and_another_seed_others(root: Path) -> None:
    first, again, other = (draw_mutants(root, [MODULE], 5, seed) for seed in (1, 1, 2))
    assert len(first) == 5
    assert first == again
    assert changes(first) != changes(other)


def test_code_that_moves_keeps_its_mutants_drawn(root: Path) -> None:
    before = changes(draw_mutants(root, [MODULE], 5, seed=1))
    moved = "retrieval/rooms/places.py"
    write(root / moved, SOURCE.replace("_LOGGER = ", "\n\n_LOGGER = "))
    assert changes(draw_mutants(root, [moved], 5, seed=1)) == before


def test_equal_lines_of_one_function_are_distinguished() -> None:
    lines = "def f():\n    a = not b\n    a = not b\n"
    digests = [candidate.digest(1) for candidate in enumerate_candidates("module.py", lines)]
    assert len(set(digests)) == len(digests) == 2


def test_measured_weights_and_migrations_are_left_out(root: Path) -> None:
    for module in ("retrieval/line_parameters.py", "retrieval/store/migrations/v1.py", "bot/roles.py"):
        write(root / module, "x = 1\n")
    assert find_modules(root, ("retrieval", "bot")) == ["bot/roles.py", MODULE]
    assert find_modules(root, ("bot/roles.py",)) == ["bot/roles.py"]


def test_tests_of_a_module_are_its_mirror_and_those_that_import_it(tmp_path: Path) -> None:
    for file in ("test_other.py", "a/test_b.py", "a/test_c.py"):
        write(tmp_path / "tests/retrieval" / file, "")
    write(tmp_path / "tests/test_all.py", "")
    write(tmp_path / "tests/bot/test_story.py", "from retrieval.a import b\nimport retrieval.a.c.d\n")
    chosen = choose_tests(
        tmp_path, ["retrieval/a/b.py", "retrieval/a/c/d.py", "retrieval/e.py", "retrieval/a/__init__.py"]
    )
    room = ("tests/retrieval/a/test_b.py", "tests/retrieval/a/test_c.py")
    beside = ("tests/bot/test_story.py", "tests/test_all.py")
    assert chosen == {
        "retrieval/a/b.py": (room[0], *beside),
        "retrieval/a/c/d.py": (*room, *beside),
        "retrieval/e.py": ("tests/retrieval/test_other.py", "tests/test_all.py"),
        "retrieval/a/__init__.py": (*room, *beside),
    }


def test_what_tests_notice_is_killed_and_the_rest_survives(root: Path) -> None:
    before = (root / MODULE).read_bytes()
    campaign = run_campaign(root, Plan(("retrieval",), 100, seed=1), lambda _line: None)
    fates = {trial.mutant.after: trial.fate for trial in campaign.trials}
    assert {after for after, fate in fates.items() if fate is Fate.SURVIVED} == {
        'return "، ".join(names[2:])',
        'return "، ".join(names[0:])',
        'return "، ".join(names[:])',
        "def is_open(hour: int | None, last: int | float = 19) -> bool:",
    }
    assert set(fates.values()) == {Fate.SURVIVED, Fate.KILLED}
    assert (root / MODULE).read_bytes() == before


def test_endless_mutant_is_killed_by_time(root: Path, tmp_path: Path) -> None:
    tree = Tree(root, tmp_path / "copy")
    endless = Mutant(MODULE, "", 1, "", "", "while True: pass\n")
    assert tree.fate(endless, ["tests/retrieval/test_halls.py"], 0.6) is Fate.TIMED_OUT
    assert (tree.folder / MODULE).read_text(encoding="utf-8") == SOURCE


def test_tests_that_fail_or_are_skipped_without_a_mutant_do_not_count(root: Path, tmp_path: Path) -> None:
    tests = {
        "test_bad.py": "def test_bad():\n    assert False\n",
        "test_halls.py": TESTS,
        "test_lost.py": "import a_module_that_nobody_wrote\n",
        "test_skipped.py": "import pytest\npytest.skip(allow_module_level=True)\n",
    }
    for name, text in tests.items():
        write(root / "tests/retrieval" / name, text)
    files = [f"tests/retrieval/{name}" for name in tests]
    clean = Tree(root, tmp_path / "copy").clean_run(files, 60)
    assert clean.failing == ("tests/retrieval/test_bad.py", "tests/retrieval/test_lost.py")
    assert [*clean.seconds] == ["tests/retrieval/test_halls.py"]


def test_nothing_is_run_beyond_the_budget(root: Path) -> None:
    campaign = run_campaign(root, Plan(("retrieval",), 3, seed=1, budget=0.0), lambda _line: None)
    assert [trial.fate for trial in campaign.trials] == [Fate.NOT_RUN] * 3


def test_tests_have_a_least_time_and_more_where_they_are_slow() -> None:
    assert Limits(20.0, 4.0).seconds(0.0) == 20.0
    assert Limits(20.0, 4.0).seconds(10.0) == 60.0


def test_list_is_read_with_its_reasons(tmp_path: Path) -> None:
    file = tmp_path / "list.tsv"
    write(file, "# module\t…\nbot/a.py\tf\tx < 1\tx <= 1\tequivalent\tit is never 1\n")
    key = ("f", "x < 1", "x <= 1")
    assert read_listings(file) == {key: Listing("bot/a.py", key, Verdict.EQUIVALENT, "it is never 1")}
    assert read_listings(tmp_path / "absent.tsv") == {}


@pytest.mark.parametrize(
    "lines",
    [
        "a.py\tf\tx\ty\tequivalent\n",
        "a.py\tf\tx\ty\tequivalent\t \n",
        "a.py\tf\tx\ty\tsurely\tbecause\n",
        "a.py\tf\tx\ty\tharmless\tbecause\nb.py\tf\tx\ty\tharmless\tbecause\n",
    ],
)
def test_line_of_the_list_without_reason_or_verdict_or_twice_is_refused(tmp_path: Path, lines: str) -> None:
    write(tmp_path / "list.tsv", lines)
    with pytest.raises(ListingError):
        read_listings(tmp_path / "list.tsv")


def test_what_is_listed_is_stale_once_its_lines_are_gone() -> None:
    listings = {
        key: Listing("a.py", key, Verdict.HARMLESS, "so")
        for key in (("f", "x = g( 1, 2 )", "x = 1"), ("f", "y = 1", "y = 2"))
    }
    assert [one.key[1] for one in find_stale(listings, ["def f():\n    x = g(\n        1, 2\n    )\n"])] == [
        "y = 1"
    ]


def test_report_counts_what_is_not_run_as_not_killed() -> None:
    fates = {
        "x <= 1": Fate.SURVIVED,
        "x >= 1": Fate.KILLED,
        "x > 1": Fate.TIMED_OUT,
        "x == 1": Fate.NOT_RUN,
        "x != 1": Fate.SURVIVED,
    }
    trials = tuple(Trial(mutant_of("x < 1", after), fate) for after, fate in fates.items())
    key = key_of(trials[0].mutant)
    listings = {key: Listing(MODULE, key, Verdict.EQUIVALENT, "it is never 1")}
    counts = tally(trials, listings)
    assert (counts.drawn, counts.killed, counts.killed_of_drawn, counts.killed_of_others) == (5, 2, 0.4, 0.5)
    report = render_report(Campaign(trials, (), 1.0), Plan(), listings, [])
    assert "| `retrieval` | 5 | 2 | 1 | 2 | 1 | 1 | 40.0 |" in report
    should, equivalent, not_run = (part.splitlines() for part in report.split("\n## ")[1:])
    assert (should[0], "+ x != 1" in should) == ("Survivors that a test should kill", True)
    assert (equivalent[0], equivalent[2]) == ("Equivalent survivors", f"`{MODULE}:3`: it is never 1")
    assert (not_run[0], "+ x == 1" in not_run) == ("Not run", True)


def test_command_writes_its_report_and_fails_below_its_bar(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "mutants.md"
    options = ["--count=1", "--only=retrieval", "--budget-minutes=0", "--write", str(file)]
    assert mutants.main(options, root) == 1
    printed = capsys.readouterr().out
    assert "1 mutants of `retrieval` drawn" in printed
    assert file.read_text(encoding="utf-8").endswith(printed)


def test_the_list_of_the_project_can_be_read() -> None:
    assert read_listings(mutants.ROOT / mutants.LISTED)


def test_clean_run_whose_tests_never_end_shows_nothing(root: Path, tmp_path: Path) -> None:
    write(root / "tests/retrieval/test_halls.py", "import time\ndef test_it():\n    time.sleep(60)\n")
    files = ["tests/retrieval/test_halls.py"]
    assert Tree(root, tmp_path / "copy").clean_run(files, 0.6) == CleanRun({}, tuple(files))


def test_the_list_of_the_project_names_modules_that_are_there_each_mutant_once() -> None:
    listings = read_listings(ROOT / "benchmarks/mutation/equivalent_mutants.tsv")
    assert len(listings) > 20
    assert [each.module for each in listings.values() if not (ROOT / each.module).is_file()] == []


def test_a_change_that_the_library_cannot_make_is_no_mutant() -> None:
    source = (
        "import json\n\n\ndef f():\n    try:\n        return 1\n"
        "    except (json.JSONDecodeError, ValueError):\n        return 2\n"
    )
    candidates = [*enumerate_candidates("a.py", source)]
    made = [make_mutant(candidate, source) for candidate in candidates]
    assert [each.source for each in made if each is not None and each.source == source] == []
    assert any(candidate.operator.endswith("ExceptionReplacer") for candidate in candidates)
    assert None in made
