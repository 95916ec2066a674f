"""Where the words of a question stand in an excerpt; analyzed once for all that weighs its values.

In: an excerpt, and the `AskedWords` of a question. Out: a `MatchedExcerpt`. Offsets are in the text of
the excerpt.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from retrieval.answering.events import event_groups
from retrieval.answering.line.asked_words import AskedWords
from retrieval.language.sentences import split_sentences
from retrieval.language.terms.analyzer import AnalyzedToken, Analyzer
from retrieval.types import Excerpt


@dataclass(frozen=True, slots=True)
class EventWord:
    """A word of an excerpt that names an event."""

    is_asked: bool
    """Whether it is the event that the question asks about."""
    groups: frozenset[str]
    """Its groups in `event_words.tsv`."""
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class MatchedExcerpt:
    """An excerpt, and where it holds the words of a question."""

    excerpt: Excerpt
    matches: tuple[tuple[int, int, int], ...]
    """Place of the question's word, start and end of the word that matches it, in order of the text."""
    events: tuple[EventWord, ...]
    """The words that name an event, in order of the text."""
    sentences: tuple[int, ...]
    """Starts of sentences."""
    titled: frozenset[int]
    """Places of the question's words that the title of the document holds."""
    stems: tuple[str, ...]
    """Stems of the title and of the text, in order."""

    def sentence_of(self, place: int) -> int:
        """The number of the sentence, from 1, that holds a place in the text."""
        return bisect_right(self.sentences, place)


def match_excerpt(excerpt: Excerpt, words: AskedWords) -> MatchedExcerpt:
    """Match the words of an excerpt and of its title with those of a question; never raises."""
    analyzer = Analyzer()
    title, tokens = analyzer.analyze(excerpt.source.title), analyzer.analyze(excerpt.text)
    return MatchedExcerpt(
        excerpt=excerpt,
        matches=tuple(
            (place, token.start, token.end) for token in tokens for place in words.stems.get(token.stem, ())
        ),
        events=tuple(_events(tokens, words)),
        sentences=tuple(span.start for span in split_sentences(excerpt.text)),
        titled=frozenset(place for token in title for place in words.stems.get(token.stem, ())),
        stems=tuple(token.stem for token in (*title, *tokens)),
    )


def _events(tokens: Sequence[AnalyzedToken], words: AskedWords) -> Iterator[EventWord]:
    for token in tokens:
        groups = event_groups(token.stem)
        is_asked = words.is_event(token, groups)
        if groups or is_asked:
            yield EventWord(is_asked, groups, token.start, token.end)
