"""Excerpts → the answer line: the date or number that they give, where it is sure enough."""
