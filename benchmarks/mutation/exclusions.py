"""What of a module is never changed, and which function a place stands in.

In: the text of a module. Out: stretches of it. Left out is what no unit test could or should notice:

- annotations, `cast` and `TypeVar` (all is under `from __future__ import annotations`);
- `if TYPE_CHECKING:` and `if __name__ == "__main__":`;
- what is written to a log;
- caches and their sizes (`cache`, `lru_cache`, `maxsize=` and the constants given to it), `slots=`, and the
  decorators `override`, `overload` and `final`: speed, memory and the type checker;
- `strict=` of `zip`: a check of ourselves.

Modules named `*parameters.py` are left out whole, for their numbers are measured and held by the quality
gate, and so are the migrations, which never change once they are out.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from benchmarks.mutation.operators import Place

_MODULES_LEFT_OUT: Final = re.compile(r"parameters\.py$|(^|/)migrations/")  # matches such a module's path
_LOGGER: Final = re.compile(r"_?log(ger)?", re.IGNORECASE)  # matches the name of a logger
_LOGGED: Final = frozenset({"debug", "info", "warning", "error", "exception", "critical", "log"})
_TYPING_CALLS: Final = frozenset({"cast", "TypeVar"})
_CACHES: Final = frozenset({"cache", "lru_cache"})
_INERT_DECORATORS: Final = _CACHES | {"override", "overload", "final"}
_INERT_KEYWORDS: Final = frozenset({"slots", "maxsize", "strict"})
_UNTESTED_BRANCHES: Final = frozenset({"TYPE_CHECKING", "__name__ == '__main__'"})


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a module's text, its end exclusive."""

    start: Place
    end: Place
    name: str = ""
    """The dotted name of the class or function that it is; empty where it is left out."""

    def holds(self, place: Place) -> bool:
        """Whether a place lies within."""
        return self.start <= place < self.end


def is_left_out(module: str) -> bool:
    """Whether nothing of a module is changed, by its path within the project."""
    return _MODULES_LEFT_OUT.search(PurePosixPath(module).as_posix()) is not None


def stretches_left_out(source: str) -> list[Stretch]:
    """The stretches of a module that are not changed, in no order."""
    tree, lines = ast.parse(source), source.splitlines()
    found = [_stretch(node, lines) for node in _nodes_left_out(tree)]
    return [*found, *(_decorator(node, lines) for node in _inert_decorators(tree))]


def named_stretches(source: str) -> list[Stretch]:
    """All classes and functions of a module with their decorators, an inner one behind its outer one."""
    return [*_named(ast.parse(source), "", source.splitlines())]


def _named(node: ast.AST, prefix: str, lines: list[str]) -> Iterator[Stretch]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            name = f"{prefix}{child.name}"
            whole = _stretch(child, lines)
            first = min([child.lineno, *(decorator.lineno for decorator in child.decorator_list)])
            yield Stretch((first, 0), whole.end, name)
            yield from _named(child, f"{name}.", lines)
        else:
            yield from _named(child, prefix, lines)


def _nodes_left_out(tree: ast.Module) -> Iterator[ast.stmt | ast.expr]:
    sizes = _cache_sizes(tree)
    for node in ast.walk(tree):
        match node:
            case ast.arg(annotation=ast.expr() as annotation):
                yield annotation
            case ast.FunctionDef(returns=ast.expr() as annotation):
                yield annotation
            case ast.AsyncFunctionDef(returns=ast.expr() as annotation):
                yield annotation
            case ast.AnnAssign(target=target, annotation=annotation):
                yield node if _name(target) in sizes else annotation
            case ast.Assign(targets=[target]) if _name(target) in sizes:
                yield node
            case ast.If(test=test) if ast.unparse(test) in _UNTESTED_BRANCHES:
                yield node
            case ast.Call() if _is_logging(node) or _name(node.func) in _TYPING_CALLS:
                yield node
            case ast.keyword(arg=str() as keyword, value=value) if keyword in _INERT_KEYWORDS:
                yield value
            case _:
                pass


def _cache_sizes(tree: ast.Module) -> set[str]:
    """Names of the constants that are sizes of caches."""
    return {
        node.value.id
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "maxsize" and isinstance(node.value, ast.Name)
    }


def _inert_decorators(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            for decorator in node.decorator_list:
                called = decorator.func if isinstance(decorator, ast.Call) else decorator
                if _name(called) in _INERT_DECORATORS:
                    yield decorator


def _is_logging(call: ast.Call) -> bool:
    match call.func:
        case ast.Attribute(value=logger, attr=method):
            return method in _LOGGED and _LOGGER.fullmatch(_name(logger)) is not None
        case _:
            return False


def _name(node: ast.expr) -> str:
    """The last name of a dotted one; empty for what has none."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _decorator(node: ast.expr, lines: list[str]) -> Stretch:
    """A decorator with its sign."""
    whole = _stretch(node, lines)
    return Stretch((whole.start[0], 0), whole.end)


def _stretch(node: ast.stmt | ast.expr, lines: list[str]) -> Stretch:
    last = node.end_lineno or node.lineno
    return Stretch(
        (node.lineno, _column(lines[node.lineno - 1], node.col_offset)),
        (last, _column(lines[last - 1], node.end_col_offset or 0)),
    )


def _column(line: str, offset: int) -> int:
    """A column in code points; Python's syntax tree counts bytes of UTF-8."""
    return len(line.encode()[:offset].decode())
