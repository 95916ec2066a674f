"""Passages into an index: splitting, BM25 fields, ranking, storage on disk."""

from retrieval.index.building import build_index
from retrieval.index.matching import QuestionMatcher
from retrieval.index.protocol import Index, Words, search
from retrieval.index.storage import load_index, save_index

__all__ = ["Index", "QuestionMatcher", "Words", "build_index", "load_index", "save_index", "search"]
