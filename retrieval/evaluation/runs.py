"""Writes a TREC run and a table of excerpts, which other programs can measure.

In: ranked hits or excerpts of each question. Out: text files, one line for each document
(`query-id Q0 document-id rank score tag`) or for each question
(`query-id TAB excerpt TAB excerpt TAB excerpt`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from retrieval.errors import EvaluationError
from retrieval.types import Hit

RUN_TAG = "shahid"
EXCERPTS_SHOWN = 3
"""Number of excerpts that a reply shows, and that are measured."""

Ranking: TypeAlias = tuple[tuple[str, float], ...]
"""Document ids with their scores, best first."""

BLANKS = str.maketrans(dict.fromkeys("\t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029", " "))
"""Characters that a program may take for the end of a line or field."""


def rank_documents(hits: Sequence[Hit], limit: int) -> Ranking:
    """Documents in the order of their best hit, at most `limit`, each with that hit's score.

    Scores are made to fall with the rank, since programs that measure runs sort by score and break ties
    differently.
    """
    best: dict[str, float] = {}
    for hit in hits:
        best.setdefault(hit.passage.document_id, hit.score)
    ranking: list[tuple[str, float]] = []
    ceiling = float("inf")
    for document_id, score in list(best.items())[:limit]:
        ceiling = min(score, ceiling - 1e-6)
        ranking.append((document_id, ceiling))
    return tuple(ranking)


def write_run(file: Path, rankings: Mapping[str, Ranking]) -> None:
    """Write a TREC run.

    Raises:
        EvaluationError: The file cannot be written.
    """
    _write(
        file,
        (
            f"{topic_id} Q0 {document_id} {rank} {score:.6f} {RUN_TAG}"
            for topic_id, ranking in rankings.items()
            for rank, (document_id, score) in enumerate(ranking, start=1)
        ),
    )


def write_excerpts(file: Path, excerpts: Mapping[str, Sequence[str]]) -> None:
    """Write the first three excerpts of each question, with blanks for their tabs and line ends.

    Raises:
        EvaluationError: The file cannot be written.
    """
    _write(
        file,
        (
            "\t".join([topic_id, *(text.translate(BLANKS) for text in texts[:EXCERPTS_SHOWN])])
            for topic_id, texts in excerpts.items()
        ),
    )


def _write(file: Path, lines: Iterable[str]) -> None:
    try:
        with file.open("w", encoding="utf-8", newline="\n") as stream:
            stream.writelines(line + "\n" for line in lines)
    except OSError as error:
        raise EvaluationError(f"{file} cannot be written: {error.strerror}") from error
