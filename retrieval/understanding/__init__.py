"""A question as written → what it asks for and which words to look for."""
