"""What keeps a value from being the answer line, however well it fits otherwise.

In: a question, excerpts and the values in them. Out: for each value whether it may answer. A value may
not where

| what is missing | example |
|---|---|
| the event that the question names, in the sentence of the value or the one before it | a year of birth is asked for beside the year of a treaty |
| a number or an ordinal of the question, in the excerpt and its title | the First World War is asked for beside the end of the Second |
| what the question is about, in the excerpt and its title | the length of one river is asked for beside that of another |
| an hour of the day, where the question asks for one | «الساعة كم» beside a number of hours |
| a time to come, where the question asks for one | «متى سينضم» beside a year long past |
"""  # noqa: E501 - a table

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from retrieval.answering.events import is_imperfect
from retrieval.answering.line.asked_words import AskedWords
from retrieval.answering.line.candidates import Candidate
from retrieval.answering.line.line_question import LineQuestion
from retrieval.answering.line.matched_excerpt import MatchedExcerpt
from retrieval.language.folding import fold, fold_word, split_pieces
from retrieval.language.terms.analyzer import AnalyzedToken, Analyzer
from retrieval.types import Excerpt, LineKind, Question

_LIVES: Final = frozenset({"birth", "death", "life"})
"""Groups of events that years in brackets behind a name are of."""
# Matches the stem of an ordinal from the first to the tenth.
_ORDINAL: Final = re.compile("اول|ثان|ثالث|رابع|خامس|سادس|سابع|ثامن|تاسع|اسع|عاشر")
_ARTICLE: Final = "ال"
_SHORT: Final = 3
"""Words of full weight of a short question, each of which counts."""
_HOUR: Final = fold_word("الساعة")
_HOW_MANY: Final = frozenset(map(fold_word, ("كم", "كام", "قديش", "قديه", "شكد", "شنو")))
# Matches a verb of the future: سيبدأ, ستقام.
_FUTURE: Final = re.compile("س[يت]...+")


def may_answer(
    asked: LineQuestion, excerpts: Sequence[MatchedExcerpt], candidates: Sequence[Candidate]
) -> list[bool]:
    """Whether each value may answer, in order. Never raises.

    Args:
        asked: What is asked for.
        excerpts: The excerpts, matched with its words.
        candidates: Their values.
    """
    if _asks_for_clock(asked.question):
        return [False] * len(candidates)
    names = _names(asked.question)
    named_in = [names <= _phrases(excerpt) for excerpt in excerpts]
    to_come = _asks_for_future(asked.question)
    return [
        named_in[each.excerpt]
        and _holds_subject(excerpts[each.excerpt], asked.words)
        and not (to_come and _is_past(each, excerpts[each.excerpt].excerpt))
        and (not asked.words.names_event or names_event_nearby(each, excerpts[each.excerpt], asked))
        for each in candidates
    ]


def names_event(candidate: Candidate, excerpt: MatchedExcerpt, asked: LineQuestion) -> bool:
    """Whether the sentence of a value names the event that is asked about.

    Years in brackets behind a name stand for birth and death without a word.
    """
    of_life = candidate.bracketed and (bool(asked.value.life) or bool(asked.words.events & _LIVES))
    return of_life or excerpt.sentence_of(candidate.span.start) in _sentences_of_event(excerpt)


def names_event_nearby(candidate: Candidate, excerpt: MatchedExcerpt, asked: LineQuestion) -> bool:
    """Whether the sentence of a value, the one before it, or the title names the event asked about."""
    before = excerpt.sentence_of(candidate.span.start) - 1
    return (
        names_event(candidate, excerpt, asked)
        or before in _sentences_of_event(excerpt)
        or asked.words.lead in excerpt.titled
    )


def _sentences_of_event(excerpt: MatchedExcerpt) -> set[int]:
    """Numbers of the sentences that name the event asked about."""
    return {excerpt.sentence_of(word.start) for word in excerpt.events if word.is_asked}


def _names(question: Question) -> frozenset[tuple[str, ...]]:
    """Numbers in digits, and ordinals with the word before them: they name one of a kind."""
    tokens = Analyzer().analyze(" ".join(word.surface for word in question.words))
    numbers = {(token.stem,) for token in tokens if token.term.isdecimal()}
    ordinals = {(one.stem, other.stem) for one, other in pairwise(tokens) if _is_ordinal(other)}
    return frozenset(numbers | ordinals)


def _is_ordinal(token: AnalyzedToken) -> bool:
    return token.term.startswith(_ARTICLE) and _ORDINAL.fullmatch(token.stem) is not None


def _phrases(excerpt: MatchedExcerpt) -> frozenset[tuple[str, ...]]:
    """The stems of an excerpt and its title, each alone and with the one before it."""
    return frozenset([*((stem,) for stem in excerpt.stems), *pairwise(excerpt.stems)])


def _holds_subject(excerpt: MatchedExcerpt, words: AskedWords) -> bool:
    """Whether an excerpt or its title holds what the question is about.

    The last word of full weight must stand there, since Arabic questions end on whom or what they are
    about; of the others one may be missing in a question of more than `_SHORT` words.
    """
    found = {place for place, _, _ in excerpt.matches} | excerpt.titled
    full = [place for place, weight in enumerate(words.weights) if weight == 1]
    missing = [place for place in full if place != words.lead and place not in found]
    return full[-1:] != missing[-1:] and len(missing) <= (len(full) > _SHORT) if missing else True


def _asks_for_clock(question: Question) -> bool:
    """Whether the time of day is asked for, which no number of hours answers: «الساعة كم»."""
    words = [piece.text for piece in split_pieces(fold(question.text).text)]
    return any(one == _HOUR and other in _HOW_MANY for one, other in pairwise(words))


def _asks_for_future(question: Question) -> bool:
    first = next((word.surface for word in question.words), "")
    return any(
        is_imperfect(token.term) or (_FUTURE.fullmatch(token.term) is not None and token.stem != token.term)
        for token in Analyzer().analyze(first)
    )


def _is_past(candidate: Candidate, excerpt: Excerpt) -> bool:
    """Whether a date with its year is not sure to lie in or after the year, month or day of publication."""
    last = candidate.value.rpartition("/")[2]
    if candidate.kind is not LineKind.DATE or last.startswith("--"):
        return False
    published = excerpt.source.published
    return published is None or last < published.isoformat()[: len(last)]
