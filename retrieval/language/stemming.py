"""Light stemming: a normalized Arabic word without its clitics and inflections.

In: one normalized term (`normalization.normalize`). Out: its stem, never empty for a term that is
not empty. The stem is only compared with other stems; nobody sees it.

The table, after light10 (Larkey, Ballesteros and Connell 2007), with stacked clitics:

| step | takes off | only where this many letters stay |
|---|---|---|
| conjunction | و ف | 3, and another clitic follows; or 3 for و |
| article, with its preposition | ال بال كال فال وال لل | 2 |
| suffix, one after the other | ها ان ات ون ين يه يا هم هن كم نا تم وا ه ي ت | 2 to 3 |
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_ARTICLES: Final = ("وبال", "وكال", "فبال", "وال", "بال", "كال", "فال", "ولل", "فلل", "ال", "لل")
"""The article behind conjunctions and prepositions, longest first."""
_CONJUNCTION: Final = "و"
_SUFFIXES: Final = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")
"""The suffixes of light10, in its order (its teh marbuta is heh after normalization)."""
_SHORTEST_STEM: Final = 2


@lru_cache(maxsize=200_000)
def stem(term: str) -> str:
    """Take clitics and inflections off a normalized term.

    Never raises; terms that are not Arabic come back unchanged.
    """
    return _without_suffixes(_without_prefix(term))


def _without_prefix(term: str) -> str:
    for prefix in _ARTICLES:
        if term.startswith(prefix) and len(term) - len(prefix) >= _SHORTEST_STEM:
            return term[len(prefix) :]
    if term.startswith(_CONJUNCTION) and len(term) > _SHORTEST_STEM + 1:
        return term[1:]
    return term


def _without_suffixes(term: str) -> str:
    for suffix in _SUFFIXES:
        if term.endswith(suffix) and len(term) - len(suffix) >= _SHORTEST_STEM:
            term = term[: -len(suffix)]
    return term
