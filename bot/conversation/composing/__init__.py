"""Composes Replies from answers and for screens: what is quoted and cited, and in what order."""
