"""Asks every question of a BEIR folder and measures the answers.

In: an engine, and the question sets. Out: an `Evaluation` for each set and their macro average, and on
request a TREC run and a table of excerpts.

How silence is measured: each question with a gold passage is asked twice, of the whole corpus and of
the corpus without the documents that have the gold document's title (its article). For the second
asking the hits of the article are removed from those of the whole index, which saves building an index
for each question; word statistics differ by one article of hundreds, in the third digit. The
confidences of the first asking should be higher than those of the second. Excerpts and answer lines
are measured whether or not the engine would be silent, so that the measures are independent.
"""

from __future__ import annotations

import re
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from retrieval.errors import EvaluationError
from retrieval.evaluation import measures, runs
from retrieval.evaluation.beir import QuestionSets, Topic, read_beir
from retrieval.evaluation.report import Evaluation, SetMeasures, average
from retrieval.types import AnswerLine, Corpus, Excerpt, Hit, Question

RUN_DEPTH = 100
"""Documents for each question of a run."""
SEARCH_DEPTH = 200
"""Passages searched for, so that 100 documents remain after the passages of each are merged."""
MIN_HITS_LEFT = 20
"""Fewest hits that remain without an article; with fewer, more are searched for."""


class Answering(Protocol):
    """The steps of an engine from a question to its answer, which are evaluated."""

    @property
    def threshold(self) -> float:
        """Confidence below which the engine gives no answer."""
        ...

    def parse(self, text: str) -> Question:
        """Parse a question."""
        ...

    def search(self, question: Question, limit: int) -> list[Hit]:
        """Find at most `limit` passages, best first."""
        ...

    def confidence(self, question: Question, hits: Sequence[Hit], /) -> float:
        """Probability from 0 to 1 that the hits answer the question."""
        ...

    def excerpts(self, question: Question, hits: Sequence[Hit], /) -> tuple[Excerpt, ...]:
        """The excerpts to show, best first."""
        ...

    def line(self, question: Question, excerpts: Sequence[Excerpt], /) -> AnswerLine | None:
        """The answer line to show above them."""
        ...


@dataclass(frozen=True, slots=True)
class Observation:
    """The results for one question."""

    topic: Topic
    ranking: runs.Ranking
    texts: tuple[str, ...]
    line: AnswerLine | None
    confidence: float
    confidence_without: float | None
    """Confidence without the gold article; None where there is no judgment."""
    seconds: float
    """Time from the question to its excerpts and line."""


