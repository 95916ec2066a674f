"""Matrices of a PDF: from the space of a text or a form to the page as it is shown.

In: six numbers `a b c d e f` (ISO 32000-1:2008, 8.3.3). Out: points in points of the page as shown: the
origin is the lower left corner of its crop box after its rotation.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pypdf import PageObject

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def shown_size(page: PageObject) -> tuple[float, float]:
    """Width and height of a page in points as it is shown."""
    box = page.cropbox
    width, height = abs(float(box.right - box.left)), abs(float(box.top - box.bottom))
    return (height, width) if int(page.rotation or 0) % 180 else (width, height)


def to_shown(page: PageObject) -> Matrix:
    """From the space of a page to the page as it is shown."""
    box = page.cropbox
    left, bottom, right, top = (float(each) for each in (box.left, box.bottom, box.right, box.top))
    match int(page.rotation or 0) % 360:
        case 90:
            return (0.0, -1.0, 1.0, 0.0, -bottom, right)
        case 180:
            return (-1.0, 0.0, 0.0, -1.0, right, top)
        case 270:
            return (0.0, 1.0, -1.0, 0.0, top, -left)
    return (1.0, 0.0, 0.0, 1.0, -left, -bottom)


def matrix_of(values: Sequence[Any]) -> Matrix:
    """The matrix of six operands."""
    a, b, c, d, e, f = (float(value) for value in values[:6])
    return (a, b, c, d, e, f)


def product(first: Matrix, second: Matrix) -> Matrix:
    """What the first does and then the second."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (
        a * g + b * i, a * h + b * j, c * g + d * i,
        c * h + d * j, e * g + f * i + k, e * h + f * j + m,
    )  # fmt: skip


def at(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """Where a matrix puts a point."""
    return matrix[0] * x + matrix[2] * y + matrix[4], matrix[1] * x + matrix[3] * y + matrix[5]
