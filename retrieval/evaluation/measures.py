"""Measures of a ranking, of excerpts, of an answer line and of silence.

In: qrels and rankings, texts and gold answers, confidences. Out: numbers from 0 to 1. Ranking
measures come from `ir_measures` (the extra `evaluation`), the others are defined here.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from retrieval.errors import EvaluationError
from retrieval.evaluation.line_values import same_value
from retrieval.evaluation.runs import Ranking

if TYPE_CHECKING:
    from retrieval.types import AnswerLine

RETRIEVAL_MEASURES = ("RR@10", "nDCG@10", "Success@1", "Success@3", "Success@10", "R@100")
KEPT_SHARE = 0.95
"""Share of the answerable questions that a threshold of confidence has to keep."""

TATWEEL = "ـ"
FOLDED_LETTERS = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", TATWEEL: None})
FOLDED_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
# Matches the blanks and punctuation around a gold answer.
OUTER_MARKS = re.compile(r"^[\s.,:;!?،؛؟…]+|[\s.,:;!?،؛؟…]+$")


def measure_rankings(
    qrels: Mapping[str, Mapping[str, int]], rankings: Mapping[str, Ranking]
) -> dict[str, dict[str, float]]:
    """Measure each question's ranking.

    Args:
        qrels: Query id → document id → grade.
        rankings: Query id → ranking; a question without a ranking scores 0.

    Returns:
        Query id → measure, named as in `RETRIEVAL_MEASURES` → its value from 0 to 1.

    Raises:
        EvaluationError: `ir_measures` is not installed.
    """
    try:
        import ir_measures
    except ImportError as error:
        raise EvaluationError(
            "ranking measures need ir_measures, which is not installed: pip install 'shahid[evaluation]'"
        ) from error
    measures = {name: ir_measures.parse_measure(name) for name in RETRIEVAL_MEASURES}
    names = {measure: name for name, measure in measures.items()}
    run = {topic_id: dict(rankings.get(topic_id, ())) for topic_id in qrels}
    values: dict[str, dict[str, float]] = {topic_id: dict.fromkeys(measures, 0.0) for topic_id in qrels}
    for value in ir_measures.iter_calc(
        list(names), {key: dict(judged) for key, judged in qrels.items()}, run
    ):
        values[value.query_id][names[value.measure]] = float(value.value)
    return values


def fold(text: str) -> str:
    """Text without diacritics and tatweel; alef, ya and ta marbuta folded, runs of blanks made one."""
    bare = (char for char in unicodedata.normalize("NFC", text) if unicodedata.category(char) != "Mn")
    return " ".join("".join(bare).translate(FOLDED_LETTERS).split())


def holds_answer(text: str, answers: Iterable[str]) -> bool:
    """Whether the folded text contains one of the gold answers, folded."""
    folded = fold(text)
    return any(wanted in folded for wanted in map(fold, answers) if wanted)


def line_is_right(line: AnswerLine, answers: Iterable[str]) -> bool:
    """Whether a line gives a gold answer: by its words, or by its value (`same_value`).

    By its words: one contains the other as whole words, after folding. A gold answer is often longer
    than the value («بعد 10 سنوات»), and a line often more exact than the gold answer (a day where the
    year was asked for); both count.
    """
    shown = _bare(line.text)
    return any(
        wanted and (_holds_words(shown, wanted) or _holds_words(wanted, shown) or same_value(line, answer))
        for answer, wanted in ((answer, _bare(answer)) for answer in answers)
    )


def auroc(positives: Sequence[float], negatives: Sequence[float]) -> float:
    """Probability that a positive scores above a negative, ties counted half (Mann-Whitney U).

    Returns:
        From 0 to 1; 0.5 where either side is empty.
    """
    if not positives or not negatives:
        return 0.5
    marked = sorted([(score, 1) for score in positives] + [(score, 0) for score in negatives])
    rank_sum, start = 0.0, 0
    while start < len(marked):
        end = start
        while end < len(marked) and marked[end][0] == marked[start][0]:
            end += 1
        rank_sum += (start + 1 + end) / 2 * sum(mark for _, mark in marked[start:end])
        start = end
    return (rank_sum - len(positives) * (len(positives) + 1) / 2) / (len(positives) * len(negatives))


def refused_when_kept(
    answerable: Sequence[float], unanswerable: Sequence[float], kept: float = KEPT_SHARE
) -> float:
    """Share of the unanswerable below the threshold that keeps `kept` of the answerable.

    Args:
        answerable: Confidences of questions with an answer in the corpus.
        unanswerable: Confidences of questions without one.
        kept: Share of the answerable at or above the threshold, above 0 and at most 1.

    Returns:
        From 0 to 1; 0 where either side is empty.
    """
    if not answerable or not unanswerable:
        return 0.0
    falling = sorted(answerable, reverse=True)
    threshold = falling[min(len(falling), max(1, -int(-kept * len(falling) // 1))) - 1]
    return sum(score < threshold for score in unanswerable) / len(unanswerable)


def mean(values: Iterable[float]) -> float | None:
    """Arithmetic mean; None without values."""
    numbers = list(values)
    return sum(numbers) / len(numbers) if numbers else None


def _bare(text: str) -> str:
    return OUTER_MARKS.sub("", fold(text).translate(FOLDED_DIGITS))


def _holds_words(text: str, words: str) -> bool:
    # Matches the words with no letter or digit directly before or after them, except a one-letter
    # particle that is joined to a word, or the letter of an era (م, ه).
    return re.search(rf"(?<![^\W_]{{2}})(?<!\d){re.escape(words)}(?!\d)(?![^\W_]{{2}})", text) is not None
