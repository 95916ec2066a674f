"""Silence: how sure it is that the corpus answers a question at all.

In: hits and judged windows. Out: a confidence from 0 to 1, the probability by a logistic model of
features that compare between questions and between corpora of any size. A question that a corpus of
the same topic does not answer mostly asks with a word of which the best passage has no trace («متى
توفي …» where only births are told), so words count as told by degrees (`likeness`).

| Feature | Meaning, from 0 to 1 unless said |
|---|---|
| `score` | score of the best hit |
| `told` | degree to which the best window and its title tell the question's words, by their weight |
| `leads` | share covered, where a word of the question is among the window's first: it speaks of it |
| `brevity` | 1 / number of the question's different words: a single word is matched by chance |
| `lacks` | how much the best passage lacks the word of full weight that it comes least near to |
| `first_missing` | how much it lacks the first of them, where a fact is asked for: «توفي», «مساحة» |
| `last_unknown` | 1 where all judged passages lack the last of them, which a question is mostly about |
| `commonness` | logarithm of in how many passages a word of the question stands on average, 0 or more |
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from retrieval.answering.excerpts.passages import PassageReader
from retrieval.answering.excerpts.windows import Window
from retrieval.answering.silence.likeness import forms_of, likeness
from retrieval.index.matching import QuestionMatcher
from retrieval.index.query import QueryWord, analyze_question
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import AnswerKind, Hit, Question

FULL_WEIGHT: Final = 0.75
"""Weight from which a word tells what is asked about: above those that tell the kind of answer."""
FACTS: Final = frozenset(
    {
        AnswerKind.WHEN,
        AnswerKind.WHERE,
        AnswerKind.WHO,
        AnswerKind.DEFINITION,
        AnswerKind.HOW_MANY,
        AnswerKind.HOW_MUCH,
    }
)
"""Kinds whose questions name what is asked of a thing first, in the words that answers mostly use too."""
STEEPEST: Final = 60.0
"""Largest logit; beyond it a probability is 0 or 1 in floating point."""


@dataclass(frozen=True, slots=True)
class _ToldWord:
    """A word of the question, and to what degree it is told."""

    place: int
    weight: float
    by_window: float
    by_passage: float
    asked_about: bool
    """Whether it has its full weight and is no number."""


def confidence(features: Mapping[str, float], weights: Mapping[str, float], bias: float) -> float:
    """Probability from 0 to 1 by the logistic model of some weights; a feature not named weighs nothing."""
    logit = bias + sum(weights.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-max(-STEEPEST, min(STEEPEST, logit))))


def silence_features(
    question: Question,
    hits: Sequence[Hit],
    windows: Sequence[Window],
    matcher: QuestionMatcher,
    *,
    reader: PassageReader,
    passages: int,
) -> dict[str, float]:
    """What tells whether a question is answered; see the table of the module.

    Args:
        question: What is asked, with at least one word that has a term.
        hits: Passages that windows were made of, best first, at least one.
        windows: Their windows, best first, at least one.
        matcher: Knows how rare the question's words are.
        reader: Reads passages.
        passages: Number of passages of the index.
    """
    best = windows[0]
    words = _told_words(question, best, matcher, reader)
    whole = sum(word.weight for word in words) or 1.0
    about = [word for word in words if word.asked_about] or words
    lacks = 1 - min(word.by_passage for word in about)
    return {
        "score": hits[0].score,
        "told": sum(word.weight * word.by_window for word in words) / whole,
        "leads": best.features["leads"] * best.features["covered_with_title"],
        "brevity": 1 / len(words),
        "lacks": lacks,
        "first_missing": (1 - about[0].by_passage) * (question.kind in FACTS),
        "last_unknown": float(all(about[-1].place not in window.told for window in windows)),
        "commonness": max(0.0, math.log1p(passages) - whole / len(words)),
    }


def _told_words(
    question: Question, best: Window, matcher: QuestionMatcher, reader: PassageReader
) -> list[_ToldWord]:
    """The different words of a question in order, at least one, as the best window tells them."""
    read = reader.read(best.hit.passage)
    terms = [token.term for token in read.tokens]
    places = read.places(best.span)
    shown = [*terms[places.start : places.stop], *read.title_terms]
    in_window = {matcher.match(term) for term in shown}
    of_window, of_passage = forms_of(shown), forms_of([*terms, *read.title_terms])

    def told(word: QueryWord) -> _ToldWord:
        asked = [term for option in word.options for term in option.terms]
        surface = question.words[word.place].surface
        return _ToldWord(
            word.place,
            matcher.weights[word.place],
            1.0 if word.place in in_window else likeness(asked, of_window),
            1.0 if word.place in best.told else likeness(asked, of_passage),
            word.weight >= FULL_WEIGHT and not surface.isdigit(),
        )

    return [told(word) for word in analyze_question(question, Analyzer())]
