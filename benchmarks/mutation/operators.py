r"""The operators that change code: cosmic-ray's, and four of our own that it does not have.

In: a node of parso's syntax tree. Out: where an operator can change it, and the changed node. Of
cosmic-ray's replacements of one operator by each of the others, those are taken that people write by
mistake; texts are never changed.

| Operator | Change |
|---|---|
| comparison | `<` to `<=` and `>=`, `>` to `>=` and `<=`; `<=` to `<`, `>=` to `>` |
| | `==` to `!=`, `is` to `is not`, and back |
| `SwapMembership` | `in` to `not in`, and back |
| condition | `not` before it or away from it; `and` to `or`, and back; `True` to `False`, and back |
| arithmetic | `+` to `-`, `*` to `/`, `\|` to `&`, `<<` to `>>`, and back |
| | `//`, `%` and `**` to `*`, `^` to `&` |
| number | one more, one less; a minus sign away |
| `DropBound` | one bound of a slice away |
| `SwapFunction` | `any` to `all`, `min` to `max`, and back |
| flow | `break` to `continue`, and back; a `for` over nothing; another exception caught; a decorator away |
| `ReturnNone` | a value that is returned to None |
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, Protocol

from cosmic_ray.ast import get_ast
from cosmic_ray.operators.provider import OperatorProvider

Place = tuple[int, int]
"""A line from 1 and a column from 0, in code points."""


class Operator(Protocol):
    """One way to change code: what cosmic-ray calls an operator."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Place, Place]]:
        """Begin and end of each change that it can make at a node; one place may stand there twice."""

    def mutate(self, node: Any, index: int) -> Any:
        """The node with its `index`-th change made, or None where the node goes away."""


class SwapMembership:
    """`in` for `not in`, and back; the `in` of a loop is none."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Place, Place]]:
        """One change for each such comparison in a chain."""
        for sign in self._signs(node):
            yield sign.start_pos, sign.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        """The comparison with one sign swapped."""
        sign = self._signs(node)[index]
        other = " in" if _words(sign) == "not in" else " not in"
        node.children[node.children.index(sign)] = get_ast(other)
        return node

    @staticmethod
    def _signs(node: Any) -> list[Any]:
        if node.type != "comparison":
            return []
        return [sign for sign in node.children[1::2] if _words(sign) in {"in", "not in"}]


class DropBound:
    """One bound of a slice away: `text[start:end]` to `text[:end]` and `text[start:]`."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Place, Place]]:
        """One change for each bound that is written."""
        for bound in self._bounds(node):
            yield bound.start_pos, bound.end_pos

    def mutate(self, node: Any, index: int) -> Any:
        """The slice without one bound."""
        node.children.remove(self._bounds(node)[index])
        return node

    @staticmethod
    def _bounds(node: Any) -> list[Any]:
        if node.type != "subscript":
            return []
        return [part for part in node.children if part.type not in {"operator", "sliceop"}]


class SwapFunction:
    """`any` for `all` and `min` for `max`, and back, where they are called."""

    _OTHERS: Final = {"any": "all", "all": "any", "min": "max", "max": "min"}

    def mutation_positions(self, node: Any) -> Iterator[tuple[Place, Place]]:
        """One change at the name that is called."""
        if node.type == "name" and node.value in self._OTHERS and _is_called(node):
            yield node.start_pos, node.end_pos

    def mutate(self, node: Any, index: int) -> Any:  # noqa: ARG002 - a name has one change
        """The other name."""
        node.value = self._OTHERS[node.value]
        return node


class ReturnNone:
    """None for a value that is returned."""

    def mutation_positions(self, node: Any) -> Iterator[tuple[Place, Place]]:
        """One change at a value that is neither None nor False, which callers read alike."""
        if node.type == "return_stmt" and _words(node.children[1]) not in {"None", "False"}:
            yield node.children[1].start_pos, node.children[1].end_pos

    def mutate(self, node: Any, index: int) -> Any:  # noqa: ARG002 - one value is returned
        """The statement with None."""
        node.children[1] = get_ast(" None")
        return node


def _words(node: Any) -> str:
    """The code of a node with one blank between its words."""
    return " ".join(node.get_code().split())


def _is_called(name: Any) -> bool:
    """Whether a name is a function that is called there, and no attribute of something else."""
    behind = name.get_next_sibling()
    return (
        behind is not None
        and behind.type == "trailer"
        and behind.children[0].value == "("
        and name.parent.children[0] is name
    )


_COMPARISONS: Final = (
    "Lt_LtE", "Lt_GtE", "LtE_Lt", "Gt_GtE", "Gt_LtE", "GtE_Gt",
    "Eq_NotEq", "NotEq_Eq", "Is_IsNot", "IsNot_Is",
)  # fmt: skip
_ARITHMETIC: Final = (
    "Add_Sub", "Sub_Add", "Mul_Div", "Div_Mul", "FloorDiv_Mul", "Mod_Mul", "Pow_Mul",
    "BitOr_BitAnd", "BitAnd_BitOr", "BitXor_BitAnd", "LShift_RShift", "RShift_LShift",
)  # fmt: skip
_OTHERS: Final = (
    "ReplaceUnaryOperator_Delete_USub",
    "ReplaceUnaryOperator_Delete_Not",
    "ReplaceUnaryOperator_Delete_Invert",
    "AddNot",
    "ReplaceTrueWithFalse",
    "ReplaceFalseWithTrue",
    "ReplaceAndWithOr",
    "ReplaceOrWithAnd",
    "ReplaceBreakWithContinue",
    "ReplaceContinueWithBreak",
    "ExceptionReplacer",
    "NumberReplacer",
    "RemoveDecorator",
    "ZeroIterationForLoop",
)


def _all_operators() -> dict[str, Operator]:
    provider = OperatorProvider()
    names = (
        *(f"ReplaceComparisonOperator_{swap}" for swap in _COMPARISONS),
        *(f"ReplaceBinaryOperator_{swap}" for swap in _ARITHMETIC),
        *_OTHERS,
    )
    own: tuple[Operator, ...] = (SwapMembership(), DropBound(), SwapFunction(), ReturnNone())
    return {name: provider[name]() for name in names} | {type(one).__name__: one for one in own}


OPERATORS: Final[Mapping[str, Operator]] = _all_operators()
"""Name → operator."""
