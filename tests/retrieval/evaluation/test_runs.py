from __future__ import annotations

from pathlib import Path

import pytest

from retrieval.errors import EvaluationError
from retrieval.evaluation.runs import rank_documents, write_excerpts, write_run
from retrieval.types import Hit, Passage, Span


def hit(document_id: str, rank: int, score: float) -> Hit:
    return Hit(Passage(document_id, rank, 0, 3, "نهر", (Span(0, 3),)), rank, score)


def test_a_document_is_ranked_once_at_its_best_passage() -> None:
    hits = [hit("a", 1, 3.0), hit("b", 2, 2.0), hit("a", 3, 1.5), hit("c", 4, 1.0)]
    assert rank_documents(hits, 2) == (("a", 3.0), ("b", 2.0))


def test_scores_fall_with_the_rank_even_where_hits_tie() -> None:
    hits = [hit("a", 1, 1.0), hit("b", 2, 1.0), hit("c", 3, 1.5)]
    assert [(name, round(score, 9)) for name, score in rank_documents(hits, 3)] == [
        ("a", 1.0),
        ("b", 0.999999),
        ("c", 0.999998),
    ]


def test_a_run_has_the_six_columns_of_trec(tmp_path: Path) -> None:
    write_run(tmp_path / "run", {"q-1": (("a", 3.0), ("b", 2.5)), "q-2": ()})
    assert (tmp_path / "run").read_text() == "q-1 Q0 a 1 3.000000 shahid\nq-1 Q0 b 2 2.500000 shahid\n"


def test_excerpts_of_each_question_are_on_one_line(tmp_path: Path) -> None:
    write_excerpts(tmp_path / "excerpts", {"q-1": ["أول\nسطر", "ثان\tهنا", "ثالث", "رابع"], "q-2": []})
    assert (tmp_path / "excerpts").read_text(encoding="utf-8") == "q-1\tأول سطر\tثان هنا\tثالث\nq-2\n"


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="cannot be written"):
        write_run(tmp_path / "missing" / "run", {})
