"""Asks an engine the questions of a gold file and counts the answers found and the refusals.

In: an engine and a JSONL file, one question on each line: `question`; `documents`, prefixes of the
names of the files that answer it, empty where none does; `answer`, a regular expression that matches
the answer, null where there is none; `kind`, such as `msa`, `dialect` or `unanswerable`; and optionally
`variety`. Out: a `GoldReport`.

An answer is found in an excerpt when the excerpt is of a listed document (or a twin of it is) and
the expression, folded, matches the folded text: see `fold_for_gold`.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from retrieval.errors import EvaluationError
from retrieval.evaluation.measures import FOLDED_DIGITS, fold, mean
from retrieval.evaluation.runs import EXCERPTS_SHOWN
from retrieval.types import Answer, Document, Excerpt, NoAnswer


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """A question of a gold file, with its answer."""

    question: str
    kind: str
    documents: tuple[str, ...] = ()
    """Prefixes of the ids of the documents that answer it; empty where none does."""
    answer: str | None = None
    """Regular expression that matches the answer; None where the corpus has none."""
    variety: str | None = None
    """Variety of Arabic of a question of kind `dialect`."""


@dataclass(frozen=True, slots=True)
class GoldOutcome:
    """The result for one question."""

    asked: GoldQuestion
    found_at: int | None
    """Rank from 1 of the first excerpt that contains the answer."""
    refused: bool
    unverbatim: tuple[str, ...]
    """Excerpts that differ from the slice of their document at their offsets."""
    boilerplate: tuple[str, ...]
    """Excerpts that quote what must not be quoted."""
    took_ms: float


@dataclass(frozen=True, slots=True)
class GoldReport:
    """The results for all questions of a gold file."""

    outcomes: tuple[GoldOutcome, ...]

    def answerable(self, kinds: Iterable[str] | None = None) -> list[GoldOutcome]:
        """Outcomes of questions with an answer, of the kinds given or of all."""
        return [one for one in self._of(kinds) if one.asked.answer is not None]

    def unanswerable(self, kinds: Iterable[str] | None = None) -> list[GoldOutcome]:
        """Outcomes of questions without an answer, of the kinds given or of all."""
        return [one for one in self._of(kinds) if one.asked.answer is None]

    def found(self, first: int, kinds: Iterable[str] | None = None) -> float | None:
        """Share of the answerable questions with the answer in the first excerpts.

        Args:
            first: Number of these excerpts, from 1.
            kinds: Kinds of questions to count; all where None.

        Returns:
            From 0 to 1; None where no question is of these kinds.
        """
        return mean(one.found_at is not None and one.found_at <= first for one in self.answerable(kinds))

    def refused(self, kinds: Iterable[str] | None = None) -> float | None:
        """Share of the unanswerable questions that were refused, from 0 to 1; None without any."""
        return mean(one.refused for one in self.unanswerable(kinds))

    @property
    def verbatim(self) -> float | None:
        """Share of the questions whose excerpts are all verbatim."""
        return mean(not one.unverbatim for one in self.outcomes)

    @property
    def clean(self) -> float | None:
        """Share of the questions without boilerplate in their excerpts."""
        return mean(not one.boilerplate for one in self.outcomes)

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds of the questions, in the order of their first questions."""
        return tuple(dict.fromkeys(one.asked.kind for one in self.outcomes))

    def failures(self) -> list[str]:
        """A line for each question not answered in the first three excerpts, or not refused."""
        lines = []
        for one in self.outcomes:
            if one.asked.answer is None and not one.refused:
                lines.append(f"{one.asked.kind}: not refused: {one.asked.question}")
            elif one.asked.answer is not None and (one.found_at or EXCERPTS_SHOWN + 1) > EXCERPTS_SHOWN:
                how = "refused" if one.refused else f"found at {one.found_at}"
                lines.append(f"{one.asked.kind}: {how}: {one.asked.question}")
        return lines

    def _of(self, kinds: Iterable[str] | None) -> list[GoldOutcome]:
        wanted = None if kinds is None else set(kinds)
        return [one for one in self.outcomes if wanted is None or one.asked.kind in wanted]


class AsksAndShows(Protocol):
    """The part of an engine that a gold file needs."""

    def answer(self, question: str) -> Answer | NoAnswer:
        """Answer a question, or give the reason for no answer."""
        ...

    def document(self, document_id: str) -> Document | None:
        """The document with an id, or None."""
        ...


def evaluate_gold(
    engine: AsksAndShows, gold_file: Path, *, not_quoted: Mapping[str, Sequence[str]] | None = None
) -> GoldReport:
    """Ask every question of a gold file, in order.

    Args:
        engine: The engine.
        gold_file: The questions.
        not_quoted: File name → texts of that file's boilerplate, which no excerpt of it may contain.

    Raises:
        EvaluationError: The gold file cannot be read.
    """
    forbidden = not_quoted or {}
    return GoldReport(tuple(_ask(engine, asked, forbidden) for asked in read_gold(gold_file)))


