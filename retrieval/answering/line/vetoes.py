"""What keeps a value from being the answer line, however well it fits otherwise.

In: a question, excerpts and the values in them. Out: for each value whether it may answer. A value may
not where

| what is missing | example |
|---|---|
| the event that the question names, in the sentence of the value or the one before it | a year of birth is asked for beside the year of a treaty |
| a number or an ordinal that the question says, in the excerpt and its title | the First World War is asked for beside the end of the Second |
| what the question is about, in the excerpt and its title | the length of one river is asked for beside that of another |
| an hour of the day, where the question asks for one | «الساعة كم» beside a number of hours |
| a time to come, where the question asks for one | «متى سينضم» beside a year long past |
"""  # noqa: E501 - a table

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from retrieval.answering.line.asked_value import AskedValue
from retrieval.answering.line.candidates import Candidate
from retrieval.answering.line.excerpt_words import (
    AskedWords,
    ReadExcerpt,
    is_imperfect,
    read_excerpt,
    read_words,
)
from retrieval.language.folding import fold, fold_word, split_pieces
from retrieval.language.terms.analyzer import AnalyzedToken, Analyzer
from retrieval.types import Excerpt, LineKind, Question

_LIVES: Final = frozenset({"birth", "death", "life"})
"""Groups of events that years in brackets behind a name tell of."""
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
    question: Question, asked: AskedValue, excerpts: Sequence[Excerpt], candidates: Sequence[Candidate]
) -> list[bool]:
    """Whether each value may answer, in order. Never raises.

    Args:
        question: The question as understood.
        asked: What value it asks for.
        excerpts: The excerpts that are read.
        candidates: Their values.
    """
    wanted = read_words(question)
    read = [read_excerpt(excerpt, wanted) for excerpt in excerpts]
    named = _names(question)
    named_in = [named <= _said(excerpt) for excerpt in excerpts]
    if _asks_for_clock(question):
        return [False] * len(candidates)
    to_come = _asks_for_future(question)
    return [
        named_in[each.excerpt]
        and _says_subject(read[each.excerpt], wanted)
        and not (to_come and _is_past(each, excerpts[each.excerpt]))
        and (not wanted.names_event or is_told_close(each, read[each.excerpt], wanted, asked))
        for each in candidates
    ]


def is_told(candidate: Candidate, read: ReadExcerpt, wanted: AskedWords, asked: AskedValue) -> bool:
    """Whether the sentence of a value says what is asked for.

    Years in brackets behind a name tell of birth and death without a word.
    """
    in_brackets = candidate.bracketed and (bool(asked.life) or bool(wanted.events & _LIVES))
    return in_brackets or read.sentence_of(candidate.span.start) in _telling(read)


def is_told_close(candidate: Candidate, read: ReadExcerpt, wanted: AskedWords, asked: AskedValue) -> bool:
    """Whether the sentence of a value, the one before it, or the title says what is asked for."""
    before = read.sentence_of(candidate.span.start) - 1
    return is_told(candidate, read, wanted, asked) or before in _telling(read) or wanted.lead in read.titled


def _telling(read: ReadExcerpt) -> set[int]:
    return {read.sentence_of(start) for is_asked, _, start, _ in read.events if is_asked}


def _names(question: Question) -> frozenset[tuple[str, ...]]:
    """Numbers in digits, and ordinals with the word before them: they tell one of a kind from others."""
    tokens = Analyzer().analyze(" ".join(word.surface for word in question.words))
    numbers = {(token.stem,) for token in tokens if token.term.isdecimal()}
    ordinals = {(one.stem, other.stem) for one, other in pairwise(tokens) if _is_ordinal(other)}
    return frozenset(numbers | ordinals)


def _is_ordinal(token: AnalyzedToken) -> bool:
    return token.term.startswith(_ARTICLE) and _ORDINAL.fullmatch(token.stem) is not None


def _said(excerpt: Excerpt) -> frozenset[tuple[str, ...]]:
    """The stems of an excerpt and its title, each alone and with the one before it."""
    stems = [token.stem for token in Analyzer().analyze(f"{excerpt.source.title}\n{excerpt.text}")]
    return frozenset([*((stem,) for stem in stems), *pairwise(stems)])


def _says_subject(read: ReadExcerpt, wanted: AskedWords) -> bool:
    """Whether an excerpt or its title says what the question is about.

    The last word of full weight must be said, since Arabic questions end on whom or what they are about;
    of the others one may be missing in a question of more than `_SHORT` words.
    """
    told = {place for place, _, _ in read.matches} | read.titled
    full = [place for place, weight in enumerate(wanted.weights) if weight == 1]
    missing = [place for place in full if place != wanted.lead and place not in told]
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
