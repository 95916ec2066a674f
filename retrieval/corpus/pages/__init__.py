"""A scraped page in plain text → its article, and what the page gives of its source."""
