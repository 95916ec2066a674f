"""A question as written → the kind of its answer and the words to search for."""
