"""Reads question sets in the layout of BEIR (Thakur et al. 2021).

In: a folder of `corpus.jsonl` (`_id`, `title`, `text`), `queries.jsonl` (`_id`, `text`, and
`metadata.answers` where gold answers are known) and `qrels/test.tsv` (`query-id`, `corpus-id`,
`score`, tab-separated, with a header line). Out: a `Corpus` and the questions with their gold
answers. A file of another form raises `EvaluationError`, which names file and line.

Several sets may share one folder; the name of a question's set is its id up to the first `-`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from retrieval.corpus.cleaning import clean
from retrieval.errors import EvaluationError
from retrieval.types import Corpus, Document, Source

SET_SEPARATOR = "-"
QRELS_FIELDS = 3


@dataclass(frozen=True, slots=True)
class Topic:
    """A question of a set, with its gold answers."""

    topic_id: str
    text: str
    answers: tuple[str, ...] = ()
    """Gold answers as written in the set; empty where the set has none."""

    @property
    def set_name(self) -> str:
        """The set of the question: its id up to the first `-`."""
        return self.topic_id.split(SET_SEPARATOR, 1)[0]


@dataclass(frozen=True, slots=True)
class QuestionSets:
    """The contents of a BEIR folder."""

    corpus: Corpus
    topics: tuple[Topic, ...]
    """Those judged in the qrels, in the order of `queries.jsonl`; without qrels all of them."""
    qrels: Mapping[str, Mapping[str, int]]
    """Query id → document id → grade; empty where the folder has no qrels."""


def read_beir(folder: Path) -> QuestionSets:
    """Read a BEIR folder.

    Args:
        folder: Contains `corpus.jsonl`, `queries.jsonl` and, where there are judgments,
            `qrels/test.tsv`.

    Returns:
        Its corpus with cleaned texts, its questions and their judgments.

    Raises:
        EvaluationError: A file is missing or a line of it is not in the layout.
    """
    corpus = _read_corpus(folder / "corpus.jsonl")
    topics = tuple(_read_topics(folder / "queries.jsonl"))
    qrels_file = folder / "qrels" / "test.tsv"
    if not qrels_file.exists():
        return QuestionSets(corpus, topics, MappingProxyType({}))
    qrels = _read_qrels(qrels_file, {document.document_id for document in corpus.documents})
    return QuestionSets(corpus, tuple(topic for topic in topics if topic.topic_id in qrels), qrels)


def _read_corpus(file: Path) -> Corpus:
    documents: dict[str, Document] = {}
    digest = hashlib.sha256()
    for number, record in _records(file):
        document_id = _text_field(record, "_id", file, number)
        if document_id in documents:
            raise EvaluationError(f"{file}, line {number}: the document id {document_id!r} occurs twice")
        title, text = record.get("title") or "", _text_field(record, "text", file, number)
        if not isinstance(title, str):
            raise EvaluationError(f"{file}, line {number}: the field 'title' is not a text")
        documents[document_id] = Document(document_id, clean(text), Source(title))
        digest.update(f"{document_id}\0{title}\0{text}\0".encode("utf-8", "surrogatepass"))
    return Corpus(tuple(documents.values()), digest=digest.hexdigest())


def _read_topics(file: Path) -> Iterator[Topic]:
    seen: set[str] = set()
    for number, record in _records(file):
        topic_id = _text_field(record, "_id", file, number)
        if topic_id in seen:
            raise EvaluationError(f"{file}, line {number}: the query id {topic_id!r} occurs twice")
        seen.add(topic_id)
        metadata = record.get("metadata") or {}
        answers = metadata.get("answers") or [] if isinstance(metadata, dict) else None
        if not isinstance(answers, list) or not all(isinstance(answer, str) for answer in answers):
            raise EvaluationError(f"{file}, line {number}: 'metadata.answers' is not a list of texts")
        yield Topic(topic_id, _text_field(record, "text", file, number), tuple(dict.fromkeys(answers)))


def _read_qrels(file: Path, document_ids: set[str]) -> Mapping[str, Mapping[str, int]]:
    qrels: dict[str, dict[str, int]] = {}
    for number, line in _lines(file):
        fields = line.split("\t")
        if number == 1 and fields[0].strip() == "query-id":
            continue
        if len(fields) != QRELS_FIELDS:
            raise EvaluationError(
                f"{file}, line {number}: expected query-id, corpus-id and score with tabs between them"
            )
        topic_id, document_id, grade = (part.strip() for part in fields)
        if document_id not in document_ids:
            raise EvaluationError(f"{file}, line {number}: no document has the id {document_id!r}")
        try:
            qrels.setdefault(topic_id, {})[document_id] = int(grade)
        except ValueError as error:
            raise EvaluationError(
                f"{file}, line {number}: the score {grade!r} is not a whole number"
            ) from error
    return MappingProxyType({key: MappingProxyType(judged) for key, judged in qrels.items()})


def _records(file: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    for number, line in _lines(file):
        try:
            record = json.loads(line)
        except ValueError as error:
            raise EvaluationError(f"{file}, line {number}: not a JSON object: {error}") from error
        if not isinstance(record, dict):
            raise EvaluationError(f"{file}, line {number}: not a JSON object")
        yield number, record


def _lines(file: Path) -> Iterator[tuple[int, str]]:
    """Lines that are not blank, numbered from 1; split at line feeds alone, as JSONL is."""
    try:
        content = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise EvaluationError(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise EvaluationError(f"{file} is not UTF-8 (byte {error.start})") from error
    for number, line in enumerate(content.split("\n"), start=1):
        if line.strip():
            yield number, line.rstrip("\r")


def _text_field(record: dict[str, Any], name: str, file: Path, number: int) -> str:
    value = record.get(name)
    if not isinstance(value, str) or (name == "_id" and not value):
        raise EvaluationError(f"{file}, line {number}: the field {name!r} is missing or not a text")
    return value
