"""Names of the elements of a Word file (ECMA-376, part 1), and how attributes and switches of it are read."""

from __future__ import annotations

from typing import Any, Final

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_OFF: Final = frozenset({"0", "false", "off", "none"})


def value_of(element: Any, path: str, default: str | None = None) -> str | None:
    """The `w:val` of a child by its path of names: `pPr/pStyle`; the default where there is none."""
    if element is None:
        return default
    found = element.find("/".join(W + name for name in path.split("/")))
    return default if found is None else found.get(W + "val", default)


def is_on(element: Any, path: str) -> bool | None:
    """Whether a switch is on or off; None where it is not given."""
    if element is None:
        return None
    found = element.find("/".join(W + name for name in path.split("/")))
    return None if found is None else str(found.get(W + "val", "1")).lower() not in _OFF
