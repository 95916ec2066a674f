"""Small corpora for the tests of the index."""

from __future__ import annotations

from retrieval.language.terms.analyzer import Analyzer
from retrieval.types import AnswerKind, Corpus, Document, Question, QuestionWord, Source


def corpus_of(*texts: str, titles: tuple[str, ...] = ()) -> Corpus:
    """A corpus with a document for each text, d0, d1 and so on."""
    padded = titles + ("",) * (len(texts) - len(titles))
    return Corpus(
        tuple(
            Document(f"d{place}", text, Source(title))
            for place, (text, title) in enumerate(zip(texts, padded, strict=True))
        ),
        digest="digest",
    )


def ask(text: str, *, kind: AnswerKind = AnswerKind.OTHER) -> Question:
    """A question of all content words of a text."""
    return Question(text, kind, tuple(QuestionWord(term) for term in Analyzer().content_terms(text)))
