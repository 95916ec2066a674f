"""The backends that there are, by the names that the setting `SHAHID_INDEX_BACKEND` gives them.

In: a name. Out: a `Backend`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from retrieval.errors import IndexingError
from retrieval.index.memory.backend import RankBM25Backend
from retrieval.index.protocol import Backend

AUTO: Final = "auto"
"""Takes the backend that fits; so far there is one."""

_RANK_BM25: Final = RankBM25Backend()
BACKENDS: Final[Mapping[str, Backend[Any]]] = MappingProxyType({_RANK_BM25.name: _RANK_BM25})


def choose_backend(name: str = AUTO) -> Backend[Any]:
    """The backend of a name.

    Args:
        name: `auto`, or the name of a backend.

    Raises:
        IndexingError: There is no backend of that name; the message lists them.
    """
    if name == AUTO:
        return _RANK_BM25
    try:
        return BACKENDS[name]
    except KeyError:
        names = ", ".join([AUTO, *BACKENDS])
        raise IndexingError("no_backend", name=repr(name), names=names) from None
