"""Arabic text → tokens, terms, sentences, numbers and dates."""
