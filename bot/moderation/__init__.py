"""Who may look after the corpus, and how it is indexed anew."""
