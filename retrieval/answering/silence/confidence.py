"""Silence: how sure it is that the corpus answers a question at all.

In: hits and judged windows. Out: a confidence from 0 to 1, the probability by a logistic model of
features that compare between questions and between corpora of any size. Where a corpus has the topic
of a question but not its answer, the question mostly has a word of which the best passage holds no
form at all («متى توفي …» where only births are given). So each word of the question matches a text to
a degree from 0 to 1: 1 where the text holds the word, else its `likeness` to the text.

| Feature | Meaning, from 0 to 1 unless another range is given |
|---|---|
| `score` | score of the best hit |
| `matched` | mean degree to which the question's words match the best window and its title, by weight |
| `leads` | share covered, where a word of the question is among the first of the window, its topic |
| `brevity` | 1 / number of the question's different words: a single word is matched by chance |
| `missing` | 1 minus the least degree to which a word of full weight matches the best passage |
| `first_missing` | the same of the first such word, where a fact is asked for: «توفي», «مساحة» |
| `last_unknown` | 1 where no judged passage holds the last such word, which a question is mostly about |
| `commonness` | logarithm of in how many passages a word of the question stands on average, 0 or more |
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from retrieval.answering.excerpts.passages import PassageAnalyzer
from retrieval.answering.excerpts.windows import Window
from retrieval.answering.silence.likeness import forms_of, likeness
from retrieval.index.matching import QuestionMatcher
from retrieval.index.query import QueryWord, analyze_question
from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import AnswerKind, Hit, Question

FULL_WEIGHT: Final = 0.75
"""Weight from which a word is what is asked about: above that of words that name the kind of answer."""
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
class _MatchedWord:
    """A word of the question, and the degrees to which it matches the best window and its passage."""

    place: int
    weight: float
    in_window: float
    in_passage: float
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
    analyzer: PassageAnalyzer,
    passages: int,
) -> dict[str, float]:
    """The features of a question being answered; see the table of the module.

    Args:
        question: What is asked, with at least one word that has a term.
        hits: Passages that windows were made of, best first, at least one.
        windows: Their windows, best first, at least one.
        matcher: Knows how rare the question's words are.
        analyzer: Analyzes passages.
        passages: Number of passages of the index.
    """
    best = windows[0]
    words = _matched_words(question, best, matcher, analyzer)
    whole = sum(word.weight for word in words) or 1.0
    about = [word for word in words if word.asked_about] or words
    return {
        "score": hits[0].score,
        "matched": sum(word.weight * word.in_window for word in words) / whole,
        "leads": best.features["leads"] * best.features["covered_with_title"],
        "brevity": 1 / len(words),
        "missing": 1 - min(word.in_passage for word in about),
        "first_missing": (1 - about[0].in_passage) * (question.kind in FACTS),
        "last_unknown": float(all(about[-1].place not in window.in_passage for window in windows)),
        "commonness": max(0.0, math.log1p(passages) - whole / len(words)),
    }


def _matched_words(
    question: Question, best: Window, matcher: QuestionMatcher, analyzer: PassageAnalyzer
) -> list[_MatchedWord]:
    """The different words of a question in order, at least one, matched with the best window."""
    analyzed = analyzer.analyze(best.hit.passage)
    terms = [token.term for token in analyzed.tokens]
    places = analyzed.places(best.span)
    shown = [*terms[places.start : places.stop], *analyzed.title_terms]
    in_window = {matcher.match(term) for term in shown}
    of_window, of_passage = forms_of(shown), forms_of([*terms, *analyzed.title_terms])

    def match(word: QueryWord) -> _MatchedWord:
        asked = [term for option in word.options for term in option.terms]
        surface = question.words[word.place].surface
        return _MatchedWord(
            word.place,
            matcher.weights[word.place],
            1.0 if word.place in in_window else likeness(asked, of_window),
            1.0 if word.place in best.in_passage else likeness(asked, of_passage),
            word.weight >= FULL_WEIGHT and not surface.isdigit(),
        )

    return [match(word) for word in analyze_question(question, Analyzer())]
