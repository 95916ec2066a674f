"""Hits into answers: excerpts, highlights, the answer line, agreement of sources, silence."""

from retrieval.answering.answerer import Answerer
from retrieval.answering.interchange import answer_to_json
from retrieval.answering.limits import AnswerLimits

__all__ = ["AnswerLimits", "Answerer", "answer_to_json"]
