"""Which tests are a module's own.

In: a tree of modules and tests. Out: for each module, the test files that have to notice a change:

1. the mirror: `tests/retrieval/a/test_b.py` for `retrieval/a/b.py`;
2. every other test file that imports the module by name;
3. where there is no mirror, the test files of the room too: the folder `tests/retrieval/a`, or the nearest
   one above it that has test files;
4. the test files right under `tests`, which hold for the whole project.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePosixPath

TESTS = "tests"


def choose_tests(root: Path, modules: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """Choose the tests of some modules.

    Args:
        root: The tree; its tests are the files `test_*.py` under `tests`.
        modules: Paths within it, with `/`.

    Returns:
        Module → its test files as paths within the tree, the mirror first, the others sorted.
    """
    files = sorted(file.relative_to(root).as_posix() for file in (root / TESTS).rglob("test_*.py"))
    imports = {file: frozenset(_imported(root / file)) for file in files}
    return {module: _tests_of(module, imports) for module in modules}


def _tests_of(module: str, imports: dict[str, frozenset[str]]) -> tuple[str, ...]:
    path = PurePosixPath(module)
    mirror = str(TESTS / path.with_name(f"test_{path.name.lstrip('_')}"))
    name = ".".join((path.parent if path.name == "__init__.py" else path.with_suffix("")).parts)
    chosen = [mirror] if mirror in imports else _room(path, imports)
    others = (
        file for file, names in imports.items() if name in names or str(PurePosixPath(file).parent) == TESTS
    )
    return tuple(dict.fromkeys((*chosen, *others)))


def _room(path: PurePosixPath, imports: dict[str, frozenset[str]]) -> list[str]:
    """The test files of the nearest folder that mirrors one above the module."""
    for folder in path.parents:
        files = [file for file in imports if PurePosixPath(file).parent == TESTS / folder]
        if files:
            return files
    return []


def _imported(file: Path) -> Iterator[str]:
    """Dotted names that a file may import: of modules, and of what is in them."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str() as module, names=names):
                yield module
                yield from (f"{module}.{alias.name}" for alias in names)
            case _:
                pass
