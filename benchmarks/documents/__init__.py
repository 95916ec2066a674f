"""Measures of what is read and quoted of documents of a kind."""
