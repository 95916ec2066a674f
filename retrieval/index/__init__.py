"""Passages to an Index, and a Question to Hits."""
