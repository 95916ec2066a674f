"""Passages into an index: splitting, BM25 fields, ranking, storage on disk; backends behind one port."""

from retrieval.index.backends import AUTO, BACKENDS, choose_backend
from retrieval.index.matching import QuestionMatcher
from retrieval.index.memory.building import build_index
from retrieval.index.protocol import Backend, Index
from retrieval.index.searcher import Reranker, Searcher

__all__ = [
    "AUTO",
    "BACKENDS",
    "Backend",
    "Index",
    "QuestionMatcher",
    "Reranker",
    "Searcher",
    "build_index",
    "choose_backend",
]
