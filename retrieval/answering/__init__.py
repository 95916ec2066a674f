"""Hits to an Answer, or to silence."""