def read_gold(gold_file: Path) -> tuple[GoldQuestion, ...]:
    """The questions of a gold file, in order.

    Raises:
        EvaluationError: The file cannot be read, has no question, or a line is not of this form.
    """
    questions = tuple(
        _parse_question(record, f"{gold_file}, line {number}")
        for number, line in enumerate(_read_text(gold_file).split("\n"), start=1)
        if line.strip()
        for record in (_parse_json(line, f"{gold_file}, line {number}"),)
    )
    if not questions:
        raise EvaluationError(f"{gold_file} has no question")
    return questions


def read_not_quoted(file: Path) -> dict[str, tuple[str, ...]]:
    """The texts that no excerpt may contain, by file: a JSON list of objects with `file` and `not_quoted`.

    Raises:
        EvaluationError: The file cannot be read or is not of this form.
    """
    records = _parse_json(_read_text(file), str(file))
    try:
        return {record["file"]: tuple(record["not_quoted"]) for record in records}
    except (TypeError, KeyError) as error:
        raise EvaluationError(f"{file} is not a list of objects with 'file' and 'not_quoted'") from error


def fold_for_gold(text: str) -> str:
    """Text folded as for gold answers, with plain letters for presentation forms and ASCII digits."""
    return fold(unicodedata.normalize("NFKC", text)).translate(FOLDED_DIGITS)


def holds_pattern(text: str, answer: str) -> bool:
    """Whether a gold question's expression matches a text, both folded."""
    return _compile(answer).search(fold_for_gold(text)) is not None


@cache
def _compile(answer: str) -> re.Pattern[str]:
    return re.compile(fold_for_gold(answer))


def _ask(engine: AsksAndShows, asked: GoldQuestion, forbidden: Mapping[str, Sequence[str]]) -> GoldOutcome:
    answer = engine.answer(asked.question)
    excerpts = answer.excerpts if isinstance(answer, Answer) else ()
    return GoldOutcome(
        asked=asked,
        found_at=next((one.rank for one in excerpts if _holds(one, asked)), None),
        refused=isinstance(answer, NoAnswer),
        unverbatim=tuple(one.text for one in excerpts if not _is_verbatim(engine, one)),
        boilerplate=tuple(one.text for one in excerpts if _quotes_boilerplate(one, forbidden)),
        took_ms=answer.took_ms,
    )


def _holds(excerpt: Excerpt, asked: GoldQuestion) -> bool:
    if asked.answer is None or not holds_pattern(excerpt.text, asked.answer):
        return False
    shown = (excerpt.document_id, *(twin.document_id for twin in excerpt.also_in))
    return any(document_id.startswith(asked.documents) for document_id in shown)


def _is_verbatim(engine: AsksAndShows, excerpt: Excerpt) -> bool:
    document = engine.document(excerpt.document_id)
    return document is not None and document.text[excerpt.start : excerpt.end] == excerpt.text


def _quotes_boilerplate(excerpt: Excerpt, forbidden: Mapping[str, Sequence[str]]) -> bool:
    file_name = excerpt.document_id.split("#", 1)[0]
    return any(text in excerpt.text for text in forbidden.get(file_name, ()))


def _parse_question(record: Any, place: str) -> GoldQuestion:
    if not isinstance(record, dict):
        raise EvaluationError(f"{place}: not a JSON object")
    question, kind = record.get("question"), record.get("kind")
    documents, answer, variety = record.get("documents"), record.get("answer"), record.get("variety")
    if not isinstance(question, str) or not isinstance(kind, str):
        raise EvaluationError(f"{place}: 'question' and 'kind' have to be texts")
    if not isinstance(documents, list) or not all(isinstance(one, str) for one in documents):
        raise EvaluationError(f"{place}: 'documents' has to be a list of file name prefixes")
    if not isinstance(answer, str | None) or not isinstance(variety, str | None):
        raise EvaluationError(f"{place}: 'answer' and 'variety' have to be texts or null")
    if (answer is None) != (not documents):
        raise EvaluationError(f"{place}: 'documents' and 'answer' are given together or not at all")
    try:
        _compile(answer or "")
    except re.error as error:
        raise EvaluationError(f"{place}: 'answer' is not a regular expression: {error}") from error
    return GoldQuestion(question, kind, tuple(documents), answer, variety)


def _parse_json(text: str, place: str) -> Any:
    try:
        return json.loads(text)
    except ValueError as error:
        raise EvaluationError(f"{place}: not JSON: {error}") from error


def _read_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise EvaluationError(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{file} is not UTF-8 (byte {error.start})") from error
