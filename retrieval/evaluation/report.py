"""The measures of an evaluation, as values, as JSON and as a table.

In: the measures of each question set. Out: an `Evaluation`, its JSON and its text.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields
from types import MappingProxyType
from typing import Any

from retrieval.evaluation.measures import RETRIEVAL_MEASURES, mean


@dataclass(frozen=True, slots=True)
class SetMeasures:
    """Measures of one question set, from 0 to 1 unless noted; None where not measured."""

    name: str
    questions: int
    retrieval: Mapping[str, float | None]
    """By name, as in `RETRIEVAL_MEASURES`."""
    answer_in_first: float | None
    """Share of the questions with a gold answer in the first excerpt."""
    answer_in_first_three: float | None
    excerpt_length: float | None
    """Mean length of the first three excerpts in code points."""
    line_questions: int
    """Number of questions with «متى» or «كم» and a gold answer."""
    line_precision: float | None
    """Of the answer lines shown for these, the share that is right."""
    line_coverage: float | None
    """Of these questions, the share for which a line is shown."""
    no_answer_auroc: float | None
    """Probability that a question with its article in the corpus has more confidence than one without."""
    refused_when_95_kept: float | None
    """Share refused without their article, at the threshold that keeps 95 % of them with it."""
    kept: float | None
    """Share answered with their article in the corpus, at the engine's own threshold."""
    refused: float | None
    """Share refused without their article, at the engine's own threshold."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Measures of an engine on a BEIR folder."""

    sets: tuple[SetMeasures, ...]
    macro: SetMeasures
    """Mean over the sets, each with the same weight."""
    documents: int
    corpus_digest: str
    p50_ms: float
    """Median time from a question to its excerpts and line, in milliseconds."""

    def to_json(self) -> str:
        """The measures as a JSON object; measures that were not taken are null."""
        return json.dumps(_as_json(self), ensure_ascii=False, indent=2)

    def to_text(self) -> str:
        """The measures as a table of text, one column for each set."""
        columns = [*self.sets, self.macro] if len(self.sets) > 1 else list(self.sets)
        rows = [["", *(column.name for column in columns)]]
        rows += [[label, *(_cell(measure_of(column)) for column in columns)] for label, measure_of in ROWS]
        widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))]
        lines = [
            "  ".join(
                cell.ljust(width) if not place else cell.rjust(width)
                for place, (cell, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in rows
        ]
        footer = f"{self.documents} documents, {self.p50_ms:.1f} ms a question (median)"
        return "\n".join([*lines, "", footer])


def average(name: str, sets: Sequence[SetMeasures]) -> SetMeasures:
    """The mean of each measure over the sets that have it; counts are added up."""

    def over(measure_of: Callable[[SetMeasures], float | None]) -> float | None:
        return mean(value for value in map(measure_of, sets) if value is not None)

    return SetMeasures(
        name=name,
        questions=sum(one.questions for one in sets),
        retrieval=MappingProxyType({measure: over(_retrieval(measure)) for measure in RETRIEVAL_MEASURES}),
        answer_in_first=over(lambda one: one.answer_in_first),
        answer_in_first_three=over(lambda one: one.answer_in_first_three),
        excerpt_length=over(lambda one: one.excerpt_length),
        line_questions=sum(one.line_questions for one in sets),
        line_precision=over(lambda one: one.line_precision),
        line_coverage=over(lambda one: one.line_coverage),
        no_answer_auroc=over(lambda one: one.no_answer_auroc),
        refused_when_95_kept=over(lambda one: one.refused_when_95_kept),
        kept=over(lambda one: one.kept),
        refused=over(lambda one: one.refused),
    )


def _retrieval(measure: str) -> Callable[[SetMeasures], float | None]:
    return lambda one: one.retrieval[measure]


def _as_json(value: Any) -> Any:
    """A dataclass and its values as JSON has them; `asdict` cannot copy a read-only mapping."""
    if isinstance(value, Evaluation | SetMeasures):
        return {field.name: _as_json(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return dict(value)
    return list(map(_as_json, value)) if isinstance(value, tuple) else value


def _cell(value: float | None) -> str:
    if value is None:
        return "–"
    if isinstance(value, int):
        return str(value)
    return f"{value:.3f}" if value <= 1 else f"{value:.0f}"


ROWS: tuple[tuple[str, Callable[[SetMeasures], float | None]], ...] = (
    ("questions", lambda one: one.questions),
    *((measure, _retrieval(measure)) for measure in RETRIEVAL_MEASURES),
    ("answer in 1st excerpt", lambda one: one.answer_in_first),
    ("answer in first 3", lambda one: one.answer_in_first_three),
    ("mean excerpt length", lambda one: one.excerpt_length),
    ("«متى», «كم» questions", lambda one: one.line_questions),
    ("answer line: precision", lambda one: one.line_precision),
    ("answer line: shown", lambda one: one.line_coverage),
    ("no-answer AUROC", lambda one: one.no_answer_auroc),
    ("refused, 95 % kept", lambda one: one.refused_when_95_kept),
    ("kept as shipped", lambda one: one.kept),
    ("refused as shipped", lambda one: one.refused),
)
"""Rows of the table: a label, and the function that returns the measure."""
