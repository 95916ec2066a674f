"""Whether the corpus answers a question at all, and what is offered where it does not."""
