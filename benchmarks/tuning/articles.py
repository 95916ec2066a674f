"""The article that answers each question, and the part of the articles that it belongs to.

In: question sets in the layout of BEIR, whose documents of one title are one article. Out: titles, ids
and numbers of parts, for training on some articles and testing on others.
"""

from __future__ import annotations

import zlib

from retrieval.evaluation.beir import QuestionSets, Topic


def titles_of(sets: QuestionSets) -> dict[str, str]:
    """Document id → the title of its article."""
    return {document.document_id: document.source.title for document in sets.corpus.documents}


def gold_of(sets: QuestionSets, topic: Topic) -> str:
    """The id of the document that answers a question."""
    return next(iter(sets.qrels[topic.topic_id]))


def part_of(article: str, parts: int, salt: str = "") -> int:
    """The number of the part that an article belongs to, from 0, the same in every run."""
    return zlib.crc32((salt + article).encode()) % parts
