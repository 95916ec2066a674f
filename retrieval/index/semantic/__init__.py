"""The semantic extra: hits of BM25 re-ranked by vectors of question and passages."""
