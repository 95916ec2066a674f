"""Parses a question as written: the kind of its answer, and the words to search for.

In: any string. Out: a `Question`. The steps:

1. Arabic typed in Latin letters is rewritten in Arabic letters (`latin`).
2. Greetings at both ends are removed (`greetings`); a message of greetings alone is a greeting.
3. The kind is found from the question words (`question_kind`), which are removed with the stop words.
4. A word that is not in the corpus is replaced by a similar one that is (`spelling`).
5. Each word gets its synonyms, words of near meaning, and its Modern Standard form (`synonyms`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from retrieval.language import letters as l
from retrieval.language.months import month_of
from retrieval.language.normalization import normalize_word
from retrieval.language.terms.stemming import stem as light_stem
from retrieval.language.terms.stop_words import is_stop_word
from retrieval.language.tokens import Token, tokenize
from retrieval.language.vocabulary import Vocabulary
from retrieval.resources import read_words
from retrieval.types import AnswerKind, Question, QuestionWord
from retrieval.understanding.greetings import without_greetings
from retrieval.understanding.latin.rewriting import LatinRewriter, Rewriting
from retrieval.understanding.question_kind import question_kind
from retrieval.understanding.spelling import Speller, spelling_cost
from retrieval.understanding.synonyms import Relation, SynonymHit, Synonyms, load_synonyms

_LONGEST_PARSED = 2000
"""Characters of a message that are parsed: a question is shorter, and parsing must not take long."""
# Matches a letter three times or more, which no word has: اجتماااع, متىىى.
_ELONGATED = re.compile(f"([{l.ARABIC_ALPHABET}{l.ALEF_MAKSURA}])\\1{{2,}}")
_MOST_WORDS = 40
"""Most words that are searched for; of a longer message the first ones."""
_MOST_REPAIRS = 8
"""Most words of one question that are repaired, since each needs a search of the vocabulary."""
_ASKING = tuple(map(normalize_word, ("متى", "أين", "امتى", "لماذا", "ماذا", "بماذا", "ايمتى")))
_SHORTEST_ASKING = 4
_ASKING_COST = 0.5
"""Highest cost of repairing an unknown word to one of these often misspelled question words."""
_ASKED_CACHED = 4096
_SURE_REPAIR = 0.3
"""Cost up to which a repaired word keeps its full weight."""
_REPAIR_SLOPE = 0.6
_LEAST_WEIGHT = 0.4
_FAINT = 0.6
"""Weight of words such as عدد and مدينة. Measured on the development questions in November 2026: RR@10
0.826 with 0.5 as with 0.75, 0.824 without."""


@dataclass(frozen=True, slots=True)
class _Word:
    """A token of the rewritten question, with the original spelling."""

    token: Token
    written: str
    """The original spelling; empty where nothing was rewritten."""
    weight: float


class QuestionParser:
    """Parses questions by the vocabulary of a corpus. Safe to share between threads.

    Args:
        vocabulary: The words of the corpus.
        synonyms: Groups of synonyms; the shipped ones where it is None.
        stem: Makes the stem of a normalized term.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        synonyms: Synonyms | None = None,
        *,
        stem: Callable[[str], str] = light_stem,
    ) -> None:
        self._synonyms = load_synonyms() if synonyms is None else synonyms
        self._stem = stem
        self._question_word = lru_cache(maxsize=_ASKED_CACHED)(self._as_question_word)
        self._speller = Speller(vocabulary, stem, self._is_listed)
        self._latin = LatinRewriter(vocabulary, self._speller.knows)

    def parse(self, text: str) -> Question:
        """Parse a question.

        Args:
            text: The message as written, of any length.

        Returns:
            The question; without words where there is nothing to search for. Never raises.
        """
        message = _ELONGATED.sub(_shortened, text[:_LONGEST_PARSED])
        asked_text = _between_greetings(message)
        words = self._rewritten(asked_text)
        terms = [word.token.term for word in words]
        left = without_greetings(terms)
        if not left:
            return Question(text, AnswerKind.OTHER, (), is_greeting=bool(tokenize(message)))
        words, terms = words[left.start : left.stop], terms[left.start : left.stop]
        terms = [self._question_word(term) for term in terms]
        asked = question_kind(terms)
        content = [
            place
            for place, term in enumerate(terms)
            if place not in asked.asking and (not is_stop_word(term) or _is_name(terms, place))
        ]
        repaired = self._repaired(words, terms, content[:_MOST_WORDS])
        return Question(text, asked.kind, tuple(self._with_synonyms(terms, repaired)))

    def _is_listed(self, term: str) -> bool:
        return is_stop_word(term) or month_of(term) is not None or self._synonyms.knows(term)

    def _as_question_word(self, term: str) -> str:
        """The question word of which an unknown term is a misspelling, or the term."""
        if len(term) < _SHORTEST_ASKING or self._speller.knows(term):
            return term
        costs = [(spelling_cost(term, word), word) for word in _ASKING if abs(len(word) - len(term)) <= 1]
        cost, word = min(costs, default=(math.inf, term))
        return word if cost <= _ASKING_COST else term

    def _rewritten(self, text: str) -> list[_Word]:
        """The tokens of a text after its Latin words were rewritten."""
        rewritings = self._latin.find(text)
        if not rewritings:
            return [_Word(token, "", 1.0) for token in tokenize(text)]
        parts: list[str] = []
        spans: list[tuple[int, int, Rewriting]] = []
        end = length = 0
        for rewriting in rewritings:
            between = text[end : rewriting.start]
            parts += (between, rewriting.text)
            spans.append((length + len(between), length + len(between) + len(rewriting.text), rewriting))
            end, length = rewriting.end, spans[-1][1]
        tokens = tokenize("".join((*parts, text[end:])))
        return [_as_written(text, token, spans) for token in tokens]

    def _repaired(
        self, words: Sequence[_Word], terms: Sequence[str], content: Sequence[int]
    ) -> list[tuple[int, QuestionWord]]:
        repaired: list[tuple[int, QuestionWord]] = []
        repairs = 0
        for place in content:
            word, term = words[place], terms[place]
            surface = term if month_of(term) else word.token.surface
            weight = word.weight * (_FAINT if term in _faint_words() else 1.0)
            repair = None
            if repairs < _MOST_REPAIRS and not self._speller.holds(term):
                repairs += 1
                repair = self._speller.repair(term)
            if repair is None:
                written = word.written or ("" if surface == word.token.surface else word.token.surface)
                repaired.append((place, QuestionWord(surface, weight=weight, written=written)))
                continue
            weight *= _weight_of(repair.cost)
            written = word.written or word.token.surface
            repaired += (
                (place, QuestionWord(meant, weight=weight, written=written)) for meant in repair.terms
            )
        return repaired

    def _with_synonyms(
        self, terms: Sequence[str], content: Sequence[tuple[int, QuestionWord]]
    ) -> list[QuestionWord]:
        understood = list(terms)
        for place, word in content:
            understood[place] = tokenize(word.surface)[0].term
        hits = self._synonyms.find(understood)
        words = []
        for place, word in content:
            here = [hit for hit in hits if hit.start <= place < hit.end]
            # The meaning of a word of a dialect is certain only where the corpus does not contain the word.
            loose = (
                {Relation.NEAR, Relation.MEANS} if self._speller.holds(understood[place]) else {Relation.NEAR}
            )
            same = self._usable(understood, [hit for hit in here if hit.relation not in loose])
            near = self._usable(understood, [hit for hit in here if hit.relation in loose])
            related = tuple(form for form in near if form not in same)
            words.append(replace(word, alternatives=same, related=related) if same or related else word)
        return words

    def _usable(self, terms: Sequence[str], hits: Sequence[SynonymHit]) -> tuple[str, ...]:
        """The other forms that the corpus may contain and that share no stem with the words they replace."""
        usable: dict[str, None] = {}
        for hit in hits:
            own = set(map(self._stem, terms[hit.start : hit.end]))
            for form in hit.others:
                words = [token.term for token in tokenize(form)]
                held = all(is_stop_word(word) or self._speller.holds(word) for word in words)
                if held and own.isdisjoint(map(self._stem, words)):
                    usable[form] = None
        return tuple(usable)


