"""A document → its passages: the units that are indexed.

In: a document. Out: passages in order, each a run of whole sentences of one section. A heading starts
a new passage and is its `heading`; it is no passage by itself, so it is never quoted alone. A section
of at most `whole` code points stays one passage; a longer one is cut into passages of nearly equal
length, at ends of paragraphs where they lie near.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from retrieval.language.sentences import split_sentences
from retrieval.types import Document, Passage, Span

WHOLE_LENGTH = 1200
"""Longest section in code points that stays whole: an encyclopedia's paragraph is one passage
(90 % of those of the development set have at most 900, measured November 2026)."""
TARGET_LENGTH = 700
"""Length in code points to which a longer section's passages are cut: about 110 Arabic words."""
_HEADING_JOINT = " · "
"""Stands between headings that follow each other without text."""
_EARLY_SHARE = 0.85
"""Share of the wanted length from which the end of a paragraph ends a passage."""


@dataclass(frozen=True, slots=True)
class _Section:
    """Sentences between two headings, and the heading above them."""

    heading: str
    sentences: tuple[Span, ...]


def split_document(
    document: Document, first_ordinal: int, *, whole: int = WHOLE_LENGTH, target: int = TARGET_LENGTH
) -> tuple[Passage, ...]:
    """Split a document into passages.

    Args:
        document: The document; its headings are lines of its text.
        first_ordinal: Ordinal of its first passage, from 0.
        whole: Longest section that stays one passage, in code points.
        target: Length that passages of longer sections come near to, in code points.

    Returns:
        Passages in order, linked to their neighbors. Each sentence that is no heading belongs to
        exactly one; a document of headings only is split as if they were text.
    """
    runs = [
        (section.heading, run)
        for section in _sections(document)
        for run in _runs(document.text, section.sentences, whole, target)
    ]
    passages = [
        _passage(document, heading, run, first_ordinal + place) for place, (heading, run) in enumerate(runs)
    ]
    last = first_ordinal + len(passages) - 1
    return tuple(
        replace(
            passage,
            previous=passage.ordinal - 1 if passage.ordinal > first_ordinal else None,
            next=passage.ordinal + 1 if passage.ordinal < last else None,
        )
        for passage in passages
    )


def _sections(document: Document) -> list[_Section]:
    """The document's sentences under their headings; sections without sentences are left out."""
    sentences = split_sentences(document.text)
    sections: list[_Section] = []
    heading_lines: list[str] = []
    body: list[Span] = []
    bounds = iter(document.headings)
    heading = next(bounds, None)
    for sentence in sentences:
        while heading is not None and heading.end <= sentence.start:
            heading = next(bounds, None)
        if heading is not None and heading.start <= sentence.start:
            if body:
                sections.append(_Section(_HEADING_JOINT.join(heading_lines), tuple(body)))
                heading_lines, body = [], []
            line = document.text[heading.start : heading.end]
            if line not in heading_lines:
                heading_lines.append(line)
        else:
            body.append(sentence)
    if body:
        sections.append(_Section(_HEADING_JOINT.join(heading_lines), tuple(body)))
    return sections or ([_Section("", tuple(sentences))] if sentences else [])


def _runs(text: str, sentences: tuple[Span, ...], whole: int, target: int) -> list[tuple[Span, ...]]:
    """Cut a section's sentences into runs, one a passage."""
    length = sentences[-1].end - sentences[0].start
    if length <= whole:
        return [sentences]
    wanted = length / -(-length // target)
    runs: list[tuple[Span, ...]] = []
    run = [sentences[0]]
    for before, sentence in pairwise(sentences):
        run_length = before.end - run[0].start
        ends_paragraph = "\n" in text[before.end : sentence.start]
        overshoots = sentence.end - run[0].start - wanted > wanted - run_length
        if overshoots or (ends_paragraph and run_length >= _EARLY_SHARE * wanted):
            runs.append(tuple(run))
            run = []
        run.append(sentence)
    tail_length = run[-1].end - run[0].start
    if runs and tail_length < wanted / 3 and run[-1].end - runs[-1][0].start <= whole:
        runs[-1] += tuple(run)
    else:
        runs.append(tuple(run))
    return runs


def _passage(document: Document, heading: str, run: tuple[Span, ...], ordinal: int) -> Passage:
    """The passage of a run of sentences, not yet linked to its neighbors."""
    start, end = run[0].start, run[-1].end
    return Passage(
        document_id=document.document_id,
        ordinal=ordinal,
        start=start,
        end=end,
        text=document.text[start:end],
        sentences=run,
        title=document.source.title,
        heading=heading,
    )
