"""Carries the conversation to a page on this machine."""
