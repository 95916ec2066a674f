"""Decides what is said: a person's act in, a Reply out."""
