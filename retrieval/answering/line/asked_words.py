"""The words of a question that asks for a date or a number, as they are looked for in excerpts.

In: a question. Out: `AskedWords`: which stems stand for its words, and which of its words names the
event or property whose value is asked for, its lead. A word is met by its stem; the lead also by the
letters of its root, so that «ينضم» is found in «انضمام».
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from retrieval.answering.events import GENERIC, event_groups, event_root
from retrieval.language.terms.analyzer import AnalyzedToken, Analyzer
from retrieval.types import Question

_LAST_NAMING: Final = 1
"""Place of the last word of a question that may name its event, as «قتل» in «كم جنديا قتل»; a word of
an event that stands farther on belongs to the names of people and things in it."""


@dataclass(frozen=True, slots=True)
class AskedWords:
    """The words of a question as they are looked for in excerpts."""

    stems: Mapping[str, tuple[int, ...]]
    """Places of the question's words by each stem that stands for them: «الناتو» for three at once."""
    weights: tuple[float, ...]
    """Weight of each word."""
    lead: int | None
    """Place of the first word that names an event, else of the first of full weight, so not of «عدد»;
    None without words."""
    lead_stems: frozenset[str]
    """Stems of the lead, of its other names and of words of near meaning."""
    lead_roots: frozenset[str]
    """Roots of the lead and of its other names, where they are long enough."""
    events: frozenset[str]
    """Groups of `event_words.tsv` that the lead belongs to."""

    def is_event(self, token: AnalyzedToken, groups: frozenset[str]) -> bool:
        """Whether a word of an excerpt is the lead, or names the same kind of event."""
        return (
            bool(self.events & groups)
            or token.stem in self.lead_stems
            or event_root(token.term) in self.lead_roots
        )

    @property
    def words(self) -> int:
        """How many words the question has."""
        return len(self.weights)

    def share(self, part: Iterable[int], whole: Iterable[int]) -> float:
        """Share, from 0 to 1, that a part of some words has in their weight; words are given by places."""
        total = sum(self.weights[place] for place in whole)
        return sum(self.weights[place] for place in part) / total if total else 0.0

    @property
    def names_event(self) -> bool:
        """Whether the question names its event by a word of `event_words.tsv`."""
        return bool(self.events) and GENERIC not in self.events and (self.lead or 0) <= _LAST_NAMING


def asked_words(question: Question) -> AskedWords:
    """The words of a question; never raises."""
    analyzer = Analyzer()
    stems: dict[str, tuple[int, ...]] = {}
    leads: list[tuple[bool, int, frozenset[str]]] = []
    for place, word in enumerate(question.words):
        for written in (word.surface, *word.alternatives):
            for token in analyzer.analyze(written):
                stems[token.stem] = _with_place(question, stems.get(token.stem, ()), place, written)
                groups = event_groups(token.stem)
                if groups:
                    leads.append((GENERIC in groups, place, groups))
    for place, word in enumerate(question.words):
        for written in word.related:
            for token in analyzer.analyze(written):
                stems[token.stem] = _with_place(question, stems.get(token.stem, ()), place, written)
    weighty = (place for place, word in enumerate(question.words) if word.weight == 1)
    first = (False, next(weighty, 0), frozenset[str]())
    _, lead, events = min(leads, key=lambda lead: lead[:2], default=first)
    if not question.words:
        return AskedWords(MappingProxyType(stems), (), None, frozenset(), frozenset(), events)
    word = question.words[lead]
    same = [token for form in (word.surface, *word.alternatives) for token in analyzer.analyze(form)]
    near = [token for form in word.related for token in analyzer.analyze(form)]
    return AskedWords(
        MappingProxyType(stems),
        tuple(word.weight for word in question.words),
        lead,
        frozenset(token.stem for token in (*same, *near)),
        frozenset(filter(None, (event_root(token.term) for token in same))),
        events,
    )


def _with_place(question: Question, places: tuple[int, ...], place: int, written: str) -> tuple[int, ...]:
    """The places of a stem with one more, where none has it yet or the words there have the same name."""
    others = [question.words[each] for each in places if each != place]
    if places and not (others and all(written in (*each.alternatives, *each.related) for each in others)):
        return places
    return tuple(dict.fromkeys((*places, place)))
