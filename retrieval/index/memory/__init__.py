"""The backend in memory: fields of BM25 scored by rank-bm25, searched, saved as generations."""
