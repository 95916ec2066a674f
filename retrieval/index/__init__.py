"""Passages into an index: splitting, BM25 fields, ranking, storage on disk."""

from retrieval.index.matching import QuestionMatcher
from retrieval.index.memory.building import build_index
from retrieval.index.memory.storage import load_index, save_index
from retrieval.index.protocol import Index, Words, search

__all__ = ["Index", "QuestionMatcher", "Words", "build_index", "load_index", "save_index", "search"]