def _between_greetings(text: str) -> str:
    """The part of a message between its greetings, empty where there is nothing else."""
    tokens = tokenize(text)
    left = without_greetings([token.term for token in tokens])
    if not left:
        return ""
    end = tokens[left.stop - 1].end if left.stop < len(tokens) else len(text)
    return text[tokens[left.start].start if left.start else 0 : end]


def _shortened(run: re.Match[str]) -> str:
    """A repeated letter once; lam twice, as in «الله»."""
    letter = run.group(1)
    return 2 * letter if letter == l.LAM else letter


def _as_written(text: str, token: Token, spans: Sequence[tuple[int, int, Rewriting]]) -> _Word:
    for start, end, rewriting in spans:
        if token.start < end and start < token.end:
            return _Word(token, text[rewriting.start : rewriting.end], rewriting.weight)
    return _Word(token, "", 1.0)


@cache
def _faint_words() -> frozenset[str]:
    return frozenset(map(normalize_word, read_words(__package__, "faint_words.txt")))


def _weight_of(cost: float) -> float:
    return round(min(1.0, max(_LEAST_WEIGHT, 1.0 - _REPAIR_SLOPE * (cost - _SURE_REPAIR))), 2)


def _is_name(terms: Sequence[str], place: int) -> bool:
    """Whether `علي` is a name: at the end, or before `بن`; a preposition is neither."""
    return terms[place] == "علي" and (place + 1 == len(terms) or terms[place + 1] in {"بن", "ابن"})
