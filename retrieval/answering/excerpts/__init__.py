"""Hits → excerpts: passages analyzed, their windows judged, the best chosen."""
