"""A campaign: mutants are drawn, their tests run clean once, and then each mutant is tried.

In: a tree and how much to try. Out: the mutants with what became of each. What does not fit into the
budget is not run, and says so.
"""

from __future__ import annotations

import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from queue import Empty, SimpleQueue

from benchmarks.mutation.choosing import choose_tests
from benchmarks.mutation.drawing import Mutant, draw_mutants, find_modules
from benchmarks.mutation.running import CleanRun, Fate, Limits, Tree

_CLEAN_SHARE = 1 / 3
"""Share of the budget that the tests may take as they are: one that never ends takes no more."""

Say = Callable[[str], None]
"""Takes a line of progress; one with a line break at its end is to stay."""


@dataclass(frozen=True, slots=True)
class Plan:
    """How much to try."""

    prefixes: tuple[str, ...] = ("retrieval", "bot")
    """Folders or modules within the tree."""
    count: int = 300
    seed: int = 20261101
    jobs: int = 2
    """Copies of the tree in which tests run at once."""
    budget: float = 40 * 60
    """Seconds for all."""
    limits: Limits = field(default_factory=Limits)


@dataclass(frozen=True, slots=True)
class Trial:
    """A mutant and what became of it."""

    mutant: Mutant
    fate: Fate


@dataclass(frozen=True, slots=True)
class Campaign:
    """What became of the mutants that were drawn."""

    trials: tuple[Trial, ...]
    """In the order of the draw."""
    failing: tuple[str, ...]
    """Test files that fail without a mutant; they were left out."""
    seconds: float


def run_campaign(root: Path, plan: Plan, say: Say) -> Campaign:
    """Draw mutants of a tree and try each against the tests of its module.

    Args:
        root: The tree; it is copied, never written to.
        plan: How much to try.
        say: Takes lines of progress.
    """
    begin = time.monotonic()
    deadline = begin + plan.budget
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        trees = [Tree(root, Path(folder) / f"copy{number}") for number in range(plan.jobs)]
        base = trees[0].folder
        mutants = draw_mutants(base, find_modules(base, plan.prefixes), plan.count, plan.seed)
        tests = choose_tests(base, sorted({mutant.module for mutant in mutants}))
        say(f"{len(mutants)} mutants of {len(tests)} modules are drawn; now their tests run as they are")
        clean = _run_clean(trees, sorted({file for files in tests.values() for file in files}), deadline)
        workload = _Workload(
            mutants, tests=tests, clean=clean, limits=plan.limits, deadline=deadline, say=say
        )
        with ThreadPoolExecutor(plan.jobs) as pool:
            for worker in [pool.submit(workload.work, tree) for tree in trees]:
                worker.result()
    trials = tuple(Trial(mutant, fate) for mutant, fate in zip(mutants, workload.fates, strict=True))
    return Campaign(trials, clean.failing, time.monotonic() - begin)


def _run_clean(trees: Sequence[Tree], files: Sequence[str], deadline: float) -> CleanRun:
    """Run test files without a mutant, each in one of the copies."""
    shares = [(tree, files[number :: len(trees)]) for number, tree in enumerate(trees)]
    limit = (deadline - time.monotonic()) * _CLEAN_SHARE
    with ThreadPoolExecutor(len(trees)) as pool:
        runs = [*pool.map(lambda share: share[0].clean_run(share[1], limit), shares)]
    seconds = {file: time for run in runs for file, time in run.seconds.items()}
    return CleanRun(seconds, tuple(sorted(file for run in runs for file in run.failing)))


class _Workload:
    """Mutants that workers take one after another, each with a copy of the tree of its own."""

    def __init__(
        self,
        mutants: Sequence[Mutant],
        *,
        tests: Mapping[str, Sequence[str]],
        clean: CleanRun,
        limits: Limits,
        deadline: float,
        say: Say,
    ) -> None:
        self._mutants = mutants
        self._tests = tests
        self._clean = clean
        self._limits = limits
        self._deadline = deadline
        self._say = say
        self._waiting: SimpleQueue[int] = SimpleQueue()
        self.fates = [Fate.NOT_RUN] * len(mutants)
        for number in range(len(mutants)):
            self._waiting.put(number)

    def work(self, tree: Tree) -> None:
        """Try mutants until none is left or the time is up."""
        while time.monotonic() < self._deadline:
            try:
                number = self._waiting.get_nowait()
            except Empty:
                return
            mutant = self._mutants[number]
            self.fates[number] = self._try(tree, mutant)
            if self.fates[number] is Fate.SURVIVED:
                self._say(f"survived: {mutant.module}:{mutant.line_number}: {mutant.after}\n")
            counts = Counter(self.fates)
            done = ", ".join(f"{counts[fate]} {fate}" for fate in Fate)
            self._say(f"{self._waiting.qsize()} of {len(self.fates)} are to come: {done}")

    def _try(self, tree: Tree, mutant: Mutant) -> Fate:
        files = self._usable(self._tests[mutant.module])
        if not files:
            failing = set(self._tests[mutant.module]) & set(self._clean.failing)
            return Fate.NOT_RUN if failing else Fate.SURVIVED
        limit = self._limits.seconds(sum(self._clean.seconds[file] for file in files))
        left = self._deadline - time.monotonic()
        fate = tree.fate(mutant, files, min(limit, left))
        return Fate.NOT_RUN if fate is Fate.TIMED_OUT and left < limit else fate

    def _usable(self, files: Sequence[str]) -> list[str]:
        """The test files that pass without a mutant: the mirror first, then the quickest first."""
        usable = [file for file in files if file in self._clean.seconds]
        return usable[:1] + sorted(usable[1:], key=lambda file: self._clean.seconds[file])
