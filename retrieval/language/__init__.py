"""Arabic words to terms, and a person's words to a Question."""
