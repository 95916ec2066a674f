"""The words of a question as they stand in an excerpt, and above all those that tell what happened.

In: a question, and an excerpt. Out: places of the question's words, of the words of `event_words.tsv`,
and of the sentences. A word stands for another one by its stem; what is asked for also by the letters
of its root, so that «ينضم» is found in «انضمام».
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from retrieval.language.sentences import split_sentences
from retrieval.language.terms.analyzer import AnalyzedToken, Analyzer
from retrieval.language.terms.stemming import root
from retrieval.resources import read_rows
from retrieval.types import Excerpt, Question

_GENERIC: Final = "event"
"""The group of verbs that only say that something happened: «وقعت» asks for what comes behind it."""
_LAST_NAMING: Final = 1
"""Place of the last word that may name the event: «كم جنديا قتل»; farther on stand those who took part."""
_MARKS: Final = ("ي", "ت")
"""Letters that begin a verb of the imperfect, masculine and feminine."""
_LEAST_ROOT: Final = 3
"""Letters of a root that tell words apart; two are shared by too many."""
_WORDS_CACHED: Final = 1 << 15
# Matches a letter that stands twice, as in the noun of a doubled root: انضمام beside ينضم.
_DOUBLED: Final = re.compile(r"(.)\1")


@dataclass(frozen=True, slots=True)
class AskedWords:
    """The words of a question as they are looked for in excerpts."""

    stems: Mapping[str, tuple[int, ...]]
    """Places of the question's words by each stem that stands for them: «الناتو» for three at once."""
    weights: tuple[float, ...]
    """Weight of each word."""
    lead: int | None
    """Place of the first word that tells what happened, or else of the first of full weight, so not of
    «عدد»; None without words."""
    lead_stems: frozenset[str]
    """Stems of words that say what the lead says, those of near meaning among them."""
    lead_roots: frozenset[str]
    """Roots of the lead that are long enough to tell."""
    events: frozenset[str]
    """Groups of `event_words.tsv` that the lead belongs to."""

    def is_event(self, token: AnalyzedToken, groups: frozenset[str]) -> bool:
        """Whether a word of an excerpt says what is asked for."""
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
        """How much of the weight of some words, by their places, is that of a part of them."""
        total = sum(self.weights[place] for place in whole)
        return sum(self.weights[place] for place in part) / total if total else 0.0

    @property
    def names_event(self) -> bool:
        """Whether the question says what happened by a word that is known to say so."""
        return bool(self.events) and _GENERIC not in self.events and (self.lead or 0) <= _LAST_NAMING


@dataclass(frozen=True, slots=True)
class ReadExcerpt:
    """Where an excerpt says the words of a question."""

    matches: tuple[tuple[int, int, int], ...]
    """Place of the question's word, start and end, in order of the text."""
    events: tuple[tuple[bool, frozenset[str], int, int], ...]
    """Words that tell what happened: whether it is what is asked for, their groups, start and end."""
    sentences: tuple[int, ...]
    """Starts of sentences."""
    titled: frozenset[int]
    """Places of the question's words that the title of the document holds."""

    def sentence_of(self, place: int) -> int:
        """The number of the sentence, from 1, that holds a place in the text."""
        return bisect_right(self.sentences, place)


def read_words(question: Question) -> AskedWords:
    """Read the words of a question; never raises."""
    analyzer = Analyzer()
    stems: dict[str, tuple[int, ...]] = {}
    leads: list[tuple[bool, int, frozenset[str]]] = []
    for place, word in enumerate(question.words):
        for written in (word.surface, *word.alternatives):
            for token in analyzer.analyze(written):
                stems[token.stem] = _with_place(question, stems.get(token.stem, ()), place, written)
                groups = event_groups(token.stem)
                if groups:
                    leads.append((_GENERIC in groups, place, groups))
    for place, word in enumerate(question.words):
        for written in word.related:
            for token in analyzer.analyze(written):
                stems[token.stem] = _with_place(question, stems.get(token.stem, ()), place, written)
    telling = (place for place, word in enumerate(question.words) if word.weight == 1)
    first = (False, next(telling, 0), frozenset[str]())
    _, lead, events = min(leads, key=lambda lead: lead[:2], default=first)
    if not question.words:
        return AskedWords(stems, (), None, frozenset(), frozenset(), events)
    word = question.words[lead]
    said = [token for form in (word.surface, *word.alternatives) for token in analyzer.analyze(form)]
    near = [token for form in word.related for token in analyzer.analyze(form)]
    return AskedWords(
        stems,
        tuple(word.weight for word in question.words),
        lead,
        frozenset(token.stem for token in (*said, *near)),
        frozenset(filter(None, (event_root(token.term) for token in said))),
        events,
    )


def _with_place(question: Question, places: tuple[int, ...], place: int, written: str) -> tuple[int, ...]:
    """The places of a stem with one more, where none has it yet or the words there have the same name."""
    others = [question.words[each] for each in places if each != place]
    if places and not (others and all(written in (*each.alternatives, *each.related) for each in others)):
        return places
    return tuple(dict.fromkeys((*places, place)))


def read_excerpt(excerpt: Excerpt, wanted: AskedWords) -> ReadExcerpt:
    """Read where an excerpt says the words of a question; never raises."""
    analyzer = Analyzer()
    tokens = analyzer.analyze(excerpt.text)
    matches = [
        (place, token.start, token.end) for token in tokens for place in wanted.stems.get(token.stem, ())
    ]
    events = []
    for token in tokens:
        groups = event_groups(token.stem)
        same = wanted.is_event(token, groups)
        if groups or same:
            events.append((same, groups, token.start, token.end))
    title = {token.stem for token in analyzer.analyze(excerpt.source.title)}
    return ReadExcerpt(
        tuple(matches),
        tuple(events),
        tuple(span.start for span in split_sentences(excerpt.text)),
        frozenset(place for stem in title for place in wanted.stems.get(stem, ())),
    )


@lru_cache(maxsize=_WORDS_CACHED)
def event_root(term: str) -> str:
    """The letters of a term's root, a doubled one once; empty where they are too few to tell."""
    letters = _DOUBLED.sub(r"\1", root(term))
    return letters if len(letters) >= _LEAST_ROOT else ""


def event_groups(stem: str) -> frozenset[str]:
    """The groups of `event_words.tsv` that a stem belongs to; none for most."""
    return _event_words().get(stem, frozenset())


def is_imperfect(term: str) -> bool:
    """Whether a normalized term is a listed verb that is not over: «ينضم», «تنضم», but not «تأسس»."""
    return term.startswith(_MARKS) and {term, f"{_MARKS[0]}{term[1:]}"} <= _listed_terms()


@cache
def _listed_terms() -> frozenset[str]:
    words = " ".join(words for _, words in read_rows(__package__, "event_words.tsv"))
    return frozenset(token.term for token in Analyzer().analyze(words))


@cache
def _event_words() -> dict[str, frozenset[str]]:
    analyzer = Analyzer()
    groups: dict[str, frozenset[str]] = {}
    for group, words in read_rows(__package__, "event_words.tsv"):
        for token in analyzer.analyze(words):
            groups[token.stem] = groups.get(token.stem, frozenset()) | {group}
    return groups
