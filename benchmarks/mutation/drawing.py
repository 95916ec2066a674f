"""Mutants: all that the operators can make of some modules, and a draw of them by a seed.

In: a tree of source files. Out: mutants, each a module with one place changed. Every mutant of every
module has the same chance, so a module has its share by its code. The draw is by digests of what is
changed, not of where it stands: a function that moves to another module or another line keeps its
mutants drawn.
"""

from __future__ import annotations

import ast
import difflib
import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code

from benchmarks.mutation.exclusions import is_left_out, named_stretches, stretches_left_out
from benchmarks.mutation.operators import OPERATORS, Place

_PADDING = re.compile(r"(?<=[(\[{]) +|(?<=\w=) +")  # matches blanks that cosmic-ray puts before a number


@dataclass(frozen=True, slots=True)
class Candidate:
    """A change that an operator could make."""

    module: str
    """Path within the tree, with `/`."""
    operator: str
    occurrence: int
    """Which of the operator's changes in the module, from 0."""
    place: Place
    function: str
    """Dotted name of the class or function within its module; empty at the module's level."""
    line: str
    """The first changed line, without the blanks around it."""
    repetition: int
    """Which of the operator's changes of such a line in this function, from 0."""

    def digest(self, seed: int) -> str:
        """What the draw sorts by: neither the module nor the line's number is in it."""
        content = (str(seed), self.function, self.operator, self.line, str(self.repetition))
        return hashlib.sha256("\0".join(content).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Mutant:
    """A module with one place changed."""

    module: str
    """Path within the tree, with `/`."""
    function: str
    line_number: int
    """From 1, of the first changed line."""
    before: str
    """The changed lines as they were, without the blanks around each, joined by one blank."""
    after: str
    """The changed lines as they are; empty where they went away."""
    source: str
    """The whole text of the changed module."""


def find_modules(root: Path, prefixes: Sequence[str]) -> list[str]:
    """The modules whose path begins with one of some paths, sorted, without those that are left out."""
    return sorted(
        path
        for prefix in prefixes
        for file in _python_files(root / prefix)
        if not is_left_out(path := file.relative_to(root).as_posix())
    )


def _python_files(place: Path) -> Iterable[Path]:
    return [place] if place.is_file() else place.rglob("*.py")


def enumerate_candidates(module: str, source: str) -> Iterator[Candidate]:
    """All changes that the operators could make in a module, in the order of its text."""
    left_out, named, lines = stretches_left_out(source), named_stretches(source), source.splitlines()
    occurrences: Counter[str] = Counter()
    repetitions: Counter[tuple[str, str, str]] = Counter()
    for node in ast_nodes(get_ast(source)):
        for operator, change in OPERATORS.items():
            for place, _end in change.mutation_positions(node):
                occurrence = occurrences[operator]
                occurrences[operator] += 1
                if _is_bare_star(node) or any(stretch.holds(place) for stretch in left_out):
                    continue
                function = next((one.name for one in reversed(named) if one.holds(place)), "")
                line = lines[place[0] - 1].strip()
                repetition = repetitions[function, operator, line]
                repetitions[function, operator, line] += 1
                yield Candidate(module, operator, occurrence, place, function, line, repetition)


def _is_bare_star(node: Any) -> bool:
    """Whether a node parts parameters, which cosmic-ray takes for a product."""
    return bool(node.type == "operator" and node.parent.type == "parameters")


def draw_mutants(root: Path, modules: Sequence[str], count: int, seed: int) -> list[Mutant]:
    """Draw mutants of some modules of a tree.

    Args:
        root: The tree.
        modules: Paths within it.
        count: How many at most; fewer come where there are fewer.
        seed: The same seed draws the same mutants of the same code.

    Returns:
        Mutants in the order of the draw; each compiles and differs from the module.
    """
    sources = {module: (root / module).read_text(encoding="utf-8") for module in modules}
    candidates = [
        candidate for module, source in sources.items() for candidate in enumerate_candidates(module, source)
    ]
    candidates.sort(key=lambda candidate: (candidate.digest(seed), candidate.module))
    drawn: list[Mutant] = []
    for candidate in candidates:
        if len(drawn) == count:
            break
        mutant = make_mutant(candidate, sources[candidate.module])
        if mutant is not None:
            drawn.append(mutant)
    return drawn


def make_mutant(candidate: Candidate, source: str) -> Mutant | None:
    """Make the change; None where the result is no Python, means the same, or cannot be made."""
    try:
        changed = mutate_code(source, OPERATORS[candidate.operator], candidate.occurrence)
    except AttributeError:  # cosmic-ray replaces no exception with a dotted name: `except yaml.YAMLError`
        return None
    if changed is None or not _is_other_python(source, changed):
        return None
    before, after = changed_lines(source, changed)
    return Mutant(candidate.module, candidate.function, candidate.place[0], before, after, changed)


def changed_lines(source: str, changed: str) -> tuple[str, str]:
    """The lines that differ, before and after, as one line each."""
    old, new = source.splitlines(), changed.splitlines()
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    spans = [span for tag, *span in matcher.get_opcodes() if tag != "equal"]
    before = [line for start, end, _, _ in spans for line in old[start:end]]
    after = [line for _, _, start, end in spans for line in new[start:end]]
    return _one_line(before), _one_line(after)


def _one_line(lines: Iterable[str]) -> str:
    return _PADDING.sub("", " ".join(" ".join(lines).split()))


def _is_other_python(source: str, changed: str) -> bool:
    try:
        compile(changed, "<mutant>", "exec", dont_inherit=True)
    except (SyntaxError, ValueError):
        return False
    return ast.dump(ast.parse(changed)) != ast.dump(ast.parse(source))
