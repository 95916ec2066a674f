"""Carries questions to `retrieval` and its answers to people."""
