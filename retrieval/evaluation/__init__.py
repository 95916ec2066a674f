"""Evaluation: a BEIR folder in; a TREC run, excerpts and measures out."""

from retrieval.evaluation.evaluation import evaluate
from retrieval.evaluation.report import Evaluation

__all__ = ["Evaluation", "evaluate"]
