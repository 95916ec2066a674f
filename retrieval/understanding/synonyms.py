"""Words of the same or nearly the same meaning, in files that a moderator can extend.

In: `synonyms.tsv`, and a moderator's own file. Out: `Synonyms`, which finds the words of a question
that have synonyms. A line is a relation, a tab, and forms separated by `|`, each of one word or more:

| relation | meaning |
|---|---|
| `same` | names and spellings of one thing: `same TAB الناتو|حلف شمال الأطلسي` |
| `near` | words of near meaning, which have less weight: `near TAB تأسس|أنشئ|إنشاء` |
| `means` | the first form, a word of a dialect or a long name, means the others, but not conversely |

A line without a tab is `same`. `#` begins a comment line. Forms are compared without the article
and the clitics before it: `للناتو` equals `الناتو`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from operator import contains
from pathlib import Path

from retrieval.errors import LanguageError
from retrieval.language import letters as l
from retrieval.language.normalization import normalize
from retrieval.language.tokens import tokenize
from retrieval.resources import read_text

_FEWEST_FORMS = 2
_ARTICLE = l.ALEF + l.LAM
_CLITICS = tuple(
    conjunction + preposition
    for conjunction in ("", l.WAW, l.FEH)
    for preposition in ("", l.BEH, l.LAM, l.KAF)
)
"""Clitics before a word: a conjunction, a preposition, both or neither."""
_SHORTEST_AFTER_CLITIC = 3


class Relation(StrEnum):
    """The relation between the forms of a group."""

    SAME = "same"
    NEAR = "near"
    MEANS = "means"


@dataclass(frozen=True, slots=True)
class Group:
    """Related forms."""

    relation: Relation
    forms: tuple[str, ...]
    """Normalized, two or more."""


@dataclass(frozen=True, slots=True)
class SynonymHit:
    """A form found among the words of a question."""

    start: int
    end: int
    """Places of its words, end exclusive."""
    relation: Relation
    others: tuple[str, ...]
    """The other forms of its group."""


_Form = tuple[tuple[str, ...], Group]
"""The words of a form, and its group."""


class Synonyms:
    """Finds the forms of groups in a question.

    Args:
        groups: The groups; a form may be in several.
    """

    def __init__(self, groups: Iterable[Group]) -> None:
        self._by_first: defaultdict[str, dict[tuple[tuple[str, ...], Group], tuple[str, ...]]] = defaultdict(
            dict
        )
        self._words: set[str] = set()
        for group in groups:
            for place, form in enumerate(group.forms):
                words = tuple(_without_article(token.term) for token in tokenize(form))
                self._words.update(words)
                if place == 0 or group.relation is not Relation.MEANS:
                    others = tuple(other for other in group.forms if other != form)
                    self._by_first[words[0]].setdefault((words, group), others)

    def knows(self, term: str) -> bool:
        """Whether a term is a word of any form, and so no misspelling.

        Args:
            term: A normalized term.

        Returns:
            True for words of forms, with or without the article. Never raises.
        """
        return _without_article(term) in self._words

    def find(self, terms: Sequence[str]) -> list[SynonymHit]:
        """Find forms among the terms of a question.

        Args:
            terms: All normalized terms in order, including stop words.

        Returns:
            Hits in the order of the question; hits of different groups may overlap. Never raises.
        """
        bare = [_bare_forms(term) for term in terms]
        hits = []
        for start, firsts in enumerate(bare):
            for first in firsts:
                for (words, group), others in self._by_first.get(first, {}).items():
                    end = start + len(words)
                    if end <= len(terms) and all(map(contains, bare[start:end], words)):
                        hits.append(SynonymHit(start, end, group.relation, others))
        return hits


def load_synonyms(extra: Path | None = None) -> Synonyms:
    """Read the shipped groups and those of a moderator.

    Args:
        extra: A file of further groups, UTF-8; None for none.

    Returns:
        All groups.

    Raises:
        LanguageError: The file cannot be read, or a line of it is not a group.
    """
    text = read_text(__package__, "synonyms.tsv")
    groups = _parse(text, "synonyms.tsv")
    if extra is not None:
        try:
            groups += _parse(extra.read_text(encoding="utf-8-sig"), extra.name)
        except (OSError, UnicodeDecodeError) as error:
            raise LanguageError("list_unreadable", name=extra.name, error=error) from error
    return Synonyms(groups)


def _parse(text: str, name: str) -> list[Group]:
    groups = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        relation, tab, written = line.partition("\t")
        if not tab:
            relation, written = Relation.SAME, line
        forms = tuple(dict.fromkeys(form for form in map(normalize, written.split("|")) if tokenize(form)))
        if relation not in set(Relation) or len(forms) < _FEWEST_FORMS:
            raise LanguageError("list_bad_line", name=name, line=number)
        groups.append(Group(Relation(relation), forms))
    return groups


def _without_article(term: str) -> str:
    return term.removeprefix(_ARTICLE) if len(term) > len(_ARTICLE) + 1 else term


def _bare_forms(term: str) -> dict[str, None]:
    """The term without its possible clitics and article, the longest first."""
    bare = {_without_article(term): None}
    for clitic in _CLITICS[1:]:
        rest = term.removeprefix(clitic)
        if rest != term and len(rest) >= _SHORTEST_AFTER_CLITIC:
            if clitic.endswith(l.LAM) and rest.startswith(l.LAM):
                # The article loses its alef after the preposition: للناتو.
                bare[rest[1:]] = None
            bare[_without_article(rest)] = None
    return bare