def evaluate(
    build: Callable[[Corpus], Answering],
    folder: Path,
    *,
    run: Path | None = None,
    excerpts: Path | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Evaluation:
    """Measure an engine on a BEIR folder.

    Args:
        build: Makes an engine over a corpus.
        folder: The BEIR folder; without `qrels/test.tsv` the measures that need judgments are None.
        run: Where to write a TREC run of 100 documents for each question.
        excerpts: Where to write the first three excerpts of each question.
        progress: Called after each question with the number of questions done and in total.

    Returns:
        The measures of each set and their macro average.

    Raises:
        EvaluationError: The folder cannot be read or has no question, a file cannot be written,
            or `ir_measures` is not installed (then both files are written all the same).
    """
    sets = read_beir(folder)
    if not sets.topics:
        raise EvaluationError(
            f"{folder} has no question to ask: no query of queries.jsonl is judged in its qrels"
        )
    engine = build(sets.corpus)
    observations = observe(engine, sets, progress)
    if run is not None:
        runs.write_run(run, {seen.topic.topic_id: seen.ranking for seen in observations})
    if excerpts is not None:
        runs.write_excerpts(excerpts, {seen.topic.topic_id: seen.texts for seen in observations})
    return summarize(observations, sets, engine.threshold)


def observe(
    engine: Answering, sets: QuestionSets, progress: Callable[[int, int], None] | None = None
) -> list[Observation]:
    """Ask every question, in order, and return the results."""
    titles = {document.document_id: document.source.title for document in sets.corpus.documents}
    observations = []
    for number, topic in enumerate(sets.topics, start=1):
        gold_titles = {titles[document_id] for document_id in sets.qrels.get(topic.topic_id, {})}
        article = {document_id for document_id, title in titles.items() if title in gold_titles}
        observations.append(_ask(engine, topic, article))
        if progress is not None:
            progress(number, len(sets.topics))
    return observations


def _ask(engine: Answering, topic: Topic, article: set[str]) -> Observation:
    start = time.perf_counter()
    question = engine.parse(topic.text)
    hits = engine.search(question, SEARCH_DEPTH)
    confidence = engine.confidence(question, hits)
    shown = engine.excerpts(question, hits)[: runs.EXCERPTS_SHOWN]
    line = engine.line(question, shown)
    seconds = time.perf_counter() - start
    without = None
    if article:
        without = engine.confidence(question, _search_without(engine, question, hits, article))
    return Observation(
        topic=topic,
        ranking=runs.rank_documents(hits, RUN_DEPTH),
        texts=tuple(excerpt.text for excerpt in shown),
        line=line,
        confidence=confidence,
        confidence_without=without,
        seconds=seconds,
    )


def _search_without(
    engine: Answering, question: Question, hits: Sequence[Hit], article: set[str]
) -> list[Hit]:
    """The hits outside an article; more are searched for where too few remain."""
    depth = len(hits)
    while True:
        left = [hit for hit in hits if hit.passage.document_id not in article]
        if len(left) >= MIN_HITS_LEFT or len(hits) < depth:
            return [replace(hit, rank=rank) for rank, hit in enumerate(left, start=1)]
        depth = max(depth, SEARCH_DEPTH) * 4
        hits = engine.search(question, depth)


def summarize(observations: Sequence[Observation], sets: QuestionSets, threshold: float) -> Evaluation:
    """Measures of each set, in the order of their first questions, and their mean.

    Raises:
        EvaluationError: `ir_measures` is not installed.
    """
    by_topic: dict[str, dict[str, float]] = {}
    if sets.qrels:
        rankings = {seen.topic.topic_id: seen.ranking for seen in observations}
        by_topic = measures.measure_rankings(sets.qrels, rankings)
    groups: dict[str, list[Observation]] = {}
    for seen in observations:
        groups.setdefault(seen.topic.set_name, []).append(seen)
    measured = tuple(_measure_set(name, group, by_topic, threshold) for name, group in groups.items())
    seconds = [seen.seconds for seen in observations]
    return Evaluation(
        sets=measured,
        macro=average("macro", measured),
        documents=len(sets.corpus.documents),
        corpus_digest=sets.corpus.digest,
        p50_ms=statistics.median(seconds) * 1000,
    )


def _measure_set(
    name: str, group: Sequence[Observation], by_topic: dict[str, dict[str, float]], threshold: float
) -> SetMeasures:
    answered = [seen for seen in group if seen.topic.answers]
    lines = [seen for seen in answered if asks_for_line(seen.topic.text)]
    shown = [seen for seen in lines if seen.line is not None]
    pairs = [(seen.confidence, seen.confidence_without) for seen in group]
    with_article = [confidence for confidence, without in pairs if without is not None]
    without_article = [without for _, without in pairs if without is not None]
    ranked = [by_topic[seen.topic.topic_id] for seen in group if seen.topic.topic_id in by_topic]
    return SetMeasures(
        name=name,
        questions=len(group),
        retrieval=MappingProxyType(
            {
                measure: measures.mean(values[measure] for values in ranked)
                for measure in measures.RETRIEVAL_MEASURES
            }
        ),
        answer_in_first=_share_holding(answered, 1),
        answer_in_first_three=_share_holding(answered, runs.EXCERPTS_SHOWN),
        excerpt_length=measures.mean(len(text) for seen in group for text in seen.texts),
        line_questions=len(lines),
        line_precision=measures.mean(
            measures.line_is_right(seen.line, seen.topic.answers) for seen in shown if seen.line is not None
        ),
        line_coverage=measures.mean(seen.line is not None for seen in lines),
        no_answer_auroc=measures.auroc(with_article, without_article) if without_article else None,
        refused_when_95_kept=measures.refused_when_kept(with_article, without_article)
        if without_article
        else None,
        kept=measures.mean(confidence >= threshold for confidence in with_article),
        refused=measures.mean(confidence < threshold for confidence in without_article),
    )


def asks_for_line(text: str) -> bool:
    """Whether a question contains «متى» or «كم»: the answer line is measured on these."""
    # Matches the two words alone or after a one-letter particle (و ف ب ل).
    return re.search(r"(?<![^\W_])[وفبل]?(?:متي|كم)(?![^\W_])", measures.fold(text)) is not None


def _share_holding(answered: Sequence[Observation], first: int) -> float | None:
    return measures.mean(
        any(measures.holds_answer(text, seen.topic.answers) for text in seen.texts[:first])
        for seen in answered
    )
