"""Is it good? A BEIR folder in, a TREC run, excerpts and measures out."""
