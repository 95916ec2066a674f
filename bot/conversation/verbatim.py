"""The last check before an excerpt is shown: it stands, word for word, in its document."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation.engines import ServedIndex
from retrieval import Answer, NoAnswer, NoAnswerReason


def only_verbatim(answer: Answer | NoAnswer, served: ServedIndex) -> Answer | NoAnswer:
    """The answer without excerpts that are not, word for word, in their documents."""
    if isinstance(answer, NoAnswer):
        return answer
    true = tuple(
        excerpt
        for excerpt in answer.excerpts
        if served.quotes(excerpt.document_id, excerpt.start, excerpt.end, excerpt.text)
    )
    if len(true) == len(answer.excerpts):
        return answer
    if not true:
        return NoAnswer(answer.question, NoAnswerReason.NOT_FOUND)
    return replace(answer, excerpts=true, line=None)
